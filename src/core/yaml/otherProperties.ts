import type { CST } from "yaml";
import type { FaultReport } from "./otherFault.ts";

/** What is before a node. */
export interface Properties {
  readonly anchor: CST.SourceToken | undefined;
  readonly tag: CST.SourceToken | undefined;
  /** The last line break after one of them. */
  readonly lineBreak: CST.SourceToken | undefined;
  /** What makes the node an item, a key or a value. */
  readonly indicator: CST.SourceToken | undefined;
  readonly comma: CST.SourceToken | undefined;
  readonly hasLineBreak: boolean;
  readonly hasComment: boolean;
  /** Where the node begins, with its properties. */
  readonly start: number;
  /** Where the node begins without them. */
  readonly end: number;
  /** All that is before the node. */
  readonly tokens: readonly CST.SourceToken[];
}

/** Where properties are. */
export interface Surroundings {
  readonly indicator: "doc-start" | "explicit-key-ind" | "map-value-ind" | "seq-item-ind";
  /** What they are before. */
  readonly next: CST.Token | null | undefined;
  /** Where they would be, if there are none. */
  readonly offset: number;
  /** The indentation of the node around them. */
  readonly indent: number;
  /** True if they are in brackets or braces. */
  readonly inFlow?: boolean;
  readonly atLineStart: boolean;
}

/** Reads what is before a node, and reports what is wrong with it. */
export function readProperties(
  tokens: readonly CST.SourceToken[],
  where: Surroundings,
  report: FaultReport,
): Properties {
  const { indicator, next, offset, indent, inFlow = false } = where;
  let anchor: CST.SourceToken | undefined;
  let tag: CST.SourceToken | undefined;
  let lineBreak: CST.SourceToken | undefined;
  let found: CST.SourceToken | undefined;
  let comma: CST.SourceToken | undefined;
  let hasLineBreak = false;
  let hasComment = false;
  let start: number | undefined;
  let atLineStart = where.atLineStart;
  let hasSpace = where.atLineStart;
  let needsSpace = false;
  let tab: CST.SourceToken | undefined;
  for (const token of tokens) {
    const { type } = token;
    if (needsSpace && !isGap(type)) report("syntax", token.offset);
    if (tab && atLineStart && type !== "comment" && type !== "newline") report("tab", tab.offset);
    needsSpace = false;
    tab = undefined;
    if (type === "space") {
      // Before the root, a tab at the start of a line may be white space, and in brackets it always is.
      const isIndentation = !inFlow && (indicator !== "doc-start" || next?.type !== "flow-collection");
      if (isIndentation && token.source.includes("\t")) tab = token;
      hasSpace = true;
    } else if (type === "comment") {
      if (!hasSpace) report("syntax", token.offset);
      hasComment = true;
      atLineStart = false;
    } else if (type === "newline") {
      atLineStart = hasLineBreak = hasSpace = true;
      if (anchor || tag) lineBreak = token;
    } else if (type === "anchor" || type === "tag") {
      if (type === "anchor" ? anchor : tag) report(type === "anchor" ? "name" : "tag", token.offset);
      if (type === "anchor") anchor = token;
      else tag = token;
      start ??= token.offset;
      atLineStart = hasSpace = false;
      needsSpace = true;
    } else if (type === indicator) {
      if (anchor || tag) report("syntax", token.offset);
      if (found) report(inFlow ? "bracket" : "syntax", token.offset);
      found = token;
      atLineStart = indicator === "seq-item-ind" || indicator === "explicit-key-ind";
      hasSpace = false;
    } else {
      if (type !== "comma" || !inFlow) report("syntax", token.offset);
      else if (comma) report("bracket", token.offset);
      if (type === "comma" && inFlow) comma = token;
      atLineStart = hasSpace = false;
    }
  }
  const last = tokens.at(-1);
  const end = last ? last.offset + last.source.length : offset;
  const isNothing = next?.type === "scalar" && next.source === "";
  if (needsSpace && next && !isGap(next.type) && !isNothing) report("syntax", next.offset);
  const isBlock = next?.type === "block-map" || next?.type === "block-seq";
  if (tab && ((atLineStart && tab.indent <= indent) || isBlock)) report("tab", tab.offset);
  return {
    anchor,
    tag,
    lineBreak,
    indicator: found,
    comma,
    hasLineBreak,
    hasComment,
    start: start ?? end,
    end,
    tokens,
  };
}

function isGap(type: CST.Token["type"]): boolean {
  return type === "space" || type === "newline" || type === "comma";
}

/** Where a node is of which there is nothing else: before comments and line breaks, but after spaces that follow something. */
export function placeOfNothing({ tokens, end }: Properties): number {
  const isBlank = ({ type }: CST.SourceToken): boolean => type === "space" || type === "comment" || type === "newline";
  const owner = tokens.findLastIndex((token) => !isBlank(token));
  return tokens.find(({ type }, i) => i > owner && (owner < 0 || type !== "space"))?.offset ?? end;
}
