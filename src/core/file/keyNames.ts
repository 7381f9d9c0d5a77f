import { clusterKeys } from "./clusterKeys.ts";
import { type FormatKey, formatKey, formatKeys, knownKeys, type Level, levels } from "./format.ts";

/** Returns a key in the form in which spellings are compared: lower case, without separators and quotes. */
function bare(key: string): string {
  return key.replace(/[-_"'\s]/g, "").toLowerCase();
}

const misspellings = new Map(
  levels.map((level) => [
    level,
    new Map(
      formatKeys
        .filter((key) => key.level === level)
        .flatMap(({ name, misspellings = [] }) => misspellings.map((spelling) => [spelling, name] as const)),
    ),
  ]),
);

const spellings = new Map(
  levels.map((level) => [level, knownKeys[level].map((name) => ({ name, spelling: bare(name) }))]),
);

/**
 * Returns the key that was meant by one that k3s does not know.
 *
 * @returns `undefined` when the key is known, at this level or at another, or nothing is near it
 */
export function intendedKey(level: Level, key: string): string | undefined {
  if (formatKey(level, key)) return undefined;
  const written = bare(key);
  if (written.startsWith("x")) return undefined;
  const listed = misspellings.get(level)?.get(written);
  if (listed !== undefined) return listed;
  if (isKeyName(key)) return undefined;
  const known = spellings.get(level) ?? [];
  const same = known.find(({ spelling }) => spelling === written);
  return (same ?? known.find(({ spelling }) => near(spelling, written)))?.name;
}

/** Returns the key that a misspelled one means, and any other key itself. */
export function properName(level: Level, key: string): string {
  return intendedKey(level, key) ?? key;
}

const keyNames = new Set(formatKeys.map(({ name }) => name));

/** The keys by spelling, wherever they are written. Of the two keys named `auth`, the one of `configs` is meant. */
const keysBySpelling: ReadonlyMap<string, FormatKey> = new Map(
  formatKeys
    .toReversed()
    .flatMap((key) => [bare(key.name), ...(key.clear ?? [])].map((spelling) => [spelling, key] as const)),
);

/**
 * Returns the key that a misplaced one is, with the level where it belongs.
 *
 * @param level where it is written
 * @returns `undefined` when k3s reads it there, a misspelling of a key of this level is more likely, it is one of a
 * cluster resource, or it belongs nowhere
 */
export function keyElsewhere(level: Level, key: string): FormatKey | undefined {
  if (knownKeys[level].includes(key) || intendedKey(level, key) !== undefined) return undefined;
  if (clusterKeys.has(key)) return undefined;
  return keysBySpelling.get(bare(key));
}

/** True if a word is a key of the format, whatever its level. */
export function isKeyName(word: string): boolean {
  return keyNames.has(word);
}

/** True if one letter is wrong, missing, doubled or swapped in a word of four letters or more. */
function near(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < 4 || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const left = a.slice(start, a.length - end);
  const right = b.slice(start, b.length - end);
  return (left.length <= 1 && right.length <= 1) || (left.length === 2 && left === [...right].reverse().join(""));
}
