import { createPrivateKey } from "node:crypto";
import type { PrivateKeyCheck } from "../core/credentials/privateKey.ts";

/** Checks private keys with Node's cryptography. */
export const checkPrivateKey: PrivateKeyCheck = (pem) => {
  // Node reads other forms of private keys as well, which Google's libraries do not.
  if (!pem.includes("-----BEGIN PRIVATE KEY-----")) return undefined;
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey({ key: pem, format: "pem" });
    return { type: asymmetricKeyType ?? "unknown", bits: asymmetricKeyDetails?.modulusLength };
  } catch {
    return undefined;
  }
};
