import type { JsonObject } from "../json/object.ts";

/** Whether SOPS has encrypted a file: it adds a key of its own at the root, beside values of the form `ENC[…]`. */
export function isSopsFile(root: JsonObject): boolean {
  const { sops } = root;
  return typeof sops === "object" && sops !== null && "mac" in sops;
}

/** Whether a value is one that SOPS has encrypted. */
export function isSopsValue(value: unknown): boolean {
  return typeof value === "string" && /^ENC\[[A-Z0-9_]+,/.test(value);
}

/** What to do with a file that SOPS has encrypted. */
export const sopsProblem =
  "The file is encrypted with SOPS, so its credentials can't be read. Decrypt it with sops --decrypt and convert the output.";
