import { type Cursor, column, fail, isBlank, isBreak, need, readBreak, tab } from "./cursor.ts";

/** Reads what a pattern takes from here on, which means itself. */
export function readRun(c: Cursor, run: RegExp): string {
  run.lastIndex = c.pos;
  const found = run.exec(c.text)?.[0] ?? "";
  c.pos += found.length;
  need(c, 2);
  return found;
}

/** Blanks and line breaks inside a scalar. */
export interface Gap {
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
export function readGap(c: Cursor, folded: boolean, indentedBy = 0): Gap {
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

/**
 * What line breaks are worth in a scalar: a single line feed becomes a blank, others stay. Source:
 * https://yaml.org/spec/1.1/#id894136 (6.5. Line Folding).
 */
export function foldedBreaks({ leading, trailing }: Gap): string {
  if (leading !== "\n") return leading + trailing;
  return trailing === "" ? " " : trailing;
}
