import type { LinePart } from "../../core/display/sourceLine.ts";
import type { Severity } from "../../core/lint/lint.ts";
import { hasInvisibleCharacter } from "../../core/text/invisible.ts";
import type { Span } from "../../core/text/span.ts";
import { painted, type Style } from "../style.ts";
import { columnsOf } from "./columns.ts";

/** A place to underline in its line. */
export interface Mark {
  readonly line: number;
  readonly span: Span;
  /** That of the finding; `undefined` for a place that the finding is also about. */
  readonly severity: Severity | undefined;
  /** The line as it may be shown. */
  readonly parts: readonly LinePart[];
  /** What is written behind the underline. */
  readonly label: string;
}

/** The columns that a line gets where there is no terminal, and the fewest on one. */
const [usualColumns, fewestColumns] = [120, 40];

/** Columns for a tab. */
const tab = "    ";

interface Cell extends Span {
  readonly text: string;
  readonly columns: number;
}

/**
 * Lays out lines of a file with the places in them underlined.
 *
 * @param marks ordered by line
 * @returns the lines to print, the first one empty but for the margin; none if there is nothing to see
 */
export function snippet(marks: readonly Mark[], style: Style): readonly string[] {
  if (marks.every(({ parts }) => parts.length === 0)) return [];
  const width = String(marks.at(-1)?.line ?? 0).length;
  const room = Math.max(fewestColumns, style.columns ?? usualColumns) - width - 4;
  const margin = (number: string, sign: string): string =>
    painted(style, "quiet", `${number.padStart(width)} ${sign}`.padEnd(width + 2));
  const lines = [margin("", "|")];
  let last: { readonly line: number; readonly cells: readonly Cell[] } | undefined;
  for (const mark of marks) {
    const isShown = last?.line === mark.line && last.cells.some((cell) => isIn(cell, mark.span));
    const cells = last && isShown ? last.cells : window(mark.parts.map(cellOf), mark.span, room);
    if (last && mark.line > last.line + 1) lines.push(painted(style, "quiet", "..."));
    if (!isShown) lines.push(`${margin(String(mark.line), "|")} ${shownLine(cells)}`.trimEnd());
    lines.push(`${margin("", "|")} ${underline(cells, mark, style)}`);
    last = { line: mark.line, cells };
  }
  return lines;
}

/** Most are plain characters, or masks, which are longer than any character: they need no look at Unicode's tables. */
function cellOf({ start, end, text }: LinePart): Cell {
  if (text.length > 2 || (text.length === 1 && text >= " " && text <= "~"))
    return { start, end, text, columns: text.length };
  const shown = text === "\t" ? tab : visible(text);
  return { start, end, text: shown, columns: columnsOf(shown) };
}

/** A character that a terminal would not show, or would obey, by its number. */
function visible(text: string): string {
  return Array.from(text, (char) => {
    const typographic = /[\u2018-\u201f]/.test(char);
    if (!/[\p{C}\p{Zl}\p{Zp}]/u.test(char) && (typographic || !hasInvisibleCharacter(char))) return char;
    return `<U+${(char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}>`;
  }).join("");
}

/** The part of a line around a place that fits, with `…` where it is cut. */
function window(cells: readonly Cell[], span: Span, room: number): readonly Cell[] {
  if (columnsIn(cells) <= room) return cells;
  const at = Math.max(
    0,
    cells.findIndex((cell) => isIn(cell, span)),
  );
  let first = at;
  for (let lead = 0; first > 0 && lead < room / 3; first--) lead += cells[first - 1]?.columns ?? 0;
  const cut: Cell = { start: -1, end: -1, text: "…", columns: 1 };
  const shown: Cell[] = first > 0 ? [cut] : [];
  let left = room - 2;
  for (const cell of cells.slice(first)) {
    left -= cell.columns;
    if (left < 0) return [...shown, cut];
    shown.push(cell);
  }
  return shown;
}

function columnsIn(cells: readonly Cell[]): number {
  return cells.reduce((sum, { columns }) => sum + columns, 0);
}

function shownLine(cells: readonly Cell[]): string {
  return cells.map(({ text }) => text).join("");
}

/** True if a cell is in a place; in an empty one is the cell behind it. */
function isIn({ start, end }: Cell, span: Span): boolean {
  return start < Math.max(span.end, span.start + 1) && end > span.start;
}

function underline(cells: readonly Cell[], { span, severity, label }: Mark, style: Style): string {
  const first = cells.findIndex((cell) => isIn(cell, span));
  const before = columnsIn(first < 0 ? cells : cells.slice(0, first));
  const length = Math.max(1, columnsIn(cells.filter((cell) => isIn(cell, span))));
  const line = `${(severity ? "^" : "-").repeat(length)}${label === "" ? "" : ` ${label}`}`;
  return " ".repeat(before) + painted(style, severity ?? "code", line);
}
