import { withoutEnds } from "./trim.ts";

/** Unusual spaces, characters without width, and typographic quotes. */
const stray =
  /[\u00a0\u00ad\u061c\u1680\u180e\u2000-\u200f\u2018-\u201f\u202a-\u202f\u205f-\u2064\u2066-\u2069\u3000\ufeff]/;
const everyStray = new RegExp(stray, "g");
const spaces = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/;
const quotes: Readonly<Record<string, string>> = {
  "\u2018": "'",
  "\u2019": "'",
  "\u201a": "'",
  "\u201b": "'",
  "\u201c": '"',
  "\u201d": '"',
  "\u201e": '"',
  "\u201f": '"',
};

/** True if a string contains an invisible character or a typographic quote. */
export function hasInvisibleCharacter(text: string): boolean {
  return stray.test(text);
}

/** Returns the first such character. */
export function firstInvisible(text: string): string {
  return stray.exec(text)?.[0] ?? "";
}

/** Replaces such characters by what was meant: a space, a quote, or nothing. */
export function plainCharacters(text: string): string {
  return text.replace(everyStray, (char) => quotes[char] ?? (spaces.test(char) ? " " : ""));
}

/** Removes typographic quotes around a string, and anything invisible in it. */
export function withoutInvisible(text: string): string {
  return plainCharacters(withoutEnds(text, (char) => /[\u2018-\u201f]/.test(char))).trim();
}

/** True if a string starts or ends with a typographic quote, as if it were a YAML quote. */
export function startsOrEndsWithQuote(text: string): boolean {
  return /^[\u2018-\u201f]|[\u2018-\u201f]$/.test(text);
}

/** Returns the name of a stray character for a message, with its article. */
export function nameOfInvisible(char: string): string {
  const code = `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  if (Object.hasOwn(quotes, char)) return `a typographic quote (${code})`;
  if (char === "\u00a0" || char === "\u202f") return `a no-break space (${code})`;
  if (char === "\ufeff") return `a byte-order mark (${code})`;
  return spaces.test(char) ? `a nonstandard space (${code})` : `an invisible character (${code})`;
}
