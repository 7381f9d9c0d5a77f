import { maxDepth } from "../text/limits.ts";
import { createExpansion, type Expansion } from "./expansion.ts";
import {
  isEmpty,
  isMergeKey,
  type ListNode,
  type MapNode,
  type Node,
  type Pair,
  type ScalarNode,
  type Written,
} from "./node.ts";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type OpenNode = (Mutable<MapNode> & { readonly pairs: Pair[] }) | (Mutable<ListNode> & { readonly items: Node[] });

/** A collection that is not yet read to its end. One shape for maps and lists: all nodes pass through it. */
interface Open {
  readonly node: OpenNode;
  /** The key of a map whose value comes next, and where its colon ends. */
  key: Node | undefined;
  colonEnd: number;
  /** What was counted before the collection. */
  readonly begun: number;
  /** Whether a merge (`<<`) puts it into the map around it. */
  readonly merged: boolean;
}

/**
 * The node tree, built from what the productions read, in its order: https://yaml.org/spec/1.1/#id860452 (3.1.5.
 * Compose).
 */
export interface Tree {
  root: Node | undefined;
  /** Whether what is nested deeper than `maxDepth` was left out. */
  tooDeep: boolean;
  readonly open: Open[];
  /** Is told of every node. */
  readonly expansion: Expansion;
}

export function createTree(): Tree {
  return { root: undefined, tooDeep: false, open: [], expansion: createExpansion() };
}

/** Adds a scalar or an alias where the next node belongs: as an item, a key or a value. */
export function placeNode(tree: Tree, node: Node): void {
  const { expansion } = tree;
  const begun = expansion.total();
  expansion.node();
  if (node.kind === "alias") expansion.alias(node.target);
  else if (node.kind === "scalar" && node.anchor !== undefined) expansion.anchored(node, begun);
  attach(tree, node);
}

/** Adds a scalar for which nothing is written. */
export function placeEmpty(tree: Tree, offset: number, line: number): void {
  placeNode(tree, emptyScalar(offset, line, true));
}

/** Says where the colon of the current key ends. */
export function endColon(tree: Tree, offset: number): void {
  (tree.open[tree.open.length - 1] as Open).colonEnd = offset;
}

/**
 * Adds a collection and goes into it. The nodes are written out: measured, a spread takes a fifth of all the time of
 * parsing.
 */
export function openCollection(tree: Tree, kind: "map" | "list", flow: boolean, written: Written): Node {
  const { start, end, line, anchor, tag, propertiesStart } = written;
  const key = tree.open[tree.open.length - 1]?.key;
  const begun = tree.expansion.total();
  const merged = key !== undefined && isMergeKey(key);
  tree.expansion.node();
  const node: OpenNode =
    kind === "map"
      ? { kind, flow, start, end, line, anchor, tag, propertiesStart, pairs: [] }
      : { kind, flow, start, end, line, anchor, tag, propertiesStart, items: [] };
  attach(tree, node);
  tree.open.push({ node, key: undefined, colonEnd: 0, begun, merged });
  return node;
}

/** Leaves the innermost collection; a block collection ends where its last content does. */
export function closeCollection(tree: Tree, flowEnd?: number): void {
  const { open, expansion } = tree;
  const { node, begun, merged } = open.pop() as Open;
  if (flowEnd !== undefined) node.end = flowEnd;
  else if (node.kind === "list") node.end = Math.max(node.end, node.items.at(-1)?.end ?? 0);
  else {
    const last = node.pairs.at(-1);
    node.end = Math.max(node.end, last?.colonEnd ?? 0, last?.value.end ?? 0);
  }
  if (merged) expansion.again(begun);
  if (node.anchor !== undefined) expansion.anchored(node, begun);
  if (open.length >= maxDepth) cut(tree, node);
}

function attach(tree: Tree, node: Node): void {
  const parent = tree.open[tree.open.length - 1];
  if (!parent) tree.root = node;
  else if (parent.node.kind === "list") parent.node.items.push(node);
  else if (parent.key === undefined) {
    parent.key = node;
    parent.colonEnd = node.end;
  } else {
    const { key, colonEnd } = parent;
    const nothing = isEmpty(node) && node.propertiesStart === node.start;
    const value = nothing ? emptyScalar(colonEnd, node.line, (node as ScalarNode).implicit) : node;
    const { pairs } = parent.node;
    pairs.push({ index: pairs.length, key, colonEnd, value });
    parent.key = undefined;
  }
}

/** Without what is deeper, all who walk the tree may do so by recursion. */
function cut(tree: Tree, node: OpenNode): void {
  const children: unknown[] = node.kind === "list" ? node.items : node.pairs;
  if (children.length > 0) tree.tooDeep = true;
  children.length = 0;
}

function emptyScalar(offset: number, line: number, implicit: boolean): ScalarNode {
  return {
    kind: "scalar",
    style: "plain",
    value: "",
    implicit,
    blockEnd: offset,
    start: offset,
    end: offset,
    line,
    anchor: undefined,
    tag: undefined,
    propertiesStart: offset,
  };
}
