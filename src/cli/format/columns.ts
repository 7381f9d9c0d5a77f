/** Characters that terminals show in two columns: those of East Asia, and emoji. Source: Unicode UAX #11, wide and full. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;

/** Marks that are shown on the character before them. */
const combining = /\p{M}/u;

/** How many columns of a terminal a text without control characters takes. */
export function columnsOf(text: string): number {
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let columns = 0;
  for (const char of text) columns += combining.test(char) ? 0 : wide.test(char) ? 2 : 1;
  return columns;
}
