import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, Scalar } from "yaml";
import { maxDepth } from "../text/limits.ts";
import type { Span } from "../text/span.ts";

/**
 * A node of a YAML file that is not a registries.yaml, without its anchor and without tags other than `!!binary`. Scalars are
 * strings, whatever they mean.
 */
export type OtherNode = OtherScalar | OtherMap | OtherList | (Span & { readonly kind: "alias"; readonly name: string });

export interface OtherScalar extends Span {
  readonly kind: "scalar";
  readonly value: string;
  readonly style: "plain" | "single" | "double" | "literal" | "folded";
  /** True if it is tagged `!!binary`: base64 of what its reader gets. */
  readonly binary?: true;
}

export interface OtherPair {
  readonly key: OtherNode;
  /** `undefined` if nothing follows the key. */
  readonly value: OtherNode | undefined;
}

export interface OtherMap extends Span {
  readonly kind: "map";
  readonly flow: boolean;
  readonly pairs: readonly OtherPair[];
}

export interface OtherList extends Span {
  readonly kind: "list";
  readonly items: readonly OtherNode[];
}

/** A file as far as it could be read. */
export interface OtherYaml {
  /** The roots of its documents, in order, without empty ones. */
  readonly roots: readonly OtherNode[];
  /** True if no fault was found in it. */
  readonly complete: boolean;
}

const styles: Readonly<Record<string, OtherScalar["style"]>> = {
  [Scalar.PLAIN]: "plain",
  [Scalar.QUOTE_SINGLE]: "single",
  [Scalar.QUOTE_DOUBLE]: "double",
  [Scalar.BLOCK_LITERAL]: "literal",
  [Scalar.BLOCK_FOLDED]: "folded",
};

/** Reads the YAML of another tool, with the reader that the world knows; never throws. Spans are UTF-16 offsets. */
export function readOtherYaml(text: string): OtherYaml {
  try {
    const documents = parseAllDocuments(text, {
      schema: "failsafe",
      customTags: [],
      strict: false,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "silent",
    });
    if (!Array.isArray(documents)) return { roots: [], complete: true };
    const roots = documents.flatMap(({ contents }) => nodeOf(contents, 0) ?? []);
    return { roots, complete: documents.every(({ errors }) => errors.length === 0) };
  } catch (error) {
    // It reads nested nodes by recursion.
    if (error instanceof RangeError) return { roots: [], complete: false };
    throw error;
  }
}

function nodeOf(node: unknown, depth: number): OtherNode | undefined {
  if (depth > maxDepth) return undefined;
  if (isScalar(node)) {
    const { value, type = Scalar.PLAIN } = node;
    // A key without a value.
    if (value === null || node.range?.[0] === node.range?.[1]) return undefined;
    return {
      kind: "scalar",
      value: typeof value === "string" ? value : String(node.source ?? ""),
      style: styles[type] ?? "plain",
      ...(node.tag === "tag:yaml.org,2002:binary" ? { binary: true } : {}),
      ...spanOf(node.range),
    };
  }
  if (isMap(node)) {
    const pairs = node.items.flatMap(({ key, value }) => {
      const own = nodeOf(key, depth + 1);
      return own === undefined ? [] : [{ key: own, value: nodeOf(value, depth + 1) }];
    });
    return { kind: "map", flow: node.flow === true, pairs, ...spanOf(node.range) };
  }
  if (isSeq(node)) {
    const items = node.items.flatMap((item) => nodeOf(item, depth + 1) ?? []);
    return { kind: "list", items, ...spanOf(node.range) };
  }
  if (isAlias(node)) return { kind: "alias", name: node.source, ...spanOf(node.range) };
  return undefined;
}

function spanOf(range: readonly [number, number, number] | null | undefined): Span {
  return { start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
}

/** The value of a key of a map; of a repeated key the last. */
export function fieldOf(node: OtherNode | undefined, key: string): OtherNode | undefined {
  return pairOf(node, key)?.value;
}

/** The pair of a key of a map; of a repeated key the last. */
export function pairOf(node: OtherNode | undefined, key: string): OtherPair | undefined {
  if (node?.kind !== "map") return undefined;
  return node.pairs.findLast(({ key: own }) => own.kind === "scalar" && own.value === key);
}

/** The text of a scalar; `undefined` for any other node. */
export function stringOf(node: OtherNode | undefined): string | undefined {
  return node?.kind === "scalar" ? node.value : undefined;
}
