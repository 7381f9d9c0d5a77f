import { DiagnosticSeverity, Range, type TextDocument, WorkspaceEdit } from "vscode";
import type { Severity } from "../core/lint/rule.ts";
import type { Span, TextEdit } from "../core/text/span.ts";

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** VS Code's severity for one of the core. */
export function toSeverity(severity: Severity): DiagnosticSeverity {
  return severities[severity];
}

/** A span of UTF-16 offsets as lines and characters of a document. */
export function toRange(document: TextDocument, { start, end }: Span): Range {
  return new Range(document.positionAt(start), document.positionAt(end));
}

/** Edits of a document as one change, and so one step of undo. */
export function toWorkspaceEdit(document: TextDocument, edits: readonly TextEdit[]): WorkspaceEdit {
  const change = new WorkspaceEdit();
  for (const edit of edits) change.replace(document.uri, toRange(document, edit), edit.text);
  return change;
}
