import type { Span } from "../text/span.ts";
import type { Path, YamlDocument } from "../yaml/document.ts";
import type { Operation } from "../yaml/edit.ts";
import { isEmpty, type Pair } from "../yaml/node.ts";

/** The pairs of a key that are written within a part of the text, each once: not those that an anchor elsewhere gives. */
export function pairsWithin(doc: YamlDocument, path: Path, { start, end }: Span): readonly Pair[] {
  return [...new Set(doc.occurrences(path))].filter(({ key }) => start <= key.start && key.end <= end);
}

/**
 * Takes some pairs of a repeated key out.
 *
 * @param empty what is written in the place of the value of one that is not in the map that is written last
 */
export function removing(doc: YamlDocument, path: Path, pairs: readonly Pair[], empty: string): readonly Operation[] {
  const map = doc.node(path.slice(0, -1))?.node;
  const inLast = new Map<Pair, number>();
  if (map?.kind === "map") {
    const own = new Set(map.pairs);
    for (const pair of new Set(doc.occurrences(path))) if (own.has(pair)) inLast.set(pair, inLast.size);
  }
  return pairs.flatMap((pair): readonly Operation[] => {
    const occurrence = inLast.get(pair);
    if (occurrence !== undefined) return [{ remove: path, occurrence }];
    const { value } = pair;
    return isEmpty(value) || value.kind === "alias"
      ? []
      : [{ write: { start: value.propertiesStart, end: value.end }, text: empty }];
  });
}
