import { fileMasks, maskedFile, secretsIn, type WrittenSecrets, writtenSecrets } from "../display/maskedFile.ts";
import type { RegistriesFile } from "../file/file.ts";
import { openRegistries } from "../file/openRegistries.ts";
import { applyEdits, type TextEdit } from "../text/span.ts";
import type { YamlDocument } from "../yaml/document.ts";

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
  const old = writtenSecrets(before);
  const oldSecrets = secretsIn(old);
  const was = maskedLines(old, oldSecrets);
  const now = maskedLines(writtenSecrets(after), oldSecrets);
  const first = Math.max(0, commonStart(was.exact, now.exact) - context);
  const changed = new Set<number>();
  const lines: PreviewLine[] = first > 0 ? [gap] : [];
  let [oldLine, newLine] = [first, first];
  const common = commonLines(was.exact, now.exact, first);
  for (const [oldIndex, newIndex] of [...common, [was.shown.length, now.shown.length] as const]) {
    for (; oldLine < oldIndex; oldLine++) add("removed", was.shown[oldLine] ?? "");
    for (; newLine < newIndex; newLine++) add("added", now.shown[newLine] ?? "");
    if (oldIndex < was.shown.length) add("same", was.shown[oldIndex] ?? "");
    oldLine = oldIndex + 1;
    newLine = newIndex + 1;
  }
  return withGaps(lines, changed);

  function add(kind: PreviewLine["kind"], text: string): void {
    if (kind !== "same") changed.add(lines.length);
    lines.push({ kind, text });
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
  const old = writtenSecrets(before.doc);
  const now = writtenSecrets(openRegistries(applyEdits(before.doc.text, edits)).doc);
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
}

function maskedLines(secrets: WrittenSecrets, gone: ReadonlySet<string>): MaskedLines {
  const { text } = secrets;
  const masks = fileMasks(secrets, { gone });
  const unmasked = masks.map(({ start, end }) => ({ start, end, text: text.slice(start, end).replace(/\s+/g, " ") }));
  const shown = applyEdits(text, masks).split(/\r?\n/);
  if (shown.at(-1) === "") shown.pop();
  if (masks.length === 0) return { shown, exact: shown };
  const whole = applyEdits(text, unmasked).split(/\r?\n/);
  return { shown, exact: shown.map((line, index) => whole[index] ?? line) };
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
