import type { WrittenSecrets } from "../../core/display/maskedFile.ts";
import { openEdits } from "../../core/display/openEdits.ts";
import { type LinePart, sourceLines } from "../../core/display/sourceLine.ts";
import type { Finding, FindingFix, Severity } from "../../core/lint/lint.ts";
import { lineColumnsIn, lineStarts } from "../../core/text/lines.ts";
import type { Span } from "../../core/text/span.ts";
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
  readonly fixes: readonly ShownFix[];
  /** What carries the registries.yaml that it is about; `undefined` for a file that is one itself. */
  readonly region?: ShownRegion;
}

/** A registries.yaml inside another file. */
export interface ShownRegion {
  /** What carries it, such as `cloud-init`. */
  readonly carrier: string;
  /** The path of its key, or its number. */
  readonly name: string;
}

export interface ShownFix {
  readonly title: string;
  readonly safe: boolean;
  /** What it changes; `undefined` if that shows a secret. */
  readonly edits: readonly (Range & { readonly text: string })[] | undefined;
}

/** A file with the findings to print. */
export interface ShownFile {
  /** As it was named, with `/`; `-` is standard input. */
  readonly path: string;
  readonly findings: readonly ShownFinding[];
  /** The line of an offset, with its secrets masked. */
  readonly lineAt: (offset: number) => readonly LinePart[];
  /** The column of a place in bytes of UTF-8, from 1 on. */
  readonly byteColumn: (line: number, column: number) => number;
  /** What was fixed, or would be. */
  readonly change?: { readonly before: WrittenSecrets; readonly after: WrittenSecrets; readonly fixed: number };
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
 * @param secrets the text, and what of it is masked
 * @param findings those of the text that are printed
 * @param options.fixable those of them that `--fix` fixes
 * @param options.before the text before fixes, if there were some
 * @param options.regionOf says which registries.yaml inside the text a finding is about
 */
export function shownFile<F extends Finding>(
  path: string,
  secrets: WrittenSecrets,
  findings: readonly F[],
  {
    fixable,
    before = secrets,
    regionOf = () => undefined,
  }: {
    readonly fixable: ReadonlySet<F>;
    readonly before?: WrittenSecrets;
    readonly regionOf?: (finding: F) => ShownRegion | undefined;
  },
): ShownFile {
  if (findings.length === 0) return { path, findings: [], lineAt: () => [], byteColumn: (_, column) => column };
  const { text } = secrets;
  const lineColumnOf = lineColumnsIn(text);
  const rangeOf = ({ start, end }: Span): Range => {
    const { line, column } = lineColumnOf(start);
    const { line: endLine, column: endColumn } = lineColumnOf(end);
    return { line, column, endLine, endColumn };
  };
  const openOnes = openEdits(secrets);
  return {
    path,
    lineAt: sourceLines(secrets, before),
    byteColumn(line, column) {
      const start = (lineStarts(text)[line - 1] ?? 0) + (line === 1 && text.startsWith("\ufeff") ? 1 : 0);
      return Buffer.byteLength(text.slice(start, start + column - 1)) + 1;
    },
    findings: findings.map((finding) => ({
      path,
      ...withRegion(regionOf(finding)),
      ...rangeOf(finding),
      id: finding.id,
      severity: finding.severity,
      message: finding.message,
      fixable: fixable.has(finding),
      related: finding.related.map(({ span, message }) => ({ ...rangeOf(span), span, message })),
      span: { start: finding.start, end: finding.end },
      fixes: finding.fixes.map((fix) => shownFix(fix, openOnes, rangeOf)),
    })),
  };
}

function withRegion(region: ShownRegion | undefined): { readonly region?: ShownRegion } {
  return region === undefined ? {} : { region };
}

/** Made when it is read: most formats show no edits. */
function shownFix(fix: FindingFix, openOnes: ReturnType<typeof openEdits>, rangeOf: (span: Span) => Range): ShownFix {
  return {
    get title() {
      return fix.title;
    },
    safe: fix.safe,
    get edits() {
      return openOnes(fix.edits)?.map((edit) => ({ ...rangeOf(edit), text: edit.text }));
    },
  };
}
