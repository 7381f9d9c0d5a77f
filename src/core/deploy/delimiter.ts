/** A delimiter for a here-document: a word that is on no line of a text. */
export function delimiter(text: string): string {
  const lines = new Set(text.split("\n").map((line) => line.trim()));
  let word = "EOT";
  while (lines.has(word)) word += "_";
  return word;
}
