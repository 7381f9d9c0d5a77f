import { formatKey } from "../file/format.ts";
import { properName } from "../file/keyNames.ts";

/** What other tools, and people, call a secret. */
const otherNames =
  /^(?:pass(?:wd|phrase)?|pwd|auth|identity_?token|(?:registry_?|access_?|refresh_?)?token|secret|private_?key|client_?secret)$/i;

/** True if the value of a key is a secret, or was meant to be: misspelt keys too. */
export function isSecretKey(key: string): boolean {
  return formatKey("auth", properName("auth", key))?.secret === true || otherNames.test(key);
}
