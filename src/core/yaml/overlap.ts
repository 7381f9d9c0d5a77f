import { partitionPoint } from "../text/partitionPoint.ts";
import type { Span, TextEdit } from "../text/span.ts";
import { lineEnd } from "./layout.ts";

/** Entries that are put where others are taken out take the place of their lines. */
export function insertionsIntoRemoved(text: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  const removals = edits.filter((edit) => edit.end > edit.start && edit.text === "").sort((a, b) => a.start - b.start);
  if (removals.length === 0) return edits;
  const endsLine = (removed: Span): boolean => /[\r\n]/.test(text[removed.end - 1] ?? "");
  const inside = new Map<TextEdit, TextEdit[]>();
  const moved = new Set<TextEdit>();
  for (const edit of edits) {
    const removed =
      edit.start === edit.end ? removals[partitionPoint(removals, ({ start }) => start < edit.start) - 1] : undefined;
    if (!removed || edit.start > removed.end || (edit.start === removed.end && endsLine(removed))) continue;
    moved.add(edit);
    const others = inside.get(removed);
    if (others) others.push(edit);
    else inside.set(removed, [edit]);
  }
  if (moved.size === 0) return edits;
  const eol = lineEnd(text);
  const instead = (removed: TextEdit): string => {
    const first = /[{[]/.test(text[lastVisible(text, removed.start)] ?? "");
    const lines = (inside.get(removed) ?? []).map((edit) =>
      edit.text.replace(first ? /^(?:,\s*|\r?\n[ \t]*)/ : /^\r?\n/, ""),
    );
    return lines.length === 0 ? "" : lines.join(eol) + (endsLine(removed) ? eol : "");
  };
  return edits
    .filter((edit) => !moved.has(edit))
    .map((edit) => (inside.has(edit) ? { ...edit, text: instead(edit) } : edit));
}

/** The offset of the last character before another that is not white space; -1 where there is none. */
function lastVisible(text: string, before: number): number {
  let at = before - 1;
  while (/\s/.test(text[at] ?? "")) at--;
  return at;
}
