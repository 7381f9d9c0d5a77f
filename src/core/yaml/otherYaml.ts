import { type CST, Parser } from "yaml";
import { maxDepth } from "../text/limits.ts";
import type { Span } from "../text/span.ts";
import type { FaultReport, OtherFault } from "./otherFault.ts";
import { NodeReader, readEnd } from "./otherNodes.ts";

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

/** Reads the YAML of another tool, as YAML 1.2; never throws. Spans are UTF-16 offsets. */
export function readOtherYaml(text: string): OtherYaml {
  const faults: OtherFault[] = [];
  const report: FaultReport = (kind, start) => void faults.push({ kind, start });
  const reader = new NodeReader(text, report);
  const roots: OtherNode[] = [];
  let hasDocument = false;
  let handles: Map<string, string> | undefined;
  for (const token of tokensOf(text, () => (reader.beyond = "depth"))) {
    if (token.type === "directive") {
      handles ??= new Map(tagHandles);
      readDirective(token, handles, report);
    } else if (token.type === "error") report("syntax", token.offset);
    else if (token.type === "doc-end") {
      if (hasDocument) readEnd(token.end, token.offset, report);
      else report("syntax", token.offset);
    } else if (token.type === "document") {
      cutDeep(token);
      const root = reader.document(token, handles ?? tagHandles);
      if (root) roots.push(root);
      const isMarked = token.start.some(({ type }) => type === "doc-start");
      if (handles && !isMarked) report("directive", token.offset);
      hasDocument = true;
      handles = undefined;
    }
  }
  const fault = [...faults, ...reader.unknown].reduce<OtherFault | undefined>(
    (first, one) => (first === undefined || one.start < first.start ? one : first),
    undefined,
  );
  // In comments and marks of documents alone there is nothing to be wrong.
  return { roots, fault: hasDocument ? fault : undefined, beyond: reader.beyond };
}

/** Stops where a text is nested far deeper than is kept: the parser closes blocks by recursion, and has no bound. */
class BoundedParser extends Parser {
  override next(source: string): Generator<CST.Token, void> {
    if (this.stack.length > 10 * maxDepth) throw new TooDeep();
    return super.next(source);
  }
}

class TooDeep extends Error {}

/** The documents of a text and what is between them, up to one that is nested too deep. */
function* tokensOf(text: string, onTooDeep: () => void): Iterable<CST.Token> {
  try {
    yield* new BoundedParser().parse(text);
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error;
    onTooDeep();
  }
}

/** What a document may write before the names of its tags, and what that stands for. */
const tagHandles: ReadonlyMap<string, string> = new Map([["!!", "tag:yaml.org,2002:"]]);

function readDirective({ source, offset }: CST.Directive, handles: Map<string, string>, report: FaultReport): void {
  const [name, ...parts] = source.trim().split(/[ \t]+/);
  const [first = "", prefix] = parts;
  if (name === "%TAG") {
    if (parts.length !== 2) report("directive", offset);
    if (prefix !== undefined) handles.set(first, prefix);
  } else if (name === "%YAML") {
    if (parts.length !== 1) report("directive", offset);
    else if (!/^\d+\.\d+$/.test(first)) report("directive", offset + 6);
  }
}

/** Empties what is nested deeper than is kept: nodes are read by recursion. */
function cutDeep({ value }: CST.Document): void {
  let level: readonly (CST.Token | null | undefined)[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    const collections = level.flatMap((token) => (token && "items" in token ? token : []));
    if (depth > maxDepth) for (const { items } of collections) items.length = 0;
    level = collections.flatMap(({ items }) => items.flatMap(({ key, value: own }) => [key, own]));
  }
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
