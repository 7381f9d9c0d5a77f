import { foldedRanges, negated, perlClass, posixClass, type Ranges, unicodeClass } from "./characters.ts";
import { type ErrorCode, PatternError } from "./error.ts";

/** What was read at a place of a pattern, and the offset after it. */
export interface Read<Value> {
  readonly value: Value;
  readonly next: number;
}

export function failAt(code: ErrorCode, expression: string): never {
  throw new PatternError(code, expression);
}

/** One character, which may take two UTF-16 units. */
export function readCharacter(text: string, at: number): Read<number> {
  const value = text.codePointAt(at) ?? 0;
  return { value, next: at + (value > 0xffff ? 2 : 1) };
}

const controls: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

/**
 * An escape that stands for one character, from its backslash on.
 *
 * @throws PatternError when Go has no such escape
 */
export function readEscape(text: string, at: number): Read<number> {
  if (at + 1 >= text.length) failAt("trailing backslash at end of expression", "");
  const { value, next } = readCharacter(text, at + 1);
  const char = String.fromCodePoint(value);
  const refuse = (end: number): never => failAt("invalid escape sequence", text.slice(at, end));
  if (/[0-7]/.test(char)) {
    const digits = /^[0-7]{1,3}/.exec(text.slice(at + 1))?.[0] ?? "";
    if (char !== "0" && digits.length === 1) return refuse(next);
    return { value: Number.parseInt(digits, 8), next: at + 1 + digits.length };
  }
  if (char === "x") return readHex(text, next, refuse);
  const control = Object.hasOwn(controls, char) ? controls[char] : undefined;
  if (control !== undefined) return { value: control, next };
  if (value < 0x80 && !/[0-9A-Za-z]/.test(char)) return { value, next };
  return refuse(next);
}

function readHex(text: string, start: number, refuse: (end: number) => never): Read<number> {
  if (start >= text.length) return refuse(start);
  if (text[start] !== "{") {
    const first = readCharacter(text, start);
    const second = first.next < text.length ? readCharacter(text, first.next) : refuse(first.next);
    const digits = text.slice(start, second.next);
    return /^[0-9A-Fa-f]{2}$/.test(digits)
      ? { value: Number.parseInt(digits, 16), next: second.next }
      : refuse(second.next);
  }
  let value = 0;
  for (let next = start + 1; next < text.length; next++) {
    const char = text[next] as string;
    const end = readCharacter(text, next).next;
    if (char === "}") return next > start + 1 ? { value, next: end } : refuse(end);
    if (!/[0-9A-Fa-f]/.test(char)) return refuse(end);
    value = value * 16 + Number.parseInt(char, 16);
    if (value > 0x10ffff) return refuse(end);
  }
  return refuse(text.length);
}

/**
 * A class that is written as an escape, as `\d` or `\p{Greek}`.
 *
 * @returns `undefined` when no such escape stands there
 * @throws PatternError for a name that Unicode does not have
 */
export function readClassEscape(text: string, at: number, fold: boolean): Read<Ranges> | undefined {
  if (text[at] !== "\\" || at + 1 >= text.length) return undefined;
  const letter = text[at + 1] as string;
  const folded = (ranges: Ranges): Ranges => (fold ? foldedRanges(ranges) : ranges);
  const simple = perlClass(letter);
  if (simple) return { value: folded(simple), next: at + 2 };
  if (letter !== "p" && letter !== "P") return undefined;
  if (at + 2 >= text.length) return failAt("invalid character class range", text.slice(at));
  const braced = text[at + 2] === "{";
  const close = braced ? text.indexOf("}", at) : -1;
  if (braced && close < 0) return failAt("invalid character class range", text.slice(at));
  const next = braced ? close + 1 : readCharacter(text, at + 2).next;
  const name = braced ? text.slice(at + 3, close) : text.slice(at + 2, next);
  const ranges = unicodeClass(name.replace(/^\^/, ""));
  if (!ranges) return failAt("invalid character class range", text.slice(at, next));
  const negative = (letter === "P") !== name.startsWith("^");
  return { value: negative ? negated(folded(ranges)) : folded(ranges), next };
}

/** A class such as `[:alpha:]` inside brackets, or `undefined` when none stands there. */
export function readNamedClass(text: string, at: number, fold: boolean): Read<Ranges> | undefined {
  if (!text.startsWith("[:", at) || at + 2 >= text.length) return undefined;
  const close = text.indexOf(":]", at + 2);
  if (close < 0) return undefined;
  const ranges = posixClass(text.slice(at + 2, close));
  if (!ranges) return failAt("invalid character class range", text.slice(at, close + 2));
  return { value: fold ? foldedRanges(ranges) : ranges, next: close + 2 };
}
