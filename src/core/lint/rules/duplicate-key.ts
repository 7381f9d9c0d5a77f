import type { Field, RegistriesFile } from "../../file/file.ts";
import { keepsRepeated } from "../../file/format.ts";
import { quotedKeyFirst } from "../../file/misplacedKeys.ts";
import { type FileReader, readers } from "../../file/reader.ts";
import type { Path, YamlDocument } from "../../yaml/document.ts";
import { canJoin } from "../../yaml/edit.ts";
import { isMergeKey, isOwnPair, type MapNode, type Pair, resolved } from "../../yaml/node.ts";
import { plainType } from "../../yaml/resolve.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "A key is repeated";

/**
 * Source: docs/how-k3s-reads-it/yaml.md#duplicate-keys, docs/how-k3s-reads-it/other-readers.md#k3d; yaml.v2 v2.4.0 `decode.go` (`mapping`, `mappingStruct`,
 * `merge`).
 */
export const duplicateKey: Rule = {
  id: "duplicate-key",
  severity: "warning",
  fixes: true,
  check(file) {
    const reports: Report[] = [];
    // They may be alternatives.
    if (file.doc.structural) return reports;
    for (const path of mapPaths(file)) addRepeated(file, path, reports);
    return reports;
  },
};

/** Returns the maps that k3s reads and that may repeat a key: a merge (`<<`) hides how many keys there are. */
function mapPaths({ doc, mirrors, configs, repeats: rootRepeats }: RegistriesFile): readonly Path[] {
  const merges = doc.text.includes("<<");
  const paths: Path[] = [];
  if (rootRepeats || merges) paths.push([]);
  const sections = { mirrors: mirrors.length, configs: configs.length, auths: 0 };
  for (const [section, registries] of Object.entries(sections)) {
    const value = doc.value([section]);
    if (merges || (value.kind === "map" && value.size !== registries)) paths.push([section]);
  }
  const isThere = ({ value }: Field): boolean => value.kind !== "missing";
  for (const { path, rewrite, repeats } of mirrors) {
    if (!repeats && !merges) continue;
    paths.push(path);
    if (isThere(rewrite)) paths.push(rewrite.path);
  }
  for (const { path, repeats, auth, tls } of configs) {
    if (repeats || merges) paths.push(path);
    for (const field of [auth, tls]) if (field.repeats || (merges && isThere(field))) paths.push(field.path);
  }
  for (const { path } of doc.entries(["auths"])) paths.push(path);
  return paths;
}

function addRepeated({ doc, reader }: RegistriesFile, parent: Path, reports: Report[]): void {
  const maps = writtenMaps(doc, parent);
  if (maps.length < 2 && maps.every(({ pairs }) => isOneBelowMerges(pairs))) return;
  const node = doc.node(parent)?.node;
  let own: ReadonlySet<Pair> | undefined;
  const canRemove = (pair: Pair): boolean => node?.kind === "map" && isOwnPair(node, pair);
  for (const { key, path } of doc.entries(parent)) {
    const pairs = doc.occurrences(path);
    const last = pairs.at(-1);
    if (!last || pairs.length < 2) continue;
    own ??= new Set(maps.flatMap((map) => map.pairs));
    const written = pairs.filter((pair) => own?.has(pair));
    const found = readers[reader].format.keepsRepeated(path)
      ? keptBoth(doc, path, key, written, canRemove)
      : lastWins(reader, path, key, written, last, canRemove);
    for (const report of found) reports.push(report);
  }
}

/** Returns the maps at a path except merged ones (`<<`): overriding a merge is not a mistake. */
function writtenMaps(doc: YamlDocument, path: Path): readonly MapNode[] {
  const maps = doc.node(path)?.maps ?? [];
  if (maps.length < 2) return maps;
  const around = doc.node(path.slice(0, -1))?.maps ?? [];
  return maps.filter((map) => around.some(({ start, end }) => start <= map.start && map.end <= end));
}

/** True if a map has at most one key of its own, below what it merges: as maps with a merge mostly do. */
function isOneBelowMerges(pairs: readonly Pair[]): boolean {
  return pairs.every(({ key }, index) => index === pairs.length - 1 || isMergeKey(key));
}

/** Reports every key in the map itself but the last: overriding an earlier merge is not a mistake. */
function* lastWins(
  reader: FileReader,
  path: Path,
  key: string,
  written: readonly Pair[],
  last: Pair,
  canRemove: (pair: Pair) => boolean,
): Iterable<Report> {
  const lost = written.filter((pair) => pair !== last);
  const merged = !written.includes(last);
  for (const pair of lost) {
    yield {
      at: keySpan(pair),
      message: merged
        ? `${quotedKeyFirst(key)} has no effect, because the merge (<<) below sets it again and ${reader} uses the later one. Put the merge first.`
        : `${quotedKeyFirst(key)} is repeated below, so ${reader} ignores this one${pair.value.kind === "scalar" ? "" : " and everything under it"}. ${keepsRepeated(path) ? "Combine them under one key" : "Keep one of them"}.`,
      unused: true,
      related: [{ at: keySpan(last), message: `${reader} uses this one.` }],
      fixes:
        merged || !canRemove(pair)
          ? []
          : [{ title: "Remove the ignored one", safe: false, operations: [{ remove: path, pair }] }],
    };
  }
}

function* keptBoth(
  doc: YamlDocument,
  path: Path,
  key: string,
  written: readonly Pair[],
  canRemove: (pair: Pair) => boolean,
): Iterable<Report> {
  const [first, ...later] = written;
  if (!first) return;
  let holds = isMapPair(first);
  // All findings share one fix, which is computed once.
  let join: Report["fixes"];
  for (const pair of later) {
    const wipes = holds && isNullPair(pair);
    holds = isMapPair(pair) || (holds && !wipes);
    // k3s can't read anything else, which another rule reports.
    if (!isMapPair(pair) && !isNullPair(pair)) continue;
    if (!wipes) join ??= joining(doc, path);
    yield {
      at: keySpan(pair),
      ...(wipes ? { severity: "error" as const } : {}),
      message: wipes
        ? `${quotedKeyFirst(key)} is repeated with nothing under it, so k3s discards everything under the first one. Remove it.`
        : `${quotedKeyFirst(key)} is repeated: k3s merges both, but most other YAML readers reject the file or keep only the last. Combine them under one key.`,
      related: [{ at: keySpan(first), message: "First used here." }],
      fixes: !wipes
        ? (join ?? [])
        : canRemove(pair)
          ? [{ title: "Remove the empty one", safe: false, operations: [{ remove: path, pair }] }]
          : [],
    };
  }
}

function isMapPair({ value }: Pair): boolean {
  return resolved(value)?.kind === "map";
}

function isNullPair({ value }: Pair): boolean {
  const node = resolved(value);
  return node?.kind === "scalar" && node.implicit && plainType(node.value) === "!!null";
}

function joining(doc: YamlDocument, path: Path): NonNullable<Report["fixes"]> {
  return canJoin(doc, path) ? [{ title: "Merge into the first one", safe: true, operations: [{ join: path }] }] : [];
}

function keySpan({ key }: Pair): { readonly start: number; readonly end: number } {
  return { start: key.start, end: key.end };
}
