import { secretMask, secretSpans } from "../registries/redact.ts";
import { applyEdits, type TextEdit } from "../text/span.ts";
import { parseYaml } from "../yaml/document.ts";

export interface PreviewLine {
  readonly text: string;
  /** `gap` stands for unchanged lines that are left out. */
  readonly kind: "same" | "added" | "removed" | "gap";
}

const context = 3;

/**
 * Shows what edits do to a registries.yaml, line by line, with every secret masked: those of the old text too.
 *
 * @param before the text that the edits refer to; it must be readable YAML
 */
export function previewEdits(before: string, edits: readonly TextEdit[]): readonly PreviewLine[] {
  const after = applyEdits(before, edits);
  const oldLines = maskedLines(before);
  const newLines = maskedLines(after);
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

interface MaskedLine {
  readonly text: string;
  /** Tells lines apart whose masked texts are the same. */
  readonly identity: string;
}

function maskedLines(text: string): readonly MaskedLine[] {
  const spans = secretSpans(parseYaml(text));
  const edits = spans.map((span) => ({ ...span, text: text[span.start - 1] === "/" ? secretMask : `'${secretMask}'` }));
  const exact = spans.map((span) => ({
    ...span,
    text: text.slice(span.start, span.end).replace(/\s+/g, " "),
  }));
  const shown = applyEdits(text, edits).split(/\r?\n/);
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
  let newLine = 0;
  for (const [oldLine, line] of before.entries()) {
    const found = after.findIndex((other, i) => i >= newLine && other.identity === line.identity);
    if (found < 0) continue;
    pairs.push([oldLine, found]);
    newLine = found + 1;
  }
  return pairs;
}

function withGaps(lines: readonly PreviewLine[], changed: ReadonlySet<number>): readonly PreviewLine[] {
  const shown: PreviewLine[] = [];
  for (const [i, line] of lines.entries()) {
    const near = [...changed].some((index) => Math.abs(index - i) <= context);
    if (near) shown.push(line);
    else if (shown.at(-1)?.kind !== "gap") shown.push({ kind: "gap", text: "…" });
  }
  return shown;
}
