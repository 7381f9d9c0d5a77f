import type { Span } from "../text/span.ts";
import type { BrokenCredential } from "./brokenCredential.ts";
import type { Located, Path, Value } from "./document.ts";
import { type KeyIndex, mapsOf, pairsOf } from "./keyIndex.ts";
import { isEmpty, type ListNode, type MapNode, type Node, type Pair, resolved } from "./node.ts";
import { nulls } from "./resolve.ts";
import { hasTemplate, startsTemplate } from "./template.ts";

/** What a text was read into, and what is needed to find something in it. */
export interface Content {
  readonly text: string;
  /** The last path that was looked up, with the value at each of its keys: the next path usually begins the same way. */
  readonly last: { readonly path: Path[number][]; readonly located: (Located | undefined)[] };
  readonly root: Located | undefined;
  readonly keys: KeyIndex;
  /** See `FileFormat`. */
  readonly keepsRepeated: (path: Path) => boolean;
  /** The broken credentials, by the offset at which the parser sees a value instead. */
  readonly brokenAt: ReadonlyMap<number, BrokenCredential>;
  /** The names of groups in a text with template expressions; `undefined` for any other text. */
  readonly templateGroups: ReadonlySet<string> | undefined;
}

/** What stands at a path. */
export function locate(content: Content, path: Path): Located | undefined {
  const { last } = content;
  const { length } = path;
  let same = 0;
  while (same < length && same < last.path.length && path[same] === last.path[same]) same++;
  if (same < length) {
    last.path.length = same;
    last.located.length = same;
  }
  let located = same === 0 ? content.root : last.located[same - 1];
  for (; located && same < length; same++) {
    located = child(content, located, path, same + 1);
    last.path.push(path[same] as Path[number]);
    last.located.push(located);
  }
  return located;
}

/** What stands at the first `length` keys of a path, of which the parent is the last but one. */
export function child(content: Content, parent: Located, path: Path, length = path.length): Located | undefined {
  const key = path[length - 1] as string | number;
  if (parent.resolved?.kind === "list") {
    const item = typeof key === "number" ? parent.resolved.items[key] : undefined;
    return item && at(undefined, item);
  }
  const pairs = pairsOf(content.keys, parent.maps, String(key));
  const pair = pairs.at(-1);
  if (!pair) return undefined;
  if (pairs.length === 1 || !content.keepsRepeated(path.slice(0, length))) return at(pair, pair.value);
  return at(pair, pair.value, mapsOf(content.keys, pairs));
}

/** A node with its place, an alias followed. */
export function at(pair: Pair | undefined, node: Node, maps?: readonly MapNode[]): Located {
  const target = resolved(node);
  return { pair, node, resolved: target, maps: maps ?? (target?.kind === "map" ? [target] : noMaps) };
}

const noMaps: readonly MapNode[] = [];

/** Where a credential that breaks the YAML around it is written, when the parser sees this value instead of it. */
export function brokenSpan({ brokenAt }: Content, { node, pair }: Located): Span | undefined {
  if (brokenAt.size === 0) return undefined;
  return isEmpty(node) && pair ? brokenAt.get(pair.colonEnd) : brokenAt.get(node.start);
}

/** Where a value is written; its key, where nothing is. */
export function spanOf(content: Content, located: Located): Span {
  const { node, pair } = located;
  const wide = brokenSpan(content, located);
  if (wide) return { start: wide.start, end: wide.end };
  if (!isEmpty(node)) return { start: node.start, end: node.end };
  if (node.propertiesStart < node.start) return { start: node.propertiesStart, end: node.end };
  return pair ? { start: pair.key.start, end: pair.key.end } : { start: 0, end: 0 };
}

/** What a value is to k3s. */
export function describe(content: Content, located: Located | undefined): Value {
  if (!located) return { kind: "missing" };
  const { node, resolved: target, maps } = located;
  if (brokenSpan(content, located)) return { kind: "broken" };
  if (content.templateGroups && !isEmpty(node)) {
    const source = content.text.slice(node.start, node.end);
    const scalar = target?.kind === "scalar" ? target : undefined;
    if (scalar ? hasTemplate(source, content.templateGroups) : isFlow(target) && startsTemplate(source))
      return { kind: "template", text: scalar?.value };
  }
  if (target?.kind === "map") return { kind: "map", flow: target.flow, size: sizeOf(maps) };
  if (target?.kind === "list") return { kind: "list", flow: target.flow, size: target.items.length };
  if (target?.kind !== "scalar") return { kind: "null" };
  if (target.style === "plain" && target.tag === undefined && nulls.has(target.value)) return { kind: "null" };
  if (isEmpty(target)) return { kind: "null" };
  return { kind: "scalar", style: target.style, text: target.value };
}

function isFlow(node: Node | undefined): node is MapNode | ListNode {
  return (node?.kind === "map" || node?.kind === "list") && node.flow;
}

function sizeOf(maps: readonly MapNode[]): number {
  return maps.reduce((size, { pairs }) => size + pairs.length, 0);
}
