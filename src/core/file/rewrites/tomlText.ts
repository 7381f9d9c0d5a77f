const escapes: Readonly<Record<string, string>> = {
  b: "\b",
  t: "\t",
  n: "\n",
  f: "\f",
  r: "\r",
  '"': '"',
  "\\": "\\",
};

/**
 * What containerd's TOML parser makes of a text that k3s writes between double quotes without escaping it: the patterns
 * and replacements of rewrites. Source: docs/how-k3s-reads-it/rewrites.md#escaping.
 *
 * @returns `undefined` when the text ends the quotes or holds an escape that TOML 1.0 does not have: then the whole
 * file can't be read
 */
export function tomlText(text: string): string | undefined {
  if (!/["\\\x00-\x08\x0a-\x1f\x7f]/.test(text)) return text;
  let read = "";
  let end = 0;
  for (const { 0: part, index } of text.matchAll(
    /\\(?:u[\dA-Fa-f]{4}|U[\dA-Fa-f]{8}|[btnfr"\\])|[^"\\\x00-\x08\x0a-\x1f\x7f]+/g,
  )) {
    if (index !== end) return undefined;
    end += part.length;
    if (!part.startsWith("\\")) read += part;
    else if (/^\\u/i.test(part)) {
      const code = Number.parseInt(part.slice(2), 16);
      if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
      read += String.fromCodePoint(code);
    } else read += escapes[part[1] as string];
  }
  return end === text.length ? read : undefined;
}
