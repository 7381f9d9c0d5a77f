import type { PrivateKeyCheck } from "../core/credentials/privateKey.ts";

/** The part of Node's cryptography that is used. */
interface Cryptography {
  createPrivateKey(pem: string): {
    readonly asymmetricKeyType?: string;
    readonly asymmetricKeyDetails?: { readonly modulusLength?: number };
  };
}

interface NodeHost {
  readonly process?: { getBuiltinModule?(id: string): unknown };
}

/** Checks a private key with Node; the web worker has no cryptography for it. */
export const checkPrivateKey: PrivateKeyCheck | undefined = makeCheck();

function makeCheck(): PrivateKeyCheck | undefined {
  const crypto = (globalThis as NodeHost).process?.getBuiltinModule?.("node:crypto") as Cryptography | undefined;
  if (!crypto) return undefined;
  return (pem) => {
    // Node reads other forms of private keys as well, which Google's libraries do not.
    if (!/-----BEGIN PRIVATE KEY-----/.test(pem)) return undefined;
    try {
      const { asymmetricKeyType: type, asymmetricKeyDetails: details } = crypto.createPrivateKey(pem);
      return type === undefined ? undefined : { type, bits: details?.modulusLength };
    } catch {
      // What can't be read is no key; the error's text may quote it.
      return undefined;
    }
  };
}
