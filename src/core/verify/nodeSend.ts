import { lossyUtf8 } from "../text/utf8.ts";
import { type Answer, type Failure, failureOf, maxBody, type Request, type Send } from "./send.ts";

/** What is used of Node's `http` and `https`. Hosts pass their own: that of VS Code knows proxies. */
export interface NodeHttp {
  request(url: string, options: object, onAnswer: (answer: NodeAnswer) => void): NodeRequest;
}
interface NodeRequest {
  on(event: "error", listener: (error: unknown) => void): unknown;
  on(event: "close", listener: () => void): unknown;
  end(body?: string): unknown;
  destroy(): unknown;
}
interface NodeAnswer {
  readonly statusCode?: number | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  on(event: "data", listener: (chunk: Uint8Array) => void): unknown;
  on(event: "end" | "close", listener: () => void): unknown;
  on(event: "error", listener: (error: unknown) => void): unknown;
}

/** What is used of an `AbortSignal`. */
export interface Limit {
  readonly aborted: boolean;
  readonly reason?: unknown;
}

/** How a registry is trusted. */
export interface TlsOptions {
  /** Authorities in PEM besides the computer's own; `undefined` for those alone. */
  readonly ca: readonly string[] | undefined;
  /** A client certificate and its key in PEM. */
  readonly cert: string | undefined;
  readonly key: string | undefined;
  /** True if the certificate is not checked, which the user was asked. */
  readonly skipVerification: boolean;
}

/**
 * Returns a function that sends requests with Node's modules. A longer body is cut off, larger headers than Node takes
 * (16 kB) end in a failure.
 *
 * @param signal makes the `AbortSignal` of one request, with its time limit
 */
export function nodeSend(
  modules: { readonly http: NodeHttp; readonly https: NodeHttp },
  { ca, cert, key, skipVerification }: TlsOptions,
  signal: () => Limit,
): Send {
  const tls = { ...(ca && { ca }), cert, key, rejectUnauthorized: !skipVerification };
  return ({ method, url, headers, body }: Request) =>
    new Promise<Answer | Failure>((resolve) => {
      const limit = signal();
      // What an ended request says of itself differs, so the signal is asked first.
      const fail = (error: unknown): void =>
        resolve({ failure: failureOf(codeOf(limit.aborted ? limit.reason : error)) });
      const gone = (): void => fail({ code: "ECONNRESET" });
      try {
        const node = url.startsWith("https:") ? modules.https : modules.http;
        const all = { ...headers, connection: "close", "accept-encoding": "identity" };
        const sent = node.request(url, { ...tls, method, headers: all, signal: limit }, (answer) => {
          const chunks: number[] = [];
          const end = (): void =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: Object.fromEntries(
                Object.entries(answer.headers).map(([name, value]) => [name, [value].flat().join(", ")]),
              ),
              body: lossyUtf8(Uint8Array.from(chunks)),
            });
          answer.on("error", fail);
          answer.on("end", end);
          answer.on("close", gone);
          answer.on("data", (chunk) => {
            for (const byte of chunk.subarray(0, maxBody - chunks.length)) chunks.push(byte);
            if (chunks.length < maxBody) return;
            end();
            sent.destroy();
          });
        });
        sent.on("error", fail);
        // An answer that changes the protocol is none, and no error either.
        sent.on("close", gone);
        sent.end(body);
      } catch (error) {
        fail(error);
      }
    });
}

/** The code of an error, or its name; where a host has several addresses, each has an error. */
function codeOf(error: unknown): string {
  const { code, name, errors } = error as {
    readonly code?: unknown;
    readonly name?: unknown;
    readonly errors?: unknown;
  };
  if (Array.isArray(errors) && errors.length > 0) return codeOf(errors[0]);
  return name === "AbortError" || name === "TimeoutError" ? name : `${code ?? name}`;
}
