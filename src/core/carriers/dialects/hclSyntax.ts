import { longestExpression } from "../../text/expressions.ts";
import type { Span } from "../../text/span.ts";
import { counted, deepestExpression, type Failures } from "./failures.ts";

/** A here-document of HCL: https://github.com/hashicorp/hcl/blob/v2.24.0/hclsyntax/scan_tokens.rl. */
export interface HclHeredoc extends Span {
  /** True for `<<-`. */
  readonly flush: boolean;
  /** Its lines, without the delimiters. */
  readonly body: Span;
}

/**
 * Where an expression in a template ends: after its closing brace.
 *
 * @param start where the text after the opening `${` or `%{` starts
 * @returns `undefined` if it has no end, or one that is too far away
 */
export function hclExpressionEnd(text: string, start: number, failures: Failures): number | undefined {
  return counted(failures, () => expressionEnd(text, start, Math.min(text.length, start + longestExpression), 0));
}

/**
 * Where a quoted string ends: after its closing quote.
 *
 * @param start where the text after the opening quote starts
 */
export function hclStringEnd(text: string, start: number, failures: Failures): number | undefined {
  return counted(failures, () => stringEnd(text, start, text.length, 0));
}

/** The offset after a comment that starts here, before its line feed; `undefined` if none does. */
export function hclCommentEnd(text: string, at: number, stop: number = text.length): number | undefined {
  if (text[at] === "#" || text.startsWith("//", at)) return indexIn(text, "\n", at, stop);
  if (!text.startsWith("/*", at)) return undefined;
  return Math.min(stop, indexIn(text, "*/", at + 2, stop) + 2);
}

/** Where a text is found before `stop`, and `stop` if it is not. */
function indexIn(text: string, wanted: string, start: number, stop: number): number {
  const found = text.slice(start, stop).indexOf(wanted);
  return found < 0 ? stop : start + found;
}

/** The here-document that starts here; one without an end goes to the end of the text. */
export function hclHeredocAt(text: string, at: number, failures: Failures): HclHeredoc | undefined {
  return heredocAt(text, at, text.length, (start) => hclExpressionEnd(text, start, failures) ?? start);
}

const opening = /<<(-?)([\p{L}\p{Nl}_][\p{L}\p{Nl}\p{N}\p{M}\p{Pc}-]{0,100})\r?\n/uy;

/** @param afterExpression where to go on after the opening of an expression; `undefined` to give up */
function heredocAt(
  text: string,
  at: number,
  stop: number,
  afterExpression: (start: number) => number | undefined,
): HclHeredoc | undefined {
  if (text[at] !== "<") return undefined;
  opening.lastIndex = at;
  const found = opening.exec(text);
  if (found === null) return undefined;
  const [written, dash, word = ""] = found;
  const flush = dash === "-";
  const start = at + written.length;
  for (let line = start; line < stop; ) {
    const lineEnd = indexIn(text, "\n", line, stop);
    if (lineEnd - line < word.length + 200 && text.slice(line, lineEnd).trim() === word)
      return { start: at, end: lineEnd, flush, body: { start, end: line } };
    const next = templateLineEnd(text, line, stop, afterExpression);
    if (next === undefined) return undefined;
    line = next;
  }
  return stop < text.length ? undefined : { start: at, end: stop, flush, body: { start, end: stop } };
}

/** The start of the line after this one; a line feed inside of an expression ends none. */
function templateLineEnd(
  text: string,
  start: number,
  stop: number,
  afterExpression: (start: number) => number | undefined,
): number | undefined {
  let at = start;
  while (at < stop && text[at] !== "\n") {
    const width = openingWidth(text, at);
    const next = width === 2 ? afterExpression(at + 2) : at + Math.max(1, width);
    if (next === undefined) return undefined;
    at = next;
  }
  return at + 1;
}

/** How long the opening of an expression is here: 2, or 3 with an escape; 0 if there is none. */
function openingWidth(text: string, at: number): number {
  const mark = text[at];
  if (mark !== "$" && mark !== "%") return 0;
  if (text[at + 1] === "{") return 2;
  return text[at + 1] === mark && text[at + 2] === "{" ? 3 : 0;
}

function expressionEnd(text: string, start: number, stop: number, depth: number): number | undefined {
  if (depth > deepestExpression) return undefined;
  let open = 1;
  for (let at = start; at < stop; ) {
    const char = text[at];
    if (char === "{") open++;
    else if (char === "}" && --open === 0) return at + 1;
    const next = /["#/<]/.test(char ?? "") ? afterPart(text, at, stop, depth + 1) : at + 1;
    if (next === undefined) return undefined;
    at = next;
  }
  return undefined;
}

/** The offset after a string, comment or here-document that may start here, or else after the character. */
function afterPart(text: string, at: number, stop: number, depth: number): number | undefined {
  if (text[at] === '"') return stringEnd(text, at + 1, stop, depth);
  const comment = hclCommentEnd(text, at, stop);
  if (comment !== undefined) return comment;
  opening.lastIndex = at;
  if (!opening.test(text)) return at + 1;
  return heredocAt(text, at, stop, (start) => expressionEnd(text, start, stop, depth))?.end;
}

function stringEnd(text: string, start: number, stop: number, depth: number): number | undefined {
  if (depth > deepestExpression) return undefined;
  for (let at = start; at < stop; ) {
    const char = text[at];
    if (char === '"') return at + 1;
    if (char === "\n") return undefined;
    const width = openingWidth(text, at);
    const next =
      width === 2
        ? expressionEnd(text, at + 2, Math.min(stop, at + longestExpression), depth + 1)
        : at + (char === "\\" ? 2 : Math.max(1, width));
    if (next === undefined) return undefined;
    at = next;
  }
  return undefined;
}
