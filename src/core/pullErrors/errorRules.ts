import type { PullErrorKind } from "./errorKinds.ts";

/** Without a credential for the exact host: it is elsewhere, is not a credential, or is not read at all. */
const noCredential = [
  "credential-not-for-endpoint",
  "credential-host-mismatch",
  "docker-hub-host",
  "wildcard-credential",
  "registry-key-not-host",
  "uppercase-host",
  "partial-wildcard",
  "deprecated-auths",
  "misplaced-key",
  "rancher-cluster-syntax",
  "docker-config-pasted",
  "incomplete-credential",
  "credential-precedence",
  "auth-not-base64",
  "needs-newer-version",
  "google-host-without-credential",
  "unknown-google-host",
  "unknown-key",
  "invisible-character",
  "quote-in-host",
  "endpoint-userinfo",
  "duplicate-key",
  "several-documents",
] as const;

/** A credential that the registry does not take. */
const badCredential = [
  "password-not-json",
  "username-not-json-key",
  "key-not-service-account",
  "damaged-private-key",
  "incomplete-key",
  "placeholder-value",
  "short-lived-token",
  "other-universe",
  "auth-not-base64",
  "credential-precedence",
  "incomplete-credential",
  "invisible-character",
  "robot-account-dollar",
  "needs-newer-version",
  "unknown-google-host",
  "duplicate-key",
  "username-not-quoted",
] as const;

/** TLS settings that are not those of the host, or are not read. */
const noTlsSettings = [
  "credential-not-for-endpoint",
  "credential-host-mismatch",
  "wildcard-tls",
  "registry-key-not-host",
  "uppercase-host",
  "partial-wildcard",
  "tls-inline-pem",
  "tls-path-not-absolute",
  "server-certificate-as-client",
  "misplaced-key",
  "rancher-cluster-syntax",
  "unknown-key",
  "needs-newer-version",
  "invisible-character",
  "duplicate-key",
  "several-documents",
] as const;

/** A mirror that is not asked as it was meant to be. */
const notThatMirror = [
  "mirror-never-matches",
  "mirror-key-without-port",
  "registry-key-not-host",
  "uppercase-host",
  "misspelt-registry",
  "partial-wildcard",
  "missing-mirror-endpoint",
  "invalid-endpoint-url",
  "endpoint-not-list",
  "duplicate-endpoint",
  "rewrite-backslash",
  "ipv6-endpoint",
  "foreign-endpoint",
  "misplaced-key",
  "unknown-key",
  "needs-newer-version",
  "default-endpoint-last",
  "invisible-character",
  "several-documents",
] as const;

/** An image that is asked for under a name that is not there. */
const notThatName = [
  "endpoint-path",
  "rewrite-group-reference",
  "rewrite-pattern-invalid",
  "rewrite-never-matches",
  "rewrite-host-or-tag",
  "rewrite-library-prefix",
  "rewrite-not-anchored",
  "rewrite-order",
  "rewrite-backslash",
  "default-endpoint-last",
  "foreign-endpoint",
  "misspelt-registry",
  "mirror-never-matches",
] as const;

const noConnection = [
  "localhost-endpoint",
  "invalid-endpoint-url",
  "endpoint-without-scheme",
  "unknown-google-host",
  ...notThatMirror,
] as const;

/** k3s can't read the file at all. */
const unreadable = [
  "yaml-syntax",
  "password-not-quoted",
  "username-not-quoted",
  "wrong-type",
  "skip-verify-not-boolean",
  "endpoint-not-list",
  "docker-config-pasted",
  "invisible-character",
] as const;

/** What makes containerd refuse the hosts.toml that k3s writes for a mirror. */
const refusedHostsFile = [
  "rewrite-backslash",
  "duplicate-endpoint",
  "ipv6-endpoint",
  "quote-in-host",
  "needs-newer-version",
] as const;

/** Why a mirror was not tried at all. */
export const rulesOfUnusedMirror: readonly string[] = [...unreadable, ...refusedHostsFile, ...notThatMirror];

/** Why a mirror was not tried, or answered that it has no such image. */
export const rulesOfMirrorWithoutImage: readonly string[] = ["endpoint-path", ...notThatName, ...rulesOfUnusedMirror];

/** What makes a mirror fail whose error is not seen: any of it, since it is not known which. */
export const rulesOfHiddenMirror: readonly string[] = [
  "endpoint-path",
  "endpoint-path-token",
  ...notThatName,
  ...notThatMirror,
  ...noCredential,
  ...noTlsSettings,
];

/** Which rules find what can lead to a kind of error, the most telling ones first. */
export const rulesOfError: Readonly<Record<PullErrorKind, readonly string[]>> = {
  "file-unreadable": unreadable,
  "system-default-registry": [],
  "server-not-ready": [],
  "hosts-file-invalid": refusedHostsFile,
  "containerd-stopped": ["control-character", "quote-in-host", "needs-newer-version"],
  "containerd-not-running": ["control-character", "quote-in-host", "needs-newer-version", ...unreadable],
  "disk-full": [],
  "pull-qps": [],
  "never-pulled": [],
  "pull-secret-missing": noCredential,
  "invalid-base64": ["auth-not-base64", "docker-config-pasted"],
  "invalid-decoded-auth": ["auth-not-base64", "docker-config-pasted"],
  "ca-file": ["tls-inline-pem", "tls-path-not-absolute", "client-certificate-pair"],
  "client-certificate-file": [
    "client-certificate-pair",
    "tls-inline-pem",
    "tls-path-not-absolute",
    "server-certificate-as-client",
  ],
  proxy: [],
  "invalid-address": ["invalid-endpoint-url", "endpoint-path", ...notThatName, ...notThatMirror],
  "certificate-no-name": noTlsSettings,
  "certificate-legacy-name": noTlsSettings,
  "certificate-expired": noTlsSettings,
  "certificate-other-name": noTlsSettings,
  "certificate-unknown-authority": noTlsSettings,
  "client-certificate-refused": ["server-certificate-as-client", "client-certificate-pair", ...noTlsSettings],
  "certificate-invalid": noTlsSettings,
  "tls-refused": [],
  "http-answer": ["tls-without-https", "endpoint-without-scheme", ...notThatMirror],
  "https-expected": ["tls-without-https", ...notThatMirror],
  "no-tls": ["endpoint-without-scheme", ...notThatMirror],
  "tls-timeout": noConnection,
  "no-such-host": noConnection,
  "connection-refused": noConnection,
  "connection-broken": noConnection,
  unreachable: noConnection,
  timeout: noConnection,
  "rate-limited": noCredential,
  "wrong-content": ["foreign-endpoint", "endpoint-path", "invalid-endpoint-url"],
  "old-manifest": ["foreign-endpoint"],
  "credential-expired": ["short-lived-token", ...badCredential],
  "no-basic-credentials": noCredential,
  "anonymous-denied": noCredential,
  "permission-denied": ["endpoint-path-token", "google-host-without-credential", "placeholder-value", ...notThatName],
  "token-not-found": ["endpoint-path-token", ...notThatName],
  "token-server-error": ["endpoint-path-token"],
  "anonymous-token-refused": ["endpoint-path-token", ...noCredential],
  "token-refused": ["endpoint-path-token", ...badCredential],
  platform: ["foreign-endpoint"],
  "html-answer": ["foreign-endpoint", "endpoint-path", "invalid-endpoint-url"],
  "access-denied": ["endpoint-path-token", ...noCredential, ...badCredential, "endpoint-path"],
  unauthorized: [...noCredential, ...badCredential],
  forbidden: [...badCredential, ...noCredential],
  "server-error": [],
  "not-found": notThatName,
  cancelled: noConnection,
  "invalid-reference": [],
  backoff: [],
  "two-scopes": ["endpoint-path-token", "endpoint-path"],
  "embedded-registry-miss": [...notThatMirror, ...notThatName],
  "misspelt-scheme": ["invalid-endpoint-url", "endpoint-without-scheme"],
};
