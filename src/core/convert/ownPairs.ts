import type { Span } from "../text/span.ts";
import type { Path, YamlDocument } from "../yaml/document.ts";
import type { Operation } from "../yaml/edit.ts";
import { isEmpty, isMergeKey, isOwnPair, type MapNode, type Pair, resolved } from "../yaml/node.ts";

/** The pairs of a key that are written within a part of the text, each once: not those that an anchor elsewhere gives. */
export function pairsWithin(doc: YamlDocument, path: Path, { start, end }: Span): readonly Pair[] {
  return [...new Set(doc.occurrences(path))].filter(({ key }) => start <= key.start && key.end <= end);
}

/** Those pairs of a repeated key that no alias needs: neither what is in them, nor a map whose last one they are. */
export function unaliased(doc: YamlDocument, path: Path, pairs: readonly Pair[]): readonly Pair[] {
  const maps = mapsAt(doc, path.slice(0, -1));
  const homes = new Map(maps.toReversed().flatMap((map) => map.pairs.map((pair) => [pair, map] as const)));
  const homeOf = (pair: Pair | undefined): MapNode | undefined => pair && homes.get(pair);
  const last = homeOf(doc.occurrences(path).at(-1));
  return pairs.filter((pair) => {
    if (doc.hasReferenced({ start: pair.key.propertiesStart, end: pair.value.end })) return false;
    const home = homeOf(pair);
    return home !== undefined && (home === last || !doc.hasReferenced({ start: home.start, end: home.start }));
  });
}

/** The maps that k3s reads into one at a path, with those that are merged into them. */
function mapsAt(doc: YamlDocument, path: Path): readonly MapNode[] {
  const maps = doc.node(path)?.maps ?? [];
  const merged = maps.flatMap(({ pairs }) =>
    pairs.filter(({ key }) => isMergeKey(key)).map(({ value }) => resolved(value)),
  );
  const sources = merged.flatMap((node) => (node?.kind === "list" ? node.items.map(resolved) : [node]));
  return [...maps, ...sources.filter((node) => node?.kind === "map")];
}

/**
 * Takes some pairs of a repeated key out.
 *
 * @param empty what is written in the place of the value of one that is not in the map that is written last
 */
export function removing(doc: YamlDocument, path: Path, pairs: readonly Pair[], empty: string): readonly Operation[] {
  const map = doc.node(path.slice(0, -1))?.node;
  return pairs.flatMap((pair): readonly Operation[] => {
    if (map?.kind === "map" && isOwnPair(map, pair)) return [{ remove: path, pair }];
    const { value } = pair;
    return isEmpty(value) || value.kind === "alias"
      ? []
      : [{ write: { start: value.propertiesStart, end: value.end }, text: empty }];
  });
}
