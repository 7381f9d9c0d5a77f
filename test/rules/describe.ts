import type { Finding } from "../../src/core/lint/lint.ts";
import { lineColumnsIn } from "../../src/core/text/lines.ts";
import { applyEdits, type Span, type TextEdit } from "../../src/core/text/span.ts";

/**
 * A line for a finding: place, severity, id, message, and its fixes; `(unused)` marks what editors show faded, and `(safe)`
 * the fixes that fix-all applies. Then one for each place that has to do with it.
 */
export function describeFinding(text: string, finding: Finding): string {
  const lineColumnOf = lineColumnsIn(text);
  const place = (span: Span): string => {
    const [start, end] = [lineColumnOf(span.start), lineColumnOf(span.end)];
    return `${start.line}:${start.column}-${end.line}:${end.column}`;
  };
  const fixes = finding.fixes.map((fix) => ` {${fix.title}${fix.safe ? " (safe)" : ""}}`).join("");
  const related = finding.related.map(({ span, message }) => `  ${place(span)} ${message}\n`).join("");
  return `${place(finding)} ${finding.severity}${finding.unused ? " (unused)" : ""} ${finding.id}: ${finding.message}${fixes}\n${related}`;
}

/** The lines that edits take out and put in, from the first that differs to the last. */
export function describeEdits(text: string, edits: readonly TextEdit[]): string {
  const [before, after] = [text, applyEdits(text, edits)].map((whole) => whole.split(/\r\n|\n|\r/)) as [
    string[],
    string[],
  ];
  let first = 0;
  while (first < Math.min(before.length, after.length) && before[first] === after[first]) first++;
  let last = 0;
  while (last < Math.min(before.length, after.length) - first && before.at(-1 - last) === after.at(-1 - last)) last++;
  const changed = (lines: readonly string[], mark: string): string =>
    lines
      .slice(first, lines.length - last)
      .map((line) => `${mark} ${line}`.trimEnd().concat("\n"))
      .join("");
  return changed(before, "-") + changed(after, "+");
}
