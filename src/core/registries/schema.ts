/** A level of registries.yaml whose keys k3s knows by name (reference §1.1). */
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
    cert: "cert_file",
    key: "key_file",
    skipverify: "insecure_skip_verify",
    insecure: "insecure_skip_verify",
    insecureskiptlsverify: "insecure_skip_verify",
  },
};

function bare(key: string): string {
  return key.replace(/[-_"'\s]/g, "").toLowerCase();
}

/**
 * The key that was meant by one that k3s does not know.
 *
 * @returns `undefined` when the key is known, or nothing is near it
 */
export function intendedKey(level: Level, key: string): string | undefined {
  const known = knownKeys[level];
  if (known.includes(key)) return undefined;
  const written = bare(key);
  if (written.startsWith("x")) return undefined;
  const listed = misspellings[level][written];
  return listed ?? known.find((name) => bare(name) === written) ?? known.find((name) => near(bare(name), written));
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

/** Whether a registry's name is that of a section, which then is indented one level too deep (reference §2.4). */
export function isMisplacedSection(registry: string): boolean {
  return knownKeys.root.includes(registry);
}
