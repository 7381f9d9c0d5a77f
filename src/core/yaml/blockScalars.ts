import {
  type Cursor,
  column,
  endLine,
  fail,
  isBlank,
  isBreak,
  isDigit,
  need,
  readBreak,
  skipComment,
  space,
  tab,
} from "./cursor.ts";
import { scalarToken, type Token } from "./tokens.ts";

/**
 * Reads a scalar after `|` or `>`. Source: `yaml_parser_scan_block_scalar`; `c-l+literal` and `c-l+folded` of
 * https://yaml.org/spec/1.1/#id928806 (9.3. Block Scalar Styles).
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

/**
 * What stands between `|` or `>` and the end of its line: `c-b-block-header` of https://yaml.org/spec/1.1/#id926597
 * (9.2. Block Scalar Header).
 */
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
