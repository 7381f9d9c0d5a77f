/** A level of registries.yaml whose keys k3s knows by name. Source: docs/how-k3s-reads-it/keys.md. */
export type Level = "root" | "mirror" | "config" | "auth" | "tls";

/** The keys that k3s reads, by level. All others are ignored without a word. */
export const knownKeys: Readonly<Record<Level, readonly string[]>> = {
  root: ["mirrors", "configs", "auths"],
  mirror: ["endpoint", "rewrite"],
  config: ["auth", "tls"],
  auth: ["username", "password", "auth", "identity_token"],
  tls: ["ca_file", "cert_file", "key_file", "insecure_skip_verify"],
};

/** What people write for a key, in lower case without `_` and `-`; spellings that differ in these only need no row. */
const misspellings: Readonly<Record<Level, Readonly<Record<string, string>>>> = {
  root: {
    mirror: "mirrors",
    mirrros: "mirrors",
    mirors: "mirrors",
    config: "configs",
    registries: "mirrors",
  },
  mirror: { endpoints: "endpoint", endpint: "endpoint", rewrites: "rewrite" },
  config: { auths: "auth", authentication: "auth" },
  auth: {
    user: "username",
    name: "username",
    login: "username",
    pass: "password",
    passwd: "password",
    pwd: "password",
  },
  tls: {
    ca: "ca_file",
    cacert: "ca_file",
    cacertfile: "ca_file",
    cert: "cert_file",
    clientcert: "cert_file",
    key: "key_file",
    clientkey: "key_file",
    skipverify: "insecure_skip_verify",
    insecure: "insecure_skip_verify",
    insecureskiptlsverify: "insecure_skip_verify",
    tlsinsecureskipverify: "insecure_skip_verify",
  },
};

function bare(key: string): string {
  return key.replace(/[-_"'\s]/g, "").toLowerCase();
}

/**
 * The key that was meant by one that k3s does not know.
 *
 * @returns `undefined` when the key is known, at this level or at another, or nothing is near it
 */
export function intendedKey(level: Level, key: string): string | undefined {
  const known = knownKeys[level];
  if (known.includes(key)) return undefined;
  const written = bare(key);
  if (written.startsWith("x")) return undefined;
  const listed = misspellings[level][written];
  if (listed !== undefined) return listed;
  if (isKeyName(key)) return undefined;
  return known.find((name) => bare(name) === written) ?? known.find((name) => near(bare(name), written));
}

/** A key's own name, and the level where k3s reads it. */
export interface KeyPlace {
  readonly level: Level;
  readonly name: string;
}

const levels: readonly Level[] = ["root", "mirror", "config", "auth", "tls"];
const keyNames = new Set(levels.flatMap((level) => knownKeys[level]));

/**
 * Where the keys belong that people write one level away, by spelling; unclear words such as `name` are left out. Of
 * the two places of `auth` the upper one is meant.
 */
const placeBySpelling: ReadonlyMap<string, KeyPlace> = new Map([
  ...levels.toReversed().flatMap((level) => knownKeys[level].map((name) => [bare(name), { level, name }] as const)),
  ...["user", "pass", "passwd", "pwd"].map(
    (word) => [word, { level: "auth", name: misspellings.auth[word] as string }] as const,
  ),
  ["skipverify", { level: "tls", name: "insecure_skip_verify" }],
]);

/** What turns a cluster resource into the registries.yaml of its nodes. */
export type ClusterTool = "rancher" | "cluster-api";

/**
 * The keys that cluster resources have in the place of `auth` and `tls`. Sources: rancher
 * `pkg/apis/rke.cattle.io/v1/registries.go`; rancher/cluster-api-provider-rke2
 * `controlplane/api/v1beta1/rke2controlplane_types.go`.
 */
export const clusterKeys: ReadonlyMap<string, ClusterTool> = new Map([
  ["authConfigSecretName", "rancher"],
  ["tlsSecretName", "rancher"],
  ["caBundle", "rancher"],
  ["insecureSkipVerify", "rancher"],
  ["authSecret", "cluster-api"],
  ["tlsConfigSecret", "cluster-api"],
]);

/**
 * Where a key belongs that stands at another level.
 *
 * @returns `undefined` when k3s reads it where it stands, a misspelling of a key of this level is more likely, it is one
 * of a cluster resource, or it belongs nowhere
 */
export function placeOf(level: Level, key: string): KeyPlace | undefined {
  if (knownKeys[level].includes(key) || intendedKey(level, key) !== undefined) return undefined;
  if (clusterKeys.has(key)) return undefined;
  return placeBySpelling.get(bare(key));
}

/** Whether a word is a key of the format, whatever its level. */
export function isKeyName(word: string): boolean {
  return keyNames.has(word);
}

/** One letter wrong, missing, doubled or swapped, in a word long enough for that to mean something. */
function near(a: string, b: string): boolean {
  if (Math.min(a.length, b.length) < 4 || Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const left = a.slice(start, a.length - end);
  const right = b.slice(start, b.length - end);
  return (left.length <= 1 && right.length <= 1) || (left.length === 2 && left === [...right].reverse().join(""));
}
