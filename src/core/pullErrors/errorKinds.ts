/** What kind of thing went wrong; each has its own causes. */
export type PullErrorKind = (typeof pullErrorSigns)[number][0];

/**
 * How each kind is told by its text, the most telling ones first: an error quotes the one that led to it, and a failed
 * connection to the server for tokens is no refused token. Blanks do not count, neither does case; `…` stands for what
 * differs. Sources: docs/how-k3s-reads-it/file.md#failure, docs/how-k3s-reads-it/tls.md#files,
 * docs/how-k3s-reads-it/pull.md#token; Go `crypto/x509`, `crypto/tls`, `net`, `net/http`; containerd
 * `core/remotes/docker`; kubelet `images/types.go`; the texts of `test/core/pull/errorTexts.ts`.
 */
export const pullErrorSigns = [
  [
    "file-unreadable",
    [
      "server is not ready: yaml:",
      "server is not ready: read … registries.y",
      "server is not ready: open … registries.y",
      'level=fatal msg="yaml:',
      'level=fatal msg="read … registries.y',
      "failed to load private registry configuration from",
      "yaml: unmarshal errors:",
      "into registries.",
    ],
  ],
  [
    "system-default-registry",
    ["failed to parse system-default-registry", "registries must be valid RFC 3986 URI authorities"],
  ],
  ["server-not-ready", ["Waiting to retrieve agent configuration; server is not ready"]],
  ["hosts-file-invalid", ["failed to parse hosts.toml", "failed to decode …hosts.toml", "invalid `host` tree"]],
  ["containerd-stopped", ["containerd exited:", "failed to load TOML"]],
  ["containerd-not-running", ["containerd.sock: connect:"]],
  ["disk-full", ["no space left on device"]],
  ["pull-qps", ["pull QPS exceeded"]],
  ["never-pulled", ["ErrImageNeverPull", "not present with pull policy of Never"]],
  [
    "pull-secret-missing",
    ["FailedToRetrieveImagePullSecret", "Unable to retrieve some image pull secrets", "Unable to retrieve pull secret"],
  ],
  ["invalid-base64", ["illegal base64 data"]],
  ["invalid-decoded-auth", ["invalid decoded auth"]],
  ["ca-file", ["unable to read CA cert", "unable to load CA cert"]],
  [
    "client-certificate-file",
    [
      "unable to read CERT file",
      "unable to read KEY file",
      "unable to read client cert",
      "unable to load client cert",
      "failed to load X509 key pair",
    ],
  ],
  // The failure behind it is that of the connection to the proxy, not to the registry.
  ["proxy", ["proxyconnect tcp", "407 Proxy Authentication Required", '": Proxy Authentication Required']],
  ["invalid-address", ["unsupported protocol scheme", "missing protocol scheme", "invalid URL escape"]],
  [
    "certificate-no-name",
    ["x509: certificate is not valid for any names", "x509: cannot validate certificate for … IP SANs"],
  ],
  ["certificate-legacy-name", ["certificate relies on legacy Common Name"]],
  ["certificate-expired", ["x509: certificate has expired or is not yet valid"]],
  ["certificate-other-name", ["x509: certificate is valid for"]],
  [
    "certificate-unknown-authority",
    [
      "x509: certificate signed by unknown authority",
      "x509: certificate is not trusted",
      "certificate is not standards compliant",
    ],
  ],
  [
    "client-certificate-refused",
    [
      "remote error: tls: certificate required",
      "remote error: tls: bad certificate",
      "remote error: tls: unknown certificate",
      "remote error: tls: unsupported certificate",
      "remote error: tls: expired certificate",
      "remote error: tls: revoked certificate",
      "remote error: tls: access denied",
    ],
  ],
  ["certificate-invalid", ["x509:"]],
  [
    "tls-refused",
    ["remote error: tls:", "tls: server selected unsupported protocol version", "tls: no supported versions satisfy"],
  ],
  ["http-answer", ["server gave HTTP response to HTTPS client"]],
  [
    "https-expected",
    [
      "Client sent an HTTP request to an HTTPS server",
      'malformed HTTP response "\\x15\\x03',
      "http: TLS handshake error from",
    ],
  ],
  ["no-tls", ["first record does not look like a TLS handshake", "tls: oversized record received"]],
  ["tls-timeout", ["TLS handshake timeout"]],
  [
    "no-such-host",
    [
      "no such host",
      "server misbehaving",
      "Temporary failure in name resolution",
      "lookup … : Try again",
      "read udp",
      "dial tcp: lookup … : i/o timeout",
    ],
  ],
  ["connection-refused", ["connection refused"]],
  [
    "connection-broken",
    [
      "connection reset by peer",
      '": EOF',
      "unexpected EOF",
      "broken pipe",
      "http2: client connection lost",
      "server sent GOAWAY",
      "stream error: stream ID",
      "server closed idle connection",
      "use of closed network connection",
    ],
  ],
  ["unreachable", ["no route to host", "network is unreachable", "host is down"]],
  [
    "timeout",
    [
      "i/o timeout",
      "context deadline exceeded",
      "Client.Timeout exceeded",
      "connection timed out",
      "request canceled while waiting for connection",
    ],
  ],
  ["rate-limited", ["toomanyrequests", "Too Many Requests", "pull rate limit", "Status 429"]],
  ["wrong-content", ["unexpected commit digest", "failed size validation", "reports content size of zero"]],
  ["old-manifest", ["manifest.v1+prettyjws", "Schema 1 images have been deprecated"]],
  ["credential-expired", ["authorization token has expired"]],
  ["no-basic-credentials", ["no basic auth credentials"]],
  ["anonymous-denied", ["Unauthenticated requests do not have permission", "Unauthenticated request."]],
  ["permission-denied", ["artifactregistry.repositories.downloadArtifacts", "storage.objects.get"]],
  ["token-not-found", ["token: unexpected status … 404 Not Found"]],
  [
    "token-server-error",
    [
      "token: unexpected status … 500 Internal",
      "token: unexpected status … 502 Bad",
      "token: unexpected status … 503 Service",
      "token: unexpected status … 504 Gateway",
    ],
  ],
  ["anonymous-token-refused", ["failed to fetch anonymous token: unexpected status"]],
  ["token-refused", ["failed to fetch oauth token: unexpected status"]],
  ["platform", ["no match for platform", "no matching manifest for"]],
  [
    "html-answer",
    [
      "unexpected media type text/html",
      "unknown type: text/html",
      "invalid character '<' looking for beginning of value",
    ],
  ],
  [
    "access-denied",
    [
      "pull access denied",
      "requested access to the resource is denied",
      "insufficient_scope",
      "unauthorized to access repository",
    ],
  ],
  ["unauthorized", ["401 Unauthorized", "unauthorized:", "StatusUnauthorized", "authorization failed"]],
  ["forbidden", ["403 Forbidden", '": Forbidden', "denied: denied", "StatusForbidden", "error from registry: denied"]],
  [
    "server-error",
    [
      "500 Internal Server Error",
      "502 Bad Gateway",
      "503 Service Unavailable",
      "504 Gateway Time",
      "StatusInternalServerError",
    ],
  ],
  [
    "not-found",
    [
      "manifest unknown",
      "name unknown",
      "MANIFEST_UNKNOWN",
      "NAME_UNKNOWN",
      "404 Not Found",
      ": not found",
      "StatusNotFound",
      "repository name not known",
      "unknown blob",
      "BLOB_UNKNOWN",
    ],
  ],
  ["cancelled", ["failed to pull … context canceled"]],
  ["invalid-reference", ["InvalidImageName", "invalid reference format", "couldn't parse image"]],
  ["backoff", ["ImagePullBackOff", "ErrImagePull", "Back-off pulling image"]],
  // These follow from what was asked of which host, not from words of their own.
  ["two-scopes", []],
  ["embedded-registry-miss", []],
  ["misspelt-scheme", []],
] as const satisfies readonly (readonly [kind: string, signs: readonly string[]])[];

interface Sign {
  readonly kind: PullErrorKind;
  readonly pattern: RegExp;
}

const signs: readonly Sign[] = pullErrorSigns.flatMap(([kind, texts]) =>
  texts.map((text) => ({ kind, pattern: squeezedPattern(text) })),
);

/** Returns the pattern for a sign in text without spaces. */
function squeezedPattern(sign: string): RegExp {
  const source = sign
    .split("…")
    .map((part) => part.replace(/\s+/g, "").replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("[^]{0,600}?");
  return new RegExp(source, "i");
}

/** What a text is about, and where in it the words that say so end. */
export interface FoundSign {
  readonly kind: PullErrorKind;
  /** UTF-16 offset in the squeezed text. */
  readonly end: number;
}

/** @param squeezed text without blanks, as `errorRecords` gives it */
export function findSign(squeezed: string): FoundSign | undefined {
  for (const { kind, pattern } of signs) {
    const match = pattern.exec(squeezed);
    if (match) return { kind, end: match.index + match[0].length };
  }
  return undefined;
}
