import { lineStop } from "../text/lines.ts";
import type { Span } from "../text/span.ts";

/** A line of a text that is meant to be block YAML, read by itself. */
export interface Line {
  /** `text` is a scalar without a key or dash; `inner` belongs to a value that began further up. */
  readonly kind: "blank" | "entry" | "item" | "text" | "separator" | "inner";
  /** Where its first character stands; a byte-order mark is none. */
  readonly start: number;
  /** Where it ends, before its line end; with a flow value, where that ends. */
  readonly stop: number;
  readonly indent: number;
  /** Its key without quotes. */
  readonly key: (Span & { readonly text: string; readonly quoted: boolean }) | undefined;
  /** Where its colon stands, or the dash of an item; -1 without. */
  readonly colon: number;
  /** What follows: without blanks around it and without a comment; a flow value may go on over further lines. */
  readonly value: Span;
  /** Where its comment begins. */
  readonly comment: number | undefined;
  /** Whether it has a key and no value, so that lines below it can be its map or list. */
  readonly open: boolean;
  /** Whether it is a text with blanks or quotes in it, which no one means to be a key. */
  readonly broken: boolean;
}

/** How far the end of quotes or brackets is looked for, in UTF-16 units: longer than any key of a service account. */
const farthestEnd = 20_000;

/**
 * Reads a text line by line as block YAML, whatever it is: never throws, and knows nothing of the lines' meaning. Values
 * that go on over several lines are found by their end or, where it is missing, by the indentation.
 */
export function blockLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  let start = text.startsWith("\ufeff") ? 1 : 0;
  for (;;) {
    const line = readLine(text, start, lineStop(text, start));
    lines.push(line);
    const end = valueEnd(text, line);
    if (end !== undefined) {
      if (isFlow(text, line))
        lines[lines.length - 1] = { ...line, stop: end, comment: undefined, value: { start: line.value.start, end } };
      else for (const inner of innerLines(text, nextLine(text, line.stop), end)) lines.push(inner);
    }
    const stop = lineStop(text, Math.max(line.stop, end ?? 0));
    if (stop >= text.length) return lines;
    start = nextLine(text, stop);
  }
}

/** How far the entries of the first section are indented; `undefined` where none tells. */
export function blockStep(text: string, lines: readonly Line[]): number | undefined {
  let below = false;
  for (const { kind, indent, start, open } of lines) {
    if (kind === "blank" || kind === "inner") continue;
    if (below && kind === "entry" && indent > 0 && !text.slice(start, start + indent).includes("\t")) return indent;
    below = kind === "entry" && indent === 0 && open;
  }
  return undefined;
}

function nextLine(text: string, stop: number): number {
  return stop + (text.startsWith("\r\n", stop) ? 2 : 1);
}

function readLine(text: string, start: number, stop: number): Line {
  let content = start;
  while (content < stop && isBlank(text[content])) content++;
  const indent = content - start;
  const first = text[content];
  if (content === stop) return plainLine("blank", start, stop, indent);
  if (first === "#") return { ...plainLine("blank", start, stop, indent), comment: content };
  if (indent === 0 && /^(?:---|\.\.\.)(?:\s|$)/.test(text.slice(start, Math.min(stop, start + 4))))
    return plainLine("separator", start, stop, indent);
  const base = plainLine("item", start, stop, indent);
  if (first === "-" && (content + 1 === stop || isBlank(text[content + 1])))
    return { ...base, colon: content, ...valueAfter(text, content + 1, stop) };
  const key = keyOf(text, content, stop);
  if (!key) {
    const after = valueAfter(text, content, stop);
    const broken = /[\s"'{}[\]]/.test(text.slice(after.value.start, after.value.end));
    return { ...base, kind: "text", ...after, broken };
  }
  const after = valueAfter(text, key.colon + 1, stop);
  const value = text.slice(after.value.start, after.value.end);
  return {
    ...base,
    kind: "entry",
    key,
    colon: key.colon,
    ...after,
    open: value === "" || /^[&!][^\s{["']*$/.test(value),
  };
}

/** A line with nothing in it that counts. All lines are made of one, since objects of one shape are read faster, measured. */
function plainLine(kind: Line["kind"], start: number, stop: number, indent: number): Line {
  const content = start + indent;
  return {
    kind,
    start,
    stop,
    indent,
    key: undefined,
    colon: -1,
    value: { start: content, end: content },
    comment: undefined,
    open: false,
    broken: kind === "inner",
  };
}

type Key = Span & { readonly text: string; readonly quoted: boolean; readonly colon: number };

function keyOf(text: string, start: number, stop: number): Key | undefined {
  const first = text[start] as string;
  if (first === '"' || first === "'") {
    const end = closing(text, start, stop);
    if (end === undefined) return undefined;
    let colon = end;
    while (colon < stop && isBlank(text[colon])) colon++;
    if (text[colon] !== ":" || colon >= stop) return undefined;
    return { start: start + 1, end: end - 1, text: text.slice(start + 1, end - 1), quoted: true, colon };
  }
  if (/[#&|>{}[\],%@`]/.test(first)) return undefined;
  let colon = start;
  while (colon < stop && !(text[colon] === ":" && (colon + 1 === stop || isBlank(text[colon + 1])))) {
    if (text[colon] === "#" && isBlank(text[colon - 1])) return undefined;
    colon++;
  }
  if (colon === stop) return undefined;
  const name = text.slice(start, colon).trimEnd();
  return { start, end: start + name.length, text: name, quoted: false, colon };
}

function isBlank(char: string | undefined): boolean {
  return char === " " || char === "\t";
}

/**
 * Where quotes that begin at an offset are closed.
 *
 * @returns the offset after the closing quote, `undefined` when there is none before `stop`
 */
export function closing(text: string, start: number, stop: number): number | undefined {
  const quote = text[start] === '"' ? '"' : "'";
  const inside = text.slice(start + 1, stop);
  for (let at = inside.indexOf(quote); at >= 0; at = inside.indexOf(quote, at + 1)) {
    if (quote === '"') {
      let slashes = at;
      while (inside[slashes - 1] === "\\") slashes--;
      if ((at - slashes) % 2 === 0) return start + at + 2;
    } else if (text[start + at + 2] === quote) at++;
    else return start + at + 2;
  }
  return undefined;
}

function isQuote(char: string | undefined): boolean {
  return char === '"' || char === "'";
}

function valueAfter(text: string, after: number, stop: number): Pick<Line, "value" | "comment"> {
  let start = after;
  while (start < stop && isBlank(text[start])) start++;
  // A `#` in quotes begins no comment, and one without a blank before it neither.
  let at = isQuote(text[start]) ? (closing(text, start, stop) ?? stop) : start;
  while (at < stop && !(text[at] === "#" && (isBlank(text[at - 1]) || at === after))) at++;
  let end = at;
  while (end > start && isBlank(text[end - 1])) end--;
  return { value: { start, end: Math.max(start, end) }, comment: at < stop ? at : undefined };
}

function isFlow(text: string, { value }: Line): boolean {
  return value.end > value.start && (text[value.start] === "{" || text[value.start] === "[");
}

/** Where a value ends that goes on over the lines below; `undefined` for all others. */
function valueEnd(text: string, line: Line): number | undefined {
  const { kind, value, indent } = line;
  if (value.start === value.end || kind === "separator" || kind === "blank") return undefined;
  const source = text.slice(value.start, value.end);
  if (isFlow(text, line)) return flowEnd(text, value.start) ?? indentedEnd(text, line.stop, indent, true);
  if (kind === "text") return undefined;
  if (/^(?:[&!]\S+[ \t]+)*[|>][-+\d]*$/.test(source)) return indentedEnd(text, line.stop, indent, false);
  const quote = source[0];
  if (!isQuote(quote)) return undefined;
  if (closing(text, value.start, value.end) !== undefined) return undefined;
  const end = closing(text, value.start, Math.min(text.length, value.start + farthestEnd));
  // A quote in the middle of a line opens another value; the first one was never closed.
  if (end !== undefined && isLineEnd(text, end)) return end;
  return indentedEnd(text, line.stop, indent, false);
}

/** The end of the last line that is indented further; blank lines count when such a line follows. */
function indentedEnd(text: string, stop: number, indent: number, flow: boolean): number {
  let end = stop;
  let at = stop;
  while (at < text.length) {
    const start = nextLine(text, at);
    at = lineStop(text, start);
    let content = start;
    while (content < at && isBlank(text[content])) content++;
    if (content === at) continue;
    const depth = content - start;
    if (depth < indent || (depth === indent && !(flow && /[\]}]/.test(text[content] as string)))) return end;
    end = at;
  }
  return end;
}

/** Where braces or brackets close, when nothing but a comment follows. */
function flowEnd(text: string, start: number): number | undefined {
  const limit = Math.min(text.length, start + farthestEnd);
  let depth = 0;
  for (let at = start; at < limit; at++) {
    const char = text[at] as string;
    if (char === "{" || char === "[") depth++;
    else if (char === "}" || char === "]") {
      depth--;
      if (depth === 0) return isLineEnd(text, at + 1) ? at + 1 : undefined;
    } else if (isQuote(char) && /[\s,:{[]/.test(text[at - 1] ?? " ")) {
      const stop = lineStop(text, at);
      at = (closing(text, at, stop) ?? stop) - 1;
    } else if (char === "#" && /\s/.test(text[at - 1] ?? "")) at = lineStop(text, at);
  }
  return undefined;
}

/** Whether nothing but blanks and a comment follows on the line. */
function isLineEnd(text: string, offset: number): boolean {
  return /^[ \t]*(?:#|$)/.test(text.slice(offset, lineStop(text, offset)));
}

function innerLines(text: string, first: number, end: number): readonly Line[] {
  const lines: Line[] = [];
  for (let start = first; start < end; ) {
    const stop = lineStop(text, start);
    lines.push(plainLine("inner", start, stop, 0));
    start = nextLine(text, stop);
  }
  return lines;
}
