import { fileMasks, maskedFile, secretsIn, type WrittenSecrets, writtenSecrets } from "../display/maskedFile.ts";
import type { RegistriesFile } from "../file/file.ts";
import { openRegistries } from "../file/openRegistries.ts";
import { lineAt } from "../text/lines.ts";
import { applyEdits, type TextEdit } from "../text/span.ts";
import type { YamlDocument } from "../yaml/document.ts";

/** A line of two texts that are compared, and where it is: lines start at 1. */
export interface ComparedLine {
  readonly text: string;
  readonly kind: "same" | "added" | "removed";
  /** The line of the old text, or the one that it is before. */
  readonly oldLine: number;
  readonly newLine: number;
}

export interface PreviewLine {
  readonly text: string;
  /** `gap` stands for unchanged lines that are left out. */
  readonly kind: "same" | "added" | "removed" | "gap";
}

const context = 3;
const gap: PreviewLine = { kind: "gap", text: "…" };

/**
 * Shows how a registries.yaml changes, line by line, with every secret masked: those of the old text too.
 *
 * @param before the old file; it must be readable YAML
 */
export function previewChange(before: YamlDocument, after: YamlDocument): readonly PreviewLine[] {
  return previewText(writtenSecrets(before), writtenSecrets(after));
}

/** The same for files with known secrets, such as those that carry a registries.yaml. */
export function previewText(before: WrittenSecrets, after: WrittenSecrets): readonly PreviewLine[] {
  const oldSecrets = secretsIn(before);
  const was = maskedLines(before, oldSecrets);
  const now = maskedLines(after, oldSecrets);
  const first = Math.max(0, commonStart(was.exact, now.exact) - context);
  const changed = new Set<number>();
  const lines: PreviewLine[] = first > 0 ? [gap] : [];
  for (const { kind, text } of compared(was, now, first)) {
    if (kind !== "same") changed.add(lines.length);
    lines.push({ kind, text });
  }
  return withGaps(lines, changed);
}

/**
 * Compares two texts line by line with every secret masked, with quotes around the masks as they are written. A secret of
 * several lines is one line.
 *
 * @returns all lines from the third before the first change on
 */
export function comparedLines(before: WrittenSecrets, after: WrittenSecrets): readonly ComparedLine[] {
  const oldSecrets = secretsIn(before);
  const was = maskedLines(before, oldSecrets, true);
  const now = maskedLines(after, oldSecrets, true);
  // A fix can take a secret apart, such as an address at its comma: its parts are hidden as in sentences.
  const { hide } = before;
  const lines = compared(was, now, Math.max(0, commonStart(was.exact, now.exact) - context));
  return Array.from(lines, (line) => ({ ...line, text: hide(line.text) }));
}

/** @param first the first line that is given; those before it are the same */
function* compared(was: MaskedLines, now: MaskedLines, first: number): Iterable<ComparedLine> {
  let [oldLine, newLine] = [first, first];
  const line = (kind: ComparedLine["kind"], text: string | undefined): ComparedLine => ({
    kind,
    text: text ?? "",
    oldLine: was.numberOf(oldLine),
    newLine: now.numberOf(newLine),
  });
  const common = commonLines(was.exact, now.exact, first);
  for (const [oldIndex, newIndex] of [...common, [was.shown.length, now.shown.length] as const]) {
    for (; oldLine < oldIndex; oldLine++) yield line("removed", was.shown[oldLine]);
    for (; newLine < newIndex; newLine++) yield line("added", now.shown[newLine]);
    if (oldIndex < was.shown.length) yield line("same", was.shown[oldIndex]);
    oldLine = oldIndex + 1;
    newLine = newIndex + 1;
  }
}

/**
 * The whole text before and after edits with every secret masked, to be compared by an editor. A secret that only one of
 * them has is marked, so that a password that is replaced shows as a changed line.
 *
 * @param marks what is written behind the mask of a secret that goes, and of one that comes
 */
export function maskedSides(
  before: RegistriesFile,
  edits: readonly TextEdit[],
  marks: { readonly old: string; readonly new: string },
): { readonly before: string; readonly after: string } {
  const after = openRegistries(applyEdits(before.doc.text, edits));
  return maskedTexts(writtenSecrets(before.doc), writtenSecrets(after.doc), marks);
}

/** The same for files with known secrets, such as those that carry a registries.yaml. */
export function maskedTexts(
  old: WrittenSecrets,
  now: WrittenSecrets,
  marks: { readonly old: string; readonly new: string },
): { readonly before: string; readonly after: string } {
  const [oldSecrets, newSecrets] = [secretsIn(old), secretsIn(now)];
  return {
    before: maskedFile(old, { kept: newSecrets, mark: marks.old }),
    after: maskedFile(now, { kept: oldSecrets, mark: marks.new, gone: oldSecrets }),
  };
}

interface MaskedLines {
  readonly shown: readonly string[];
  /** Tells lines apart whose masked texts are the same. */
  readonly exact: readonly string[];
  /** The line of the text, from 1 on, of a masked line: masks can hide line ends. */
  numberOf(index: number): number;
}

function maskedLines(
  secrets: Pick<WrittenSecrets, "text" | "spans">,
  gone: ReadonlySet<string>,
  asWritten = false,
): MaskedLines {
  const { text } = secrets;
  const masks = fileMasks(secrets, { gone, asWritten });
  const unmasked = masks.map(({ start, end }) => ({ start, end, text: text.slice(start, end).replace(/\s+/g, " ") }));
  const shown = applyEdits(text, masks).split(/\r?\n/);
  if (shown.at(-1) === "") shown.pop();
  if (masks.length === 0) return { shown, exact: shown, numberOf: (index) => index + 1 };
  const whole = applyEdits(text, unmasked).split(/\r?\n/);
  const numbers = lineNumbers(text, masks, shown.length);
  const numberOf = (index: number): number => numbers[index] ?? numbers.length + 1;
  return { shown, exact: shown.map((line, index) => whole[index] ?? line), numberOf };
}

/** The lines, from 1 on, that masked lines have in the text: a line end that a mask hides counts for those behind it. */
function lineNumbers(text: string, masks: readonly TextEdit[], count: number): readonly number[] {
  const hidden = new Map(masks.map(({ start, end }) => [lineAt(text, start), lineAt(text, end)]));
  const numbers: number[] = [];
  for (let line = 0; numbers.length < count; line++) {
    numbers.push(line + 1);
    for (let end = hidden.get(line); end !== undefined && end > line; end = hidden.get(line)) line = end;
  }
  return numbers;
}

/** How many lines are the same at the start of two texts. */
function commonStart(before: readonly string[], after: readonly string[]): number {
  let count = 0;
  while (count < before.length && count < after.length && before[count] === after[count]) count++;
  return count;
}

/** Pairs of equal lines, in order and greedily, from a line on up to which all are equal. */
function commonLines(
  before: readonly string[],
  after: readonly string[],
  first: number,
): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  /** The places of each line, the last one first: what is before the last pair is taken off for good. */
  const places = new Map<string, number[]>();
  for (let index = after.length - 1; index >= first; index--) {
    const line = after[index] as string;
    const known = places.get(line);
    if (known) known.push(index);
    else places.set(line, [index]);
  }
  let newLine = first;
  for (let oldLine = first; oldLine < before.length; oldLine++) {
    const own = places.get(before[oldLine] as string);
    while (own && (own.at(-1) ?? newLine) < newLine) own.pop();
    const found = own?.pop();
    if (found === undefined) continue;
    pairs.push([oldLine, found]);
    newLine = found + 1;
  }
  return pairs;
}

function withGaps(lines: readonly PreviewLine[], changed: ReadonlySet<number>): readonly PreviewLine[] {
  const near = new Set<number>();
  for (const index of changed) for (let i = index - context; i <= index + context; i++) near.add(i);
  const shown: PreviewLine[] = [];
  for (const [i, line] of lines.entries()) {
    if (near.has(i)) shown.push(line);
    else if (shown.at(-1)?.kind !== "gap") shown.push(gap);
  }
  return shown;
}
