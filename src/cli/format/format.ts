import type { Finding, Severity } from "../../core/lint/lint.ts";
import { placesIn } from "../../core/text/lines.ts";

/** A finding as it is printed. Lines and columns start at 1, columns count UTF-16 units, the end is exclusive. */
export interface ShownFinding {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly id: string;
  readonly severity: Severity;
  readonly message: string;
  /** True if `--fix` fixes it. */
  readonly fixable: boolean;
  readonly related: readonly Omit<ShownFinding, "path" | "id" | "severity" | "fixable" | "related">[];
}

/** Formats findings one by one, so that a run never keeps all of them in memory. */
export interface Format {
  start(): string;
  finding(finding: ShownFinding, isFirst: boolean): string;
  /** @param complete whether everything could be read and written */
  end(complete: boolean): string;
}

export interface FormatOptions {
  readonly colours: boolean;
  readonly version: string;
  /** The folder that paths are below, unless they are absolute. */
  readonly cwd: string;
}

/**
 * Findings of one text with their places.
 *
 * @param fixable those of them that `--fix` fixes
 */
export function shownFindings(
  path: string,
  text: string,
  findings: readonly Finding[],
  fixable: ReadonlySet<Finding>,
): readonly ShownFinding[] {
  if (findings.length === 0) return [];
  const placeOf = placesIn(text);
  const span = ({ start, end }: { readonly start: number; readonly end: number }) => {
    const { line, column } = placeOf(start);
    const { line: endLine, column: endColumn } = placeOf(end);
    return { line, column, endLine, endColumn };
  };
  return findings.map((finding) => ({
    path,
    ...span(finding),
    id: finding.id,
    severity: finding.severity,
    message: finding.message,
    fixable: fixable.has(finding),
    related: finding.related.map((other) => ({ ...span(other.span), message: other.message })),
  }));
}
