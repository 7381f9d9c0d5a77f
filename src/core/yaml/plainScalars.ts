import {
  advance,
  atIndicator,
  type Cursor,
  closeList,
  closeMap,
  colon,
  column,
  comma,
  dot,
  hash,
  hyphen,
  isBlank,
  isBlankOrEnd,
  isBreak,
  need,
  openList,
  openMap,
  question,
} from "./cursor.ts";
import { foldedBreaks, type Gap, readGap, readRun } from "./lineFolding.ts";
import { scalarToken, type Token } from "./tokens.ts";

/** Text without quotes that means itself anywhere. */
const plainRun = /[A-Za-z0-9_./@-]*/y;

/**
 * Reads a scalar without quotes. Source: `yaml_parser_scan_plain_scalar`; `ns-plain` of
 * https://yaml.org/spec/1.1/#id907281 (9.1.3. Plain).
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
