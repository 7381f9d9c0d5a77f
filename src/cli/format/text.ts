import { rulePage } from "../../core/lint/rulePage.ts";
import { printable } from "../command.ts";
import { linked, painted, type Style } from "../style.ts";
import type { Format, FormatOptions, ShownFile, ShownFinding } from "./format.ts";
import { type Mark, snippet } from "./snippet.ts";

/** For people: each finding with its lines, the fix, and the page of the rule. */
export function text({ style }: FormatOptions): Format {
  const linkedRules = new Set<string>();
  return {
    start: () => "",
    *file(file) {
      for (const finding of file.findings) {
        yield shown(file, finding, style, !linkedRules.has(finding.id));
        linkedRules.add(finding.id);
      }
    },
    end: () => "",
  };
}

/** @param isFirst whether the rule was not reported before; its page is then named where it is no link */
function shown(file: ShownFile, finding: ShownFinding, style: Style, isFirst: boolean): string {
  const { id, severity, message, line, column } = finding;
  const marks = marksOf(file, finding);
  const pad = " ".repeat(String(Math.max(...marks.map((mark) => mark.line))).length);
  const note = (label: string, words: string): string =>
    `${pad} ${painted(style, "quiet", "=")} ${painted(style, label === "fix" ? "fix" : "title", label)}: ${words}`;
  const page = rulePage(id);
  const source = snippet(marks, style);
  const notes = [
    ...fixNotes(file.path, finding).map(([label, words]) => note(label, printable(words))),
    ...(isFirst && !style.links ? [note("see", page)] : []),
  ];
  const lines = [
    `${linked(style, page, painted(style, severity, `${severity}[${id}]`))}: ${printable(message)}`,
    `${pad}${painted(style, "quiet", "-->")} ${printable(file.path)}:${line}:${column}`,
    ...source,
    ...(source.length > 0 && notes.length > 0 ? [painted(style, "quiet", `${pad} |`)] : []),
    ...notes,
  ];
  return `${lines.join("\n")}\n\n`;
}

/** The places of a finding, with the lines that they are on. */
function marksOf({ lineAt }: ShownFile, { span, line, endLine, severity, related }: ShownFinding): readonly Mark[] {
  const own: Mark = {
    line,
    span,
    severity,
    parts: lineAt(span.start),
    label: endLine > line ? `to line ${endLine}` : "",
  };
  const others = related.map(({ line: at, span: where, message }) => ({
    line: at,
    span: where,
    severity: undefined,
    parts: lineAt(where.start),
    label: printable(message),
  }));
  return [own, ...others].sort((a, b) => a.line - b.line);
}

/** What can be done, best first: the fix of `--fix`, or else those that people choose. */
function fixNotes(
  path: string,
  { fixable, fixes }: ShownFinding,
): readonly (readonly [label: string, words: string])[] {
  const safe = fixable ? fixes.find((fix) => fix.safe) : undefined;
  if (safe) return [["fix", path === "-" ? safe.title : `${safe.title}; lint --fix applies it`]];
  return fixes.filter((fix) => !fix.safe).map(({ title }) => ["possible fix", title] as const);
}
