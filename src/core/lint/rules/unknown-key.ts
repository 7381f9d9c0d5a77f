import { clusterKeys } from "../../file/clusterKeys.ts";
import { isDockerConfig } from "../../file/dockerConfigFile.ts";
import type { AuthFields } from "../../file/file.ts";
import { knownKeys, type Level } from "../../file/format.ts";
import { intendedKey, keyElsewhere } from "../../file/keyNames.ts";
import { isLeftAlone, meantKey, placeByContent, quotedKey } from "../../file/misplacedKeys.ts";
import type { Target } from "../../file/release.ts";
import type { Entry, YamlDocument } from "../../yaml/document.ts";
import type { Report, Rule } from "../rule.ts";

/** Source: docs/how-k3s-reads-it/keys.md#unknown-keys, docs/how-k3s-reads-it/other-readers.md#k3d. */
export const unknownKey: Rule = {
  id: "unknown-key",
  summary: "A key is not one that k3s reads",
  severity: "warning",
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
      if (target.product === "k3d") for (const report of identityToken(doc, auth)) reports.push(report);
    }
    return reports;
  },
};

const names: Readonly<Record<Level, string>> = {
  root: "the top level",
  mirror: "a mirror",
  config: "a configs entry",
  auth: "auth",
  tls: "tls",
};

function* unknownKeys(doc: YamlDocument, keys: readonly Entry[], level: Level, target: Target): Iterable<Report> {
  for (const entry of keys)
    if (!isReadByK3d(level, entry.key, target) && !isReportedElsewhere(doc, level, entry))
      yield unknown(doc, level, entry);
}

/** Misplaced keys and those of cluster resources have rules of their own; some keys are ignored on purpose. */
function isReportedElsewhere(doc: YamlDocument, level: Level, entry: Entry): boolean {
  if (keyElsewhere(level, entry.key) !== undefined || isLeftAlone(doc, entry)) return true;
  if (level === "root") return placeByContent(doc, entry) !== undefined;
  return level !== "mirror" && clusterKeys.has(entry.key) && intendedKey(level, entry.key) === undefined;
}

/** k3d reads with `encoding/json`, which takes keys in any case. */
function isReadByK3d(level: Level, key: string, { product }: Target): boolean {
  if (product !== "k3d") return false;
  const lower = key.toLowerCase();
  return knownKeys[level].includes(lower) || (level === "auth" && lower === "identitytoken");
}

/** The one key that k3s reads and k3d does not. */
function* identityToken(doc: YamlDocument, auth: AuthFields): Iterable<Report> {
  const path = [...auth.path, "identity_token"];
  if (doc.value(path).kind === "missing") return;
  const named = auth.unknown.some(({ key }) => key.toLowerCase() === "identitytoken");
  yield {
    at: path,
    part: "key",
    message:
      "k3d drops identity_token: its own reader calls it identitytoken, and only what that reads reaches k3s. Rename it.",
    fixes: named
      ? []
      : [{ title: "Rename to identitytoken", safe: true, operations: [{ rename: path, key: "identitytoken" }] }],
  };
}

function unknown(doc: YamlDocument, level: Level, entry: Entry): Report {
  const { key, path, value } = entry;
  const parent = path.slice(0, -1);
  const meant = meantKey(doc, level, entry);
  const heir = meant !== undefined && meant !== "auths" && doc.value([...parent, meant]).kind === "missing";
  if (heir) {
    const holds = (value.kind === "map" || value.kind === "list") && value.size > 0;
    const section = level === "root" || level === "config" || meant === "endpoint";
    return {
      at: path,
      part: "key",
      severity: section && value.kind !== "null" ? "error" : "warning",
      message: `k3s does not know ${quotedKey(key)} and ignores it${holds ? " with all that is under it" : ""}. ${level === "root" && value.kind !== "map" && value.kind !== "null" ? noMap(key, meant) : `Did you mean ${meant}?`}`,
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
      : `${meant} is there already; move into it what it lacks.`;
  return {
    at: path,
    part: "key",
    message: `k3s does not know ${quotedKey(key)} in ${names[level]} and ignores it. ${place ?? `It reads ${knownKeys[level].filter((name) => name !== "auths" || level !== "root").join(", ")} there.`}`,
  };
}

/** A section under another name that is no map: renamed, it would keep k3s from the file. */
function noMap(key: string, meant: string): string {
  return /^registries$/i.test(key)
    ? "Write mirrors or configs, each a map of registries."
    : `Did you mean ${meant}? Write it as a map of registries.`;
}

/** What to do about keys that no level has, though people have reason to try them. */
function hint(level: Level, key: string): string | undefined {
  if (level === "auth" && /^(?:registry_?)?token$/i.test(key))
    return "A token can't be set this way; use username and password, or identity_token.";
  if (level === "mirror" && key === "override_path")
    return "k3s sets it itself for an endpoint with a path; write the path into the URL.";
  if (level === "mirror" && /^(?:server|capabilities|header|host)s?$/.test(key))
    return "It is one of containerd's hosts.toml, which k3s writes from endpoint and rewrite.";
  return undefined;
}
