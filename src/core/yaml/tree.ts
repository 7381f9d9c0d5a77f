import { isEmpty, type ListNode, type MapNode, type Node, type Pair, type ScalarNode } from "./node.ts";

interface OpenMap {
  readonly node: Mutable<MapNode> & { readonly pairs: Pair[] };
  key: Node | undefined;
  colonEnd: number;
}
type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Open = OpenMap | { readonly node: Mutable<ListNode> & { readonly items: Node[] } };

/** Builds the node tree from what the parser reads, in its order. */
export interface Tree {
  readonly root: Node | undefined;
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

export function createTree(): Tree {
  const open: Open[] = [];
  let root: Node | undefined;

  function place(node: Node): void {
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
        map.node.pairs.push({ key, colonEnd, value });
        map.key = undefined;
      }
    }
  }

  function close(flowEnd?: number): void {
    const { node } = open.pop() as Open;
    if (flowEnd !== undefined) node.end = flowEnd;
    else if (node.kind === "list") node.end = Math.max(node.end, node.items.at(-1)?.end ?? 0);
    else {
      const last = node.pairs.at(-1);
      node.end = Math.max(node.end, last?.colonEnd ?? 0, last?.value.end ?? 0);
    }
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
    if (node.kind === "map") {
      const pairs: Pair[] = [];
      const map = { kind: node.kind, flow, start, end, line, anchor, tag, propertiesStart, pairs };
      place(map);
      open.push({ node: map, key: undefined, colonEnd: 0 });
      return map;
    }
    const items: Node[] = [];
    const list = { kind: node.kind, flow, start, end, line, anchor, tag, propertiesStart, items };
    place(list);
    open.push({ node: list });
    return list;
  }

  return {
    get root() {
      return root;
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
