import { DiagnosticSeverity, Position, Range, type Uri, WorkspaceEdit } from "vscode";
import type { Severity } from "../core/lint/rule.ts";
import type { Span, TextEdit } from "../core/text/span.ts";

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** A text of which it is known where it lies and where its offsets are: a document, or a file that none shows. */
export interface Placed {
  readonly uri: Uri;
  positionAt(offset: number): Position;
}

/** VS Code's severity for one of the core. */
export function toSeverity(severity: Severity): DiagnosticSeverity {
  return severities[severity];
}

/** A span of UTF-16 offsets as lines and characters. */
export function toRange(file: Placed, { start, end }: Span): Range {
  return new Range(file.positionAt(start), file.positionAt(end));
}

/** Edits of a document as one change, and so one step of undo. */
export function toWorkspaceEdit(file: Placed, edits: readonly TextEdit[]): WorkspaceEdit {
  const change = new WorkspaceEdit();
  for (const edit of edits) change.replace(file.uri, toRange(file, edit), edit.text);
  return change;
}

/** The text of a file that no document holds; its lines are those that a document of it would have. */
export function placedText(uri: Uri, text: string): Placed {
  const lineStarts = [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), ({ 0: eol, index }) => index + eol.length)];
  return {
    uri,
    positionAt(offset) {
      let line = 0;
      for (let above = lineStarts.length; above - line > 1; ) {
        const middle = (line + above) >> 1;
        if ((lineStarts[middle] ?? 0) <= offset) line = middle;
        else above = middle;
      }
      return new Position(line, offset - (lineStarts[line] ?? 0));
    },
  };
}
