import { maxAliased } from "../text/limits.ts";
import type { AliasNode, Node } from "./node.ts";

/** Counts the nodes of a document while it is read, each alias with all that it stands for, without following any. */
export interface Expansion {
  /** Counts one node. */
  node(): void;
  /** Counts what an alias stands for once more; an anchored node that is not yet read to its end contains itself. */
  alias(target: Node | undefined): void;
  /** Counts again what was counted since an earlier `total()`: a merge puts it into another map. */
  again(since: number): void;
  /** What was counted so far. */
  total(): number;
  /** Remembers what an anchored node comes to, counted since an earlier `total()`. */
  anchored(node: Node, since: number): void;
  /** What aliases and merges come to. */
  added(): number;
}

export function createExpansion(): Expansion {
  const sizes = new Map<Node, number>();
  let counted = 0;
  let added = 0;
  // Past the limit nothing is added any more: what such a text stands for soon has no number.
  const add = (count: number): void => {
    if (added > maxAliased) return;
    const most = Math.min(count, maxAliased + 1);
    counted += most;
    added += most;
  };
  return {
    node() {
      counted++;
    },
    alias: (target) => add(target ? (sizes.get(target) ?? Number.POSITIVE_INFINITY) : 1),
    again: (since) => add(counted - since),
    total: () => counted,
    anchored(node, since) {
      sizes.set(node, counted - since);
    },
    added: () => added,
  };
}

/**
 * Takes the targets away from all aliases of a document in which they stand for too much, so that none who reads it
 * follows them.
 *
 * @returns the targets; `undefined` for a document that is left as it is
 */
export function hiddenTargets(aliases: readonly AliasNode[], added: number): ReadonlyMap<AliasNode, Node> | undefined {
  if (added <= maxAliased) return undefined;
  const hidden = new Map<AliasNode, Node>();
  for (const alias of aliases) {
    if (alias.target) hidden.set(alias, alias.target);
    (alias as { target: Node | undefined }).target = undefined;
  }
  return hidden;
}
