import { createRequire } from "node:module";
import type { PrivateKeyCheck } from "../core/credentials/privateKey.ts";

/** Loaded when there is a key to check: that takes longer than a file is linted. */
const cryptography = (): typeof import("node:crypto") => createRequire(process.execPath)("node:crypto");

/** Checks private keys with Node's cryptography. */
export const checkPrivateKey: PrivateKeyCheck = (pem) => {
  // Node reads other forms of private keys as well, which Google's libraries do not.
  if (!pem.includes("-----BEGIN PRIVATE KEY-----")) return undefined;
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = cryptography().createPrivateKey({ key: pem, format: "pem" });
    return { type: asymmetricKeyType ?? "unknown", bits: asymmetricKeyDetails?.modulusLength };
  } catch {
    return undefined;
  }
};
