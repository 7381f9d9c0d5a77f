/** A half-open range of a text, in UTF-16 offsets, the unit of both `yaml` ranges and `TextDocument.positionAt`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Replaces the text of a span. An insertion has `start === end`. */
export interface TextEdit extends Span {
  readonly text: string;
}

/**
 * Applies edits that do not overlap.
 *
 * @param text the text that the edits' offsets refer to
 * @param edits in any order
 * @returns the new text; every character outside the edits is unchanged
 * @throws RangeError when two edits overlap
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let result = "";
  let position = 0;
  for (const edit of sorted) {
    if (edit.start < position) throw new RangeError(`Edits overlap at offset ${edit.start}`);
    result += text.slice(position, edit.start) + edit.text;
    position = edit.end;
  }
  return result + text.slice(position);
}

/** True if two edits change the same place, so that they can't be applied together. */
export function doOverlap(edits: readonly TextEdit[]): boolean {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  return sorted.some((edit, index) => index > 0 && edit.start < (sorted[index - 1] as TextEdit).end);
}

/**
 * The smallest single edit that turns one text into another.
 *
 * @returns no edit when the texts are equal
 */
export function difference(before: string, after: string): readonly TextEdit[] {
  if (before === after) return [];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return [
    {
      start,
      end: before.length - tail,
      text: after.slice(start, after.length - tail),
    },
  ];
}
