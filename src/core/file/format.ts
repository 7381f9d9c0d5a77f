import type { FileFormat } from "../yaml/document.ts";
import { since } from "./release.ts";

/** A map of registries.yaml whose keys k3s knows by name. */
export type Level = "root" | "mirror" | "config" | "auth" | "tls";

/** What Go decodes the value of a key into; `of` is the level of the maps below. */
export type KeyType =
  | { readonly go: "string" | "bool" | "[]string" | "map[string]string" }
  /** A map of registries or hosts, each with a map of its own. */
  | { readonly go: "map"; readonly of: Level }
  /** A map that Go leaves `nil` where the key is missing. */
  | { readonly go: "pointer"; readonly of: Level };

/** A key of registries.yaml, and everything that is known about it. */
export interface FormatKey {
  readonly level: Level;
  readonly name: string;
  readonly type: KeyType;
  /** True if its value is a secret, or contains one. */
  readonly secret?: true;
  /** True if k3s still reads the key, but no longer uses it. */
  readonly deprecated?: true;
  /** What it does, in one or two sentences. */
  readonly text: string;
  /** The first releases in which it works, where it does not in all. */
  readonly since?: string;
  /** What applies where the key is missing. */
  readonly defaultValue?: string;
  /** What people write for it, in lower case without `_` and `-`; spellings that differ in these only need no entry. */
  readonly misspellings?: readonly string[];
  /** Misspellings that mean this key at any level, not only where it belongs. */
  readonly clear?: readonly string[];
}

type Row = Omit<FormatKey, "level" | "name">;

const string: KeyType = { go: "string" };

/**
 * The format of registries.yaml: a row for each key that k3s reads, by level, in the order in which people write them.
 * Reading, linting, hover, completion, masking and the JSON Schema all come from this table.
 * Source: https://github.com/rancher/wharfie/blob/v0.7.0/pkg/registries/types.go
 */
const rows: Readonly<Record<Level, Readonly<Record<string, Row>>>> = {
  root: {
    mirrors: {
      type: { go: "map", of: "mirror" },
      text: 'Where images are pulled from, by registry. A key is the registry at the start of an image name, or "*" for all registries without an entry of their own.',
      defaultValue: "each registry is contacted directly",
      misspellings: ["mirror", "mirrros", "mirors", "registries"],
    },
    configs: {
      type: { go: "map", of: "config" },
      text: "Credentials and TLS settings, by host. A key is the host and port of an endpoint, exactly as containerd contacts it.",
      defaultValue: "no credential, and certificates are checked",
      misspellings: ["config"],
    },
    auths: {
      type: { go: "map", of: "auth" },
      deprecated: true,
      text: "Credentials by host, in an old form. k3s reads this key but never uses it: move the credentials to configs.",
    },
  },
  mirror: {
    endpoint: {
      type: { go: "[]string" },
      text: "URLs to pull from, tried in order. The registry itself is tried last, unless the default endpoint is disabled.",
      defaultValue: "only the registry itself",
      misspellings: ["endpoints", "endpint"],
    },
    rewrite: {
      type: { go: "map[string]string" },
      text: "Changes the repository name in requests to the endpoints: each key is a regular expression, its value the replacement. Host and tag are not part of the name, and the default endpoint gets the name unchanged.",
      since: since("rewrite"),
      defaultValue: "names are not changed",
      misspellings: ["rewrites"],
    },
  },
  config: {
    auth: {
      type: { go: "pointer", of: "auth" },
      text: "The credential for this host. containerd compares host and port exactly, and accepts no wildcard.",
      defaultValue: "images are pulled without a credential",
      misspellings: ["auths", "authentication"],
    },
    tls: {
      type: { go: "pointer", of: "tls" },
      text: "How the certificate of this host is checked, and the client certificate of the node.",
      defaultValue: "the certificate is checked",
    },
  },
  auth: {
    username: {
      type: string,
      text: "The user. If it is set, auth and identity_token are ignored. For a Google service-account key it is _json_key.",
      misspellings: ["user", "name", "login"],
      clear: ["user"],
    },
    password: {
      type: string,
      secret: true,
      text: "The password, token or key. It is not used without a username.",
      misspellings: ["pass", "passwd", "pwd"],
      clear: ["pass", "passwd", "pwd"],
    },
    auth: {
      type: string,
      secret: true,
      text: "User and password, joined by a colon and encoded in base64. It is used if neither username nor identity_token is set.",
    },
    identity_token: {
      type: string,
      secret: true,
      text: "An OAuth refresh token. It is used if no username is set.",
      since: since("identity_token"),
    },
  },
  tls: {
    ca_file: {
      type: string,
      text: "The absolute path, on the node, of the certificate authority that signed the registry's certificate.",
      misspellings: ["ca", "cacert", "cacertfile"],
    },
    cert_file: {
      type: string,
      text: "The absolute path, on the node, of the certificate that the node presents to the registry. It needs key_file as well.",
      defaultValue: "no client certificate",
      misspellings: ["cert", "clientcert"],
    },
    key_file: {
      type: string,
      text: "The absolute path, on the node, of the private key of cert_file.",
      defaultValue: "no client certificate",
      misspellings: ["key", "clientkey"],
    },
    insecure_skip_verify: {
      type: { go: "bool" },
      text: "If true, the registry's certificate is not checked, and anyone on the network path can impersonate the registry.",
      since: since("insecure_skip_verify"),
      defaultValue: "false",
      misspellings: ["skipverify", "insecure", "insecureskiptlsverify", "tlsinsecureskipverify"],
      clear: ["skipverify"],
    },
  },
};

/** The Go struct of a level, as k3s' log names it. */
export const goStructs: Readonly<Record<Level, string>> = {
  root: "registries.Registry",
  mirror: "registries.Mirror",
  config: "registries.RegistryConfig",
  auth: "registries.AuthConfig",
  tls: "registries.TLSConfig",
};

/** The levels, from the root down. */
export const levels = Object.keys(rows) as readonly Level[];

/** Every key of the format, level by level. */
export const formatKeys: readonly FormatKey[] = levels.flatMap((level) =>
  Object.entries(rows[level]).map(([name, row]) => ({ level, name, ...row })),
);

const keysByLevel = new Map(
  levels.map((level) => [
    level,
    new Map(formatKeys.filter((key) => key.level === level).map((key) => [key.name, key] as const)),
  ]),
);

/** The names of the keys that k3s reads, by level. It ignores all others without a message. */
export const knownKeys = Object.fromEntries(
  [...keysByLevel].map(([level, keys]) => [level, [...keys.keys()]]),
) as unknown as Readonly<Record<Level, readonly string[]>>;

/** Returns a key of a level; `undefined` where k3s reads no key of that name. */
export function formatKey(level: Level, name: string): FormatKey | undefined {
  return keysByLevel.get(level)?.get(name);
}

/** What is at a path of the file. */
export type FormatPlace =
  /** A map whose keys k3s knows by name. */
  | { readonly is: "level"; readonly level: Level }
  /** A map of registries or hosts. */
  | { readonly is: "entries"; readonly section: string; readonly of: Level }
  /** The value of a key: a scalar, a list, or the map of `rewrite`. */
  | { readonly is: "value"; readonly key: FormatKey };

/**
 * Finds what the format has at a path.
 *
 * @param path keys from the root
 * @param named gives the key that is meant by a written one, where misspellings count
 * @returns `undefined` where k3s reads nothing, and below a list or `rewrite`
 */
export function formatPlace(
  path: readonly (string | number)[],
  named: (level: Level, key: string) => string = (_, key) => key,
): FormatPlace | undefined {
  let place: FormatPlace = { is: "level", level: "root" };
  for (const part of path) {
    if (place.is === "value") return undefined;
    if (place.is === "entries") {
      place = { is: "level", level: place.of };
      continue;
    }
    const key = formatKey(place.level, named(place.level, String(part)));
    if (!key) return undefined;
    const { type } = key;
    if (type.go === "map") place = { is: "entries", section: key.name, of: type.of };
    else if (type.go === "pointer") place = { is: "level", level: type.of };
    else place = { is: "value", key };
  }
  return place;
}

/**
 * True if k3s decodes all values of a repeated key into the same Go value, so that nothing is lost: sections, `auth`,
 * `tls` and `rewrite`. Of any other repeated key only the last value counts. Source: yaml.v2 v2.4.0 `decode.go`.
 */
export function keepsRepeated(path: readonly (string | number)[]): boolean {
  if (path.length === 1) return true;
  const above = formatPlace(path.slice(0, -1));
  if (above?.is !== "level") return false;
  const key = formatKey(above.level, String(path.at(-1)));
  return key !== undefined && !["string", "bool", "[]string"].includes(key.type.go);
}

/** What a reader of YAML has to know of registries.yaml. */
export const registriesFormat: FileFormat = {
  keepsRepeated,
  // `auth` is not among them: it is also the key of a map.
  fragileKeys: ["password", "username", "identity_token"],
};
