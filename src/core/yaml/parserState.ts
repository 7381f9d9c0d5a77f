import { YamlFailure } from "./cursor.ts";
import type { AliasNode, Node } from "./node.ts";
import { peek, skip } from "./scanner.ts";
import { createScanner, type Scanner } from "./scannerState.ts";
import type { SourceText } from "./source.ts";
import type { Token } from "./tokens.ts";
import { closeCollection, createTree, placeEmpty, type Tree } from "./tree.ts";

/** Which production reads the next token. */
export type State =
  | "document-content"
  | "block-node"
  | "block-sequence-first"
  | "block-sequence"
  | "indentless-sequence"
  | "block-mapping-first"
  | "block-mapping"
  | "block-mapping-value"
  | "flow-sequence-first"
  | "flow-sequence"
  | "flow-pair-key"
  | "flow-pair-value"
  | "flow-pair-end"
  | "flow-mapping-first"
  | "flow-mapping"
  | "flow-mapping-value"
  | "flow-mapping-empty-value"
  | "end";

/** What the productions know. Each reads tokens, adds to the tree, and returns the state that comes after it. */
export interface Parser {
  readonly scanner: Scanner;
  readonly tree: Tree;
  /** Where to go on after each node that is not yet read to its end, the innermost last. */
  readonly states: State[];
  readonly anchors: Map<string, Node>;
  /** The prefix that each handle of a tag stands for. */
  readonly handles: Map<string, string>;
  readonly aliases: AliasNode[];
  readonly keepsUnknownAliases: boolean;
}

/** @param keepsUnknownAliases whether an alias without an anchor is an alias of nothing, and no failure */
export function createParser(source: SourceText, keepsUnknownAliases: boolean): Parser {
  return {
    scanner: createScanner(source),
    tree: createTree(),
    states: ["end"],
    anchors: new Map(),
    handles: new Map(),
    aliases: [],
    keepsUnknownAliases,
  };
}

/** Stops as yaml.v2's parser does. */
export function failAt(problem: string, { line, start }: Token): never {
  // A parser error has the line counted from 0, so that it is one too low, and none on the first line.
  throw new YamlFailure(line === 0 ? problem : `line ${line}: ${problem}`, start);
}

/** Goes past the token that is next and gives the one after it. */
export function nextToken({ scanner }: Parser): Token {
  skip(scanner);
  return peek(scanner);
}

/** Ends a node. */
export function leave(p: Parser): State {
  return p.states.pop() ?? "end";
}

/**
 * Adds a node for which nothing is written. Source: `yaml_parser_process_empty_scalar`;
 * https://yaml.org/spec/1.1/#id902919 (8.5. Complete Nodes).
 */
export function empty(p: Parser, offset: number, line: number, after: State): State {
  placeEmpty(p.tree, offset, line);
  return after;
}

/** Ends a collection. */
export function close(p: Parser, flowEnd?: number): State {
  closeCollection(p.tree, flowEnd);
  return leave(p);
}
