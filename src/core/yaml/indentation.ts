import { fail } from "./cursor.ts";
import { insertToken, maxDepth, type Scanner } from "./scannerState.ts";
import { type TokenType, token } from "./tokens.ts";

// Block collections begin and end with their indentation, which is `s-indent(n)` of
// https://yaml.org/spec/1.1/#id891751 (6.1. Indentation Spaces). Inside of flow collections it means nothing.

/**
 * Begins a block collection where the column is deeper than that of the one around it. Source:
 * `yaml_parser_roll_indent`.
 *
 * @param number the number of the token that it begins with; the next one, unless said
 */
export function rollIndent(s: Scanner, to: number, type: TokenType, start: number, atLine: number, number = -1): void {
  if (s.flowLevel > 0 || s.indent >= to) return;
  s.indents.push(s.indent);
  s.indent = to;
  if (s.indents.length > maxDepth) fail(s, `exceeded max depth of ${maxDepth}`);
  insertToken(s, token(type, start, start, atLine), number);
}

/** Ends the block collections that are deeper than a column. Source: `yaml_parser_unroll_indent`. */
export function unrollIndent(s: Scanner, to: number): void {
  if (s.flowLevel > 0) return;
  while (s.indent > to) {
    const end = Math.min(s.pos, s.length);
    insertToken(s, token("block-end", end, end, s.line));
    s.indent = s.indents.pop() ?? -1;
  }
}
