import type { Span } from "../text/span.ts";
import type { Path, YamlDocument } from "../yaml/document.ts";
import { isMergeKey, type MapNode, resolved } from "../yaml/node.ts";

/** The key or value that an offset is in. */
export interface EntryPlace {
  readonly path: Path;
  readonly part: "key" | "value";
  readonly span: Span;
}

/** No key of registries.yaml stands deeper. */
const deepest = 5;

/**
 * Finds the innermost key or value at an offset. Maps that an alias stands for belong to the place where they are written.
 *
 * @param offset in UTF-16 units, of any size
 */
export function entryAt(doc: YamlDocument, offset: number): EntryPlace | undefined {
  return entryBelow(doc, [], offset);
}

function entryBelow(doc: YamlDocument, path: Path, offset: number): EntryPlace | undefined {
  if (path.length >= deepest) return undefined;
  const holds = ({ start, end }: Span): boolean => start <= offset && offset < end;
  const found = (path: Path, part: "key" | "value", { start, end }: Span): EntryPlace => ({
    path,
    part,
    span: { start, end },
  });
  for (const key of keysBefore(doc, path, offset)) {
    const child = [...path, key];
    const pairs = doc.occurrences(child);
    const written = pairs.find((pair) => holds(pair.key));
    if (written) return found(child, "key", written.key);
    const span = [doc.span(child), ...pairs.map(({ value }) => value)].find(holds);
    if (span) return entryBelow(doc, child, offset) ?? found(child, "value", span);
  }
  for (const { path: child } of doc.items(path)) {
    const node = doc.node(child)?.node;
    if (node && holds(node)) return found(child, "value", node.end > node.start ? node : doc.span(child));
  }
  return undefined;
}

/** The last key of a map that begins before an offset; all keys where merges bring some from elsewhere. */
function keysBefore(doc: YamlDocument, path: Path, offset: number): readonly string[] {
  const maps: readonly MapNode[] = doc.node(path)?.maps ?? [];
  let last: { readonly start: number; readonly key: string } | undefined;
  for (const { pairs } of maps)
    for (const { key } of pairs) {
      if (isMergeKey(key)) return doc.entries(path).map((entry) => entry.key);
      const text = resolved(key);
      if (text?.kind !== "scalar" || key.start > offset || (last && key.start < last.start)) continue;
      last = { start: key.start, key: text.value };
    }
  return last ? [last.key] : [];
}
