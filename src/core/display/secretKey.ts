import { intendedKey } from "../file/schema.ts";

const secretKeys =
  /^(?:pass(?:word|wd|phrase)?|pwd|auth|identity_?token|(?:registry_?|access_?|refresh_?)?token|secret)$/i;

/** Whether the value of a key is a secret, or was meant to be: misspelt keys too. */
export function isSecretKey(key: string): boolean {
  if (secretKeys.test(key)) return true;
  const meant = intendedKey("auth", key);
  return meant !== undefined && meant !== "username";
}
