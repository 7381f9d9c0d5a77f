import {
  advance,
  atIndicator,
  backslash,
  type Cursor,
  column,
  dot,
  fail,
  hyphen,
  isBlank,
  isBreak,
  isHex,
  need,
  quote,
  readBreak,
  singleQuote,
} from "./cursor.ts";
import { foldedBreaks, readGap, readRun } from "./lineFolding.ts";
import { scalarToken, type Token } from "./tokens.ts";

/**
 * The text that a character after `\` stands for: https://yaml.org/spec/1.1/#id872840 (5.6. Escape Sequences).
 */
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
/** How many hexadecimal digits follow such a character that stands for a code point. */
export const escapeLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Text in quotes that means itself: all up to a quote, a line break, a surrogate pair or the end. */
const singleQuotedRun = /[^'\r\n\x85\u2028\u2029\0\ud800-\udbff]*/y;
const doubleQuotedRun = /[^"\\\r\n\x85\u2028\u2029\0\ud800-\udbff]*/y;

/**
 * Reads a scalar in quotes, over several lines if it has them. Source: `yaml_parser_scan_flow_scalar`;
 * https://yaml.org/spec/1.1/#id904245 (9.1.1. Double Quoted) and https://yaml.org/spec/1.1/#id905860 (9.1.2. Single
 * Quoted).
 */
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

/** Blanks before a line break are no part of the scalar; other white space is. */
function withoutBlanks(run: string): string {
  let end = run.length;
  while (isBlank(run.charCodeAt(end - 1))) end--;
  return run.slice(0, end);
}

/** Reads what `\` begins: `ns-esc-char` of https://yaml.org/spec/1.1/#id872840 (5.6. Escape Sequences). */
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
