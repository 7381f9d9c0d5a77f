/** A request as it goes out. Its headers and body may contain the credential: only method and URL are ever shown. */
export interface Request {
  readonly method: "GET" | "HEAD" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  /** By name in lower case; several of one name are joined with commas. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** At most `maxBody` bytes of it. */
  readonly body: string;
}

/** The most of an answer's body that is read, in bytes. Tokens and errors have a few kilobytes. */
export const maxBody = 65_536;

/** Why there is no answer. */
export type FailureKind =
  | "no-such-host"
  | "connection-refused"
  | "unreachable"
  | "timeout"
  | "connection-broken"
  | "unknown-authority"
  | "other-name"
  | "expired"
  | "client-certificate"
  | "no-tls"
  | "not-http"
  | "headers-too-large"
  | "cancelled"
  | "other";

export interface Failure {
  readonly failure: FailureKind;
}

/** Sends one request. Follows no redirect, repeats nothing, and keeps a time limit of its own. Never throws. */
export type Send = (request: Request) => Promise<Answer | Failure>;

const failures: readonly (readonly [code: RegExp, kind: FailureKind])[] = [
  [/^(?:ENOTFOUND|EAI_\w+|ENODATA)$/, "no-such-host"],
  [/^ECONNREFUSED$/, "connection-refused"],
  [/^(?:EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL|EHOSTDOWN)$/, "unreachable"],
  [/^(?:ETIMEDOUT|TimeoutError|ESOCKETTIMEDOUT)$/, "timeout"],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, "other-name"],
  [/^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/, "expired"],
  [/^(?:UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_|INVALID_CA)/, "unknown-authority"],
  [
    /CERTIFICATE(?:_REQUIRED|_UNKNOWN|_EXPIRED|_REVOKED)?$|UNKNOWN_CA$|HANDSHAKE_FAILURE$|^ERR_OSSL_/,
    "client-certificate",
  ],
  [/^(?:ERR_SSL_|EPROTO)/, "no-tls"],
  [/^HPE_HEADER_OVERFLOW$/, "headers-too-large"],
  [/^HPE_/, "not-http"],
  [/^AbortError$/, "cancelled"],
  [/^(?:ECONNRESET|EPIPE|ECONNABORTED)$/, "connection-broken"],
];

/**
 * Tells why a request failed.
 *
 * @param code the code of Node's error, or its name where it has none
 */
export function failureOf(code: string): FailureKind {
  return failures.find(([pattern]) => pattern.test(code))?.[1] ?? "other";
}
