/**
 * A text without the characters of a kind at its end. An expression that is anchored at the end alone takes the square of
 * the time for a text that is full of them.
 *
 * @param isOne whether a character, one UTF-16 unit, is of the kind
 */
export function withoutEnd(text: string, isOne: (char: string) => boolean): string {
  let end = text.length;
  while (end > 0 && isOne(text[end - 1] as string)) end--;
  return text.slice(0, end);
}

/** The same at both ends. */
export function withoutEnds(text: string, isOne: (char: string) => boolean): string {
  let start = 0;
  while (start < text.length && isOne(text[start] as string)) start++;
  return withoutEnd(text.slice(start), isOne);
}

/** What precedes the first of some characters; the whole text where there is none. */
export function before(text: string, ends: RegExp): string {
  const at = text.search(ends);
  return at < 0 ? text : text.slice(0, at);
}
