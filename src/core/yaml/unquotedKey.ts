import type { Span } from "../text/span.ts";
import { doubleQuoted, singleQuoted } from "./scalar.ts";

const starKey = /\*[^\s'"{}[\],#]*(?=:(?:\s|$))/y;
const bracketKey = /^([ \t]*)(\[[^\r\n'"\]]*\](?:[^\r\n'":]|:(?![ \t]|\r?$))*)(?=:(?:[ \t]|\r?$))/gm;
const flowBracketKey = /([{,][ \t]*)(\[[^\s,{}'"]*)(?=:[ \t])/g;

/**
 * Finds a key that YAML reads as an alias, as `*:` or `*.example.com:`.
 *
 * @param offset where the reader stopped: at the `*` or after it
 * @returns the offset of the `*`; `undefined` if there is no such key
 */
export function starKeyAt(text: string, offset: number): number | undefined {
  const start = text[offset] === "*" ? offset : offset - 1;
  starKey.lastIndex = start;
  return start >= 0 && starKey.test(text) ? start : undefined;
}

/**
 * Quotes the key that YAML reads as an alias.
 *
 * @param offset where the reader stopped
 * @returns the same text if there is none
 */
export function quoteStarKey(text: string, offset: number): string {
  const start = starKeyAt(text, offset);
  if (start === undefined) return text;
  starKey.lastIndex = start;
  const key = starKey.exec(text)?.[0] ?? "";
  return text.slice(0, start) + quote(key) + text.slice(start + key.length);
}

/** Returns the span of a key that YAML reads as a list, on the line of an offset and before it. */
export function bracketKeyAt(text: string, offset: number): Span | undefined {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  const lineEnd = text.indexOf("\n", offset);
  const line = text.slice(lineStart, lineEnd < 0 ? text.length : lineEnd);
  if (!line.includes("[")) return undefined;
  for (const pattern of [bracketKey, flowBracketKey])
    for (const { index, 1: before = "", 2: key = "" } of line.matchAll(pattern)) {
      const start = lineStart + index + before.length;
      if (start <= offset) return { start, end: start + key.length };
    }
  return undefined;
}

/** Quotes every key that YAML reads as a list, such as `[::1]:5000:` or `[a-z]+:`. */
export function quoteBracketKeys(text: string): string {
  const put = (_: string, before: string, key: string): string => before + quote(key);
  return text.includes("[") ? text.replace(bracketKey, put).replace(flowBracketKey, put) : text;
}

function quote(key: string): string {
  return key.includes("\\") ? singleQuoted(key) : doubleQuoted(key);
}
