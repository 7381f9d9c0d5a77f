import type { Span } from "../text/span.ts";
import { closing, type Line } from "./blockLines.ts";

/** What is being written at an offset of a registries.yaml, as far as the text around it tells. */
export interface CompletionSite {
  /** A key of a map, the value of a key, or an item of a list. */
  readonly kind: "key" | "value" | "item";
  /** The keys above, as they are written; of a value and an item with the key that they belong to. */
  readonly path: readonly string[];
  /** The text that is replaced; on one line, and the offset is in it. */
  readonly span: Span;
  /** The other keys of the same map. */
  readonly present: readonly string[];
  /** What has to be written before the new text: a blank after a colon, the dash of an item. */
  readonly lead: string;
  /** Whether the colon of the key is there already. */
  readonly colon: boolean;
  /** Whether it stands in braces or brackets. */
  readonly flow: boolean;
  /** Whether it stands in quotes that are there already. */
  readonly quoted: boolean;
}

/**
 * Finds what is being written at an offset, by lines and indentation alone: a text that is being typed is seldom YAML.
 *
 * @param lines those of `blockLines`
 * @param offset in UTF-16 units, of any size
 * @returns `undefined` in comments, block scalars and quotes of several lines, after a finished value, and where the
 * indentation fits nothing
 */
export function completionSite(text: string, lines: readonly Line[], offset: number): CompletionSite | undefined {
  const index = lines.findLastIndex(({ start }) => start <= offset);
  const line = lines[index];
  if (!line || offset > line.stop || (line.comment !== undefined && offset > line.comment)) return undefined;
  switch (line.kind) {
    case "blank":
      return offset >= line.start ? blankSite(lines, index, offset) : undefined;
    case "text":
      return bareSite(lines, index, line, offset);
    case "item": {
      const list = parentPath(lines, index, line.indent + 1);
      return list && valueSite(text, line, offset, "item", list);
    }
    case "entry":
      return entrySite(text, lines, index, line, offset);
    default:
      return undefined;
  }
}

const nothing = { lead: "", colon: false, flow: false, quoted: false } as const;

function blankSite(lines: readonly Line[], index: number, offset: number): CompletionSite | undefined {
  const indent = offset - (lines[index]?.start ?? 0);
  const parent = parentPath(lines, index, indent);
  if (!parent) return undefined;
  const span = { start: offset, end: offset };
  return siteBelow(lines, index, indent, parent, span);
}

/** A word without a colon: the beginning of a key, or of an item whose dash is still missing. */
function bareSite(lines: readonly Line[], index: number, line: Line, offset: number): CompletionSite | undefined {
  if (offset < line.value.start || offset > line.value.end || line.broken) return undefined;
  const parent = parentPath(lines, index, line.indent);
  return parent && siteBelow(lines, index, line.indent, parent, line.value);
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
    const list = parentPath(lines, above, indent + 1);
    return list && { ...nothing, kind: "item", path: list, span, present: [], lead: "- " };
  }
  const present = siblings(lines, index, indent);
  return present && { ...nothing, kind: "key", path, span, present };
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
    const present = siblings(lines, index, line.indent);
    const span = { start: key.start, end: key.end };
    return present && { ...nothing, kind: "key", path: parent, span, present, colon: true, quoted: key.quoted };
  }
  return valueSite(text, line, offset, "value", [...parent, key.text]);
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
    return { ...nothing, kind, path, span: { start: offset, end: offset }, present: [], lead };
  }
  if (offset < start || offset > end) return undefined;
  const first = text[start] ?? "";
  if (first === "{" || first === "[") return flowSite(text, line.value, offset, path);
  if (/[|>&*!%@`#]/.test(first)) return undefined;
  if (first === '"' || first === "'") {
    const inner = quotedSpan(text, start, Math.min(end, line.stop));
    if (offset < inner.start || offset > inner.end) return undefined;
    return { ...nothing, kind, path, span: inner, present: [], quoted: true };
  }
  return end <= line.stop ? { ...nothing, kind, path, span: line.value, present: [] } : undefined;
}

/** What stands in quotes that begin at an offset, as far as the line goes. */
function quotedSpan(text: string, start: number, stop: number): Span {
  const end = closing(text, start, stop);
  return { start: start + 1, end: end === undefined ? stop : end - 1 };
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
 * @returns `undefined` when they are indented otherwise, so that the line can't join them
 */
function siblings(lines: readonly Line[], index: number, indent: number): string[] | undefined {
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
  for (let at = index + 1; at < lines.length; at++) if (visit(lines[at] as Line)) break;
  return others && keys.length === 0 ? undefined : keys;
}

interface FlowFrame {
  readonly map: boolean;
  readonly path: readonly string[] | undefined;
  readonly keys: string[];
  /** The key whose value is being read. */
  key: string | undefined;
}

/** What is being written in braces or brackets. */
function flowSite(
  text: string,
  { start, end }: Span,
  offset: number,
  path: readonly string[],
): CompletionSite | undefined {
  const frames: FlowFrame[] = [];
  let hit: { readonly frame: FlowFrame; readonly site: Omit<CompletionSite, "present"> } | undefined;
  let missed = false;
  const found = (span: Span, quoted: boolean, colon: boolean): void => {
    const frame = frames.at(-1);
    if (hit || missed) return;
    if (!frame?.path || frame.path.length === 0) {
      missed = true;
      return;
    }
    const key = frame.map && frame.key === undefined;
    const value = frame.key === undefined ? frame.path : [...frame.path, frame.key];
    const lead = text[span.start - 1] === ":" && !quoted ? " " : "";
    hit = {
      frame,
      site: { kind: key ? "key" : frame.map ? "value" : "item", path: value, span, lead, colon, flow: true, quoted },
    };
  };
  let at = start;
  while (at < end) {
    const char = text[at] as string;
    if (/[{[]/.test(char)) {
      if (at === offset && at > start) missed = true;
      const above = frames.at(-1);
      const inner = !above
        ? path
        : above.map && above.path && above.key !== undefined
          ? [...above.path, above.key]
          : undefined;
      frames.push({ map: char === "{", path: inner, keys: [], key: undefined });
      at++;
    } else if (/[}\]]/.test(char)) {
      if (at === offset) found({ start: at, end: at }, false, false);
      frames.pop();
      at++;
      if (frames.length === 0) break;
    } else if (char === "," || /\s/.test(char)) {
      const frame = frames.at(-1);
      // Right before a comma stands the end of what is before it.
      if (at === offset && !afterValue(text, at)) found({ start: at, end: at }, false, false);
      if (char === "," && frame) frame.key = undefined;
      at++;
    } else if (char === "#" && /\s/.test(text[at - 1] ?? "")) {
      const comment = at;
      while (at < end && !/[\r\n]/.test(text[at] as string)) at++;
      if (offset > comment && offset <= at) missed = true;
    } else if (char === ":") {
      at++;
    } else {
      at = flowToken(text, at, end, offset, frames.at(-1), found);
    }
  }
  if (at === end && offset === end && frames.length > 0 && !afterValue(text, end))
    found({ start: end, end }, false, false);
  if (!hit || missed) return undefined;
  const own = text.slice(hit.site.span.start, hit.site.span.end);
  return { ...hit.site, present: hit.frame.keys.filter((key) => key !== own) };
}

/** Whether a value, a key or quotes end right at an offset or before the blanks there. */
function afterValue(text: string, offset: number): boolean {
  return (
    !/[\s,:{[]/.test(text[offset - 1] ?? "") || /[^\s,:{[][ \t]+$/.test(text.slice(Math.max(0, offset - 80), offset))
  );
}

/** Reads one scalar in braces or brackets; gives the offset after it. */
function flowToken(
  text: string,
  start: number,
  end: number,
  offset: number,
  frame: FlowFrame | undefined,
  found: (span: Span, quoted: boolean, colon: boolean) => void,
): number {
  const char = text[start] as string;
  const quoted = char === '"' || char === "'";
  let span: Span;
  let next: number;
  if (quoted) {
    let stop = start;
    while (stop < end && !/[\r\n]/.test(text[stop] as string)) stop++;
    span = quotedSpan(text, start, stop);
    next = Math.min(span.end + 1, Math.max(stop, start + 1));
  } else {
    next = start + 1;
    while (
      next < end &&
      !/[\r\n,[\]{}]/.test(text[next] as string) &&
      !/^:(?:[\s,[\]{}]|$)/.test(text.slice(next, next + 2))
    )
      next++;
    span = { start, end: start + text.slice(start, next).trimEnd().length };
  }
  const colon = /^[ \t]*:/.test(text.slice(next, next + 20));
  if (offset >= span.start && offset <= span.end) found(span, quoted, colon);
  if (frame?.map && colon && frame.key === undefined) {
    frame.key = text.slice(span.start, span.end);
    frame.keys.push(frame.key);
  }
  return next;
}
