import type { Span } from "../text/span.ts";
import { nixDialect } from "./dialects/nix.ts";
import { type Layer, LayerBuilder } from "./layer.ts";

/**
 * The lines of an indented string without the spaces that all of them start with. Empty lines do not count, nor does the
 * last one if nothing but spaces is on it: https://nix.dev/manual/nix/stable/language/string-literals.
 *
 * @param start where its opening quotes start
 * @param end after the closing ones
 */
export function indentedLayer(text: string, start: number, end: number): Layer {
  const opening = /^''(?: *\n| *\r\n)?/.exec(text.slice(start, end - 2))?.[0] ?? "''";
  const from = start + opening.length;
  const lines = linesOf(text.slice(from, end - 2));
  const width = lines.reduce((least, { indent = least }) => Math.min(least, indent), Number.POSITIVE_INFINITY);
  const crlf = text.slice(start, end).includes("\r\n");
  const builder = new LayerBuilder(text);
  for (const [index, line] of lines.entries()) {
    const isLast = index === lines.length - 1;
    // The spaces before the closing quotes are not part of the string.
    if (isLast && line.spaces === line.end - line.start && index > 0) break;
    const dropped = line.starts ? Math.min(width, line.spaces) : 0;
    builder.keep(from + line.start + dropped, from + line.end);
    if (line.newline > 0) builder.put("\n", from + line.end, from + line.end + line.newline);
  }
  const prefix = " ".repeat(Number.isFinite(width) ? width : 0);
  return builder.build({ prefix, encode: (written) => (crlf ? written.replace(/\r?\n/g, "\r\n") : written) });
}

interface Line extends Span {
  readonly newline: number;
  /** How many spaces it starts with. */
  readonly spaces: number;
  /** The same, if it counts; `undefined` for an empty line. */
  readonly indent: number | undefined;
  /** False if it starts in an expression. */
  readonly starts: boolean;
}

function linesOf(body: string): readonly Line[] {
  const expressions = [...nixDialect.tokens(body)].filter(({ kind }) => kind === "expression");
  const lines: Line[] = [];
  let next = 0;
  for (let start = 0; start <= body.length; ) {
    const newline = body.indexOf("\n", start);
    const stop = newline < 0 ? body.length : newline;
    const end = newline > start && body[stop - 1] === "\r" ? stop - 1 : stop;
    while ((expressions[next]?.end ?? body.length + 1) <= start) next++;
    const isInside = (expressions[next]?.start ?? start) < start;
    const spaces = /^ */.exec(body.slice(start, end))?.[0].length ?? 0;
    const isEmpty = start + spaces === end;
    lines.push({
      start,
      end,
      newline: newline < 0 ? 0 : newline + 1 - end,
      spaces,
      indent: isInside || isEmpty ? undefined : spaces,
      starts: !isInside,
    });
    if (newline < 0) break;
    start = newline + 1;
  }
  return lines;
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/**
 * A string between double quotes that has no expressions.
 *
 * @param start where its opening quote starts
 * @param end after the closing one
 * @returns `undefined` for a string with expressions
 */
export function quotedLayer(text: string, start: number, end: number): Layer | undefined {
  const body = text.slice(start + 1, end - 1);
  if (/(?:^|[^\\])\$\{/.test(body)) return undefined;
  const builder = new LayerBuilder(text);
  let from = start + 1;
  for (const { index, 0: written } of body.matchAll(/\\[\s\S]|\r\n/g)) {
    const letter = written.slice(1);
    const at = start + 1 + index;
    builder.keep(from, at).put(escapes[letter] ?? letter, at, at + written.length);
    from = at + written.length;
  }
  const lines = body.includes("\n");
  const encode = (inner: string): string => {
    const escaped = inner.replace(/["\\]|\$(?=\{)/g, "\\$&");
    return lines ? escaped : escaped.replaceAll("\n", "\\n");
  };
  return builder.keep(from, end - 1).build({ prefix: "", encode });
}
