import type { Span, TextEdit } from "../text/span.ts";
import type { Path, YamlDocument } from "./document.ts";
import { column } from "./layout.ts";
import { isEmpty, isMergeKey, isOwnPair, type ListNode, type MapNode, type Node, type Pair } from "./node.ts";
import { PathMap } from "./pathMap.ts";

/** An entry of a map or list as it is written. */
export interface WrittenEntry {
  readonly path: Path;
  readonly span: Span;
  readonly parent: MapNode | ListNode;
  /** Which of the entries of its parent it is. */
  readonly index: number;
}

/**
 * Finds an entry of a map or list, or the merge `<<` of a map, as it is written.
 *
 * @param named which one of a repeated key; the last unless said, the one that k3s keeps
 * @returns `undefined` when nothing is written at the path, or only where an alias or merge brings it from
 */
export function writtenEntry(doc: YamlDocument, path: Path, named?: Pair): WrittenEntry | undefined {
  const parent = doc.node(path.slice(0, -1))?.node;
  const key = path.at(-1);
  if (parent?.kind === "list" && typeof key === "number") {
    const span = siblingAt(doc, parent, key);
    return span && { path, span, parent, index: key };
  }
  if (parent?.kind !== "map") return undefined;
  const pair = named ?? lastOwnPair(doc, path, parent);
  return pair && isOwnPair(parent, pair)
    ? { path, span: pairSpan(doc, pair, path), parent, index: pair.index }
    : undefined;
}

/**
 * Takes an entry out of the text, with the remark behind it and, in block style, its lines. The last entry of a map or
 * list takes that with it, up to a top-level key, so that nothing empty is left behind.
 *
 * @param keep how many of the path's first keys stay, whatever is left under them
 * @returns `undefined` when its line can't be taken out
 */
function removal(doc: YamlDocument, removed: WrittenEntry, keep: number): TextEdit | undefined {
  let entry: WrittenEntry | undefined = removed;
  for (let length = removed.path.length - 1; entry && sizeOf(entry.parent) === 1 && length > keep; length--)
    entry = writtenEntry(doc, removed.path.slice(0, length));
  if (!entry) return undefined;
  const span = isFlow(entry.parent) ? flowSpan(doc, entry) : blockSpan(doc.text, entry.span);
  return span && { ...span, text: "" };
}

/**
 * Takes several entries out of one map or list, of which something stays or will be put in.
 *
 * @param entries with the same parent
 */
function removals(doc: YamlDocument, entries: readonly WrittenEntry[]): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  const [first] = entries;
  if (!first || !isFlow(first.parent)) {
    for (const entry of entries) {
      const edit = removal(doc, entry, Number.POSITIVE_INFINITY);
      if (edit) edits.push(edit);
    }
    return edits;
  }
  // Entries that stand side by side share the comma between them.
  const siblings = Array.from({ length: sizeOf(first.parent) }, (_, index) => siblingAt(doc, first.parent, index));
  const starts = new Set(entries.map(({ span }) => span.start));
  const isRemoved = (sibling: Span | undefined): boolean => sibling !== undefined && starts.has(sibling.start);
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

/** An entry to be taken out, where it is written. */
export interface EntryToRemove {
  readonly path: Path;
  readonly entry: WrittenEntry | undefined;
}

/**
 * Takes entries out of a document.
 *
 * @param targets the paths of what is put in, which stays, with the maps above it
 */
export function removalEdits(
  doc: YamlDocument,
  removed: readonly EntryToRemove[],
  targets: readonly Path[],
): readonly TextEdit[] {
  const put = new PathMap<true>();
  for (const path of targets) put.getOrAdd(path, () => true);
  const kept = removed.map(({ path, entry }) => ({ path, entry, keep: put.commonLength(path) }));
  return emptied(doc, kept).flatMap((group): TextEdit | readonly TextEdit[] => {
    const [first] = group;
    if (group.length > 1 || !first) return removals(doc, writtenOf(group));
    return (first.entry && removal(doc, first.entry, first.keep)) ?? [];
  });
}

/** An entry to be taken out, and how many of its path's first keys stay, whatever is left under them. */
interface Removed extends EntryToRemove {
  readonly keep: number;
}

function byParent(removed: readonly Removed[]): readonly (readonly Removed[])[] {
  const [first] = removed;
  if (first && removed.every(({ path }) => areSiblings(path, first.path))) return [removed];
  const groups = new PathMap<Removed[]>();
  for (const one of removed) groups.getOrAdd(one.path.slice(0, -1), () => []).push(one);
  return groups.values;
}

function areSiblings(path: Path, other: Path): boolean {
  const last = path.length - 1;
  return path.length === other.length && path.every((key, index) => index === last || key === other[index]);
}

/** Groups entries by their parent; where all entries of a map are taken out, the map itself is. */
function emptied(doc: YamlDocument, removed: readonly Removed[]): readonly (readonly Removed[])[] {
  const groups = byParent(removed);
  if (removed.length < 2) return groups;
  let changed = false;
  const result = groups.flatMap((group): readonly Removed[] => {
    const parent = group[0]?.path.slice(0, -1) ?? [];
    const keep = group.reduce((most, one) => Math.max(most, one.keep), Number.NEGATIVE_INFINITY);
    const value = doc.value(parent);
    if (value.kind !== "map" || parent.length <= keep || value.size !== countWritten(group)) return group;
    changed = true;
    return [{ path: parent, entry: writtenEntry(doc, parent), keep }];
  });
  return changed ? emptied(doc, result) : groups;
}

/** How many entries of one map or list are named: what an anchor merges in is none of them. */
function countWritten(group: readonly Removed[]): number {
  return new Set(writtenOf(group).map(({ span }) => span.start)).size;
}

function writtenOf(group: readonly Removed[]): readonly WrittenEntry[] {
  return group.flatMap(({ entry }) => entry ?? []);
}

/** Whether an entry can be taken out: it is written in the map at its path, not in one that an alias stands for. */
export function canRemove(doc: YamlDocument, path: Path): boolean {
  const entry = writtenEntry(doc, path);
  return entry !== undefined && removal(doc, entry, 0) !== undefined;
}

/**
 * The lines of a map's entry as they are written, without their own indentation, to be put in elsewhere.
 *
 * @returns `undefined` when it can't be moved as it is: in flow style, beside another entry on its line, or with an
 * anchor or alias, whose order counts
 */
export function entryLines(doc: YamlDocument, { span: own, parent }: WrittenEntry): readonly string[] | undefined {
  const span = isFlow(parent) ? undefined : blockSpan(doc.text, own);
  if (!span) return undefined;
  const written = doc.text.slice(span.start, span.end).replace(/(?:\r?\n|\r)$/, "");
  if (/(?:^|\s)[&*][\w-]/.test(written)) return undefined;
  const lines = written.split(/\r\n|\n|\r/);
  const indent = /^ */.exec(written)?.[0] ?? "";
  return lines.every((line) => line.startsWith(indent) || line.trim() === "")
    ? lines.map((line) => line.slice(indent.length))
    : undefined;
}

function lastOwnPair(doc: YamlDocument, path: Path, parent: MapNode): Pair | undefined {
  const last = doc.occurrences(path).findLast((pair) => isOwnPair(parent, pair));
  return last ?? (path.at(-1) === "<<" ? parent.pairs.findLast(({ key }) => isMergeKey(key)) : undefined);
}

function sizeOf(parent: MapNode | ListNode): number {
  return parent.kind === "list" ? parent.items.length : parent.pairs.length;
}

/** Where an entry of a map or list is written; `undefined` beyond its ends. */
function siblingAt(doc: YamlDocument, parent: MapNode | ListNode, index: number): Span | undefined {
  if (parent.kind === "list") {
    const item = parent.items[index];
    return item && itemSpan(doc.text, item, parent.items[index - 1], parent.flow);
  }
  const pair = parent.pairs[index];
  return pair && pairSpan(doc, pair);
}

function pairSpan(doc: YamlDocument, { key, colonEnd, value }: Pair, path?: Path): Span {
  const broken = path && doc.broken.length > 0 && doc.value(path).kind === "broken" ? doc.span(path).end : 0;
  return { start: key.propertiesStart, end: Math.max(colonEnd, value.end, isEmpty(value) ? 0 : value.end, broken) };
}

/** An item with its dash; an empty item is its dash alone. */
function itemSpan(text: string, item: Node, previous: Node | undefined, flow: boolean): Span {
  if (flow) return { start: item.propertiesStart, end: item.end };
  const after = previous?.end ?? 0;
  const dash = text.slice(after, item.propertiesStart).lastIndexOf("-");
  const start = dash >= 0 ? after + dash : item.propertiesStart;
  return { start, end: Math.max(item.end, start + 1) };
}

function isFlow({ flow }: MapNode | ListNode): boolean {
  return flow;
}

/** With the comma before it, or the one after it when it is the first. */
function flowSpan(doc: YamlDocument, { span, parent, index }: WrittenEntry): Span {
  const previous = siblingAt(doc, parent, index - 1);
  if (previous) return { start: previous.end, end: span.end };
  const next = siblingAt(doc, parent, index + 1);
  if (next) return { start: span.start, end: next.start };
  return { start: span.start, end: afterComma(doc.text, span.end) };
}

const comma = /\s*,/y;

function afterComma(text: string, end: number): number {
  comma.lastIndex = end;
  return comma.test(text) ? comma.lastIndex : end;
}

/** Whole lines, when nothing else stands on them but a remark. */
function blockSpan(text: string, { start, end }: Span): Span | undefined {
  const from = start - column(text, start);
  if (text.slice(from, start).trim() !== "") return undefined;
  lineTail.lastIndex = end;
  return lineTail.test(text) ? { start: from, end: lineTail.lastIndex } : undefined;
}

const lineTail = /[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r|$)/y;
