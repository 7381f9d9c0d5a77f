import { clusterKeys } from "../../file/clusterKeys.ts";
import { isDockerConfig } from "../../file/dockerConfigFile.ts";
import { knownKeys, type Level } from "../../file/format.ts";
import { intendedKey, keyElsewhere } from "../../file/keyNames.ts";
import { isLeftAlone, meantKey, placeByContent, quotedKeyFirst } from "../../file/misplacedKeys.ts";
import type { Target } from "../../file/release.ts";
import type { Entry, YamlDocument } from "../../yaml/document.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "A key is not one that k3s knows";

/** Source: docs/how-k3s-reads-it/keys.md#unknown-keys, docs/how-k3s-reads-it/other-readers.md#k3d. */
export const unknownKey: Rule = {
  id: "unknown-key",
  severity: "warning",
  fixes: true,
  check({ doc, unknown, mirrors, configs }, { target = {} }) {
    const reports: Report[] = [];
    const add = (keys: readonly Entry[], level: Level): void => {
      if (keys.length > 0) for (const report of unknownKeys(doc, keys, level, target)) reports.push(report);
    };
    if (unknown.length > 0 && !isDockerConfig(doc)) add(unknown, "root");
    for (const mirror of mirrors) add(mirror.unknown, "mirror");
    for (const { unknown: inConfig, auth, tls } of configs) {
      add(inConfig, "config");
      add(auth.unknown, "auth");
      add(tls.unknown, "tls");
    }
    return reports;
  },
};

const names: Readonly<Record<Level, string>> = {
  root: "at the top level",
  mirror: "in a mirror",
  config: 'in an entry of "configs"',
  auth: 'in "auth"',
  tls: 'in "tls"',
};

function* unknownKeys(doc: YamlDocument, keys: readonly Entry[], level: Level, target: Target): Iterable<Report> {
  for (const entry of keys)
    if (!isReadByK3d(level, entry.key, target) && !isReportedElsewhere(doc, level, entry))
      yield unknown(doc, level, entry, target);
}

/** True if another rule reports it, as misplaced or of a cluster resource, or if it is ignored on purpose. */
function isReportedElsewhere(doc: YamlDocument, level: Level, entry: Entry): boolean {
  if (keyElsewhere(level, entry.key) !== undefined || isLeftAlone(doc, entry)) return true;
  if (level === "root") return placeByContent(doc, entry) !== undefined;
  return level !== "mirror" && clusterKeys.has(entry.key) && intendedKey(level, entry.key) === undefined;
}

/** True if k3d reads the key: with `encoding/json`, which accepts any case. */
function isReadByK3d(level: Level, key: string, { product }: Target): boolean {
  if (product !== "k3d") return false;
  const lower = key.toLowerCase();
  return knownKeys[level].includes(lower) || (level === "auth" && lower === "identitytoken");
}

function unknown(doc: YamlDocument, level: Level, entry: Entry, { product }: Target): Report {
  const { key, path, value } = entry;
  const parent = path.slice(0, -1);
  const k3d = product === "k3d";
  const reader = k3d ? "k3d" : "k3s";
  const named = meantKey(doc, level, entry);
  const meant = k3d && named === "identity_token" ? "identitytoken" : named;
  const heir = meant !== undefined && meant !== "auths" && doc.value([...parent, meant]).kind === "missing";
  if (heir) {
    const nested = doc.entries(path).length + doc.items(path).length > 0;
    const section = level === "root" || level === "config" || meant === "endpoint";
    return {
      at: path,
      part: "key",
      severity: section && value.kind !== "null" ? "error" : "warning",
      message: `${quotedKeyFirst(key)} is not a key that ${reader} knows, so ${reader} ignores it${nested ? " and everything under it" : ""}. ${level === "root" && value.kind !== "map" && value.kind !== "null" ? noMap(key, meant) : `Did you mean "${meant}"?`}`,
      fixes: [
        {
          title: `Rename to ${meant}`,
          safe: true,
          operations: [{ rename: path, key: meant }],
        },
      ],
    };
  }
  const place =
    meant === undefined || meant === "auths"
      ? hint(level, key)
      : `"${meant}" already exists here: move what it lacks into it.`;
  return {
    at: path,
    part: "key",
    message: `${quotedKeyFirst(key)} is not a key that ${reader} knows ${names[level]}, so ${reader} ignores it. ${place ?? `It reads ${readKeys(level, k3d)} there.`}`,
  };
}

/** Returns the keys that k3s reads at a level; "auths" is deprecated. */
function readKeys(level: Level, k3d: boolean): string {
  const keys = knownKeys[level].filter((name) => name !== "auths" || level !== "root");
  return keys.map((name) => `"${k3d && name === "identity_token" ? "identitytoken" : name}"`).join(", ");
}

/** Returns the advice for a misspelt section that is not a map: renamed, it would keep k3s from reading the file. */
function noMap(key: string, meant: string): string {
  return /^registries$/i.test(key)
    ? 'Write "mirrors" or "configs", each a map of registries.'
    : `Did you mean "${meant}"? Write it as a map of registries.`;
}

/** Returns the advice for keys of no level that people have a reason to try. */
function hint(level: Level, key: string): string | undefined {
  if (level === "auth" && /^(?:registry_?)?token$/i.test(key))
    return 'Use "username" and "password", or "identity_token".';
  if (level === "mirror" && key === "override_path")
    return "k3s sets it itself for an endpoint with a path: write the path in the URL.";
  if (level === "mirror" && /^(?:server|capabilities|header|host)s?$/.test(key))
    return 'It belongs in containerd\'s hosts.toml, which k3s writes from "endpoint" and "rewrite".';
  return undefined;
}
