import { type LinePart, sourceLines } from "../../core/display/sourceLine.ts";
import type { Finding, LintedFile, Severity } from "../../core/lint/lint.ts";
import { placesIn } from "../../core/text/lines.ts";
import type { Span } from "../../core/text/span.ts";
import type { YamlDocument } from "../../core/yaml/document.ts";
import type { Style } from "../style.ts";

/** A range as it is printed. Lines and columns start at 1, columns count UTF-16 units, the end is exclusive. */
export interface Range {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A finding as it is printed. */
export interface ShownFinding extends Range {
  readonly path: string;
  readonly id: string;
  readonly severity: Severity;
  readonly message: string;
  /** True if `--fix` fixes it. */
  readonly fixable: boolean;
  readonly related: readonly (Range & { readonly span: Span; readonly message: string })[];
  /** Where it is, in UTF-16 offsets. */
  readonly span: Span;
  readonly fixes: readonly { readonly title: string; readonly safe: boolean }[];
}

/** A file with the findings to print. */
export interface ShownFile {
  /** As it was named, with `/`; `-` is standard input. */
  readonly path: string;
  readonly findings: readonly ShownFinding[];
  /** The line of an offset, with its secrets masked. */
  readonly lineAt: (offset: number) => readonly LinePart[];
  /** What was fixed, or would be. */
  readonly change?: { readonly before: YamlDocument; readonly after: YamlDocument; readonly fixed: number };
}

/** Formats findings file by file and piece by piece, so that a run never keeps all of them in memory. */
export interface Format {
  start(): string;
  file(file: ShownFile): Iterable<string>;
  /** @param complete whether everything could be read and written */
  end(complete: boolean): string;
}

export interface FormatOptions {
  readonly style: Style;
  /** The folder that paths are below, unless they are absolute. */
  readonly cwd: string;
}

/**
 * Prepares what was found in a text for the formats.
 *
 * @param findings those of the text that are printed
 * @param fixable those of them that `--fix` fixes
 */
export function shownFile(
  path: string,
  { file: { doc } }: LintedFile,
  findings: readonly Finding[],
  fixable: ReadonlySet<Finding>,
): ShownFile {
  if (findings.length === 0) return { path, findings: [], lineAt: () => [] };
  const placeOf = placesIn(doc.text);
  const rangeOf = ({ start, end }: Span): Range => {
    const { line, column } = placeOf(start);
    const { line: endLine, column: endColumn } = placeOf(end);
    return { line, column, endLine, endColumn };
  };
  return {
    path,
    lineAt: sourceLines(doc),
    findings: findings.map((finding) => ({
      path,
      ...rangeOf(finding),
      id: finding.id,
      severity: finding.severity,
      message: finding.message,
      fixable: fixable.has(finding),
      related: finding.related.map(({ span, message }) => ({ ...rangeOf(span), span, message })),
      span: { start: finding.start, end: finding.end },
      fixes: finding.fixes,
    })),
  };
}
