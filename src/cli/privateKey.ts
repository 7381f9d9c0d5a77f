import { createRequire } from "node:module";

/** Loaded when there is a key to check: that takes longer than a file is linted. */
const cryptography = (): typeof import("node:crypto") => createRequire(process.execPath)("node:crypto");

/** True if Node's cryptography can read a private key. */
export function readsPrivateKey(pem: string): boolean {
  try {
    cryptography().createPrivateKey({ key: pem, format: "pem" });
    return true;
  } catch {
    return false;
  }
}
