import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Parser,
  type Node as YamlNode,
  type Pair as YamlPair,
} from "yaml";
import { maxDepth } from "../text/limits.ts";
import { createExpansion, hiddenTargets } from "./expansion.ts";
import { deepestNesting } from "./nesting.ts";
import type { AliasNode, Node, Pair, ScalarStyle } from "./node.ts";
import { isMergeKey } from "./node.ts";
import type { FirstDocument } from "./parser.ts";

/** Nesting that the package is trusted with; what a reader goes down to is less, see `deepestNesting`. */
const mostNesting = 500;

/**
 * Reads as much as can be read of a text that k3s refuses, so that the rest of it can be linted and edited. This is
 * what the `yaml` package is for here: it goes on after a fault, where yaml.v2 stops.
 */
export function recover(text: string): Pick<FirstDocument, "root" | "aliases" | "hidden" | "tooDeep"> {
  const aliases: AliasNode[] = [];
  const expansion = createExpansion();
  let tooDeep = false;
  const nothing = { root: undefined, aliases, hidden: undefined, tooDeep: true };
  // The package goes down by recursion. Where the stack ends while an expression is compiled, V8 ends the process.
  if (deepestNesting(text) > mostNesting) return nothing;
  const { contents } = compose(text);
  if (!contents) return { ...nothing, tooDeep };
  const anchors = new Map<string, Node>();
  const root = counted(contents, undefined, 0);
  return { root, aliases, hidden: hiddenTargets(aliases, expansion.added()), tooDeep };

  function counted(node: YamlNode | null, pair: YamlPair<YamlNode, YamlNode | null> | undefined, depth: number): Node {
    const begun = expansion.total();
    expansion.node();
    const converted = convert(node, pair, depth);
    if (converted.kind === "alias") expansion.alias(converted.target);
    else if (converted.anchor !== undefined) expansion.anchored(converted, begun);
    return converted;
  }

  function convert(node: YamlNode | null, pair: YamlPair<YamlNode, YamlNode | null> | undefined, depth: number): Node {
    const after = pair ? colonEnd(pair) : 0;
    const [rangeStart, rangeEnd, blockEnd] = node?.range ?? [after, after, after];
    const empty = rangeStart === rangeEnd;
    const properties = pair && propertiesSpan(pair, text);
    const start = empty && pair ? (properties?.end ?? after) : rangeStart;
    const end = empty ? start : trimmedEnd(node, rangeEnd, text);
    const anchor = node && "anchor" in node ? node.anchor : undefined;
    const written = { start, end, line: 0, anchor, tag: node?.tag, propertiesStart: properties?.start ?? start };
    if (isAlias(node)) {
      const alias: AliasNode = { ...written, kind: "alias", name: node.source, target: anchors.get(node.source) };
      aliases.push(alias);
      return alias;
    }
    const keep = (converted: Node): Node => {
      if (anchor !== undefined) anchors.set(anchor, converted);
      return converted;
    };
    if (depth >= maxDepth && (isMap(node) || isSeq(node))) tooDeep ||= node.items.length > 0;
    if (isMap(node) && depth < maxDepth) {
      const pairs: Pair[] = [];
      const map = keep({ ...written, kind: "map", flow: node.flow === true, pairs });
      for (const item of node.items as unknown as YamlPair<YamlNode, YamlNode | null>[]) {
        const key = counted(item.key, undefined, depth + 1);
        const begun = expansion.total();
        pairs.push({ key, colonEnd: colonEnd(item), value: counted(item.value, item, depth + 1) });
        if (isMergeKey(key)) expansion.again(begun);
      }
      return node.flow === true ? map : { ...map, end: Math.max(end, pairs.at(-1)?.colonEnd ?? 0) };
    }
    if (isSeq(node) && depth < maxDepth) {
      const items: Node[] = [];
      const list = keep({ ...written, kind: "list", flow: node.flow === true, items });
      for (const item of node.items) items.push(counted(item as YamlNode, undefined, depth + 1));
      return list;
    }
    const style = isScalar(node) ? styleOf(node.type) : "plain";
    const value = isScalar(node) ? (node.source ?? String(node.value ?? "")) : "";
    const implicit = (written.tag === undefined && style === "plain") || written.tag === "!";
    return keep({ ...written, kind: "scalar", style, value, implicit, blockEnd });
  }
}

function compose(text: string): Document.Parsed {
  const composer = new Composer({ version: "1.1", uniqueKeys: false, keepSourceTokens: true, prettyErrors: false });
  for (const document of composer.compose(new Parser().parse(text), true, text.length))
    return document as Document.Parsed;
  throw new Error("The composer gave no document");
}

function styleOf(type: string | undefined): ScalarStyle {
  if (type === "QUOTE_SINGLE") return "single";
  if (type === "QUOTE_DOUBLE") return "double";
  return type === "BLOCK_LITERAL" || type === "BLOCK_FOLDED" ? "block" : "plain";
}

/** Block scalars and block collections include the line break after them. */
function trimmedEnd(node: YamlNode | null, rangeEnd: number, text: string): number {
  const flow = (isMap(node) || isSeq(node)) && node.flow === true;
  const block = isScalar(node) ? styleOf(node.type) === "block" : !flow;
  let end = rangeEnd;
  if (block) while (/[\r\n \t]/.test(text[end - 1] ?? "")) end--;
  return end;
}

function colonEnd(pair: YamlPair<YamlNode, YamlNode | null>): number {
  const source = pair.srcToken;
  const colon = source && "sep" in source ? source.sep?.find((token) => token.type === "map-value-ind") : undefined;
  return colon ? colon.offset + 1 : (pair.key.range?.[1] ?? 0);
}

function propertiesSpan(pair: YamlPair, text: string): { readonly start: number; readonly end: number } | undefined {
  const source = pair.srcToken;
  const tokens = source && "sep" in source ? (source.sep ?? []) : [];
  const properties = tokens.filter((token) => token.type === "anchor" || token.type === "tag");
  const first = properties[0];
  const last = properties.at(-1);
  if (!first || !last) return undefined;
  const blank = text.slice(last.offset).search(/\s/);
  return { start: first.offset, end: blank < 0 ? text.length : last.offset + blank };
}
