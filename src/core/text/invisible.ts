import { withoutEnds } from "./trim.ts";

/** Blanks that are not the blank, characters without a width, and quotes that are not those of a keyboard. */
const stray =
  /[\u00a0\u00ad\u061c\u1680\u180e\u2000-\u200f\u2018-\u201f\u202a-\u202f\u205f-\u2064\u2066-\u2069\u3000\ufeff]/;
const blanks = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/;
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

/** Whether a text has a character that can't be seen, or a typographic quote. */
export function holdsStrayCharacter(text: string): boolean {
  return stray.test(text);
}

/** The first such character. */
export function strayCharacter(text: string): string {
  return stray.exec(text)?.[0] ?? "";
}

/** What people meant by such a character: a blank, a quote, or nothing. Other characters stay. */
export function plainCharacters(text: string): string {
  return Array.from(text, (char) => quotes[char] ?? (blanks.test(char) ? " " : stray.test(char) ? "" : char)).join("");
}

/** A text without typographic quotes around it and without anything invisible. */
export function plainText(text: string): string {
  return plainCharacters(withoutEnds(text, (char) => /[\u2018-\u201f]/.test(char))).trim();
}

/** Whether typographic quotes stand at an end of a text, as if they were quotes of YAML. */
export function startsOrEndsWithQuote(text: string): boolean {
  return /^[\u2018-\u201f]|[\u2018-\u201f]$/.test(text);
}

/** A stray character as messages name it, with its article. */
export function nameOfStray(char: string): string {
  const code = `U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  if (Object.hasOwn(quotes, char)) return `a typographic quote (${code})`;
  if (char === "\u00a0" || char === "\u202f") return `a no-break space (${code})`;
  if (char === "\ufeff") return `a byte-order mark (${code})`;
  return blanks.test(char) ? `a blank that is no space (${code})` : `an invisible character (${code})`;
}
