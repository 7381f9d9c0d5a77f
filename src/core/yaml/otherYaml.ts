import { Composer, CST, isAlias, isMap, isScalar, isSeq, Parser, Scalar } from "yaml";
import { maxAliased, maxDepth } from "../text/limits.ts";
import type { Span } from "../text/span.ts";

/**
 * A node of a YAML file that is not a registries.yaml, without its anchor and without tags other than `!!binary`. Scalars are
 * strings, whatever they mean.
 */
export type OtherNode = OtherScalar | OtherMap | OtherList | OtherAlias;

export interface OtherAlias extends Span {
  readonly kind: "alias";
  readonly name: string;
  /** The anchored node; `undefined` if there is none before it, it contains the alias, or aliases stand for too much. */
  readonly target: OtherNode | undefined;
}

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
  /** The first fault that was found in it. */
  readonly fault: OtherFault | undefined;
  /** Why a part of it is not here: aliases that stand for too much are followed nowhere, too deep nesting is cut. */
  readonly beyond: "aliases" | "depth" | undefined;
}

export interface OtherFault extends Span {
  /** That of the reader, or `UNKNOWN_ALIAS`. */
  readonly code: string;
  /** In the words of the reader. */
  readonly message: string;
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
  const tokens = [...new Parser().parse(text)];
  for (const token of tokens) if (token.type === "document") cutDeep(token);
  const documents = [...new Composer(asStrings).compose(tokens)];
  const reader = new Reader(text);
  const roots = documents.flatMap(({ contents }) => reader.document(contents) ?? []);
  const errors = documents.flatMap(({ errors: own }) => own);
  const faults = errors.map(({ code, message, pos: [start, end] }): OtherFault => ({ code, message, start, end }));
  const fault = [...faults, ...reader.faults].reduce<OtherFault | undefined>(
    (first, one) => (first === undefined || one.start < first.start ? one : first),
    undefined,
  );
  return { roots, fault, beyond: reader.beyond };
}

const asStrings: ConstructorParameters<typeof Composer>[0] = {
  schema: "failsafe",
  customTags: [],
  resolveKnownTags: false,
  strict: false,
  uniqueKeys: false,
  logLevel: "silent",
};

/**
 * Empties what is nested deeper than is kept. The package reads nested nodes by recursion, and at the end of its stack V8
 * ends the process where a regular expression has to be compiled.
 */
function cutDeep({ value }: CST.Document): void {
  let level: readonly (CST.Token | null | undefined)[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    const collections = level.flatMap((token) => (CST.isCollection(token) ? token : []));
    if (depth > maxDepth) for (const { items } of collections) items.length = 0;
    level = collections.flatMap(({ items }) => items.flatMap(({ key, value: own }) => [key, own]));
  }
}

/** Reads nodes in the order of the text, and counts what aliases stand for without following any. */
class Reader {
  beyond: OtherYaml["beyond"];
  readonly faults: OtherFault[] = [];
  /** What each name stands for so far, with all that its aliases stand for; `undefined` while it is read. */
  #anchors = new Map<string, { readonly node: OtherNode; readonly size: number } | undefined>();
  #aliases: { target: OtherNode | undefined }[] = [];
  #size = 0;
  #added = 0;

  constructor(readonly text: string) {}

  document(contents: unknown): OtherNode | undefined {
    this.#anchors = new Map();
    this.#aliases = [];
    this.#size = this.#added = 0;
    const root = this.#node(contents, 0);
    if (this.#added > maxAliased) {
      this.beyond ??= "aliases";
      for (const alias of this.#aliases) alias.target = undefined;
    }
    return root;
  }

  #node(node: unknown, depth: number): OtherNode | undefined {
    if (depth > maxDepth) {
      this.beyond ??= "depth";
      return undefined;
    }
    if (isAlias(node)) return this.#alias(node.source, spanOf(node.range));
    const before = this.#size++;
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.#anchors.set(anchor, undefined);
    const read = this.#content(node, depth);
    if (anchor !== undefined && read !== undefined)
      this.#anchors.set(anchor, { node: read, size: this.#size - before });
    return read;
  }

  #alias(name: string, span: Span): OtherAlias {
    const known = this.#anchors.get(name);
    const isInItself = known === undefined && this.#anchors.has(name);
    // Past the limit nothing is added any more: what such a text stands for soon has no number.
    const size = Math.min(isInItself ? Number.POSITIVE_INFINITY : (known?.size ?? 1), maxAliased + 1);
    if (this.#added <= maxAliased) {
      this.#size += size;
      this.#added += size;
    }
    if (known === undefined && !isInItself)
      this.faults.push({ ...span, code: "UNKNOWN_ALIAS", message: "Unresolved alias" });
    const alias = { kind: "alias" as const, name, target: known?.node, ...span };
    this.#aliases.push(alias);
    return alias;
  }

  #content(node: unknown, depth: number): OtherNode | undefined {
    if (isScalar(node)) {
      const { value, type = Scalar.PLAIN } = node;
      // A key without a value.
      if (value === null || node.range?.[0] === node.range?.[1]) return undefined;
      return {
        kind: "scalar",
        value: typeof value === "string" ? this.#asWritten(value, node) : String(node.source ?? ""),
        style: styles[type] ?? "plain",
        ...(node.tag === "tag:yaml.org,2002:binary" ? { binary: true } : {}),
        ...spanOf(node.range),
      };
    }
    if (isMap(node)) {
      const pairs = node.items.flatMap(({ key, value }) => {
        const own = this.#node(key, depth + 1);
        const read = this.#node(value, depth + 1);
        return own === undefined ? [] : [{ key: own, value: read }];
      });
      return { kind: "map", flow: node.flow === true, pairs, ...spanOf(node.range) };
    }
    if (isSeq(node)) {
      const items = node.items.flatMap((item) => this.#node(item, depth + 1) ?? []);
      return { kind: "list", items, ...spanOf(node.range) };
    }
    return undefined;
  }

  /** The reader ends a block string with a line feed even where the file has none. The readers of Go and Python do not. */
  #asWritten(value: string, { type, range }: Scalar): string {
    const isBlock = type === Scalar.BLOCK_LITERAL || type === Scalar.BLOCK_FOLDED;
    const isCut = isBlock && range?.[1] === this.text.length && !/[\r\n]$/.test(this.text);
    return isCut && value.endsWith("\n") ? value.slice(0, -1) : value;
  }
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

/** The anchored node for an alias, any other node itself. */
export function resolved(node: OtherNode | undefined): OtherNode | undefined {
  return node?.kind === "alias" ? node.target : node;
}

/** True for the merge key `<<`. */
export function isMergeKey(key: OtherNode): boolean {
  return key.kind === "scalar" && key.style === "plain" && key.value === "<<";
}
