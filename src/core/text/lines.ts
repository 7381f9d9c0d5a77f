/** A place as editors count: the first line and column are 1, a byte-order mark takes up no column. */
export interface Place {
  readonly line: number;
  /** In UTF-16 units. */
  readonly column: number;
}

/**
 * Prepares a text for many look-ups of places; `\n`, `\r\n` and a lone `\r` end a line.
 *
 * @returns the place of a UTF-16 offset
 */
export function placesIn(text: string): (offset: number) => Place {
  const starts = [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), ({ 0: end, index }) => index + end.length)];
  const mark = text.startsWith("\ufeff") ? 1 : 0;
  return (offset) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    const column = offset - (starts[low] ?? 0) + 1 - (low === 0 ? mark : 0);
    return { line: low + 1, column: Math.max(1, column) };
  };
}
