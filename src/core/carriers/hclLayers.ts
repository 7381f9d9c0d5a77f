import type { Span } from "../text/span.ts";
import type { Token } from "./dialect.ts";
import type { HclHeredoc } from "./dialects/hclSyntax.ts";
import { templateParts } from "./dialects/terraform.ts";
import { type Layer, LayerBuilder } from "./layer.ts";
import { blockLayer } from "./scalarLayer.ts";

/** What Go's `unicode.IsSpace` takes for a space, but line feeds. */
const spaces = /^[\t\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*/;

/** The lines of a here-document of HCL, before anything in them is replaced. */
export function hclHeredocLayer(text: string, { body: { start, end }, flush }: HclHeredoc): Layer {
  if (!flush) return blockLayer(text, start, end, { indent: 0 });
  const lines = flushedLines(text.slice(start, end));
  const width = flushedWidth(lines);
  const builder = new LayerBuilder(text);
  const crlf = text.slice(start, end).includes("\r\n");
  for (const line of lines) {
    const from = start + line.start + (line.indent === undefined ? 0 : width);
    const to = start + line.end;
    builder.keep(from, to);
    if (line.newline > 0) builder.put("\n", to, to + line.newline);
  }
  const first = lines.find(({ indent }) => indent !== undefined)?.start ?? 0;
  const prefix = Number.isFinite(width) ? text.slice(start + first, start + first + width) : "";
  return builder.build({ prefix, encode: (written) => (crlf ? written.replace(/\r?\n/g, "\r\n") : written) });
}

/** A line of a here-document with `<<-`; offsets are of its body. */
export interface FlushedLine extends Span {
  /** The length of its line end. */
  readonly newline: number;
  /** How many spaces it starts with. */
  readonly spaces: number;
  /** The expressions and statements that start in it. */
  readonly parts: readonly Token[];
  /** Where the `~` is that takes its line end away, and keeps the spaces of the next line. */
  readonly trim: number | undefined;
  /** How many spaces count for those that all lines have; `undefined` if the line does not count, and keeps its own. */
  readonly indent: number | undefined;
}

/**
 * The lines of a here-document with `<<-`. Not counted are empty lines, those that start in an expression, and those after an
 * expression that takes the line end with it; an expression that takes away the spaces before it leaves none to count:
 * https://github.com/hashicorp/hcl/blob/v2.24.0/hclsyntax/parser_template.go.
 */
export function flushedLines(body: string): readonly FlushedLine[] {
  const expressions = [...templateParts(body)].filter(({ kind }) => kind !== "escape");
  const lines: FlushedLine[] = [];
  let next = 0;
  for (let start = 0; start < body.length; ) {
    const newline = body.indexOf("\n", start);
    const stop = newline < 0 ? body.length : newline;
    const end = body[stop - 1] === "\r" && newline >= 0 ? stop - 1 : stop;
    const isInside = isWithin(expressions[next - 1], start);
    const indent = spaces.exec(body.slice(start, end))?.[0].length ?? 0;
    const isBlank = start + indent === end && newline >= 0;
    const first = expressions[next];
    const cut = first?.start === start + indent && body[first.start + 2] === "~";
    const from = next;
    while ((expressions[next]?.start ?? body.length) < stop) next++;
    const last = expressions[next - 1];
    const isTrimmed = last !== undefined && start <= last.end && last.end <= end && isTrimming(body, last.end, end);
    const joined = lines.at(-1)?.trim !== undefined;
    lines.push({
      start,
      end,
      newline: newline < 0 ? 0 : newline + 1 - end,
      spaces: indent,
      parts: expressions.slice(from, next),
      trim: isTrimmed ? last.end - 2 : undefined,
      indent: joined || isInside || isBlank ? undefined : cut ? 0 : indent,
    });
    start = stop + 1;
  }
  return lines;
}

/** How many spaces `<<-` takes away; infinite if no line counts. */
export function flushedWidth(lines: readonly FlushedLine[]): number {
  return lines.reduce((least, { indent = least }) => Math.min(least, indent), Number.POSITIVE_INFINITY);
}

function isWithin(span: Span | undefined, offset: number): boolean {
  return span !== undefined && span.start < offset && offset < span.end;
}

/** True if an expression takes away the rest of its line: `~}` with nothing but spaces behind it. */
function isTrimming(body: string, end: number, lineEnd: number): boolean {
  return body[end - 2] === "~" && body.slice(end, lineEnd).trim() === "";
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

/**
 * The string between two quotes, with its expressions as they are.
 *
 * @param start after the opening quote
 * @param end before the closing one
 */
export function hclStringLayer(text: string, start: number, end: number): Layer | undefined {
  const builder = new LayerBuilder(text);
  const body = text.slice(start, end);
  let from = start;
  for (const { index, 0: written } of escapesIn(body)) {
    const at = start + index;
    const value = escapedValue(written);
    if (value === undefined) return undefined;
    builder.keep(from, at).put(value, at, at + written.length);
    from = at + written.length;
  }
  builder.keep(from, end);
  return builder.build({ prefix: "", encode: quoted });
}

/** The escapes of a quoted string outside of its expressions. */
function* escapesIn(body: string): Iterable<RegExpExecArray> {
  const expressions = [...templateParts(body)].filter(({ kind }) => kind !== "escape");
  let next = 0;
  for (const found of body.matchAll(/\\(?:u[\da-fA-F]{4}|U[\da-fA-F]{8}|[\s\S])/g)) {
    while ((expressions[next]?.end ?? body.length) <= found.index) next++;
    if ((expressions[next]?.start ?? body.length) > found.index) yield found;
  }
}

function escapedValue(written: string): string | undefined {
  const digits = /^\\[uU](.+)$/.exec(written)?.[1];
  if (digits === undefined) return escapes[written.slice(1)];
  const code = Number.parseInt(digits, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/** A text between quotes: everything but its expressions is escaped. */
function quoted(text: string): string {
  let result = "";
  let position = 0;
  for (const { kind, start, end } of templateParts(text)) {
    if (kind === "escape") continue;
    result += JSON.stringify(text.slice(position, start)).slice(1, -1) + text.slice(start, end);
    position = end;
  }
  return result + JSON.stringify(text.slice(position)).slice(1, -1);
}
