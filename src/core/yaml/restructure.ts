import type { Span, TextEdit } from "../text/span.ts";
import type { Path, YamlDocument } from "./document.ts";
import { isEmpty, isMergeKey, type MapNode, type Node, type Pair } from "./node.ts";

/** An entry of a map or list, with what it stands in. */
interface Entry {
  readonly span: Span;
  readonly siblings: readonly Span[];
  readonly parent: Node;
}

/**
 * Takes an entry of a map or list, or the merge `<<` of a map, out of the text, with the remark behind it and, in block style, its lines. The last
 * entry of a map or list takes that with it, up to a top-level key, so that nothing empty is left behind.
 *
 * @param options.occurrence which one of a repeated key, from 0; the last unless said, the one that k3s keeps
 * @param options.keep how many of the path's first keys stay, whatever is left under them
 * @returns no edit when nothing is written at the path, or its line can't be taken out
 */
export function removal(
  doc: YamlDocument,
  path: Path,
  { occurrence, keep = 0 }: { readonly occurrence?: number | undefined; readonly keep?: number } = {},
): readonly TextEdit[] {
  let entry = entryAt(doc, path, occurrence);
  for (let length = path.length - 1; entry && entry.siblings.length === 1 && length > keep; length--)
    entry = entryAt(doc, path.slice(0, length));
  if (!entry) return [];
  const span = isFlow(entry.parent) ? flowSpan(doc.text, entry) : blockSpan(doc.text, entry.span);
  return span ? [{ ...span, text: "" }] : [];
}

/** An entry; of a repeated key the last one, unless an occurrence is named, from 0. */
export interface Place {
  readonly path: Path;
  readonly occurrence: number | undefined;
}

/**
 * Takes several entries out of one map or list, of which something stays or will be put in.
 *
 * @param places with the same parent
 */
export function removals(doc: YamlDocument, places: readonly Place[]): readonly TextEdit[] {
  const entries = places.flatMap(({ path, occurrence }) => entryAt(doc, path, occurrence) ?? []);
  const [first] = entries;
  if (!first || !isFlow(first.parent))
    return places.flatMap((place) => removal(doc, place.path, { ...place, keep: Number.POSITIVE_INFINITY }));
  // Entries that stand side by side share the comma between them.
  const { siblings } = first;
  const isRemoved = (sibling: Span | undefined): boolean =>
    sibling !== undefined && entries.some(({ span }) => span.start === sibling.start);
  const edits: TextEdit[] = [];
  for (let index = 0; index < siblings.length; index++) {
    const [previous, from] = [siblings[index - 1], siblings[index]];
    if (!from || !isRemoved(from)) continue;
    while (isRemoved(siblings[index + 1])) index++;
    const [last, next] = [siblings[index] ?? from, siblings[index + 1]];
    const span = previous
      ? { start: previous.end, end: last.end }
      : { start: from.start, end: next?.start ?? afterComma(doc.text, last.end) };
    edits.push({ ...span, text: "" });
  }
  return edits;
}

/** Whether `removal` can take an entry out: it is written in the map at its path, not in one that an alias stands for. */
export function canRemove(doc: YamlDocument, path: Path): boolean {
  return removal(doc, path).length > 0;
}

/**
 * The lines of a map's entry as they are written, without their own indentation, to be put in elsewhere.
 *
 * @returns `undefined` when it can't be moved as it is: in flow style, beside another entry on its line, or with an
 * anchor or alias, whose order counts
 */
export function entryLines(doc: YamlDocument, path: Path): readonly string[] | undefined {
  const entry = entryAt(doc, path);
  if (!entry || isFlow(entry.parent)) return undefined;
  const span = blockSpan(doc.text, entry.span);
  if (!span) return undefined;
  const lines = doc.text
    .slice(span.start, span.end)
    .replace(/(?:\r?\n|\r)$/, "")
    .split(/\r\n|\n|\r/);
  if (lines.some((line) => /(?:^|\s)[&*][\w-]/.test(line))) return undefined;
  const indent = /^ */.exec(lines[0] ?? "")?.[0] ?? "";
  return lines.every((line) => line.trim() === "" || line.startsWith(indent))
    ? lines.map((line) => line.slice(indent.length))
    : undefined;
}

function entryAt(doc: YamlDocument, path: Path, occurrence?: number): Entry | undefined {
  const parent = doc.node(path.slice(0, -1))?.node;
  const key = path.at(-1);
  if (parent?.kind === "list" && typeof key === "number") {
    const item = parent.items[key];
    const siblings = parent.items.map((node, index) => itemSpan(doc.text, node, parent.items[index - 1], parent.flow));
    return item && { span: siblings[key] as Span, siblings, parent };
  }
  if (parent?.kind !== "map") return undefined;
  const named = doc.occurrences(path).filter((pair) => parent.pairs.includes(pair));
  const pairs = key === "<<" && named.length === 0 ? parent.pairs.filter((pair) => isMergeKey(pair.key)) : named;
  const pair = occurrence === undefined ? pairs.at(-1) : pairs[occurrence];
  return (
    pair && { span: pairSpan(doc, pair, path), siblings: parent.pairs.map((other) => pairSpan(doc, other)), parent }
  );
}

function pairSpan(doc: YamlDocument, { key, colonEnd, value }: Pair, path?: Path): Span {
  const broken = path && doc.value(path).kind === "broken" ? doc.span(path).end : 0;
  return { start: key.propertiesStart, end: Math.max(colonEnd, value.end, isEmpty(value) ? 0 : value.end, broken) };
}

/** An item with its dash; an empty item is its dash alone. */
function itemSpan(text: string, item: Node, previous: Node | undefined, flow: boolean): Span {
  if (flow) return { start: item.propertiesStart, end: item.end };
  const dash = text.lastIndexOf("-", Math.max(0, item.propertiesStart - 1));
  const start = dash >= (previous?.end ?? 0) ? dash : item.propertiesStart;
  return { start, end: Math.max(item.end, start + 1) };
}

function isFlow(node: Node): boolean {
  return (node as Partial<MapNode>).flow === true;
}

/** With the comma before it, or the one after it when it is the first. */
function flowSpan(text: string, { span, siblings }: Entry): Span {
  const index = siblings.findIndex(({ start }) => start === span.start);
  const previous = siblings[index - 1];
  if (previous) return { start: previous.end, end: span.end };
  const next = siblings[index + 1];
  if (next) return { start: span.start, end: next.start };
  return { start: span.start, end: afterComma(text, span.end) };
}

function afterComma(text: string, end: number): number {
  return end + (/^\s*,/.exec(text.slice(end))?.[0].length ?? 0);
}

/** Whole lines, when nothing else stands on them but a remark. */
function blockSpan(text: string, { start, end }: Span): Span | undefined {
  const lineStart = Math.max(text.lastIndexOf("\n", start - 1), text.lastIndexOf("\r", start - 1)) + 1;
  const from = text.startsWith("\ufeff") && lineStart === 0 ? 1 : lineStart;
  if (text.slice(from, start).trim() !== "") return undefined;
  const tail = /^(?:[ \t]*(?:#[^\r\n]*)?)(\r\n|\n|\r|$)/.exec(text.slice(end));
  return tail ? { start: from, end: end + tail[0].length } : undefined;
}
