import { YamlFailure } from "./cursor.ts";
import { createExpansion, hiddenTargets } from "./expansion.ts";
import type { FirstDocument } from "./firstDocument.ts";
import type { AliasNode, Node, ScalarNode, Written } from "./node.ts";
import { peek as peekToken, skip as skipToken } from "./scanner.ts";
import { createScanner } from "./scannerState.ts";
import type { SourceText } from "./source.ts";
import type { Token, TokenType } from "./tokens.ts";
import { createTree } from "./tree.ts";

export type { Failure, FirstDocument } from "./firstDocument.ts";

type State =
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

const documentBounds: ReadonlySet<TokenType> = new Set([
  "version-directive",
  "tag-directive",
  "document-start",
  "document-end",
  "stream-end",
]);

/**
 * Reads the first document of a text as yaml.v2 v2.4.0 does, and nothing after it. Source: `parserc.go`, whose state
 * machine this is (so that depth costs no stack), and the node builder of `decode.go`. Never throws.
 *
 * @param unknownAnchors whether an alias without an anchor is a failure, as it is for k3s, or an alias of nothing
 */
export function parseFirstDocument(source: SourceText, unknownAnchors: "refused" | "kept" = "refused"): FirstDocument {
  const scanner = createScanner(source);
  const aliases: AliasNode[] = [];
  try {
    const found = read(
      () => peekToken(scanner),
      () => skipToken(scanner),
      aliases,
      unknownAnchors === "kept",
    );
    return { failure: undefined, aliases, ...found };
  } catch (error) {
    if (!(error instanceof YamlFailure)) throw error;
    return {
      root: undefined,
      failure: { message: `yaml: ${error.text}`, offset: error.offset },
      aliases,
      rest: undefined,
      hidden: undefined,
      tooDeep: false,
    };
  }
}

function read(
  peek: () => Token,
  skip: () => void,
  aliases: AliasNode[],
  keepsUnknownAliases: boolean,
): Pick<FirstDocument, "root" | "rest" | "hidden" | "tooDeep"> {
  const states: State[] = ["end"];
  const expansion = createExpansion();
  const tree = createTree(expansion);
  const anchors = new Map<string, Node>();
  const handles = new Map<string, string>();

  function fail(problem: string, { line, start }: Token): never {
    // A parser error has the line counted from 0, so that it is one too low, and none on the first line.
    throw new YamlFailure(line === 0 ? problem : `line ${line}: ${problem}`, start);
  }

  function leave(): State {
    return states.pop() ?? "end";
  }

  /** Goes past the token that is next and gives the one after it. */
  function next(): Token {
    skip();
    return peek();
  }

  function empty(offset: number, line: number, state: State): State {
    tree.empty(offset, line);
    return state;
  }

  function close(flowEnd?: number): State {
    tree.close(flowEnd);
    return leave();
  }

  /** Reads a node and then goes on with a state. */
  function node(block: boolean, indentless: boolean, after?: State): State {
    if (after) states.push(after);
    const first = peek();
    if (first.type === "alias") return alias(first);
    const { anchor, tag: tagToken, token } = properties(first);
    const tag = tagToken && tagOf(tagToken, first);
    const { start, end, type } = token;
    const written = { start, end, line: first.line, anchor, tag, propertiesStart: first.start };
    const open = (kind: "map" | "list", flow: boolean, state: State): State => {
      const collection = tree.open({ kind, flow, ...written });
      if (anchor !== undefined) anchors.set(anchor, collection);
      return state;
    };
    if (indentless && type === "block-entry") return open("list", false, "indentless-sequence");
    if (type === "flow-sequence-start") return open("list", true, "flow-sequence-first");
    if (type === "flow-mapping-start") return open("map", true, "flow-mapping-first");
    if (block && type === "block-sequence-start") return open("list", false, "block-sequence-first");
    if (block && type === "block-mapping-start") return open("map", false, "block-mapping-first");

    const scalar = type === "scalar" ? scalarOf(token, written) : nothing(first, tagToken, written);
    if (!scalar) fail("did not find expected node content", token);
    if (anchor !== undefined) anchors.set(anchor, scalar);
    if (type === "scalar") skip();
    tree.place(scalar);
    return leave();
  }

  function alias({ start, end, line, value: name }: Token): State {
    const target = anchors.get(name);
    if (!target && !keepsUnknownAliases) throw new YamlFailure(`unknown anchor '${name}' referenced`, start);
    const written = { start, end, line, anchor: undefined, tag: undefined, propertiesStart: start };
    const node: AliasNode = { kind: "alias", name, target, ...written };
    aliases.push(node);
    skip();
    tree.place(node);
    return leave();
  }

  /** The anchor and the tag before a node, in either order, and the token after them. */
  function properties(first: Token): { anchor: string | undefined; tag: Token | undefined; token: Token } {
    let anchor: string | undefined;
    let tag: Token | undefined;
    let token = first;
    for (;;) {
      if (token.type === "anchor" && anchor === undefined) anchor = token.value;
      else if (token.type === "tag" && tag === undefined) tag = token;
      else return { anchor, tag, token };
      token = next();
    }
  }

  function tagOf(token: Token, { start }: Token): string {
    if (token.value === "") return token.suffix;
    const prefix = handles.get(token.value);
    if (prefix === undefined || prefix + token.suffix === "") fail("found undefined tag handle", { ...token, start });
    return prefix + token.suffix;
  }

  function scalarOf({ style, value, blockEnd }: Token, written: Written): ScalarNode {
    const implicit = (written.tag === undefined && style === "plain") || written.tag === "!";
    const { start, end, line, anchor, tag, propertiesStart } = written;
    return { kind: "scalar", style, value, implicit, blockEnd, start, end, line, anchor, tag, propertiesStart };
  }

  /** An anchor or tag with nothing after it stands for an empty scalar, right after it. */
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

  function directives(): void {
    let version = false;
    for (let token = peek(); ; token = next()) {
      if (token.type === "version-directive") {
        if (version) fail("found duplicate %YAML directive", token);
        if (token.value !== "1.1") fail("found incompatible YAML document", token);
        version = true;
      } else if (token.type === "tag-directive") {
        if (handles.has(token.value)) fail("found duplicate %TAG directive", token);
        handles.set(token.value, token.suffix);
      } else break;
    }
    if (!handles.has("!")) handles.set("!", "!");
    if (!handles.has("!!")) handles.set("!!", "tag:yaml.org,2002:");
  }

  /** The state to start with; none for a stream without a document. */
  function startDocument(): State {
    const { type } = peek();
    if (type === "stream-end") return "end";
    directives();
    if (type !== "version-directive" && type !== "tag-directive" && type !== "document-start") return "block-node";
    const token = peek();
    if (token.type !== "document-start") fail("did not find expected <document start>", token);
    skip();
    return "document-content";
  }

  function documentContent(): State {
    const { type, start, line } = peek();
    return documentBounds.has(type) ? empty(start, line, leave()) : node(true, false);
  }

  function blockSequence(token: Token): State {
    if (token.type === "block-entry") {
      const { type } = next();
      if (type === "block-entry" || type === "block-end") return empty(token.end, token.line, "block-sequence");
      return node(true, false, "block-sequence");
    }
    if (token.type !== "block-end") fail("did not find expected '-' indicator", token);
    skip();
    return close();
  }

  function indentlessSequence(token: Token): State {
    if (token.type !== "block-entry") return close();
    const { type } = next();
    if (type === "block-entry" || endsBlockValue(type)) return empty(token.end, token.line, "indentless-sequence");
    return node(true, false, "indentless-sequence");
  }

  function blockMapping(token: Token): State {
    if (token.type === "key") {
      const { type } = next();
      if (endsBlockValue(type)) return empty(token.end, token.line, "block-mapping-value");
      return node(true, true, "block-mapping-value");
    }
    if (token.type !== "block-end") fail("did not find expected key", token);
    skip();
    return close();
  }

  function blockMappingValue(token: Token): State {
    if (token.type !== "value") return empty(token.start, token.line, "block-mapping");
    tree.colonAt(token.end);
    const { type } = next();
    if (endsBlockValue(type)) return empty(token.end, token.line, "block-mapping");
    return node(true, true, "block-mapping");
  }

  function flowSequence(token: Token, first: boolean): State {
    let item = token;
    if (item.type !== "flow-sequence-end") {
      if (!first) {
        if (item.type !== "flow-entry") fail("did not find expected ',' or ']'", item);
        item = next();
      }
      if (item.type === "key") {
        const { start, line } = item;
        const written = { start, end: start, line, anchor: undefined, tag: undefined, propertiesStart: start };
        tree.open({ kind: "map", flow: true, ...written });
        skip();
        return "flow-pair-key";
      }
      if (item.type !== "flow-sequence-end") return node(false, false, "flow-sequence");
    }
    skip();
    return close(item.end);
  }

  function flowPairKey(token: Token): State {
    if (token.type !== "value" && token.type !== "flow-entry" && token.type !== "flow-sequence-end")
      return node(false, false, "flow-pair-value");
    // yaml.v2 skips this token too, a slip that makes `[? , a]` an error further on.
    skip();
    return empty(token.end, token.line, "flow-pair-value");
  }

  function flowPairValue(token: Token): State {
    let value = token;
    if (value.type === "value") {
      tree.colonAt(value.end);
      value = next();
      if (value.type !== "flow-entry" && value.type !== "flow-sequence-end") return node(false, false, "flow-pair-end");
    }
    return empty(value.start, value.line, "flow-pair-end");
  }

  function flowMapping(token: Token, first: boolean): State {
    let key = token;
    if (key.type !== "flow-mapping-end") {
      if (!first) {
        if (key.type !== "flow-entry") fail("did not find expected ',' or '}'", key);
        key = next();
      }
      if (key.type === "key") {
        const { type, start, line } = next();
        if (type === "value" || type === "flow-entry" || type === "flow-mapping-end")
          return empty(start, line, "flow-mapping-value");
        return node(false, false, "flow-mapping-value");
      }
      if (key.type !== "flow-mapping-end") return node(false, false, "flow-mapping-empty-value");
    }
    skip();
    return close(key.end);
  }

  function flowMappingValue(token: Token): State {
    let value = token;
    if (value.type === "value") {
      tree.colonAt(value.end);
      value = next();
      if (value.type !== "flow-entry" && value.type !== "flow-mapping-end") return node(false, false, "flow-mapping");
    }
    return empty(value.start, value.line, "flow-mapping");
  }

  function step(state: State): State {
    switch (state) {
      case "document-content":
        return documentContent();
      case "block-node":
        return node(true, false);
      case "block-sequence-first":
        return blockSequence(next());
      case "block-sequence":
        return blockSequence(peek());
      case "indentless-sequence":
        return indentlessSequence(peek());
      case "block-mapping-first":
        return blockMapping(next());
      case "block-mapping":
        return blockMapping(peek());
      case "block-mapping-value":
        return blockMappingValue(peek());
      case "flow-sequence-first":
        return flowSequence(next(), true);
      case "flow-sequence":
        return flowSequence(peek(), false);
      case "flow-pair-key":
        return flowPairKey(peek());
      case "flow-pair-value":
        return flowPairValue(peek());
      case "flow-pair-end":
        peek();
        tree.close();
        return "flow-sequence";
      case "flow-mapping-first":
        return flowMapping(next(), true);
      case "flow-mapping":
        return flowMapping(peek(), false);
      case "flow-mapping-value":
        return flowMappingValue(peek());
      case "flow-mapping-empty-value": {
        const { start, line } = peek();
        return empty(start, line, "flow-mapping");
      }
      case "end":
        return "end";
    }
  }

  /** What stands after the document. Its end is decided by the token after it, which has to be one. */
  function restAfter(): FirstDocument["rest"] {
    const after = peek();
    if (after.type === "stream-end") return undefined;
    if (after.type !== "document-end")
      return { kind: after.type === "document-start" ? "document" : "text", offset: after.start };
    skip();
    return textAfterEnd(peek);
  }

  let state = startDocument();
  const started = state !== "end";
  while (state !== "end") state = step(state);
  const rest = started ? restAfter() : undefined;
  const { root, tooDeep } = tree;
  return { root, rest, hidden: hiddenTargets(aliases, expansion.added()), tooDeep };
}

function endsBlockValue(type: TokenType): boolean {
  return type === "key" || type === "value" || type === "block-end";
}

/** What follows `...`: yaml.v2 never looks there, so nothing is wrong with it. */
function textAfterEnd(peek: () => Token): FirstDocument["rest"] {
  try {
    const { type, start } = peek();
    return type === "stream-end" ? undefined : { kind: "document", offset: start };
  } catch (error) {
    if (error instanceof YamlFailure) return { kind: "document", offset: error.offset };
    throw error;
  }
}
