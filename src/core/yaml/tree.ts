import { maxDepth } from "../text/limits.ts";
import type { Expansion } from "./expansion.ts";
import { isEmpty, isMergeKey, type ListNode, type MapNode, type Node, type Pair, type ScalarNode } from "./node.ts";

interface OpenMap {
  readonly node: Mutable<MapNode> & { readonly pairs: Pair[] };
  key: Node | undefined;
  colonEnd: number;
  readonly counting: Counting;
}
type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Open = OpenMap | { readonly node: Mutable<ListNode> & { readonly items: Node[] }; readonly counting: Counting };
interface Counting {
  /** What was counted before the collection. */
  readonly begun: number;
  /** Whether a merge (`<<`) puts it into the map around it. */
  readonly merged: boolean;
}

/** Builds the node tree from what the parser reads, in its order. */
export interface Tree {
  readonly root: Node | undefined;
  /** Whether what is nested deeper than `maxDepth` was left out. */
  readonly tooDeep: boolean;
  /** Adds a node where the next one belongs: as an item, a key or a value. */
  place(node: Node): void;
  /** Adds a scalar for which nothing is written. */
  empty(offset: number, line: number): void;
  /** Adds a collection and goes into it. */
  open(node: Omit<MapNode, "pairs"> | Omit<ListNode, "items">): Node;
  /** Leaves the innermost collection; a block collection ends where its last content does. */
  close(flowEnd?: number): void;
  /** Says where the colon of the current key ends. */
  colonAt(offset: number): void;
}

/** @param expansion is told of every node */
export function createTree(expansion: Expansion): Tree {
  const open: Open[] = [];
  let root: Node | undefined;
  let tooDeep = false;

  function place(node: Node): void {
    const begun = expansion.total();
    expansion.node();
    if (node.kind === "alias") expansion.alias(node.target);
    else if (node.kind === "scalar" && node.anchor !== undefined) expansion.anchored(node, begun);
    attach(node);
  }

  function attach(node: Node): void {
    const parent = open[open.length - 1];
    if (!parent) root = node;
    else if (parent.node.kind === "list") (parent.node as { items: Node[] }).items.push(node);
    else {
      const map = parent as OpenMap;
      if (map.key === undefined) {
        map.key = node;
        map.colonEnd = node.end;
      } else {
        const { key, colonEnd } = map;
        const nothing = isEmpty(node) && node.propertiesStart === node.start;
        const value = nothing ? emptyScalar(colonEnd, node.line, (node as ScalarNode).implicit) : node;
        map.node.pairs.push({ index: map.node.pairs.length, key, colonEnd, value });
        map.key = undefined;
      }
    }
  }

  function close(flowEnd?: number): void {
    const { node, counting } = open.pop() as Open;
    if (flowEnd !== undefined) node.end = flowEnd;
    else if (node.kind === "list") node.end = Math.max(node.end, node.items.at(-1)?.end ?? 0);
    else {
      const last = node.pairs.at(-1);
      node.end = Math.max(node.end, last?.colonEnd ?? 0, last?.value.end ?? 0);
    }
    if (counting.merged) expansion.again(counting.begun);
    if (node.anchor !== undefined) expansion.anchored(node, counting.begun);
    if (open.length >= maxDepth) cut(node);
  }

  /** Without what is deeper, all who walk the tree may do so by recursion. */
  function cut(node: Open["node"]): void {
    const children: unknown[] = node.kind === "list" ? node.items : node.pairs;
    if (children.length > 0) tooDeep = true;
    children.length = 0;
  }

  function empty(offset: number, line: number): void {
    place(emptyScalar(offset, line, true));
  }

  function colonAt(offset: number): void {
    (open[open.length - 1] as OpenMap).colonEnd = offset;
  }

  /** The nodes are written out: measured, a spread takes a fifth of all the time of parsing. */
  function enter(node: Omit<MapNode, "pairs"> | Omit<ListNode, "items">): Node {
    const { flow, start, end, line, anchor, tag, propertiesStart } = node;
    const parent = open[open.length - 1];
    const key = parent && "key" in parent ? parent.key : undefined;
    const counting = { begun: expansion.total(), merged: key !== undefined && isMergeKey(key) };
    expansion.node();
    if (node.kind === "map") {
      const pairs: Pair[] = [];
      const map = { kind: node.kind, flow, start, end, line, anchor, tag, propertiesStart, pairs };
      attach(map);
      open.push({ node: map, key: undefined, colonEnd: 0, counting });
      return map;
    }
    const items: Node[] = [];
    const list = { kind: node.kind, flow, start, end, line, anchor, tag, propertiesStart, items };
    attach(list);
    open.push({ node: list, counting });
    return list;
  }

  return {
    get root() {
      return root;
    },
    get tooDeep() {
      return tooDeep;
    },
    place,
    empty,
    open: enter,
    close,
    colonAt,
  };
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
