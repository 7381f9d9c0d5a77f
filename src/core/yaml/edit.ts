import { lineStop } from "../text/lines.ts";
import { applyEdits, type Span, type TextEdit } from "../text/span.ts";
import type { Path, YamlDocument } from "./document.ts";
import { column, lineEnd } from "./layout.ts";
import { isEmpty, isOwnPair, type MapNode, type Node, type Pair } from "./node.ts";
import { insertionsIntoRemoved } from "./overlap.ts";
import { joined, nested, withoutDashes } from "./reshape.ts";
import { type EntryToRemove, entryLines, removalEdits, writtenEntry } from "./restructure.ts";
import { doubleQuoted, keyScalar, singleQuoted, valueScalar } from "./scalar.ts";

/**
 * A value to be written: a text with quotes where they are needed; `{ quoted }`, a text that must stand in single
 * quotes; a boolean.
 */
export type NewValue = string | boolean | { readonly quoted: string } | readonly string[] | NewMap;
export interface NewMap {
  readonly [key: string]: NewValue;
}

/** One change, named by path; it becomes text edits that leave every other byte as it is. */
export type Operation =
  /** Puts a value at a path, with the maps on the way to it where they are missing. Maps are merged. */
  | { readonly set: Path; readonly value: NewValue }
  | { readonly rename: Path; readonly key: string }
  /** Writes a text in the place of a list item, whatever it is now; in the quotes that it has. */
  | { readonly replace: Path; readonly value: string }
  /**
   * Puts a value in the place of one that is wrong, wherever that is written: in an anchor, for all who share it. A value in the
   * place of an alias would take away what else the anchor has, and one beside a merge would leave what k3s can't read.
   */
  | { readonly overwrite: Path; readonly value: NewValue }
  /** Puts all that is written after the key on its line into single quotes, a comment included. */
  | { readonly quoteLine: Path }
  /** Takes out an entry with its lines; of a repeated key the last one, unless a pair of the document is named. */
  | { readonly remove: Path; readonly pair?: Pair }
  /** Puts a block-style entry as it is written, comments included, at the end of another map. See `canMove`. */
  | { readonly move: Path; readonly to: Path }
  /** Puts a value as it is written under a new key of its own: `h: [a]` becomes `h: {key: [a]}`. See `canNest`. */
  | { readonly nest: Path; readonly under: string }
  /** Makes one map of a list of maps by blanking its dashes. See `canUnlist`. */
  | { readonly unlist: Path }
  /** Puts what stands under a repeated key under its first occurrence. See `canJoin`. */
  | { readonly join: Path }
  /** Writes text in the place of a span, for faults of single characters. */
  | { readonly write: Span; readonly text: string };

/**
 * Whether an entry can be moved as it is written: it stands in block style on lines of its own without anchors, and
 * so does the map that it goes to, or that map is not there yet.
 *
 * @param to the path that the entry will have
 */
export function canMove(doc: YamlDocument, path: Path, to: Path): boolean {
  if (doc.value(to).kind !== "missing") return false;
  const entry = writtenEntry(doc, path);
  if (!entry || !entryLines(doc, entry)) return false;
  for (let length = to.length - 1; length >= 0; length--) {
    const parent = doc.value(to.slice(0, length));
    if (parent.kind === "missing") continue;
    if (parent.kind === "null") return length > 0;
    return parent.kind === "map" && !parent.flow && doc.node(to.slice(0, length))?.node.kind === "map";
  }
  return false;
}

/** Whether `nest` can be done by insertions alone. */
export function canNest(doc: YamlDocument, path: Path): boolean {
  return nested(doc, path, "key").length > 0;
}

/** Whether `unlist` can be done: a block list whose items are maps with different keys at the same column. */
export function canUnlist(doc: YamlDocument, path: Path): boolean {
  return withoutDashes(doc, path).length > 0;
}

/** Whether `join` can be done: all occurrences of the key have block maps under them, without anchors. */
export function canJoin(doc: YamlDocument, path: Path): boolean {
  return joined(doc, path).length > 0;
}

/** An entry with its key, as it was written elsewhere; it takes the place of the whole entry. */
class MovedEntry {
  constructor(readonly lines: readonly string[]) {}
}

interface Layout {
  readonly eol: string;
  readonly step: number;
}

/**
 * Turns operations into edits of the document's text. They keep its line ends, indentation, comments and quoting.
 *
 * @param operations on different places of the document
 */
export function operationEdits(doc: YamlDocument, operations: readonly Operation[]): readonly TextEdit[] {
  const tree = emptyMap();
  const layout: Layout = { eol: lineEnd(doc.text), step: doc.indentStep };
  const edits: TextEdit[] = [];
  const removed: EntryToRemove[] = [];
  const add = (more: readonly TextEdit[]): void => {
    for (const edit of more) edits.push(edit);
  };
  for (const operation of operations) {
    if ("set" in operation) plant(tree, operation.set, operation.value);
    else if ("rename" in operation) {
      const span = doc.span(operation.rename, "key");
      const quote = doc.text[span.start];
      const write = quote === "'" ? singleQuoted : quote === '"' ? doubleQuoted : keyScalar;
      edits.push({ ...span, text: write(operation.key) });
    } else if ("replace" in operation) {
      edits.push({
        ...doc.span(operation.replace),
        text: likeBefore(doc.source(operation.replace), operation.value),
      });
    } else if ("overwrite" in operation) {
      const { overwrite: path, value } = operation;
      const pair = doc.node(path)?.pair;
      if (pair === undefined) plant(tree, path, value);
      else edits.push(replaceValue(doc, pair, path, value, false, layout));
    } else if ("remove" in operation)
      removed.push({ path: operation.remove, entry: writtenEntry(doc, operation.remove, operation.pair) });
    else if ("nest" in operation) add(nested(doc, operation.nest, operation.under));
    else if ("unlist" in operation) add(withoutDashes(doc, operation.unlist));
    else if ("join" in operation) add(joined(doc, operation.join));
    else if ("write" in operation) edits.push({ ...operation.write, text: operation.text });
    else if ("move" in operation) {
      const entry = writtenEntry(doc, operation.move);
      const lines = entry && entryLines(doc, entry);
      if (!lines) continue;
      removed.push({ path: operation.move, entry });
      plant(tree, operation.to, new MovedEntry(lines) as unknown as NewMap);
    } else {
      const { start, end } = doc.span(operation.quoteLine);
      const stop = lineStop(doc.text, end);
      edits.push({
        start,
        end: stop,
        text: singleQuoted(doc.text.slice(start, stop).trimEnd()),
      });
    }
  }
  if (removed.length > 0) add(removalEdits(doc, removed, operations.flatMap(targetOf)));
  add(mergeEdits(doc, tree as NewMap));
  return insertionsIntoRemoved(doc.text, edits);
}

/** The path at which an operation puts something in. */
function targetOf(operation: Operation): readonly Path[] {
  return "set" in operation ? [operation.set] : "move" in operation ? [operation.to] : [];
}

/** A text in the quotes of the one that it replaces; without quotes only where a URL can stand so everywhere. */
function likeBefore(source: string, value: string): string {
  if (source.startsWith("'")) return singleQuoted(value);
  const plain =
    source !== "" && !/^["|>[{]/.test(source) && /^https?:\/\/[\w.~-]+(?::\d+)?(?:\/[\w./~-]*)?$/.test(value);
  return plain ? value : doubleQuoted(value);
}

/** Merges a tree of new values into the document: missing keys are added, scalars and lists replaced. */
export function mergeEdits(doc: YamlDocument, tree: NewMap): readonly TextEdit[] {
  if (Object.keys(tree).length === 0) return [];
  const layout: Layout = { eol: lineEnd(doc.text), step: doc.indentStep };
  const root = doc.value([]);
  if (root.kind !== "map") return appendRoot(doc, tree, layout);
  const edits: TextEdit[] = [];
  mergeInto(doc, [], tree, layout, edits);
  return edits;
}

/** Whether a value stands for a map of further values. */
function isNewMap(value: NewValue): value is NewMap {
  return (
    typeof value === "object" &&
    !Array.isArray(value) &&
    !(value instanceof MovedEntry) &&
    typeof (value as { quoted?: unknown }).quoted !== "string"
  );
}

function plant(tree: Record<string, unknown>, path: Path, value: NewValue): void {
  const last = path.length - 1;
  if (last < 0) throw new Error("A value needs a path");
  let map = tree;
  for (const key of path.slice(0, last)) {
    map[key] ??= emptyMap();
    map = map[key] as Record<string, unknown>;
  }
  const key = path[last] as string | number;
  map[key] = isNewMap(value) ? Object.assign(emptyMap(), map[key], value) : value;
}

/** A map without a prototype: keys come from files, and `__proto__` is one like any other. */
function emptyMap(): Record<string, unknown> {
  return Object.create(null);
}

/** Adds the edits for one existing map; deeper insertions come first, so that those at the same offset keep their order. */
function mergeInto(doc: YamlDocument, path: Path, tree: NewMap, layout: Layout, edits: TextEdit[]): void {
  let missing: Record<string, NewValue> | undefined;
  const maps = writtenMaps(doc, path);
  const owned = maps.at(-1);
  for (const key of Object.keys(tree)) {
    const value = tree[key] as NewValue;
    const childPath = [...path, key];
    const pairs = doc.occurrences(childPath);
    const pair = pairs.findLast((one) => one.key.kind === "scalar" && homeOf(one, maps) !== undefined);
    const home = pair && homeOf(pair, maps);
    if (!home) {
      missing ??= emptyMap() as Record<string, NewValue>;
      missing[key] = value;
    } else if (isNewMap(value) && pair.value.kind === "map" && doc.value(childPath).kind === "map")
      mergeInto(doc, childPath, value, layout, edits);
    else edits.push(replaceValue(doc, pair, childPath, value, home.flow, layout));
  }
  if (owned && missing) edits.push(insertion(doc, owned, missing, layout));
}

/** The maps that are written at a path itself: several when its key is repeated and k3s reads all, none for an alias. */
function writtenMaps(doc: YamlDocument, path: Path): readonly MapNode[] {
  const located = doc.node(path);
  if (located?.node.kind !== "map") return [];
  if (located.maps.length < 2) return [located.node];
  const values: readonly (Node | undefined)[] = doc.occurrences(path).map(({ value }) => value);
  return located.maps.filter((map) => values.includes(map));
}

/** The last of some maps in which a pair is written itself. */
function homeOf(pair: Pair, maps: readonly MapNode[]): MapNode | undefined {
  return maps.findLast((map) => isOwnPair(map, pair));
}

function replaceValue(
  doc: YamlDocument,
  pair: Pair,
  path: Path,
  value: NewValue,
  inFlow: boolean,
  layout: Layout,
): TextEdit {
  const { text } = doc;
  const { colonEnd: after, value: old } = pair;
  const { anchor, referenced, tag } = doc.properties(path);
  const keepAnchor = anchor !== undefined && referenced ? ` &${anchor}` : "";
  const seenAt = isEmpty(old) ? after : old.start;
  const end = doc.broken.find((span) => span.seenAt === seenAt)?.end ?? Math.max(after, old.end);
  if (isNewMap(value)) {
    const comment = end > after ? /^[ \t]+#[^\r\n]*/.exec(text.slice(end))?.[0] : undefined;
    if (inFlow) return { start: after, end, text: `${keepAnchor} ${flowMap(value)}` };
    const indent = column(text, pair.key.propertiesStart) + layout.step;
    if (end === after) {
      const stop = lineStop(text, end);
      return { start: stop, end: stop, text: `${layout.eol}${blockMap(value, indent, layout)}` };
    }
    const stop = comment !== undefined ? lineStop(text, end) : end;
    const kept = text.slice(end, stop);
    return {
      start: after,
      end: stop,
      text: `${keepAnchor}${kept}${layout.eol}${blockMap(value, indent, layout)}`,
    };
  }
  const gap = /^[ \t]*/.exec(text.slice(after))?.[0] ?? "";
  const blank = end > after + gap.length && gap !== "" && tag === undefined && anchor === undefined ? gap : " ";
  return { start: after, end, text: `${keepAnchor}${blank}${inline(value)}` };
}

function insertion(doc: YamlDocument, map: MapNode, entries: NewMap, layout: Layout): TextEdit {
  const { text } = doc;
  const last = map.pairs.at(-1);
  if (map.flow) {
    const written = flowEntries(entries);
    const close = map.end - 1;
    if (!last) return { start: close, end: close, text: ` ${written} ` };
    const end = pairEnd(last);
    const keyStart = last.key.propertiesStart;
    const lead = text.slice(keyStart - column(text, keyStart), keyStart);
    const trailingComma = /^\s*,/.test(text.slice(end, close));
    const ownLine = /^[ \t]*$/.test(lead) && /[\r\n]/.test(text.slice(end, close));
    const separator = ownLine ? `${layout.eol}${lead}` : " ";
    if (!trailingComma) return { start: end, end, text: `,${separator}${written}` };
    const comma = end + text.slice(end, close).indexOf(",") + 1;
    return { start: comma, end: comma, text: `${separator}${written},` };
  }
  if (!last) throw new Error("A block map has at least one entry");
  const indent = column(text, (map.pairs[0] ?? last).key.propertiesStart);
  const value = lastScalar(last.value);
  const keeps = value?.kind === "scalar" && /^[|>]\d?\+/.test(text.slice(value.start, value.start + 3));
  const end = keeps ? value.blockEnd : lineStop(text, brokenEnd(doc, pairEnd(last)));
  const body = blockMap(entries, indent, layout);
  const atLineStart = end > 0 && /[\r\n]/.test(text[end - 1] as string);
  return {
    start: end,
    end,
    text: atLineStart ? `${body}${layout.eol}` : `${layout.eol}${body}`,
  };
}

/** The scalar that is written last in a value: a block scalar that keeps its line ends owns the blank lines below it. */
function lastScalar(node: Node | undefined): Node | undefined {
  if (node?.kind === "map") return lastScalar(node.pairs.at(-1)?.value);
  return node?.kind === "list" ? lastScalar(node.items.at(-1)) : node;
}

/** A masked credential is read as two quotes and blanks; text after it must come after its real end. */
function brokenEnd(doc: YamlDocument, end: number): number {
  if (!doc.onlyCredentials) return end;
  return doc.broken.find((span) => span.start <= end && end < span.end)?.end ?? end;
}

function pairEnd({ colonEnd, value }: Pair): number {
  return Math.max(colonEnd, value.end);
}

/** Entries of a document without any; a `null` or `~` makes room for them. */
function appendRoot(doc: YamlDocument, tree: NewMap, layout: Layout): readonly TextEdit[] {
  const body = blockMap(tree, 0, layout);
  const ending = /^\.\.\.[ \t]*$/m.exec(doc.text);
  const root = doc.node([])?.node;
  if (root && doc.value([]).kind !== "null") throw new Error("The root is not a map");
  const offset = ending ? ending.index : doc.text.length;
  const nothing = root && !isEmpty(root) ? [{ start: root.start, end: root.end, text: "" }] : [];
  const before = applyEdits(doc.text.slice(0, offset), nothing);
  const lead = before === "" || /[\r\n\ufeff]$/.test(before) ? "" : layout.eol;
  return [...nothing, { start: offset, end: offset, text: `${lead}${body}${layout.eol}` }];
}

function blockMap(map: NewMap, indent: number, layout: Layout): string {
  const pad = " ".repeat(indent);
  const lines = Object.entries(map).map(([key, value]) => {
    if (value instanceof MovedEntry) return value.lines.map((line) => (line === "" ? "" : pad + line)).join(layout.eol);
    const head = `${pad}${keyScalar(key)}:`;
    if (isNewMap(value)) return `${head}${layout.eol}${blockMap(value, indent + layout.step, layout)}`;
    if (!Array.isArray(value) || value.length === 0) return `${head} ${inline(value)}`;
    const items = value.map((item) => `${pad}${" ".repeat(layout.step)}- ${doubleQuoted(item)}`);
    return [head, ...items].join(layout.eol);
  });
  return lines.join(layout.eol);
}

function flowMap(map: NewMap): string {
  return `{ ${flowEntries(map)} }`;
}

function flowEntries(map: NewMap): string {
  return Object.entries(map)
    .map(([key, value]) => `${keyScalar(key)}: ${isNewMap(value) ? flowMap(value) : inline(value)}`)
    .join(", ");
}

function inline(value: Exclude<NewValue, NewMap> | NewValue): string {
  if (typeof value === "string") return valueScalar(value);
  if (typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return `[${value.map(doubleQuoted).join(", ")}]`;
  if (isNewMap(value)) return flowMap(value);
  return singleQuoted(String((value as { readonly quoted?: unknown }).quoted));
}
