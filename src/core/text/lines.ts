import { partitionPoint } from "./partitionPoint.ts";

/** A place as editors count: the first line and column are 1, a byte-order mark takes up no column. */
export interface LineColumn {
  readonly line: number;
  /** In UTF-16 units. */
  readonly column: number;
}

/**
 * Prepares a text for many look-ups of places; `\n`, `\r\n` and a lone `\r` end a line.
 *
 * @returns the place of a UTF-16 offset
 */
export function lineColumnsIn(text: string): (offset: number) => LineColumn {
  const starts = lineStarts(text);
  const mark = text.startsWith("\ufeff") ? 1 : 0;
  return (offset) => {
    const line = Math.max(0, partitionPoint(starts, (start) => start <= offset) - 1);
    const column = offset - (starts[line] ?? 0) + 1 - (line === 0 ? mark : 0);
    return { line: line + 1, column: Math.max(1, column) };
  };
}

let latest: { text: string; readonly starts: readonly number[] } = { text: "", starts: [0] };

/**
 * The offsets at which the lines of a text start. Of the text that was asked for last they are kept: a line of a megabyte
 * would be searched to its start from each of its entries.
 */
export function lineStarts(text: string): readonly number[] {
  if (latest.text === text) {
    // Of two strings with the same text, each comparison reads all of it; with itself, a string is compared at a glance.
    latest.text = text;
    return latest.starts;
  }
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  latest = { text, starts };
  return starts;
}

/** The index of the line in which an offset is. */
export function lineAt(text: string, offset: number): number {
  return Math.max(0, partitionPoint(lineStarts(text), (start) => start <= offset) - 1);
}

/** Where the line of an offset starts. */
export function lineStart(text: string, offset: number): number {
  const line = lineAt(text, offset);
  return lineStarts(text)[line] ?? 0;
}

/** Where the line of an offset ends, before its line end; the offset itself when it is inside that. */
export function lineStop(text: string, offset: number): number {
  const next = lineStarts(text)[lineAt(text, offset) + 1];
  if (next === undefined) return text.length;
  const stop = text.charCodeAt(next - 1) === 10 && text.charCodeAt(next - 2) === 13 ? next - 2 : next - 1;
  return Math.max(stop, Math.min(offset, next - 1));
}
