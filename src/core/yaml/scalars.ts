import {
  advance,
  atIndicator,
  backslash,
  type Cursor,
  closeList,
  closeMap,
  colon,
  column,
  comma,
  dot,
  endLine,
  fail,
  hash,
  hyphen,
  isBlank,
  isBlankOrEnd,
  isBreak,
  isDigit,
  isHex,
  need,
  openList,
  openMap,
  question,
  quote,
  readBreak,
  singleQuote,
  skipComment,
  space,
  tab,
} from "./cursor.ts";
import { scalarToken, type Token } from "./tokens.ts";

export const escapes: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "'": "'",
  "\\": "\\",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};
export const escapeLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/**
 * Reads a scalar after `|` or `>`.
 *
 * @param indent column of the collection around it, -1 at the root
 */
export function scanBlockScalar(c: Cursor, literal: boolean, indent: number): Token {
  const start = c.pos;
  const startLine = c.line;
  c.pos++;
  const { chomping, increment } = blockHeader(c);
  endLine(c, "did not find expected comment or line break");
  let end = c.pos;
  while (end > start && isBreak(c.text.charCodeAt(end - 1))) end--;
  let blockIndent = increment > 0 ? Math.max(indent, 0) + increment : 0;
  let blockEnd = c.pos;
  let value = "";
  let leadingBreak = "";
  let trailing = "";
  let leadingBlank = false;

  const readBreaks = (): void => {
    blockEnd = c.pos;
    let deepest = 0;
    for (;;) {
      const inIndent = (): boolean => blockIndent === 0 || column(c) < blockIndent;
      while (c.text.charCodeAt(c.pos) === space && inIndent()) c.pos++;
      need(c, 1);
      deepest = Math.max(deepest, column(c));
      if (c.text.charCodeAt(c.pos) === tab && inIndent())
        fail(c, "found a tab character where an indentation space is expected");
      const read = readBreak(c);
      if (read === "") break;
      trailing += read;
      blockEnd = c.pos;
    }
    if (blockIndent === 0) blockIndent = Math.max(deepest, indent + 1, 1);
  };

  readBreaks();
  while (column(c) === blockIndent && c.text.charCodeAt(c.pos) !== 0) {
    const blank = isBlank(c.text.charCodeAt(c.pos));
    if (!literal && !leadingBlank && !blank && leadingBreak === "\n") {
      if (trailing === "") value += " ";
    } else value += leadingBreak;
    value += trailing;
    trailing = "";
    leadingBlank = blank;
    const from = c.pos;
    skipComment(c);
    need(c, 1);
    value += c.text.slice(from, c.pos);
    end = c.pos;
    leadingBreak = readBreak(c);
    readBreaks();
  }
  if (chomping !== "-") value += leadingBreak;
  if (chomping === "+") value += trailing;
  return scalarToken(start, end, startLine, value, "block", Math.min(blockEnd, c.length));
}

/** What stands between `|` or `>` and the end of its line. */
function blockHeader(c: Cursor): { readonly chomping: string; readonly increment: number } {
  let chomping = "";
  let increment = 0;
  const chomp = (): void => {
    const char = c.text.charAt(c.pos);
    if (chomping === "" && (char === "+" || char === "-")) {
      chomping = char;
      c.pos++;
    }
  };
  chomp();
  if (isDigit(c.text.charCodeAt(c.pos))) {
    increment = c.text.charCodeAt(c.pos) - 48;
    if (increment === 0) fail(c, "found an indentation indicator equal to 0");
    c.pos++;
    chomp();
  }
  return { chomping, increment };
}

/** Text in quotes that means itself: all up to a quote, a line break, a surrogate pair or the end. */
const singleQuotedRun = /[^'\r\n\x85\u2028\u2029\0\ud800-\udbff]*/y;
const doubleQuotedRun = /[^"\\\r\n\x85\u2028\u2029\0\ud800-\udbff]*/y;

/** Reads a scalar in quotes, over several lines if it has them. */
export function scanFlowScalar(c: Cursor, single: boolean): Token {
  const start = c.pos;
  const startLine = c.line;
  let value = "";
  c.pos++;
  for (;;) {
    need(c, 4);
    if (column(c) === 0 && (atIndicator(c, hyphen) || atIndicator(c, dot)))
      fail(c, "found unexpected document indicator", start);
    const run = readRun(c, single ? singleQuotedRun : doubleQuotedRun);
    const code = c.text.charCodeAt(c.pos);
    if (isBreak(code)) {
      value += withoutBlanks(run);
      value += foldedBreaks(readGap(c, false));
      continue;
    }
    value += run;
    if (code === singleQuote && single && c.text.charCodeAt(c.pos + 1) === singleQuote) {
      value += "'";
      c.pos += 2;
    } else if (code === (single ? singleQuote : quote)) break;
    else if (code === backslash && isBreak(c.text.charCodeAt(c.pos + 1))) {
      c.pos++;
      readBreak(c);
      value += foldedBreaks(readGap(c, true));
    } else if (code === backslash) value += readEscape(c);
    else if (code === 0) fail(c, "found unexpected end of stream", start);
    else {
      value += c.text.slice(c.pos, c.pos + 2);
      advance(c, code);
    }
  }
  c.pos++;
  return scalarToken(start, c.pos, startLine, value, single ? "single" : "double");
}

function readRun(c: Cursor, run: RegExp): string {
  run.lastIndex = c.pos;
  const found = run.exec(c.text)?.[0] ?? "";
  c.pos += found.length;
  need(c, 2);
  return found;
}

/** Blanks before a line break are no part of the scalar; other white space is. */
function withoutBlanks(run: string): string {
  let end = run.length;
  while (isBlank(run.charCodeAt(end - 1))) end--;
  return run.slice(0, end);
}

interface Gap {
  readonly folded: boolean;
  readonly blanks: string;
  readonly leading: string;
  readonly trailing: string;
}

/**
 * Reads blanks and line breaks inside a scalar.
 *
 * @param folded whether a line break went before
 * @param indentedBy fails on a tab before this column
 */
function readGap(c: Cursor, folded: boolean, indentedBy = 0): Gap {
  const from = c.pos;
  let blanksEnd = c.pos;
  let broken = folded;
  let leading = "";
  let trailing = "";
  for (;;) {
    const code = c.text.charCodeAt(c.pos);
    if (isBlank(code)) {
      if (broken && code === tab && column(c) < indentedBy) fail(c, "found a tab character that violates indentation");
      c.pos++;
      if (!broken) blanksEnd = c.pos;
    } else if (isBreak(code)) {
      if (broken) trailing += readBreak(c);
      else leading = readBreak(c);
      broken = true;
    } else break;
  }
  need(c, 1);
  return { folded: broken, blanks: broken ? "" : c.text.slice(from, blanksEnd), leading, trailing };
}

/** A single line feed becomes a blank, others stay. */
function foldedBreaks({ leading, trailing }: Gap): string {
  if (leading !== "\n") return leading + trailing;
  return trailing === "" ? " " : trailing;
}

function readEscape(c: Cursor): string {
  const char = c.text.charAt(c.pos + 1);
  const digits = escapeLengths[char];
  if (digits === undefined) {
    const found = Object.hasOwn(escapes, char) ? escapes[char] : undefined;
    if (found === undefined) fail(c, "found unknown escape character");
    c.pos += 2;
    return found;
  }
  c.pos += 2;
  for (let k = 0; k < digits; k++)
    if (!isHex(c.text.charCodeAt(c.pos + k))) fail(c, "did not find expected hexdecimal number");
  const code = Number.parseInt(c.text.slice(c.pos, c.pos + digits), 16);
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) fail(c, "found invalid Unicode character escape code");
  c.pos += digits;
  return String.fromCodePoint(code);
}

/** Text without quotes that means itself anywhere. */
const plainRun = /[A-Za-z0-9_./@-]*/y;

/**
 * Reads a scalar without quotes.
 *
 * @param indent column of the collection around it, -1 at the root
 * @returns the scalar, and whether it ended with a line break, after which a key may stand
 */
export function scanPlainScalar(
  c: Cursor,
  indent: number,
  inFlow: boolean,
): { readonly scalar: Token; readonly lineEnded: boolean } {
  const start = c.pos;
  const startLine = c.line;
  const minimum = indent + 1;
  let value = "";
  let end = c.pos;
  let gap: Gap | undefined;
  for (;;) {
    need(c, 4);
    if (column(c) === 0 && (atIndicator(c, hyphen) || atIndicator(c, dot))) break;
    if (c.text.charCodeAt(c.pos) === hash) break;
    const from = c.pos;
    readRun(c, plainRun);
    for (let code = c.text.charCodeAt(c.pos); !isBlankOrEnd(code); code = c.text.charCodeAt(c.pos)) {
      if (code === colon && isBlankOrEnd(c.text.charCodeAt(c.pos + 1))) break;
      if (inFlow && endsPlainInFlow(code)) break;
      advance(c, code);
    }
    need(c, 1);
    if (c.pos > from) {
      if (gap) value += gap.folded ? foldedBreaks(gap) : gap.blanks;
      gap = undefined;
      value += c.text.slice(from, c.pos);
      end = c.pos;
    }
    const code = c.text.charCodeAt(c.pos);
    if (!isBlank(code) && !isBreak(code)) break;
    gap = readGap(c, false, minimum);
    if (!inFlow && column(c) < minimum) break;
  }
  const scalar = scalarToken(start, end, startLine, value, "plain");
  return { scalar, lineEnded: gap?.folded === true };
}

function endsPlainInFlow(code: number): boolean {
  return (
    code === comma ||
    code === question ||
    code === openList ||
    code === closeList ||
    code === openMap ||
    code === closeMap
  );
}
