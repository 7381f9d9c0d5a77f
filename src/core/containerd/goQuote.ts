/**
 * A text in double quotes as Go's `printf "%q"` writes it, which is how k3s writes credentials and files into TOML.
 * Source: Go `strconv.Quote`, docs/how-k3s-reads-it/generated-files.md#quoting.
 */
export function goQuote(text: string): string {
  let quoted = "";
  for (const char of text)
    quoted += escapes[char] ?? (/[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.test(char) ? char : escaped(char));
  return `"${quoted}"`;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\x07": "\\a",
  "\b": "\\b",
  "\f": "\\f",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\v": "\\v",
};

function escaped(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, "0")}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, "0")}` : `\\U${code.toString(16).padStart(8, "0")}`;
}
