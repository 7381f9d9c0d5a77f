/** How a scalar is written. */
export type ScalarStyle = "plain" | "single" | "double" | "block";

/** Where a node is written, and with what before it. */
export interface Written {
  /** Where the content starts: after anchor and tag. All offsets are UTF-16 offsets of the parsed text. */
  readonly start: number;
  /** Where the content ends: before the line breaks that follow a block scalar. */
  readonly end: number;
  /** Line, from 0, of the node with its anchor and tag, as yaml.v2 counts lines. */
  readonly line: number;
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
  /** Where the first of anchor and tag starts; the start of the content when there are none. */
  readonly propertiesStart: number;
}

export interface ScalarNode extends Written {
  readonly kind: "scalar";
  readonly style: ScalarStyle;
  /** The text after folding and unescaping; of a plain scalar, as it is written. */
  readonly value: string;
  /** Whether the scalar is plain, or has the tag `!`: only then its text decides its type. */
  readonly implicit: boolean;
  /** Where the line breaks end that belong to a block scalar; the end of any other. */
  readonly blockEnd: number;
}

export interface Pair {
  /** Which of the pairs of its map it is. */
  readonly index: number;
  readonly key: Node;
  /** The offset after the `:`; the end of the key where there is none. */
  readonly colonEnd: number;
  readonly value: Node;
}

export interface MapNode extends Written {
  readonly kind: "map";
  readonly flow: boolean;
  readonly pairs: readonly Pair[];
}

export interface ListNode extends Written {
  readonly kind: "list";
  readonly flow: boolean;
  readonly items: readonly Node[];
}

export interface AliasNode extends Written {
  readonly kind: "alias";
  readonly name: string;
  /** The anchored node; `undefined` only in a text that k3s can't read. */
  readonly target: Node | undefined;
}

/** A node of the first document. What is left empty, as after `key:`, is a plain scalar of no length. */
export type Node = ScalarNode | MapNode | ListNode | AliasNode;

/** Whether nothing is written for a node, not even quotes. */
export function isEmpty(node: Node): boolean {
  return node.kind === "scalar" && node.style === "plain" && node.start === node.end;
}

/** True if a pair is written in a map itself; false for one that an alias or a merge brings there. */
export function isOwnPair({ pairs }: MapNode, pair: Pair): boolean {
  return pairs[pair.index] === pair;
}

/** The anchored node for an alias, any other node itself. */
export function resolved(node: Node): Node | undefined {
  return node.kind === "alias" ? node.target : node;
}

/** Whether a key is the merge key `<<` (yaml.v2 `isMerge`). */
export function isMergeKey(key: Node): boolean {
  return key.kind === "scalar" && key.value === "<<" && (key.implicit || key.tag === "tag:yaml.org,2002:merge");
}
