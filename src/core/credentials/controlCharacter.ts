/** What Go's `%q` writes as `\a`, `\v` or `\xNN`, which TOML 1.0 does not know; `\b \t \n \f \r` it does. */
export const notToml = /[\x00-\x07\x0b\x0e-\x1f\x7f]/;

/**
 * Names the first character of a text that k3s would write into containerd's config.toml in a way that containerd
 * can't read (reference §5.4).
 *
 * @param pattern what counts as such a character
 * @returns `U+0007`, or `undefined` when there is none
 */
export function controlCharacterIn(text: string, pattern: RegExp = notToml): string | undefined {
  const code = pattern.exec(text)?.[0].charCodeAt(0);
  return code === undefined ? undefined : `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
