import type { CST } from "yaml";
import { maxAliased, maxDepth } from "../text/limits.ts";
import type { Span } from "../text/span.ts";
import type { FaultReport, OtherFault } from "./otherFault.ts";
import { type Properties, placeOfNothing, readProperties } from "./otherProperties.ts";
import { blockScalar, flowScalar } from "./otherScalars.ts";
import type { OtherNode, OtherPair, OtherScalar, OtherYaml } from "./otherYaml.ts";

/** A node as far as it is there, where it is, and where that ends which belongs to it. */
interface Placed extends Span {
  readonly node: OtherNode | undefined;
  readonly next: number;
}

const styles = { scalar: "plain", "single-quoted-scalar": "single", "double-quoted-scalar": "double" } as const;

/** Makes nodes of the tokens of documents, in the order of the text, and counts what aliases stand for without following any. */
export class NodeReader {
  beyond: OtherYaml["beyond"];
  /** Aliases to what is not there. */
  readonly unknown: OtherFault[] = [];
  readonly #text: string;
  readonly #report: FaultReport;
  #tagHandles: ReadonlyMap<string, string> = new Map();
  /** What each name stands for so far, with all that its aliases stand for; `undefined` while it is read. */
  #anchors = new Map<string, { readonly node: OtherNode | undefined; readonly size: number } | undefined>();
  #aliases: { target: OtherNode | undefined }[] = [];
  #size = 0;
  #added = 0;

  constructor(text: string, report: FaultReport) {
    this.#text = text;
    this.#report = report;
  }

  /**
   * Returns the root of a document; `undefined` if it is empty.
   *
   * @param tagHandles what the document may write before the names of tags, and what that stands for
   */
  document(
    { offset, start, value, end }: CST.Document,
    tagHandles: ReadonlyMap<string, string>,
  ): OtherNode | undefined {
    this.#tagHandles = tagHandles;
    this.#anchors = new Map();
    this.#aliases = [];
    this.#size = this.#added = 0;
    const before = readProperties(
      start,
      { indicator: "doc-start", next: value ?? end?.[0], offset, indent: 0, atLineStart: true },
      this.#report,
    );
    if (before.indicator && isBlock(value) && !before.hasLineBreak) this.#report("syntax", before.end);
    const root = this.#node(value, before, 0);
    readEnd(end, root.next, this.#report);
    if (this.#added > maxAliased) {
      this.beyond ??= "aliases";
      for (const alias of this.#aliases) alias.target = undefined;
    }
    return root.node;
  }

  #node(token: CST.Token | null | undefined, before: Properties, depth: number): Placed {
    const placed = token?.type === "alias" ? this.#alias(token, before) : this.#anchored(token, before, depth);
    if (depth <= maxDepth) return placed;
    this.beyond ??= "depth";
    return { ...placed, node: undefined };
  }

  #alias({ offset, source, end: after }: CST.FlowScalar, { anchor, tag }: Properties): Placed {
    const name = source.slice(1);
    const end = offset + source.length;
    if (name === "" || anchor || tag) this.#report("name", offset);
    const next = readEnd(after, end, this.#report);
    const known = this.#anchors.get(name);
    const isKnown = this.#anchors.has(name);
    const isInItself = isKnown && known === undefined;
    // Past the limit nothing is added any more: what such a text stands for soon has no number.
    const size = Math.min(isInItself ? Number.POSITIVE_INFINITY : (known?.size ?? 1), maxAliased + 1);
    if (this.#added <= maxAliased) {
      this.#size += size;
      this.#added += size;
    }
    if (!isKnown) this.unknown.push({ kind: "alias", start: offset });
    if (known && !known.node) return { node: undefined, start: offset, end, next };
    const node = { kind: "alias" as const, name, target: known?.node, start: offset, end };
    this.#aliases.push(node);
    return { node, start: offset, end, next };
  }

  #anchored(token: CST.Token | null | undefined, before: Properties, depth: number): Placed {
    const size = this.#size++;
    const name = before.anchor?.source.slice(1);
    if (name !== undefined) this.#anchors.set(name, undefined);
    const placed = token ? this.#content(token, before, depth) : this.#nothing(placeOfNothing(before), before);
    if (name !== undefined) this.#anchors.set(name, { node: placed.node, size: this.#size - size });
    if (before.anchor && name === "") this.#report("name", before.anchor.offset);
    return placed;
  }

  #content(token: CST.Token, before: Properties, depth: number): Placed {
    switch (token.type) {
      case "block-map":
        this.#tag(before);
        return this.#blockMap(token, depth);
      case "block-seq":
        this.#tag(before);
        return this.#blockList(token, before, depth);
      case "flow-collection":
        this.#tag(before);
        return this.#flowCollection(token, depth);
      case "scalar":
      case "single-quoted-scalar":
      case "double-quoted-scalar": {
        const value = flowScalar(token, this.#report);
        const end = token.offset + token.source.length;
        const next = readEnd(token.end, end, this.#report);
        const node = this.#scalar(value, styles[token.type], { start: token.offset, end }, before);
        // A key without a value.
        return { node: token.source === "" ? undefined : node, start: token.offset, end, next };
      }
      case "block-scalar": {
        const { style, value, end } = blockScalar(token, depth === 0, this.#report);
        // The readers of Go and Python don't end the string with a line feed where the file has none.
        const isCut = end === this.#text.length && value.endsWith("\n") && !/[\r\n]$/.test(this.#text);
        const span = { start: token.offset, end };
        return { node: this.#scalar(isCut ? value.slice(0, -1) : value, style, span, before), ...span, next: end };
      }
      default:
        this.#report("syntax", token.offset);
        return this.#nothing(token.offset, before);
    }
  }

  #scalar(value: string, style: OtherScalar["style"], { start, end }: Span, before: Properties): OtherScalar {
    const isBinary = this.#tag(before) === "tag:yaml.org,2002:binary";
    return { kind: "scalar", value, style, ...(isBinary ? { binary: true } : {}), start, end };
  }

  #nothing(place: number, before: Properties): Placed {
    this.#tag(before);
    return { node: undefined, start: place, end: place, next: before.hasComment ? before.end : place };
  }

  /** The whole name of the tag of a node; `undefined` if it has none, or a faulty one. */
  #tag({ tag }: Properties): string | undefined {
    const name = tag && tagName(tag.source, this.#tagHandles);
    if (tag && name === undefined) this.#report("tag", tag.offset);
    return name;
  }

  #blockMap({ offset, indent, items }: CST.BlockMap, depth: number): Placed {
    const report = this.#report;
    const pairs: OtherPair[] = [];
    let end = offset;
    let next = offset;
    for (const { start, key, sep, value } of items) {
      const before = readProperties(
        start,
        { indicator: "explicit-key-ind", next: key ?? sep?.[0], offset: end, indent, atLineStart: true },
        report,
      );
      if (before.indicator) {
        if (before.indicator.indent !== indent) report("indentation", end);
      } else {
        if (key?.type === "block-seq") report("key", end);
        else if (key && "indent" in key && key.indent !== indent) report("indentation", end);
        // Comments and line breaks after the last pair.
        if (!before.anchor && !before.tag && !sep) {
          next = before.end;
          continue;
        }
        if (before.lineBreak || hasLineBreak(key)) report("colon", key?.offset ?? start.at(-1)?.offset ?? end);
      }
      const ownKey = this.#node(key, before, depth + 1);
      const atLineStart = !key || key.type === "block-scalar";
      const beforeValue = readProperties(
        sep ?? [],
        { indicator: "map-value-ind", next: value, offset: ownKey.next, indent, atLineStart },
        report,
      );
      end = next = beforeValue.end;
      if (!beforeValue.indicator) {
        if (!before.indicator) report("colon", ownKey.start);
        if (ownKey.node) pairs.push({ key: ownKey.node, value: undefined });
        continue;
      }
      if (!before.indicator && value?.type === "block-map" && !beforeValue.hasLineBreak) report("key", end);
      const ownValue = this.#node(value, beforeValue, depth + 1);
      end = next = ownValue.next;
      if (ownKey.node) pairs.push({ key: ownKey.node, value: ownValue.node });
    }
    return placed({ kind: "map", flow: false, pairs, start: offset, end }, next);
  }

  #blockList({ offset, indent, items: written }: CST.BlockSequence, before: Properties, depth: number): Placed {
    const report = this.#report;
    const { anchor, tag, lineBreak } = before;
    const last = Math.max(anchor?.offset ?? -1, tag?.offset ?? -1);
    if (last > (lineBreak?.offset ?? -1)) report("syntax", last);
    const items: OtherNode[] = [];
    let end = offset;
    let next = offset;
    for (const { start, value } of written) {
      const own = readProperties(
        start,
        { indicator: "seq-item-ind", next: value, offset: end, indent, atLineStart: true },
        report,
      );
      if (!own.indicator) {
        // Comments and line breaks after the last item.
        if (!own.anchor && !own.tag && !value) {
          next = own.end;
          continue;
        }
        if (value?.type === "block-seq") report("indentation", own.end);
        else report("dash", end);
      }
      const item = this.#node(value, own, depth + 1);
      end = next = item.next;
      if (item.node) items.push(item.node);
    }
    return placed({ kind: "list", items, start: offset, end }, next);
  }

  #flowCollection(
    { offset, indent, start: open, items: written, end: after }: CST.FlowCollection,
    depth: number,
  ): Placed {
    const report = this.#report;
    const isMap = open.source === "{";
    const pairs: OtherPair[] = [];
    const items: OtherNode[] = [];
    let at = offset + open.source.length;
    for (const [i, { start, key, sep, value }] of written.entries()) {
      const before = readProperties(
        start,
        { indicator: "explicit-key-ind", next: key ?? sep?.[0], offset: at, indent, inFlow: true, atLineStart: false },
        report,
      );
      const { indicator, anchor, tag, comma } = before;
      const isFirst = i === 0;
      if (isFirst && comma) report("bracket", comma.offset);
      if (!indicator && !anchor && !tag && !sep && !value) {
        if (i < written.length - 1 && !(isFirst && comma)) report("bracket", before.start);
        at = before.end;
        continue;
      }
      if (!isFirst && !comma) report("bracket", before.start);
      if (!isMap && !sep && !indicator) {
        const item = this.#node(value, before, depth + 1);
        at = item.next;
        if (isBlock(value)) report("syntax", item.start);
        if (item.node) items.push(item.node);
        continue;
      }
      // In a list, a pair is a map of its own.
      const mapDepth = isMap ? depth : depth + 1;
      const ownKey = this.#node(key, before, mapDepth + 1);
      if (isBlock(key)) report("syntax", ownKey.start);
      const beforeValue = readProperties(
        sep ?? [],
        { indicator: "map-value-ind", next: value, offset: ownKey.next, indent, inFlow: true, atLineStart: false },
        report,
      );
      if (value && !beforeValue.indicator)
        report("bracket", "source" in value && value.source.startsWith(":") ? value.offset : beforeValue.start);
      const ownValue = value || beforeValue.indicator ? this.#node(value, beforeValue, mapDepth + 1) : undefined;
      if (ownValue && isBlock(value)) report("syntax", ownValue.start);
      at = ownValue?.next ?? beforeValue.end;
      const own: OtherPair[] = isMap ? pairs : [];
      if (ownKey.node) own.push({ key: ownKey.node, value: ownValue?.node });
      if (!isMap && mapDepth <= maxDepth)
        items.push({ kind: "map", flow: true, pairs: own, start: ownKey.start, end: (ownValue ?? ownKey).end });
    }
    const [close, ...rest] = after;
    const isClosed = close?.source === (isMap ? "}" : "]");
    if (!isClosed) report("bracket", at);
    const end = isClosed ? close.offset + 1 : at;
    const next = readEnd(isClosed || close?.source.length === 1 ? rest : after, end, report);
    const span = { start: offset, end };
    return placed(isMap ? { kind: "map", flow: true, pairs, ...span } : { kind: "list", items, ...span }, next);
  }
}

/** See https://yaml.org/spec/1.2.2/#691-node-tags. */
function tagName(source: string, handles: ReadonlyMap<string, string>): string | undefined {
  if (source === "!") return source;
  if (source.startsWith("!<")) return /^!<(?!!!?>)(.*)>$/s.exec(source)?.[1];
  const [, handle = "", suffix = ""] = /^(.*!)([^!]*)$/s.exec(source) ?? [];
  const prefix = handles.get(handle);
  if (suffix === "") return undefined;
  if (prefix === undefined) return handle === "!" ? source : undefined;
  try {
    return prefix + decodeURIComponent(suffix);
  } catch {
    return undefined;
  }
}

/** Reads what is on the line after a node, and returns where it ends. */
export function readEnd(tokens: readonly CST.SourceToken[] = [], offset: number, report: FaultReport): number {
  for (const { type, offset: start } of tokens)
    if (type !== "space" && type !== "comment" && type !== "newline") report("syntax", start);
  const last = tokens.at(-1);
  return last ? last.offset + last.source.length : offset;
}

function placed(node: OtherNode & Span, next: number): Placed {
  return { node, start: node.start, end: node.end, next };
}

function isBlock(token: CST.Token | null | undefined): boolean {
  return token?.type === "block-map" || token?.type === "block-seq";
}

/** True if a key is on several lines. */
function hasLineBreak(key: CST.Token | null | undefined): boolean {
  if (!key) return false;
  const isBreak = ({ type }: CST.SourceToken): boolean => type === "newline";
  switch (key.type) {
    case "alias":
    case "scalar":
    case "double-quoted-scalar":
    case "single-quoted-scalar":
      return key.source.includes("\n") || key.end?.some(isBreak) === true;
    case "flow-collection":
      return key.items.some(
        ({ start, key: own, sep, value }) =>
          start.some(isBreak) || sep?.some(isBreak) === true || hasLineBreak(own) || hasLineBreak(value),
      );
    default:
      return true;
  }
}
