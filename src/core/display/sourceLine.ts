import { lineStart, lineStop } from "../text/lines.ts";
import { partitionPoint } from "../text/partitionPoint.ts";
import type { Span, TextEdit } from "../text/span.ts";
import type { FileSecrets } from "./fileSecrets.ts";
import { secretMask } from "./masked.ts";
import { fileMasks, secretsIn, type WrittenSecrets } from "./maskedFile.ts";

/** A part of a line as it may be shown, and the span of the file that it replaces: a character, or a masked secret. */
export interface LinePart extends Span {
  readonly text: string;
}

/** How much of a line is looked at before and after a place: a terminal shows less, and a line can have a megabyte. */
const [unitsBefore, unitsAfter] = [400, 1200];

/**
 * Returns a function that gives the line of a place with its secrets masked. The secrets of the file are looked for once,
 * when the first line is wanted.
 *
 * @param before the text before fixes, whose secrets are masked too: a fix can take one apart
 * @returns the parts around an offset in order; the first one may start after the line does, and before it inside a secret
 */
export function sourceLines(secrets: WrittenSecrets, before = secrets): (offset: number) => readonly LinePart[] {
  let masks: readonly TextEdit[] | undefined;
  const hide = before === secrets ? secrets.hide : (line: string): string => before.hide(secrets.hide(line));
  return (offset) => {
    masks ??= masksOf(secrets);
    const { text } = secrets;
    const start = Math.max(lineStart(text, offset), offset - unitsBefore);
    const stop = Math.min(lineStop(text, offset), offset + unitsAfter);
    const parts: LinePart[] = [];
    let at = isLowSurrogate(text, start) ? start + 1 : start;
    for (let next = partitionPoint(masks, ({ end }) => end <= at); at < stop; next++) {
      const mask = masks[next];
      const plainEnd = Math.min(stop, mask?.start ?? stop);
      if (plainEnd > at) addPlain(text, { start: at, end: plainEnd }, hide, parts);
      if (mask && mask.start < stop) parts.push(mask);
      at = mask?.end ?? stop;
    }
    return parts;
  };
}

function masksOf(secrets: WrittenSecrets): readonly TextEdit[] {
  const masks = fileMasks(secrets, { gone: secretsIn(secrets), asWritten: true });
  return [...masks].sort((a, b) => a.start - b.start);
}

/** Adds characters one by one. A word that messages hide, such as a part of a secret, is masked here too. */
function addPlain(text: string, { start, end }: Span, hide: FileSecrets["hide"], parts: LinePart[]): void {
  const plain = text.slice(start, end);
  if (hide(plain) === plain) addCharacters(plain, start, parts);
  else
    for (const { 0: word, index } of plain.matchAll(/\s+|\S+/g)) {
      const from = start + index;
      if (/\S/.test(word) && hide(word) !== word)
        parts.push({ start: from, end: from + word.length, text: secretMask });
      else addCharacters(word, from, parts);
    }
}

function addCharacters(text: string, start: number, parts: LinePart[]): void {
  let at = start;
  for (const char of text) {
    parts.push({ start: at, end: at + char.length, text: char });
    at += char.length;
  }
}

function isLowSurrogate(text: string, at: number): boolean {
  return /^[\udc00-\udfff]/.test(text[at] ?? "");
}
