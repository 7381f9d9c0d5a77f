import { shownKey } from "../../display/shown.ts";
import { isDockerConfig } from "../../file/dockerConfigFile.ts";
import type { HostConfig, Mirror, RegistriesFile } from "../../file/file.ts";
import { type FormatKey, knownKeys } from "../../file/format.ts";
import { isKeyName, keyElsewhere } from "../../file/keyNames.ts";
import {
  isLeftAlone,
  placeByContent,
  quotedKey,
  quotedKeyFirst,
  type Stray,
  strayKeys,
} from "../../file/misplacedKeys.ts";
import { defaultAddress } from "../../hosts/endpoint.ts";
import type { Entry, Path, YamlDocument } from "../../yaml/document.ts";
import { canMove, type Operation } from "../../yaml/edit.ts";
import type { Fix, Report, Rule } from "../rule.ts";

/** Source: docs/how-k3s-reads-it/keys.md#misplaced-keys. */
export const misplacedKey: Rule = {
  id: "misplaced-key",
  summary: "A key stands at the wrong level, where k3s does not read it",
  severity: "error",
  check(file) {
    const reports: Report[] = [];
    const add = (found: Iterable<Report>): void => {
      for (const report of found) reports.push(report);
    };
    if (file.unknown.length > 0 && !isDockerConfig(file.doc)) add(atTopLevel(file));
    if (mayHoldKeys(file, "mirrors", file.mirrors)) add(amongRegistries(file, "mirrors"));
    if (mayHoldKeys(file, "configs", file.configs)) add(amongRegistries(file, "configs"));
    for (const mirror of file.mirrors) if (mirror.unknown.length > 0) add(inMirror(file, mirror));
    for (const config of file.configs) if (holdsUnknown(config)) add(inConfig(file, config));
    return reports;
  },
};

function* atTopLevel({ doc, unknown }: RegistriesFile): Iterable<Report> {
  for (const stray of strayKeys(doc, unknown, "root")) {
    const section = stray.place.level === "mirror" ? "mirrors" : "configs";
    yield {
      ...at([stray]),
      message: `${stray.key} stands at the top level, where k3s ignores it. Put it under ${section}: and a registry.`,
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
        message: `${listed(found, quotedKeyFirst)} ${found.length > 1 ? "stand" : "stands"} at the top level, where k3s ignores ${them(found)} with all that is below. Put ${them(found)} under ${section}:, one level deeper.`,
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
    message: `${listed(sections)} ${sections.length > 1 ? "stand" : "stands"} below ${quotedKey(key)}, where k3s does not look, so that it ignores all of it. Start ${sections.length > 1 ? "them" : "it"} at the beginning of the line.`,
    fixes: moving(
      doc,
      "Move to the top level",
      sections.map((entry) => [entry.path, [entry.key]]),
      true,
    ),
  };
}

/** Most files have registries alone in a section: then there is nothing to look through. */
function mayHoldKeys({ doc }: RegistriesFile, section: string, registries: readonly unknown[]): boolean {
  const value = doc.value([section]);
  return !(value.kind === "map" && value.size === registries.length);
}

function holdsUnknown({ unknown, auth, tls }: HostConfig): boolean {
  return unknown.length + auth.unknown.length + tls.unknown.length > 0;
}

/** Keys of the format in the place of registries: k3s takes them for registries of that name. */
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
    // With fields of a registry under it, k3s uses it as one, though none has that name.
    if (doc.entries(entry.path).some(({ key }) => isKeyName(key))) return [];
    if (canMove(doc, entry.path, [entry.key])) return [[entry.path, [entry.key]]];
    return holdsRemark(doc, entry.path)
      ? []
      : doc.entries(entry.path).map((child) => [child.path, [entry.key, child.key]]);
  };
  const moves = entries.map(upwards);
  return {
    ...at(entries),
    message: `${listed(entries)} ${entries.length > 1 ? "stand" : "stands"} inside ${section}, so k3s takes ${them(entries)} for ${entries.length > 1 ? "registries" : "a registry"} of that name${outcome(file, entries)}. Start ${them(entries)} at the beginning of the line, as ${section}: does.`,
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
    const taken = `${listed(found)} ${many ? "stand" : "stands"} among the registries of ${section}, so k3s takes ${them(found)} for ${many ? "registries" : "one"} of that name${outcome(file, found)}.`;
    if (belongs !== section)
      yield {
        ...at(found),
        message: `${taken} Put ${them(found)} under ${belongs}:, below the registry that ${many ? "they are" : "it is"} for.`,
      };
    else if (!registry)
      yield {
        ...at(found),
        message: `${taken} Write the registry's name above ${them(found)} and indent ${them(found)} below.`,
      };
    else {
      const alone = doc.entries([section]).filter(({ key }) => !isKeyName(key)).length === 1;
      const name = shownKey(registry.key);
      yield {
        ...at(found),
        message: `${taken} Indent ${them(found)} below the registry that ${many ? "they are" : "it is"} for${alone ? `, ${name}` : ""}.`,
        fixes: moving(
          doc,
          `Move below ${name}`,
          found.map(({ path, key }) => [path, [...registry.path, ...below(keyElsewhere("root", key) as FormatKey)]]),
          alone && registry.value.kind === "null",
        ),
      };
    }
  }
}

/** The path of a key from its registry on. */
function below({ level, name }: FormatKey): Path {
  return level === "auth" || level === "tls" ? [level, name] : [name];
}

function* inMirror({ doc }: RegistriesFile, mirror: Mirror): Iterable<Report> {
  const strays = strayKeys(doc, mirror.unknown, "mirror");
  yield* tooDeep(doc, strays, `the mirror ${shownKey(mirror.registry)}`);
  const credentials = strays.filter(({ place }) => place.level !== "root");
  if (credentials.length === 0) return;
  const hosts = hostsOf(mirror);
  const [host] = hosts;
  yield {
    ...at(credentials),
    message: `${stands(credentials)} under the mirror ${shownKey(mirror.registry)}, where k3s ignores ${them(credentials)}. ${put(credentials)} under configs, at the host of the endpoint${hosts.length === 1 ? `, ${host}` : ""}${renamed(credentials)}.`,
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

/** The hosts that a mirror's credentials may be for; none when a template will write some. */
function hostsOf({ registry, templated, endpoint, endpoints }: Mirror): readonly string[] {
  if (templated || (endpoint.kind === "list" && endpoint.size !== endpoints.length)) return [];
  const hosts =
    endpoints.length > 0 ? endpoints.map(({ address }) => address?.host ?? "") : [defaultAddress(registry)?.host ?? ""];
  const different = [...new Set(hosts)];
  return different.length <= 3 && different.every((host) => /^[\w.:[\]-]+$/.test(host)) ? different : [];
}

function* inConfig({ doc }: RegistriesFile, config: HostConfig): Iterable<Report> {
  const { auth, tls } = config;
  const name = shownKey(config.host);
  const destination = ({ level, name: key }: FormatKey): Path => {
    if (level === "mirror") return ["mirrors", config.host, key];
    return level === "auth" ? [...auth.path, key] : level === "tls" ? [...tls.path, key] : [...config.path, key];
  };
  const maps = [
    { unknown: config.unknown, level: "config", where: `directly under ${name}` },
    { unknown: auth.unknown, level: "auth", where: `inside auth of ${name}` },
    { unknown: tls.unknown, level: "tls", where: `inside tls of ${name}` },
  ] as const;
  for (const { unknown, level, where } of maps) {
    const strays = strayKeys(doc, unknown, level);
    if (strays.length === 0) continue;
    yield* tooDeep(doc, strays, level === "config" ? `the entry of ${name}` : `${level} of ${name}`);
    for (const target of ["mirror", "config", "auth", "tls"] as const) {
      const group = strays.filter(({ place }) => place.level === target);
      if (group.length === 0) continue;
      const there = {
        mirror: "under mirrors, at the registry that images name",
        config: `beside ${level}: in the entry`,
        auth: "under auth: in the entry",
        tls: "under tls: in the entry",
      }[target];
      const title = {
        mirror: `Move to mirrors, under ${name}`,
        config: `Move out of ${level}`,
        auth: "Move under auth",
        tls: "Move under tls",
      }[target];
      yield {
        ...at(group),
        message: `${stands(group)} ${where}, where k3s ignores ${them(group)}. ${put(group)} ${there}${renamed(group)}.`,
        fixes: moving(
          doc,
          title,
          group.map((stray) => [stray.path, destination(stray.place)]),
          target !== "mirror",
          group,
        ),
      };
    }
  }
}

/** Whole sections below a registry. */
function* tooDeep(doc: YamlDocument, strays: readonly Stray[], where: string): Iterable<Report> {
  for (const stray of strays) {
    const { key, path, place } = stray;
    if (place.level !== "root") continue;
    yield {
      ...at([stray]),
      message: `${key} stands inside ${where}, where k3s ignores it${isEmpty(stray) ? "" : " with all that is under it"}. Start ${place.name}: at the beginning of the line.`,
      fixes: moving(doc, "Move to the top level", [[path, [place.name]]], true, [stray]),
    };
  }
}

/** Nothing is lost when there is nothing under the keys. */
function at(entries: readonly Entry[]): Pick<Report, "at" | "part" | "severity" | "related"> {
  const [first, ...rest] = entries;
  const empty = entries.every(isEmpty);
  return {
    at: first?.path ?? [],
    part: "key",
    ...(empty ? { severity: "warning" as const } : {}),
    ...(rest.length === 0
      ? {}
      : { related: rest.map(({ path, key }) => ({ at: path, message: `${quotedKeyFirst(key)} stands there too.` })) }),
  };
}

function isEmpty({ value }: Entry): boolean {
  return value.kind === "null" || (value.kind === "map" && value.size === 0);
}

type Move = readonly [from: Path, to: Path];

/** The fix that moves entries as they are written; none when one of them can't be moved, or must be renamed too. */
function moving(
  doc: YamlDocument,
  title: string,
  moves: readonly Move[],
  safe: boolean,
  strays: readonly Stray[] = [],
): readonly Fix[] {
  const goals = new Set(moves.map(([, to]) => JSON.stringify(to)));
  const inside = ([, to]: Move): boolean => to.some((_, length) => goals.has(JSON.stringify(to.slice(0, length))));
  const movable = moves.every((move) => canMove(doc, move[0], move[1]) && !inside(move));
  if (moves.length === 0 || !movable || strays.some(({ key, place }) => key !== place.name)) return [];
  const operations = moves.map(([move, to]): Operation => ({ move, to }));
  return [{ title, safe, operations }];
}

/** Whether a comment has a line of its own under a key; it would go with the key when all its entries are moved. */
function holdsRemark(doc: YamlDocument, path: Path): boolean {
  return /^[ \t]*#/m.test(doc.text.slice(doc.span(path, "key").start, doc.span(path).end));
}

/** What k3s does with the entries below a key that it takes for a registry. */
function outcome({ reading }: RegistriesFile, entries: readonly Entry[]): string {
  const refused = ({ path }: Entry): boolean =>
    !reading.ok && reading.typeFaults.some((fault) => path.every((key, i) => fault.path[i] === key));
  if (entries.some(refused)) return ", can't read the file and hangs at start";
  return entries.every(isEmpty) ? "" : ` and ignores what is under ${them(entries)}`;
}

function listed(entries: readonly Entry[], shown = (key: string) => key): string {
  const names = entries.map(({ key }) => shown(key));
  const last = names.pop() ?? "";
  return names.length === 0 ? last : `${names.join(", ")} and ${last}`;
}

function stands(strays: readonly Stray[]): string {
  return `${listed(strays)} ${strays.length > 1 ? "stand" : "stands"}`;
}

function them(strays: readonly Entry[]): string {
  return strays.length > 1 ? "them" : "it";
}

function put(strays: readonly Stray[]): string {
  return `Put ${them(strays)}`;
}

function renamed(strays: readonly Stray[]): string {
  const names = strays
    .filter(({ key, place }) => key !== place.name)
    .map(({ key, place }) => `${key} as ${place.name}`);
  return names.length === 0 ? "" : `, ${names.join(" and ")}`;
}
