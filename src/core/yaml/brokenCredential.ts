import type { Span } from "../text/span.ts";
import { unknownEscapes } from "./unknownEscape.ts";

/** A password, username or token that breaks the YAML around it. */
export interface BrokenCredential extends Span {
  /** Its key. */
  readonly field: string;
  /** Where the parser will see a value instead: the span's start, or the end of the colon when it is on a later line. */
  readonly seenAt: number;
}

/** One of the keys, at the start of a line or inside a flow map, up to where its value starts. */
function keyPattern(keys: readonly string[]): RegExp {
  return new RegExp(`(^[ \\t]*(?:- +)?|[{,][ \\t]*)(["']?)(${keys.join("|")})\\2[ \\t]*:(?:[ \\t]+|(?=\\r?\\n))`, "gm");
}

const blockHeader = /[|>][+-]?\d?[+-]?[ \t]*(?:#[^\r\n]*)?(?=\r?\n)/y;
/** A line that goes on with the YAML around a password: `key:` or `- `, and not a line of a pasted JSON. */
const nextYamlLine = /\r?\n[ \t]*(?:[A-Za-z_*'][^\s{},"]*:(?=\s|$)|"[^"\r\n]*":[ \t]*\r?\n|#|- )/g;

/**
 * The credentials whose text breaks the YAML around them: raw JSON at any indentation, quotes that end too early or
 * never, a leading `@`. YAML itself can't tell where such a value ends; JSON's own braces and the line ends can.
 * A text between double quotes whose only fault is a backslash is none of them, since its end is known.
 *
 * @param keys those whose values are looked at, letters and `_` alone
 * @param readable whether k3s could read a text: asked of each value alone
 * @returns spans of the values, first quote or header included, in UTF-16 offsets and in order
 */
export function brokenCredentials(
  text: string,
  keys: readonly string[],
  readable: (sample: string) => boolean,
): readonly BrokenCredential[] {
  const spans: BrokenCredential[] = [];
  if (keys.length === 0) return spans;
  const credentialKey = keyPattern(keys);
  for (let match = credentialKey.exec(text); match; match = credentialKey.exec(text)) {
    const start = match.index + match[0].length;
    const inFlow = /[{,]/.test(match[1] as string);
    const span = valueSpan(text, start, inFlow);
    if (!span || unknownEscapes(text, start)) continue;
    credentialKey.lastIndex = span.end;
    const value = text.slice(span.start, span.end);
    const indent = inFlow ? "" : (match[1] as string).replace(/\S/g, " ");
    const gap = text.slice(start, span.start);
    const sample = inFlow ? `{password: ${value}}` : `${indent}password: ${gap}${value}\n${indent}next: line\n`;
    const seenAt = /[\r\n]/.test(gap) ? start - (match[0].length - match[0].trimEnd().length) : span.start;
    if (!readable(sample)) spans.push({ ...span, seenAt, field: match[3] as string });
  }
  return spans;
}

/**
 * Replaces spans by an empty scalar (or nothing, on a line of its own) of the same length, line breaks kept, so that
 * the rest of the text can be read at its own offsets.
 */
export function mask(text: string, spans: readonly BrokenCredential[]): string {
  let masked = "";
  let position = 0;
  for (const { start, end, seenAt } of spans) {
    const blank = text.slice(start, end).replace(/[^\r\n]/g, " ");
    const scalar = blank[1] === " " ? `''${blank.slice(2)}` : `x${blank.slice(1)}`;
    masked += text.slice(position, start) + (seenAt < start ? blank : scalar);
    position = end;
  }
  return masked + text.slice(position);
}

function valueSpan(text: string, start: number, inFlow: boolean): Span | undefined {
  let open = start;
  blockHeader.lastIndex = open;
  const header = blockHeader.exec(text)?.[0];
  const quote = text[open] === '"' || text[open] === "'" ? (text[open] as string) : "";
  open += header ? header.length : quote.length;
  const brace = /\s*(?:['"]\s*)?[{[]/y;
  brace.lastIndex = open;
  const json = brace.exec(text);
  if (json && !/^\s*\[?$/.test(json[0])) {
    const jsonStart = open + json[0].length - 1;
    if (start === open && /[\r\n]/.test(json[0])) return { start: jsonStart, end: jsonEnd(text, jsonStart, "") };
    const inner = quote === "" ? "" : json[0].slice(0, -1).trim();
    return { start, end: jsonEnd(text, jsonStart, inner === "" ? quote : `${inner}?${quote}`) };
  }
  if (inFlow || header) return undefined;
  const line = (/[^\r\n]*/y.exec(text.slice(start))?.[0] ?? "").trimEnd();
  if (line === "" || line.startsWith("#")) return undefined;
  const comment = quote === "" ? line.search(/(?<![ \t])[ \t]+#/) : -1;
  const closing = quote === "" ? -1 : line.search(new RegExp(`${quote}[ \\t]+#[^${quote}]*$`));
  const length = comment >= 0 ? comment : closing >= 0 ? closing + 1 : line.length;
  return { start, end: start + length };
}

/**
 * Where pasted JSON ends: after the brace that closes it, and the quote after that; else before the next YAML line.
 *
 * @param quote a pattern; empty if it has none before it
 */
function jsonEnd(text: string, start: number, quote: string): number {
  nextYamlLine.lastIndex = start;
  const limit = nextYamlLine.exec(text)?.index ?? text.length;
  const closed = balancedEnd(text, start, text.length, true) ?? balancedEnd(text, start, limit, false);
  if (closed === undefined) return text.slice(0, limit).trimEnd().length;
  if (quote === "") return closed;
  const tail = new RegExp(`[ \\t]*\\r?\\n?[ \\t]*${quote}`, "y");
  tail.lastIndex = closed;
  const end = tail.exec(text);
  return end ? closed + end[0].length : closed;
}

function balancedEnd(text: string, start: number, limit: number, strings: boolean): number | undefined {
  let depth = 0;
  for (let i = start; i < limit; i++) {
    const char = text[i];
    if (char === '"' && strings) {
      // A string that holds another key of registries.yaml was never closed: braces are counted without strings then.
      const string = /"(?:[^"\\]|\\[\s\S])*"/y;
      string.lastIndex = i;
      const found = string.exec(text)?.[0];
      if (found === undefined || /\n[ \t]*(?:configs|mirrors|username|auth|tls)[ \t]*:/.test(found)) return undefined;
      i += found.length - 1;
    } else if (char === "{" || char === "[") depth++;
    else if (char === "}" || char === "]") {
      depth--;
      if (depth === 0) return i + 1;
    }
  }
  return undefined;
}
