/** A delimiter for a here-document: a word that is on no line of a text, such as `EOT` or `EOT_`. */
export function delimiter(text: string, start = "EOT"): string {
  const lines = new Set(text.split("\n").map((line) => line.trim()));
  let word = start;
  while (lines.has(word)) word += "_";
  return word;
}
