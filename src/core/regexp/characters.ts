/** Code points as pairs of a first and a last one, sorted, none touching another. */
export type Ranges = readonly number[];

const lastCodePoint = 0x10ffff;
/** The first code point after Unicode's Latin blocks. */
const latinEnd = 0x250;

/** Sorts ranges and joins those that touch. */
export function cleanRanges(pairs: Ranges): Ranges {
  const sorted: [number, number][] = [];
  for (let i = 0; i < pairs.length; i += 2) sorted.push([pairs[i] as number, pairs[i + 1] as number]);
  sorted.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const clean: number[] = [];
  for (const [first, last] of sorted) {
    const end = clean.at(-1);
    if (end !== undefined && first <= end + 1) clean[clean.length - 1] = Math.max(end, last);
    else clean.push(first, last);
  }
  return clean;
}

/** All code points that are not in clean ranges. */
export function negated(ranges: Ranges): Ranges {
  const rest: number[] = [];
  let next = 0;
  for (let i = 0; i < ranges.length; i += 2) {
    const first = ranges[i] as number;
    if (next < first) rest.push(next, first - 1);
    next = (ranges[i + 1] as number) + 1;
  }
  if (next <= lastCodePoint) rest.push(next, lastCodePoint);
  return rest;
}

/** Whether clean ranges hold a code point. */
export function holds(ranges: Ranges, codePoint: number): boolean {
  for (let i = 0; i < ranges.length; i += 2)
    if (codePoint <= (ranges[i + 1] as number)) return codePoint >= (ranges[i] as number);
  return false;
}

/** Ranges with the other case of what is in them; beyond ASCII only that of single characters. */
export function foldedRanges(ranges: Ranges): Ranges {
  const pairs = [...ranges];
  for (let i = 0; i < ranges.length; i += 2) {
    const first = ranges[i] as number;
    const last = ranges[i + 1] as number;
    addShifted(pairs, first, last, 0x41, 0x5a, 0x20);
    addShifted(pairs, first, last, 0x61, 0x7a, -0x20);
    for (const [special, letter] of [
      [0x17f, 0x73],
      [0x212a, 0x6b],
    ] as const)
      if (first <= special && special <= last) pairs.push(letter, letter, letter - 0x20, letter - 0x20);
    if (first !== last || first < 0x80) continue;
    const char = String.fromCodePoint(first);
    for (const other of [char.toLowerCase(), char.toUpperCase()]) {
      const code = other.codePointAt(0) ?? first;
      if (String.fromCodePoint(code) === other) pairs.push(code, code);
    }
  }
  return cleanRanges(pairs);
}

function addShifted(pairs: number[], first: number, last: number, from: number, to: number, by: number): void {
  const start = Math.max(first, from);
  const end = Math.min(last, to);
  if (start <= end) pairs.push(start + by, end + by);
}

function rangesOf(text: string): Ranges {
  const pairs: number[] = [];
  for (const [, first = "", last = first] of text.matchAll(/(.)(?:~(.))?/gsu))
    pairs.push(first.codePointAt(0) ?? 0, last.codePointAt(0) ?? 0);
  return cleanRanges(pairs);
}

const perl: Readonly<Record<string, Ranges>> = {
  d: rangesOf("0~9"),
  s: rangesOf("\t\n\f\r "),
  w: rangesOf("0~9A~Za~z_"),
};

/** The class of an escape such as `\d` or `\W`, by its letter. */
export function perlClass(letter: string): Ranges | undefined {
  const ranges = Object.hasOwn(perl, letter.toLowerCase()) ? perl[letter.toLowerCase()] : undefined;
  return ranges && letter !== letter.toLowerCase() ? negated(ranges) : ranges;
}

const posix: Readonly<Record<string, Ranges>> = {
  alnum: rangesOf("0~9A~Za~z"),
  alpha: rangesOf("A~Za~z"),
  ascii: [0, 0x7f],
  blank: rangesOf("\t "),
  cntrl: [0, 0x1f, 0x7f, 0x7f],
  digit: rangesOf("0~9"),
  graph: [0x21, 0x7e],
  lower: rangesOf("a~z"),
  print: [0x20, 0x7e],
  punct: [0x21, 0x2f, 0x3a, 0x40, 0x5b, 0x60, 0x7b, 0x7e],
  space: rangesOf("\t\n\v\f\r "),
  upper: rangesOf("A~Z"),
  word: rangesOf("0~9A~Za~z_"),
  xdigit: rangesOf("0~9A~Fa~f"),
};

/** The class of a name as it stands between `[:` and `:]`, with its `^`. */
export function posixClass(name: string): Ranges | undefined {
  const bare = name.replace(/^\^/, "");
  const ranges = Object.hasOwn(posix, bare) ? posix[bare] : undefined;
  return ranges && bare !== name ? negated(ranges) : ranges;
}

/** Scripts whose full names are as short as the codes of others, which Go does not know. */
const shortScripts = /^(?:Ahom|Cham|Han|Kawi|Lao|Lisu|Modi|Mro|Newa|Nko|Thai|Toto|Vai|Yi)$/;

/**
 * The class of `\p{name}`: of Unicode's categories and scripts by their exact names, as every Go knows them.
 *
 * @returns the part of it that is ASCII or Latin, more than a repository's name can hold; `undefined` for no such name
 */
export function unicodeClass(name: string): Ranges | undefined {
  if (name === "Any") return [0, lastCodePoint];
  if (!/^[A-Z][a-z]?$|^[A-Z][A-Za-z]+(?:_[A-Z][a-z]+)*$/.test(name)) return undefined;
  const isScript = name.length > 4 || shortScripts.test(name);
  try {
    const tester = new RegExp(`\\p{${isScript ? "Script" : "General_Category"}=${name}}`, "u");
    const pairs: number[] = [];
    for (let code = 0; code < latinEnd; code++) if (tester.test(String.fromCodePoint(code))) pairs.push(code, code);
    return cleanRanges(pairs);
  } catch {
    return undefined;
  }
}
