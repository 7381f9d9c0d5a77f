interface NodeHost {
  readonly process?: { getBuiltinModule?(id: string): unknown };
}

const crypto = (globalThis as NodeHost).process?.getBuiltinModule?.("node:crypto") as
  | { createPrivateKey(pem: string): unknown }
  | undefined;

/** True if Node's cryptography can read a private key; `undefined` in the web worker, which has none for it. */
export const readsPrivateKey =
  crypto &&
  ((pem: string): boolean => {
    try {
      crypto.createPrivateKey(pem);
      return true;
    } catch {
      // The error's text may quote the key.
      return false;
    }
  });
