import type { Ranges } from "./characters.ts";

/** Where a pattern matches without taking a character. */
export type Condition = "textStart" | "textEnd" | "lineStart" | "lineEnd" | "wordBoundary" | "noWordBoundary";

/** A regular expression, read. Groups that capture nothing are gone: their body stands in their place. */
export type Node = Size &
  (
    | { readonly kind: "empty" }
    | { readonly kind: "char"; readonly ranges: Ranges }
    | { readonly kind: "condition"; readonly condition: Condition }
    | { readonly kind: "group"; readonly index: number; readonly body: Node }
    | { readonly kind: "concat" | "alternate"; readonly parts: readonly Node[] }
    | Repeat
  );

export interface Repeat {
  readonly kind: "repeat";
  readonly min: number;
  /** -1 for no limit. */
  readonly max: number;
  readonly greedy: boolean;
  /** Whether it is written with braces; Go counts only these against its limit. */
  readonly counted: boolean;
  readonly body: Node;
}

/** What Go limits. */
interface Size {
  /** The nodes from the top to the deepest leaf. */
  readonly height: number;
  /** The instructions that Go makes of it. */
  readonly instructions: number;
}

export const emptyNode: Node = { kind: "empty", height: 1, instructions: 1 };

export function charNode(ranges: Ranges): Node {
  return { kind: "char", ranges, height: 1, instructions: 1 };
}

export function conditionNode(condition: Condition): Node {
  return { kind: "condition", condition, height: 1, instructions: 1 };
}

export function groupNode(index: number, body: Node): Node {
  return { kind: "group", index, body, height: body.height + 1, instructions: body.instructions + 2 };
}

export function joinNode(kind: "concat" | "alternate", parts: readonly Node[]): Node {
  const [only] = parts;
  if (!only) return emptyNode;
  if (parts.length === 1) return only;
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  const sum = flat.reduce((total, { instructions }) => total + instructions, 0);
  return {
    kind,
    parts: flat,
    height: 1 + flat.reduce((highest, { height }) => Math.max(highest, height), 0),
    instructions: sum + (kind === "alternate" ? flat.length - 1 : 0),
  };
}

export function repeatNode(repeat: Repeat): Node {
  const { min, max, counted, body } = repeat;
  const one = body.instructions;
  const simple = min === 0 && max === -1 ? 2 + one : 1 + one;
  const copies = max === -1 ? 1 + min * one : max * one + max - min;
  return {
    ...repeat,
    height: body.height + 1,
    instructions: Math.max(1, counted && !(min === 0 && max === -1) ? copies : simple),
  };
}

/** Whether no piece of a tree would be there more than `limit` times when braces inside braces are written out. */
export function copiesWithin(node: Node, limit: number): boolean {
  let rest = limit;
  if (node.kind === "repeat" && node.counted) {
    if (node.max === 0) return true;
    const copies = node.max < 0 ? node.min : node.max;
    if (copies > rest) return false;
    if (copies > 0) rest = Math.floor(rest / copies);
  }
  if (node.kind === "repeat" || node.kind === "group") return copiesWithin(node.body, rest);
  if (node.kind === "concat" || node.kind === "alternate") return node.parts.every((part) => copiesWithin(part, rest));
  return true;
}
