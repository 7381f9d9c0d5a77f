import type { AliasNode, Node } from "./node.ts";

/** Why k3s can't read a text at all. */
export interface Failure {
  /**
   * What k3s logs, as `yaml: line 4: did not find expected key`. The line can be one too low. Source:
   * docs/how-k3s-reads-it/yaml.md#syntax-errors.
   */
  readonly message: string;
  /** UTF-16 offset where yaml.v2 stopped: the fault is there or before it. */
  readonly offset: number;
}

export interface FirstDocument {
  /** The root node; `undefined` for a text without one. */
  readonly root: Node | undefined;
  readonly failure: Failure | undefined;
  /** Aliases that were read, each with its target, but see `hidden`. */
  readonly aliases: readonly AliasNode[];
  /** What the aliases mean where they stand for too much to be followed: none of them has a target then. */
  readonly hidden: ReadonlyMap<AliasNode, Node> | undefined;
  /** Whether what is nested deeper than `maxDepth` was left out. */
  readonly tooDeep: boolean;
  /** What follows the first document, which is all that k3s reads: another document, or text that is ignored. */
  readonly rest: { readonly kind: "document" | "text"; readonly offset: number } | undefined;
}

/** The node that an alias stands for, also where it is hidden from those who follow aliases. */
export function targetOf({ hidden }: Pick<FirstDocument, "hidden">, alias: AliasNode): Node | undefined {
  return alias.target ?? hidden?.get(alias);
}
