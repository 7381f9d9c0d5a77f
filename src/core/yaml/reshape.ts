import { lineStop } from "../text/lines.ts";
import type { TextEdit } from "../text/span.ts";
import type { Path, YamlDocument } from "./document.ts";
import { column, lineEnd } from "./layout.ts";
import { isOwnPair, type MapNode, type Pair } from "./node.ts";

/**
 * Puts the value at a path under a new key, by insertions alone: `h: [a]` becomes `h:` with `key: [a]` below it.
 *
 * @returns no edit for what can't be so nested: an empty value, or one over several lines that is no block collection
 */
export function nested(doc: YamlDocument, path: Path, under: string): readonly TextEdit[] {
  const { text } = doc;
  const { node, pair } = doc.node(path) ?? {};
  const parent = doc.node(path.slice(0, -1))?.node;
  if (!node || !pair || parent?.kind !== "map" || !isOwnPair(parent, pair) || node.end <= pair.colonEnd) return [];
  const insert = (at: number, inserted: string): TextEdit => ({ start: at, end: at, text: inserted });
  if (parent.flow) return [insert(pair.colonEnd, ` {${under}:`), insert(node.end, "}")];
  const outer = column(text, pair.key.start);
  const step = doc.indentStep;
  const head = (indent: number): TextEdit => insert(pair.colonEnd, `${lineEnd(text)}${" ".repeat(indent)}${under}:`);
  if ((node.kind !== "map" && node.kind !== "list") || node.flow) {
    const written = text.slice(pair.colonEnd, node.end);
    const below = /^[ \t]*(?:#[^\r\n]*)?[\r\n]/.test(written);
    const folded = node.kind === "scalar" && /[\r\n]/.test(written);
    return below || folded ? [] : [head(outer + step)];
  }
  const inner = column(text, node.start);
  const indent = inner > outer ? inner : outer + step;
  const shift = node.kind === "map" ? indent + step - inner : indent - inner;
  const first = node.start - inner;
  const lines = lineStarts(text, first, node.end);
  if (lines.some((start) => text[start] === "\t")) return [];
  const shifted = lines.filter((start) => shift > 0 && lineStop(text, start) > start);
  return [head(indent), ...shifted.map((start) => insert(start, " ".repeat(shift)))];
}

/**
 * Blanks the dashes of a block list of maps, so that one map is left of it.
 *
 * @returns no edit when an item is no block map on its dash's line, the columns differ, or a key would be repeated
 */
export function withoutDashes(doc: YamlDocument, path: Path): readonly TextEdit[] {
  const { text } = doc;
  const list = doc.node(path)?.node;
  if (list?.kind !== "list" || list.flow || list.items.length === 0) return [];
  const keys = new Set<string>();
  const edits: TextEdit[] = [];
  for (const item of list.items) {
    if (item.kind !== "map" || item.flow || item.propertiesStart !== item.start) return [];
    const dash = text.lastIndexOf("-", item.start - 1);
    if (dash < 0 || !/^[ \t]+$/.test(text.slice(dash + 1, item.start))) return [];
    for (const pair of item.pairs) {
      const key = pair.key.kind === "scalar" ? pair.key.value : undefined;
      if (key === undefined || keys.has(key)) return [];
      keys.add(key);
    }
    edits.push({ start: dash, end: dash + 1, text: " " });
  }
  const columns = new Set(list.items.map((item) => column(text, item.start)));
  return columns.size === 1 ? edits : [];
}

/**
 * Moves what stands under the later occurrences of a repeated key to the end of what stands under the first.
 *
 * @returns no edit when one of them is no block map, has an anchor or a remark behind its key, or stands elsewhere
 */
export function joined(doc: YamlDocument, path: Path): readonly TextEdit[] {
  const { text } = doc;
  const parent = doc.node(path.slice(0, -1))?.node;
  const [first, ...later] = doc.occurrences(path);
  if (parent?.kind !== "map" || parent.flow || !first || later.length === 0) return [];
  const target = blockBelow(text, parent, first);
  if (!target) return [];
  const edits: TextEdit[] = [];
  const moved: string[] = [];
  for (const pair of later) {
    const map = blockBelow(text, parent, pair);
    if (!map) return [];
    const start = pair.key.start - column(text, pair.key.start);
    const stop = lineStop(text, map.end);
    const from = column(text, map.start);
    const body = text.slice(lineStop(text, pair.colonEnd), stop).replace(/^(?:\r\n|\n|\r)/, "");
    const lines = body
      .split(/\r\n|\n|\r/)
      .map((line) => (line.trim() === "" ? line : reindented(line, from, column(text, target.start))));
    if (lines.includes(undefined)) return [];
    for (const line of lines) moved.push(line as string);
    edits.push({ start, end: stop + (/^(?:\r\n|\n|\r)/.exec(text.slice(stop, stop + 2))?.[0].length ?? 0), text: "" });
  }
  const eol = lineEnd(text);
  const at = lineStop(text, target.end);
  return [{ start: at, end: at, text: `${eol}${moved.join(eol)}` }, ...edits];
}

/** The block map under a pair of a block map, when nothing else stands on the lines of both. */
function blockBelow(text: string, parent: MapNode, pair: Pair): MapNode | undefined {
  const { key, colonEnd, value } = pair;
  if (!isOwnPair(parent, pair) || value.kind !== "map" || value.flow) return undefined;
  if (!/^[ \t]*[\r\n]/.test(text.slice(colonEnd, value.propertiesStart))) return undefined;
  const before = text.slice(key.start - column(text, key.start), key.start);
  const after = text.slice(value.end, lineStop(text, value.end));
  const whole = text.slice(colonEnd, value.end);
  if (before.trim() !== "" || !/^[ \t]*(?:#.*)?$/.test(after) || /(?:^|\s)(?:[&*][\w-]|[|>]\d?\+)/.test(whole))
    return undefined;
  return value.propertiesStart === value.start ? value : undefined;
}

function reindented(line: string, from: number, to: number): string | undefined {
  if (to >= from) return " ".repeat(to - from) + line;
  const cut = from - to;
  return line.slice(0, cut).trim() === "" ? line.slice(cut) : undefined;
}

/** Offsets where the lines of a span start, that of its first line included. */
function lineStarts(text: string, start: number, end: number): readonly number[] {
  const starts = [start];
  for (const match of text.slice(start, end).matchAll(/\r\n|\n|\r/g))
    starts.push(start + match.index + match[0].length);
  return starts;
}
