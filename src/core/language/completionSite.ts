import type { Span } from "../text/span.ts";
import type { Line } from "./blockLines.ts";
import { flowSite, quotedSpan } from "./flowSite.ts";
import { type CompletionSite, plainSite } from "./site.ts";

/**
 * Finds what is being written at an offset, by lines and indentation alone: a text that is being typed is seldom YAML.
 *
 * @param lines those of `blockLines`
 * @param offset in UTF-16 units, of any size
 * @returns `undefined` in comments, block scalars and quotes of several lines, after a finished value, after the first
 * document, and where the indentation fits nothing or would change what lines below belong to
 */
export function completionSite(text: string, lines: readonly Line[], offset: number): CompletionSite | undefined {
  const index = lines.findLastIndex(({ start }) => start <= offset);
  const line = lines[index];
  if (!line || offset > line.stop || (line.comment !== undefined && offset > line.comment)) return undefined;
  if (isAfterDocument(lines, index)) return undefined;
  switch (line.kind) {
    case "blank":
      return offset >= line.start ? blankSite(lines, index, offset) : undefined;
    case "text":
      return bareSite(text, lines, index, line, offset);
    case "item": {
      const list = listPath(lines, index, line.indent);
      return list && valueSite(text, line, offset, "item", list);
    }
    case "entry":
      return entrySite(text, lines, index, line, offset);
    default:
      return undefined;
  }
}

/** k3s reads only the first document: docs/how-k3s-reads-it/yaml.md#documents. */
function isAfterDocument(lines: readonly Line[], index: number): boolean {
  const separator = lines.findLastIndex(({ kind }, at) => kind === "separator" && at < index);
  return lines.slice(0, Math.max(0, separator)).some((line) => !isSkipped(line) && line.kind !== "separator");
}

function blankSite(lines: readonly Line[], index: number, offset: number): CompletionSite | undefined {
  const indent = offset - (lines[index]?.start ?? 0);
  const parent = parentPath(lines, index, indent);
  if (!parent) return undefined;
  const span = { start: offset, end: offset };
  const site = siteBelow(lines, index, indent, parent, span);
  return site?.filled ? undefined : site;
}

/** A word without a colon: the beginning of a key, or of an item whose dash is still missing. */
function bareSite(
  text: string,
  lines: readonly Line[],
  index: number,
  line: Line,
  offset: number,
): CompletionSite | undefined {
  const { start, end } = line.value;
  const parent = parentPath(lines, index, line.indent);
  if (!parent || offset < start || offset > end) return undefined;
  const quote = /^(["'])[^\s"'{}[\]]*\1?$/.exec(text.slice(start, end))?.[1];
  if (quote === undefined) return line.broken ? undefined : siteBelow(lines, index, line.indent, parent, line.value);
  if (offset === start || (offset === end && text[end - 1] === quote && end > start + 1)) return undefined;
  const site = siteBelow(lines, index, line.indent, parent, { start: start + 1, end });
  return site?.kind === "key" ? { ...site, quoted: true, close: quote } : undefined;
}

function siteBelow(
  lines: readonly Line[],
  index: number,
  indent: number,
  path: readonly string[],
  span: Span,
): CompletionSite | undefined {
  const above = itemAbove(lines, index, indent);
  if (above) {
    const list = listPath(lines, above, indent);
    return list && { ...plainSite, kind: "item", path: list, span, present: [], lead: "- " };
  }
  const filled = (nextLine(lines, index)?.indent ?? 0) > indent;
  const present = siblings(lines, index, indent, filled);
  return present && { ...plainSite, kind: "key", path, span, present, filled };
}

function entrySite(
  text: string,
  lines: readonly Line[],
  index: number,
  line: Line,
  offset: number,
): CompletionSite | undefined {
  const parent = parentPath(lines, index, line.indent);
  if (!parent || !line.key) return undefined;
  const { key } = line;
  if (offset <= line.colon) {
    if (offset < key.start || offset > key.end) return undefined;
    const present = siblings(lines, index, line.indent, true);
    const span = { start: key.start, end: key.end };
    return present && { ...plainSite, kind: "key", path: parent, span, present, colon: true, quoted: key.quoted };
  }
  const site = valueSite(text, line, offset, "value", [...parent, key.text]);
  return site?.colonEnd !== undefined && hasBlock(lines, index) ? undefined : site;
}

/** Whether the map or list of a key is in the lines below it. */
function hasBlock(lines: readonly Line[], index: number): boolean {
  const { indent = 0 } = lines[index] ?? {};
  const next = nextLine(lines, index);
  return next !== undefined && (next.indent > indent || (next.kind === "item" && next.indent === indent));
}

/** The next line that is no blank or comment, in the same document. */
function nextLine(lines: readonly Line[], index: number): Line | undefined {
  const next = lines.find((line, at) => at > index && !isSkipped(line));
  return next?.kind === "separator" ? undefined : next;
}

/** What follows a colon or a dash. */
function valueSite(
  text: string,
  line: Line,
  offset: number,
  kind: "value" | "item",
  path: readonly string[],
): CompletionSite | undefined {
  const after = line.colon + 1;
  if (offset < after) return undefined;
  const { start, end } = line.value;
  if (start === end) {
    const lead = offset === after && !/[ \t]/.test(text[offset - 1] ?? "") ? " " : "";
    return { ...plainSite, kind, path, span: { start: offset, end: offset }, present: [], lead, colonEnd: after };
  }
  if (offset < start || offset > end) return undefined;
  const first = text[start] ?? "";
  if (first === "{" || first === "[") return flowSite(text, line.value, offset, path);
  if (/[|>&*!%@`#]/.test(first)) return undefined;
  if (first === '"' || first === "'") {
    const inner = quotedSpan(text, start, Math.min(end, line.stop));
    if (offset < inner.start || offset > inner.end) return undefined;
    const close = inner.end < Math.min(end, line.stop) ? "" : first;
    return { ...plainSite, kind, path, span: inner, present: [], quoted: true, close };
  }
  return end <= line.stop ? { ...plainSite, kind, path, span: line.value, present: [] } : undefined;
}

function isSkipped({ kind }: Line): boolean {
  return kind === "blank" || kind === "inner";
}

/**
 * The keys above a line that is indented so far, by the lines before it.
 *
 * @returns `undefined` when one of them already has a value
 */
function parentPath(lines: readonly Line[], index: number, indent: number): string[] | undefined {
  const path: string[] = [];
  let below = indent;
  for (let at = index - 1; at >= 0 && below > 0; at--) {
    const line = lines[at] as Line;
    if (line.kind === "separator") break;
    if (isSkipped(line) || line.indent >= below) continue;
    if (line.kind !== "entry" || !line.key || !line.open) return undefined;
    path.unshift(line.key.text);
    below = line.indent;
  }
  return path;
}

/** The keys above an item, of which the last is that of its list; other items of the list stand between. */
function listPath(lines: readonly Line[], index: number, indent: number): string[] | undefined {
  let first = index;
  for (let at = index - 1; at >= 0; at--) {
    const line = lines[at] as Line;
    if (isSkipped(line) || line.indent > indent) continue;
    if (line.kind !== "item" || line.indent < indent) break;
    first = at;
  }
  return parentPath(lines, first, indent + 1);
}

/** The line of a list's item with the same indentation, when the line stands below it in the same list. */
function itemAbove(lines: readonly Line[], index: number, indent: number): number | undefined {
  for (let at = index - 1; at >= 0; at--) {
    const line = lines[at] as Line;
    if (line.kind === "separator") return undefined;
    if (isSkipped(line) || line.indent > indent) continue;
    return line.kind === "item" && line.indent === indent ? at : undefined;
  }
  return undefined;
}

/**
 * The keys beside a line in the map that it stands in.
 *
 * @param filled whether lines that are indented further below it are its own map
 * @returns `undefined` when they are indented otherwise, so that the line can't join them
 */
function siblings(lines: readonly Line[], index: number, indent: number, filled: boolean): string[] | undefined {
  const keys: string[] = [];
  let others = false;
  /** @returns whether the map ends at the line */
  const visit = (line: Line): boolean => {
    if (line.kind === "separator") return true;
    if (isSkipped(line)) return false;
    if (line.indent < indent) return true;
    if (line.indent === indent && line.key) keys.push(line.key.text);
    else if (line.kind === "entry") others = true;
    return false;
  };
  for (let at = index - 1; at >= 0; at--) if (visit(lines[at] as Line)) break;
  let own = filled;
  for (let at = index + 1; at < lines.length; at++) {
    const line = lines[at] as Line;
    own &&= isSkipped(line) || (line.kind !== "separator" && line.indent > indent);
    if (!own && visit(line)) break;
  }
  return others && keys.length === 0 ? undefined : keys;
}
