import { isDockerConfig } from "../../registries/dockerConfigFile.ts";
import { intendedKey, isMisplacedSection, knownKeys, type Level } from "../../registries/schema.ts";
import { holdsStrayCharacter } from "../../text/invisible.ts";
import type { Entry, Path, YamlDocument } from "../../yaml/document.ts";
import type { Report, Rule } from "../rule.ts";

/** Source: reference §1.1 (all keys that k3s reads; the rest is ignored without a log line). */
export const unknownKey: Rule = {
  id: "unknown-key",
  summary: "A key is not one that k3s reads",
  severity: "warning",
  *check({ doc, mirrors, configs }) {
    if (!isDockerConfig(doc)) yield* unknownKeys(doc, [], "root");
    for (const { path } of mirrors) yield* unknownKeys(doc, path, "mirror");
    for (const { path, auth, tls } of configs) {
      yield* unknownKeys(doc, path, "config");
      yield* unknownKeys(doc, auth.path, "auth");
      yield* unknownKeys(doc, tls.path, "tls");
    }
    for (const section of ["mirrors", "configs"])
      for (const { key, path } of doc.entries([section]))
        if (isMisplacedSection(key)) yield misplaced(key, path, section);
  },
};

function misplaced(key: string, path: Path, section: string): Report {
  return {
    at: path,
    part: "key",
    severity: "error",
    message: `${key} stands inside ${section}, so k3s takes it for a registry of that name and ignores what is under it. Start ${key}: at the beginning of the line, as ${section}: does.`,
  };
}

const names: Readonly<Record<Level, string>> = {
  root: "the top level",
  mirror: "a mirror",
  config: "a configs entry",
  auth: "auth",
  tls: "tls",
};

function* unknownKeys(doc: YamlDocument, parent: Path, level: Level): Iterable<Report> {
  for (const entry of doc.entries(parent)) {
    const { key } = entry;
    if (knownKeys[level].includes(key) || /^x-/i.test(key) || holdsAnchor(doc, entry.path)) continue;
    if (holdsStrayCharacter(key)) continue;
    yield unknown(doc, parent, level, entry);
  }
}

function unknown(doc: YamlDocument, parent: Path, level: Level, { key, path }: Entry): Report {
  const meant = intendedKey(level, key);
  if (meant !== undefined && doc.value([...parent, meant]).kind === "missing") {
    const section = level === "root" || meant === "endpoint" || meant === "auth";
    return {
      at: path,
      part: "key",
      severity: section ? "error" : "warning",
      message: `k3s does not know ${shown(key)} and ignores it with all that is under it. Did you mean ${meant}?`,
      fixes: [
        {
          title: `Rename to ${meant}`,
          safe: true,
          operations: [{ rename: path, key: meant }],
        },
      ],
    };
  }
  const place = meant === undefined ? elsewhere(level, key) : `${meant} is there already; move into it what it lacks.`;
  return {
    at: path,
    part: "key",
    message: `k3s does not know ${shown(key)} in ${names[level]} and ignores it. ${place ?? `It reads ${knownKeys[level].filter((name) => name !== "auths" || level !== "root").join(", ")} there.`}`,
  };
}

/** Keys that are right one level away, and those that no level has. */
function elsewhere(level: Level, key: string): string | undefined {
  if (level === "config" && knownKeys.auth.includes(key)) return "Put it under auth: in this entry.";
  if (level === "config" && knownKeys.tls.includes(key)) return "Put it under tls: in this entry.";
  if (level === "config" && knownKeys.mirror.includes(key)) return "Put it under mirrors.";
  if (level === "mirror" && (key === "auth" || key === "tls"))
    return "Put it under configs, at the host of the endpoint.";
  if (level === "auth" && /^(?:registry_?)?token$/i.test(key))
    return "A token can't be set this way; use username and password, or identity_token.";
  return undefined;
}

/** A key can hold nothing but an anchor that other entries use. */
function holdsAnchor(doc: YamlDocument, path: Path): boolean {
  if (doc.properties(path).referenced) return true;
  return path.length < 6 && doc.entries(path).some((entry) => holdsAnchor(doc, entry.path));
}

/** A key as the message shows it: a long one may be a misplaced secret. */
function shown(key: string): string {
  return key.length <= 32 && /^[\w.:*/ -]+$/.test(key) ? `"${key}"` : "this key";
}
