import type { CarrierOptions } from "../core/carriers/openCarrier.ts";
import { maxFileSize } from "../core/text/limits.ts";

interface NodeHost {
  readonly process?: { readonly platform?: string; getBuiltinModule?(id: string): unknown };
}

/** A module of Node; `undefined` in the web worker, which has none. */
function builtin<T>(id: string): T | undefined {
  return (globalThis as NodeHost).process?.getBuiltinModule?.(id) as T | undefined;
}

const crypto = builtin<{ createPrivateKey(pem: string): unknown }>("node:crypto");
const zlib = builtin<{ gunzipSync(bytes: Uint8Array, limit: { readonly maxOutputLength: number }): Uint8Array }>(
  "node:zlib",
);

/** True if Node's cryptography can read a private key; `undefined` in the web worker. */
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

/** How files are opened that carry registries.yaml files: Node unpacks gzip, to no more than is read of a file. */
export const carrierOptions: CarrierOptions = zlib
  ? { gunzip: (bytes) => zlib.gunzipSync(bytes, { maxOutputLength: maxFileSize }) }
  : {};

const fs = builtin<{ writeFileSync(path: string, text: string, options: { readonly mode: number }): void }>("node:fs");
const isWindows = (globalThis as NodeHost).process?.platform === "win32";

/** Writes a new file that only its owner can read; `undefined` without a POSIX shell: in the web, on Windows. */
export const writeScript =
  fs && !isWindows ? (path: string, text: string): void => fs.writeFileSync(path, text, { mode: 0o600 }) : undefined;
