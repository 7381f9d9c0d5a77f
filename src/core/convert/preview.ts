import { fileMasks, maskedFile, secretsIn, type WrittenSecrets, writtenSecrets } from "../display/maskedFile.ts";
import { openRegistries } from "../file/openRegistries.ts";
import { applyEdits, type TextEdit } from "../text/span.ts";
import type { YamlDocument } from "../yaml/document.ts";

export interface PreviewLine {
  readonly text: string;
  /** `gap` stands for unchanged lines that are left out. */
  readonly kind: "same" | "added" | "removed" | "gap";
}

const context = 3;

/**
 * Shows how a registries.yaml changes, line by line, with every secret masked: those of the old text too.
 *
 * @param before the old file; it must be readable YAML
 */
export function previewChange(before: YamlDocument, after: YamlDocument): readonly PreviewLine[] {
  const old = writtenSecrets(before);
  const oldSecrets = secretsIn(old);
  const oldLines = maskedLines(old, oldSecrets);
  const newLines = maskedLines(writtenSecrets(after), oldSecrets);
  const changed = new Set<number>();
  const lines: PreviewLine[] = [];
  let oldLine = 0;
  let newLine = 0;
  const common = commonLines(oldLines, newLines);
  for (const [oldIndex, newIndex] of [...common, [oldLines.length, newLines.length] as const]) {
    for (; oldLine < oldIndex; oldLine++) add("removed", oldLines[oldLine]?.text ?? "");
    for (; newLine < newIndex; newLine++) add("added", newLines[newLine]?.text ?? "");
    if (oldIndex < oldLines.length) add("same", oldLines[oldIndex]?.text ?? "");
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
  before: string,
  edits: readonly TextEdit[],
  marks: { readonly old: string; readonly new: string },
): { readonly before: string; readonly after: string } {
  const old = writtenSecrets(openRegistries(before).doc);
  const now = writtenSecrets(openRegistries(applyEdits(before, edits)).doc);
  const [oldSecrets, newSecrets] = [secretsIn(old), secretsIn(now)];
  return {
    before: maskedFile(old, { kept: newSecrets, mark: marks.old }),
    after: maskedFile(now, { kept: oldSecrets, mark: marks.new, gone: oldSecrets }),
  };
}

interface MaskedLine {
  readonly text: string;
  /** Tells lines apart whose masked texts are the same. */
  readonly identity: string;
}

function maskedLines(secrets: WrittenSecrets, gone: ReadonlySet<string>): readonly MaskedLine[] {
  const { text } = secrets;
  const masks = fileMasks(secrets, { gone });
  const exact = masks.map(({ start, end }) => ({ start, end, text: text.slice(start, end).replace(/\s+/g, " ") }));
  const shown = applyEdits(text, masks).split(/\r?\n/);
  const whole = applyEdits(text, exact).split(/\r?\n/);
  if (shown.at(-1) === "") shown.pop();
  return shown.map((line, i) => ({ text: line, identity: whole[i] ?? line }));
}

/** Pairs of equal lines, in order: those at the start and end, and greedily those between. */
function commonLines(
  before: readonly MaskedLine[],
  after: readonly MaskedLine[],
): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  /** The lines of each identity, the last one first: what is before the last pair is taken off for good. */
  const places = new Map<string, number[]>();
  for (const [index, { identity }] of [...after.entries()].reverse()) {
    const known = places.get(identity);
    if (known) known.push(index);
    else places.set(identity, [index]);
  }
  let newLine = 0;
  for (const [oldLine, { identity }] of before.entries()) {
    const own = places.get(identity);
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
    else if (shown.at(-1)?.kind !== "gap") shown.push({ kind: "gap", text: "…" });
  }
  return shown;
}
