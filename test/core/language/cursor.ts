/** A text with the place of the cursor, written as `¦`. */
export function cursorIn(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf("¦");
  if (offset < 0) throw new Error("No ¦ in the text");
  return { text: marked.slice(0, offset) + marked.slice(offset + 1), offset };
}

/** The text with each span in `‹›`, to be compared at a glance. */
export function withSpans(text: string, spans: readonly { readonly start: number; readonly end: number }[]): string {
  let shown = "";
  let position = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    shown += `${text.slice(position, start)}‹${text.slice(start, end)}›`;
    position = end;
  }
  return shown + text.slice(position);
}
