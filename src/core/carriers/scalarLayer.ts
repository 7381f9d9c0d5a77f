import { decodeBase64, encodeText } from "../text/base64.ts";
import { strictUtf8 } from "../text/utf8.ts";
import { otherEscapes } from "../yaml/otherScalars.ts";
import type { OtherScalar } from "../yaml/otherYaml.ts";
import { type Layer, LayerBuilder, wholeLayer } from "./layer.ts";
import type { Scope } from "./scan.ts";

/**
 * The text of a scalar of a YAML file, line by line or letter by letter where that can be said. What is written over several
 * lines in quotes, or folded, can be read only.
 *
 * @param text the whole file
 */
export function scalarLayer(text: string, scalar: OtherScalar): Layer {
  const made =
    scalar.style === "literal"
      ? literalLayer(text, scalar)
      : scalar.style === "double"
        ? doubleLayer(text, scalar)
        : scalar.style === "folded"
          ? undefined
          : plainLayer(text, scalar);
  return made?.text === scalar.value ? made : wholeLayer(scalar.value, scalar);
}

/** The lines of a block scalar without their indentation. */
function literalLayer(text: string, { start, end, value }: OtherScalar): Layer {
  const first = text.indexOf("\n", start) + 1;
  const builder = new LayerBuilder(text);
  if (first === 0 || first > end) return builder.build();
  const indent = indentation(text.slice(first, end), value);
  return blockLayer(text, first, end, { indent, length: value.length });
}

/** How many spaces a block scalar is indented: what its first line with text has more than the first of its value. */
function indentation(written: string, value: string): number {
  const spaces = (lines: string): number => /^ *(?=[^ \r\n])/m.exec(lines)?.[0].length ?? 0;
  return Math.max(0, spaces(written) - spaces(value));
}

/**
 * Lines without a common indentation.
 *
 * @param start where the first line starts
 * @param indent how much is taken off each line, where it is there
 * @param length how long the inner text is; the rest is left out
 */
export function blockLayer(
  text: string,
  start: number,
  end: number,
  { indent, length }: { readonly indent: number; readonly length?: number },
): Layer {
  const builder = new LayerBuilder(text);
  let left = length ?? Number.POSITIVE_INFINITY;
  let crlf = false;
  for (let at = start; at < end && left > 0; ) {
    const newline = text.indexOf("\n", at);
    const stop = newline < 0 || newline >= end ? end : newline;
    let from = at;
    while (from < stop && from - at < indent && text.charCodeAt(from) === 32) from++;
    const isCrlf = stop < end && stop > from && text.charCodeAt(stop - 1) === 13;
    crlf ||= isCrlf;
    const to = Math.min(isCrlf ? stop - 1 : stop, from + left);
    builder.keep(from, to);
    left -= to - from;
    if (stop < end && left > 0) {
      builder.put("\n", isCrlf ? stop - 1 : stop, stop + 1);
      left--;
    }
    at = stop + 1;
  }
  const prefix = " ".repeat(indent);
  const encode = (written: string): string | undefined =>
    /[\0-\x08\x0b\x0c\x0e-\x1f\x85\u2028\u2029]/.test(written)
      ? undefined
      : crlf
        ? written.replace(/\r?\n/g, "\r\n")
        : written;
  return builder.build({ prefix, encode });
}

/** The string of a double-quoted scalar on one line, which may be one of JSON. */
function doubleLayer(text: string, { start, end }: OtherScalar): Layer | undefined {
  const builder = new LayerBuilder(text);
  let from = start + 1;
  for (let at = from; at < end - 1; at++) {
    const char = text[at];
    if (char === "\n" || char === "\r") return undefined;
    if (char !== "\\") continue;
    builder.keep(from, at);
    const mark = text[at + 1] ?? "";
    const digits = mark === "x" ? 2 : mark === "u" ? 4 : mark === "U" ? 8 : 0;
    const code = Number.parseInt(text.slice(at + 2, at + 2 + digits), 16);
    const value = digits === 0 ? otherEscapes.get(mark) : Number.isNaN(code) ? undefined : codePoint(code);
    if (value === undefined) return undefined;
    from = at + 2 + digits;
    builder.put(value, at, from);
    at = from - 1;
  }
  builder.keep(from, end - 1);
  return builder.build({ prefix: "", encode: (written) => JSON.stringify(written).slice(1, -1) });
}

function codePoint(code: number): string | undefined {
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

/** The string of a plain or single-quoted scalar on one line. */
function plainLayer(text: string, { start, end, style }: OtherScalar): Layer | undefined {
  if (/[\r\n]/.test(text.slice(start, end))) return undefined;
  const builder = new LayerBuilder(text);
  if (style === "plain") {
    // Base64; most other texts could be something else without quotes.
    const encode = (written: string): string | undefined => (/^[\w+/=]*$/.test(written) ? written : undefined);
    return builder.keep(start, end).build({ prefix: "", encode });
  }
  let from = start + 1;
  for (let quote = text.indexOf("''", from); quote >= 0 && quote < end - 1; quote = text.indexOf("''", from)) {
    builder.keep(from, quote).put("'", quote, quote + 2);
    from = quote + 2;
  }
  builder.keep(from, end - 1);
  const encode = (written: string): string | undefined =>
    /[\r\n]/.test(written) ? undefined : written.replaceAll("'", "''");
  return builder.build({ prefix: "", encode });
}

/**
 * The text that base64 stands for. A changed text is written on one line where it was on one, else in lines as long as the first.
 *
 * @param encoded base64, with or without line breaks
 * @returns `undefined` if it is none, or no UTF-8
 */
export function base64Layer(encoded: string): Layer | undefined {
  const bare = encoded.replace(/\s+/g, "");
  const read = decodeBase64(bare);
  const text = read.ok ? strictUtf8(read.bytes) : undefined;
  if (bare === "" || text === undefined) return undefined;
  const width = encoded.trim().search(/\s/);
  const encode = (changed: string): string => {
    const written = encodeText(changed);
    const lines = width < 0 ? [written] : written.match(new RegExp(`.{1,${width}}`, "g"));
    return `${lines?.join("\n") ?? ""}${encoded.endsWith("\n") ? "\n" : ""}`;
  };
  return wholeLayer(text, { start: 0, end: encoded.length }, encode);
}

/** The text that base64 of gzip stands for. It can be read only. */
export function gzipLayer(encoded: string, gunzip: Scope["gunzip"]): Layer | undefined {
  const read = decodeBase64(encoded.replace(/\s+/g, ""));
  const bytes = read.ok ? unpacked(read.bytes, gunzip) : undefined;
  const text = bytes && strictUtf8(bytes);
  return text === undefined ? undefined : wholeLayer(text, { start: 0, end: encoded.length });
}

function unpacked(bytes: Uint8Array, gunzip: Scope["gunzip"]): Uint8Array | undefined {
  try {
    return gunzip?.(bytes);
  } catch {
    // Anything but gzip has no text to show.
    return undefined;
  }
}
