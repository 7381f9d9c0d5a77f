import { YamlFailure } from "./cursor.ts";
import type { AliasNode, ScalarNode, Written } from "./node.ts";
import { failAt, leave, nextToken, type Parser, type State } from "./parserState.ts";
import { peek, skip } from "./scanner.ts";
import type { Token } from "./tokens.ts";
import { openCollection, placeNode } from "./tree.ts";

// Source: `yaml_parser_parse_node`; https://yaml.org/spec/1.1/#id899622 (8. Nodes).

/** `block_node`: https://yaml.org/spec/1.1/#id903421 (8.5.2. Block Nodes). */
export function blockNode(p: Parser, after?: State): State {
  return node(p, true, false, after);
}

/** `block_node_or_indentless_sequence`: the same, and `-` in the column of the key that it belongs to. */
export function blockNodeOrIndentlessSequence(p: Parser, after: State): State {
  return node(p, true, true, after);
}

/** `flow_node`: https://yaml.org/spec/1.1/#id902924 (8.5.1. Flow Nodes). */
export function flowNode(p: Parser, after: State): State {
  return node(p, false, false, after);
}

/** Reads a node, of a collection its start alone, and then goes on with a state. */
function node(p: Parser, block: boolean, indentless: boolean, after: State | undefined): State {
  if (after) p.states.push(after);
  const first = peek(p.scanner);
  if (first.type === "alias") return alias(p, first);
  const { anchor, tag: tagToken, token } = properties(p, first);
  const tag = tagToken && tagOf(p, tagToken, first);
  const { start, end, type } = token;
  const written = { start, end, line: first.line, anchor, tag, propertiesStart: first.start };
  if (indentless && type === "block-entry") return open(p, "list", false, written, "indentless-sequence");
  if (type === "flow-sequence-start") return open(p, "list", true, written, "flow-sequence-first");
  if (type === "flow-mapping-start") return open(p, "map", true, written, "flow-mapping-first");
  if (block && type === "block-sequence-start") return open(p, "list", false, written, "block-sequence-first");
  if (block && type === "block-mapping-start") return open(p, "map", false, written, "block-mapping-first");

  const scalar = type === "scalar" ? scalarOf(token, written) : nothing(first, tagToken, written);
  if (!scalar) failAt("did not find expected node content", token);
  if (anchor !== undefined) p.anchors.set(anchor, scalar);
  if (type === "scalar") skip(p.scanner);
  placeNode(p.tree, scalar);
  return leave(p);
}

/** `block_collection` and `flow_collection`: https://yaml.org/spec/1.1/#id901659 (8.3. Node Content). */
function open(p: Parser, kind: "map" | "list", flow: boolean, written: Written, inside: State): State {
  const collection = openCollection(p.tree, kind, flow, written);
  if (written.anchor !== undefined) p.anchors.set(written.anchor, collection);
  return inside;
}

/** `ALIAS`: https://yaml.org/spec/1.1/#id902561 (8.4. Alias Nodes). */
function alias(p: Parser, { start, end, line, value: name }: Token): State {
  const target = p.anchors.get(name);
  if (!target && !p.keepsUnknownAliases) throw new YamlFailure(`unknown anchor '${name}' referenced`, start);
  const written = { start, end, line, anchor: undefined, tag: undefined, propertiesStart: start };
  const found: AliasNode = { kind: "alias", name, target, ...written };
  p.aliases.push(found);
  skip(p.scanner);
  placeNode(p.tree, found);
  return leave(p);
}

interface NodeProperties {
  readonly anchor: string | undefined;
  readonly tag: Token | undefined;
  /** The token after them. */
  readonly token: Token;
}

/**
 * `properties`, the anchor and the tag before a node, in either order: https://yaml.org/spec/1.1/#id899622 (8. Nodes).
 */
function properties(p: Parser, first: Token): NodeProperties {
  let anchor: string | undefined;
  let tag: Token | undefined;
  let token = first;
  for (;;) {
    if (token.type === "anchor" && anchor === undefined) anchor = token.value;
    else if (token.type === "tag" && tag === undefined) tag = token;
    else return { anchor, tag, token };
    token = nextToken(p);
  }
}

/** Writes a tag out, its handle replaced: https://yaml.org/spec/1.1/#id900262 (8.2. Node Tags). */
function tagOf(p: Parser, token: Token, { start }: Token): string {
  if (token.value === "") return token.suffix;
  const prefix = p.handles.get(token.value);
  if (prefix === undefined || prefix + token.suffix === "") failAt("found undefined tag handle", { ...token, start });
  return prefix + token.suffix;
}

/** `SCALAR`: https://yaml.org/spec/1.1/#id903915 (9. Scalar Styles). */
function scalarOf({ style, value, blockEnd }: Token, written: Written): ScalarNode {
  const implicit = (written.tag === undefined && style === "plain") || written.tag === "!";
  const { start, end, line, anchor, tag, propertiesStart } = written;
  return { kind: "scalar", style, value, implicit, blockEnd, start, end, line, anchor, tag, propertiesStart };
}

/**
 * An anchor or tag with nothing after it stands for an empty scalar, right after it:
 * https://yaml.org/spec/1.1/#id902919 (8.5. Complete Nodes).
 */
function nothing(first: Token, tag: Token | undefined, written: Written): ScalarNode | undefined {
  if (written.anchor === undefined && written.tag === undefined) return undefined;
  const offset = Math.max(first.end, tag?.end ?? 0);
  const implicit = written.tag === undefined;
  return {
    ...written,
    kind: "scalar",
    style: "plain",
    value: "",
    implicit,
    start: offset,
    end: offset,
    blockEnd: offset,
  };
}
