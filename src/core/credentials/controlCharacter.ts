import type { RegistryAuth } from "./credential.ts";

/** What Go's `%q` writes as `\a`, `\v` or `\xNN`, which TOML 1.0 does not know; `\b \t \n \f \r` it does. */
export const notToml = /[\x00-\x07\x0b\x0e-\x1f\x7f]/;

/**
 * Names the first character of a text that k3s would write into containerd's config.toml in a way that containerd can't
 * read. Source: docs/how-k3s-reads-it/generated-files.md#quoting.
 *
 * @param pattern what counts as such a character
 * @returns `U+0007`, or `undefined` when there is none
 */
export function controlCharacterIn(text: string, pattern: RegExp = notToml): string | undefined {
  const code = pattern.exec(text)?.[0].charCodeAt(0);
  return code === undefined ? undefined : `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Why containerd could not start with a credential out of a file; `undefined` when it can. */
export function controlCharacterProblem(auth: RegistryAuth): string | undefined {
  const texts = "username" in auth ? [auth.username, auth.password] : [auth.identityToken];
  return texts.map(controlProblem).find((problem) => problem !== undefined);
}

/** Why containerd could not start with a username or password; `undefined` when it can. */
export function controlProblem(text: string): string | undefined {
  const control = controlCharacterIn(text);
  return control === undefined
    ? undefined
    : `The username or password contains an invisible control character (${control}), and containerd would not start with it. Type it again, or set another one.`;
}
