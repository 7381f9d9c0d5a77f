import { shownKey } from "../../display/shown.ts";
import { isDockerConfig } from "../../file/dockerConfigFile.ts";
import type { HostConfig, Mirror, RegistriesFile } from "../../file/file.ts";
import { type FormatKey, knownKeys } from "../../file/format.ts";
import { isKeyName, keyElsewhere } from "../../file/keyNames.ts";
import {
  isLeftAlone,
  type MisplacedKey,
  misplacedKeys,
  placeByContent,
  quotedKey,
  quotedKeyFirst,
} from "../../file/misplacedKeys.ts";
import { defaultAddress } from "../../hosts/endpoint.ts";
import { listed } from "../../text/listed.ts";
import type { Entry, Path, YamlDocument } from "../../yaml/document.ts";
import { canMove, type Operation } from "../../yaml/edit.ts";
import { PathMap } from "../../yaml/pathMap.ts";
import type { Fix, Report, Rule } from "../rule.ts";

export const summary = "A key is at the wrong level, where k3s ignores it";

/** Source: docs/how-k3s-reads-it/keys.md#misplaced-keys. */
export const misplacedKey: Rule = {
  id: "misplaced-key",
  severity: "error",
  fixes: true,
  check(file) {
    const reports: Report[] = [];
    const add = (found: Iterable<Report>): void => {
      for (const report of found) reports.push(report);
    };
    if (file.unknown.length > 0 && !isDockerConfig(file.doc)) add(atTopLevel(file));
    if (mayContainKeys(file, "mirrors", file.mirrors)) add(amongRegistries(file, "mirrors"));
    if (mayContainKeys(file, "configs", file.configs)) add(amongRegistries(file, "configs"));
    for (const mirror of file.mirrors) if (mirror.unknown.length > 0) add(inMirror(file, mirror));
    for (const config of file.configs) if (hasUnknown(config)) add(inConfig(file, config));
    return reports;
  },
};

function* atTopLevel({ doc, unknown }: RegistriesFile): Iterable<Report> {
  for (const stray of misplacedKeys(doc, unknown, "root")) {
    const section = stray.place.level === "mirror" ? "mirrors" : "configs";
    yield {
      ...at([stray]),
      message: `"${stray.key}" is at the top level, where k3s ignores it. Move it to "${section}", under a registry.`,
    };
  }
  const registries = { mirrors: [] as Entry[], configs: [] as Entry[] };
  for (const entry of unknown) {
    const place = isLeftAlone(doc, entry) ? undefined : placeByContent(doc, entry);
    if (place === "root") yield* sectionsBelow(doc, entry);
    else if (place === "mirrors" || place === "configs") registries[place].push(entry);
  }
  for (const section of ["mirrors", "configs"] as const) {
    const found = registries[section];
    if (found.length > 0)
      yield {
        ...at(found),
        message: `${are(found)} at the top level, where k3s ignores ${them(found)} and everything under ${them(found)}. Move ${them(found)} under "${section}", one level deeper.`,
        fixes: moving(
          doc,
          `Move under ${section}`,
          found.map(({ path, key }) => [path, [section, key]]),
          true,
        ),
      };
  }
}

function* sectionsBelow(doc: YamlDocument, { key, path }: Entry): Iterable<Report> {
  const sections = doc.entries(path).filter((entry) => knownKeys.root.includes(entry.key));
  yield {
    ...at(sections),
    message: `${are(sections)} nested under ${quotedKey(key)}, where k3s ignores ${them(sections)}. Move ${them(sections)} to the top level, without indentation.`,
    fixes: moving(
      doc,
      "Move to the top level",
      sections.map((entry) => [entry.path, [entry.key]]),
      true,
    ),
  };
}

/** True if a section may contain keys of the format; most contain only registries. */
function mayContainKeys({ doc }: RegistriesFile, section: string, registries: readonly unknown[]): boolean {
  const value = doc.value([section]);
  return !(value.kind === "map" && value.size === registries.length);
}

function hasUnknown({ unknown, auth, tls }: HostConfig): boolean {
  return unknown.length + auth.unknown.length + tls.unknown.length > 0;
}

/** Reports keys of the format beside registries, which k3s reads as registries of that name. */
function* amongRegistries(file: RegistriesFile, section: string): Iterable<Report> {
  const sections: Entry[] = [];
  const beside = new Map<Entry | undefined, Entry[]>();
  let registry: Entry | undefined;
  for (const entry of file.doc.entries([section])) {
    if (!isKeyName(entry.key)) registry = entry;
    else if (knownKeys.root.includes(entry.key)) sections.push(entry);
    else if (beside.get(registry)?.push(entry) === undefined) beside.set(registry, [entry]);
  }
  if (sections.length > 0) yield sectionsInSection(file, section, sections);
  for (const [above, entries] of beside) yield* besideRegistries(file, section, entries, above);
}

function sectionsInSection(file: RegistriesFile, section: string, entries: readonly Entry[]): Report {
  const { doc } = file;
  const upwards = (entry: Entry): readonly Move[] => {
    if (entry.value.kind === "null") return [];
    // With fields of a registry under it, k3s uses it as one, although no registry has that name.
    if (doc.entries(entry.path).some(({ key }) => isKeyName(key))) return [];
    if (canMove(doc, entry.path, [entry.key])) return [[entry.path, [entry.key]]];
    return hasComment(doc, entry.path)
      ? []
      : doc.entries(entry.path).map((child) => [child.path, [entry.key, child.key]]);
  };
  const moves = entries.map(upwards);
  return {
    ...at(entries),
    message: `${are(entries)} nested under "${section}", so k3s reads ${them(entries)} as ${entries.length > 1 ? "registries" : "a registry"} of that name${outcome(file, entries)}. Move ${them(entries)} to the top level, beside "${section}".`,
    fixes: moves.every(({ length }) => length > 0) ? moving(doc, "Move to the top level", moves.flat(), true) : [],
  };
}

function* besideRegistries(
  file: RegistriesFile,
  section: string,
  entries: readonly Entry[],
  registry: Entry | undefined,
): Iterable<Report> {
  const { doc } = file;
  const owner = (entry: Entry): string => (keyElsewhere("root", entry.key)?.level === "mirror" ? "mirrors" : "configs");
  for (const belongs of ["mirrors", "configs"]) {
    const found = entries.filter((entry) => owner(entry) === belongs);
    if (found.length === 0) continue;
    const many = found.length > 1;
    const taken = `${are(found)} directly under "${section}", so k3s reads ${them(found)} as ${many ? "registries" : "a registry"} of that name${outcome(file, found)}.`;
    if (belongs !== section)
      yield {
        ...at(found),
        message: `${taken} Move ${them(found)} to "${belongs}", under the registry that ${many ? "they are" : "it is"} for.`,
      };
    else if (!registry)
      yield {
        ...at(found),
        message: `${taken} Add the name of the registry above ${them(found)} and indent ${them(found)}.`,
      };
    else {
      const alone = doc.entries([section]).filter(({ key }) => !isKeyName(key)).length === 1;
      const name = shownKey(registry.key);
      yield {
        ...at(found),
        message: `${taken} Indent ${them(found)} under the registry that ${many ? "they are" : "it is"} for${alone ? `, "${name}"` : ""}.`,
        fixes: moving(
          doc,
          `Move under ${name}`,
          found.map(({ path, key }) => [path, [...registry.path, ...below(keyElsewhere("root", key) as FormatKey)]]),
          alone && registry.value.kind === "null",
        ),
      };
    }
  }
}

/** Returns the path of a key below its registry. */
function below({ level, name }: FormatKey): Path {
  return level === "auth" || level === "tls" ? [level, name] : [name];
}

function* inMirror({ doc }: RegistriesFile, mirror: Mirror): Iterable<Report> {
  const strays = misplacedKeys(doc, mirror.unknown, "mirror");
  yield* tooDeep(doc, strays, `the mirror "${shownKey(mirror.registry)}"`);
  const credentials = strays.filter(({ place }) => place.level !== "root");
  if (credentials.length === 0) return;
  const hosts = hostsOf(mirror);
  const [host] = hosts;
  yield {
    ...at(credentials),
    message: `${are(credentials)} nested under the mirror "${shownKey(mirror.registry)}", where k3s ignores ${them(credentials)}. Move ${them(credentials)} to "configs", under the host of the endpoint${hosts.length === 1 ? ` ("${host}")` : ""}${renamed(credentials)}.`,
    fixes: hosts.flatMap((to) =>
      moving(
        doc,
        `Move to configs, under ${to}`,
        credentials.map(({ path, place }) => [path, ["configs", to, ...below(place)]]),
        false,
        credentials,
      ),
    ),
  };
}

/** Returns the hosts that a mirror's credentials may be for; none if a template fills some in. */
function hostsOf({ registry, templated, endpoint, endpoints }: Mirror): readonly string[] {
  if (templated || (endpoint.kind === "list" && endpoint.size !== endpoints.length)) return [];
  const hosts =
    endpoints.length > 0 ? endpoints.map(({ address }) => address?.host ?? "") : [defaultAddress(registry)?.host ?? ""];
  const different = [...new Set(hosts)];
  return different.length <= 3 && different.every((host) => /^[\w.:[\]-]+$/.test(host)) ? different : [];
}

function inConfig({ doc }: RegistriesFile, config: HostConfig): readonly Report[] {
  return (["config", "auth", "tls"] as const).flatMap((level) => {
    const { unknown } = level === "config" ? config : config[level];
    const strays = unknown.length === 0 ? [] : misplacedKeys(doc, unknown, level);
    return strays.length === 0 ? [] : inLevel(doc, config, level, strays);
  });
}

/** Reports the misplaced keys of one level of a `configs` entry, those with the same destination together. */
function inLevel(
  doc: YamlDocument,
  config: HostConfig,
  level: "config" | "auth" | "tls",
  strays: readonly MisplacedKey[],
): readonly Report[] {
  const name = shownKey(config.host);
  const reports = [...tooDeep(doc, strays, level === "config" ? `"${name}"` : `"${level}" of "${name}"`)];
  const where = level === "config" ? `directly under "${name}"` : `nested under "${level}" of "${name}"`;
  for (const target of ["mirror", "config", "auth", "tls"] as const) {
    const group = strays.filter(({ place }) => place.level === target);
    if (group.length === 0) continue;
    const parent =
      target === "mirror" ? ["mirrors", config.host] : (target === "config" ? config : config[target]).path;
    reports.push({
      ...at(group),
      message: `${are(group)} ${where}, where k3s ignores ${them(group)}. Move ${them(group)} ${adviceFor(target, level)}${renamed(group)}.`,
      fixes: moving(
        doc,
        titleFor(target, level, name),
        group.map(({ path, place }) => [path, [...parent, place.name]]),
        target !== "mirror",
        group,
      ),
    });
  }
  return reports;
}

/** Returns where keys belong that are at one level of a `configs` entry. */
function adviceFor(belongs: "mirror" | "config" | "auth" | "tls", level: string): string {
  if (belongs === "mirror") return 'to "mirrors", under the registry that images name';
  return belongs === "config" ? `out of "${level}", beside it` : `under "${belongs}" of this entry`;
}

function titleFor(belongs: "mirror" | "config" | "auth" | "tls", level: string, name: string): string {
  if (belongs === "mirror") return `Move to mirrors, under ${name}`;
  return belongs === "config" ? `Move out of ${level}` : `Move under ${belongs}`;
}

/** Reports whole sections under a registry. */
function tooDeep(doc: YamlDocument, strays: readonly MisplacedKey[], where: string): readonly Report[] {
  return strays
    .filter(({ place }) => place.level === "root")
    .map((stray) => {
      const { key, path, place } = stray;
      return {
        ...at([stray]),
        message: `"${key}" is nested under ${where}, where k3s ignores it${isEmpty(stray) ? "" : " and everything under it"}. Move it to the top level${key === place.name ? "" : ` as "${place.name}"`}.`,
        fixes: moving(doc, "Move to the top level", [[path, [place.name]]], true, [stray]),
      };
    });
}

/** Reports keys with nothing under them as a warning, because nothing is lost. */
function at(entries: readonly Entry[]): Pick<Report, "at" | "part" | "severity" | "related"> {
  const [first, ...rest] = entries;
  const empty = entries.every(isEmpty);
  return {
    at: first?.path ?? [],
    part: "key",
    ...(empty ? { severity: "warning" as const } : {}),
    ...(rest.length === 0
      ? {}
      : { related: rest.map(({ path, key }) => ({ at: path, message: `${quotedKeyFirst(key)} is here too.` })) }),
  };
}

function isEmpty({ value }: Entry): boolean {
  return value.kind === "null" || (value.kind === "map" && value.size === 0);
}

type Move = readonly [from: Path, to: Path];

/** Moves entries as they are written; no fix if one of them can't be moved or must be renamed too. */
function moving(
  doc: YamlDocument,
  title: string,
  moves: readonly Move[],
  safe: boolean,
  strays: readonly MisplacedKey[] = [],
): readonly Fix[] {
  if (moves.length === 0 || strays.some(({ key, place }) => key !== place.name)) return [];
  if (!moves.every(([move, to]) => canMove(doc, move, to)) || areNested(moves)) return [];
  const operations = moves.map(([move, to]): Operation => ({ move, to }));
  return [{ title, safe, operations }];
}

/** True if a key would be moved below another one. */
function areNested(moves: readonly Move[]): boolean {
  const depth = moves[0]?.[1].length;
  if (moves.every(([, to]) => to.length === depth)) return false;
  const goals = new PathMap<true>();
  for (const [, to] of moves) goals.getOrAdd(to, () => true);
  return moves.some(([, to]) => goals.hasAbove(to));
}

/** True if a comment has its own line under a key: it would be removed with the key when all entries are moved. */
function hasComment(doc: YamlDocument, path: Path): boolean {
  return /^[ \t]*#/m.test(doc.text.slice(doc.span(path, "key").start, doc.span(path).end));
}

/** Explains what k3s does with keys that it reads as registries. */
function outcome({ reading }: RegistriesFile, entries: readonly Entry[]): string {
  const refused = ({ path }: Entry): boolean =>
    !reading.ok && reading.typeFaults.some((fault) => path.every((key, i) => fault.path[i] === key));
  if (entries.some(refused)) return ", can't read the file and hangs at startup";
  return entries.every(isEmpty) ? "" : ` and ignores everything under ${them(entries)}`;
}

/** The keys as the subject of a sentence, with its verb. */
function are(entries: readonly Entry[]): string {
  const names = entries.map(({ key }, index) => (index === 0 ? quotedKeyFirst(key) : quotedKey(key)));
  return `${listed(names)} ${names.length > 1 ? "are" : "is"}`;
}

function them(strays: readonly Entry[]): string {
  return strays.length > 1 ? "them" : "it";
}

function renamed(strays: readonly MisplacedKey[]): string {
  const names = strays
    .filter(({ key, place }) => key !== place.name)
    .map(({ key, place }) => `"${key}" to "${place.name}"`);
  return names.length === 0 ? "" : `, and rename ${names.join(" and ")}`;
}
