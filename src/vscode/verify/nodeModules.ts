import type { Sign } from "../../core/verify/googleKey.ts";
import type { NodeHttp } from "../../core/verify/nodeSend.ts";

/** What is used of Node's modules. */
export interface NetworkModules {
  readonly http: NodeHttp;
  readonly https: NodeHttp;
  readonly tls: {
    readonly rootCertificates: readonly string[];
    getCACertificates?(type: string): readonly string[];
  };
  readonly sign: Sign;
}

declare const module: { require?(id: string): unknown } | undefined;

/**
 * Node's modules for requests; `undefined` in the web worker. `module.require` gives those of VS Code, which know its
 * proxy and the system's certificates: https://github.com/microsoft/vscode/blob/main/src/vs/workbench/api/node/proxyResolver.ts.
 * Only names without `node:` are replaced.
 */
export function networkModules(): NetworkModules | undefined {
  const load = typeof module === "undefined" ? undefined : module.require?.bind(module);
  if (!load) return undefined;
  const { sign } = load("crypto") as {
    sign(algorithm: string, text: Uint8Array, key: string): { toString(encoding: "base64url"): string };
  };
  return {
    http: load("http") as NodeHttp,
    https: load("https") as NodeHttp,
    tls: load("tls") as NetworkModules["tls"],
    sign(text, key) {
      try {
        return sign("RSA-SHA256", new TextEncoder().encode(text), key).toString("base64url");
      } catch {
        return undefined;
      }
    },
  };
}
