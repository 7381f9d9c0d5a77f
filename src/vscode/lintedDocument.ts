import type { Diagnostic, TextDocument } from "vscode";
import { fixing, hasSafeFix } from "../core/lint/fixing.ts";
import { type Finding, type LintSettings, lint } from "../core/lint/lint.ts";
import { difference, type TextEdit } from "../core/text/span.ts";
import { diagnosticSource, toDiagnostic } from "./diagnostics.ts";
import { toRange } from "./translate.ts";

/** A document and what was found in it, at one moment. */
export interface LintedDocument {
  readonly document: TextDocument;
  readonly text: string;
  readonly settings: LintSettings;
  readonly findings: readonly Finding[];
}

export function lintDocument(document: TextDocument, settings: LintSettings): LintedDocument {
  const text = document.getText();
  return { document, text, settings, findings: lint(text, settings) };
}

/** The edits of all safe fixes, or of those of one rule. */
export function fixAllEdits({ text, settings }: LintedDocument, id?: string): readonly TextEdit[] {
  return difference(text, fixing(text, settings, id).text);
}

/** How many findings fix-all fixes, of all rules or of one; no more than one where that is seen without trying. */
export function fixable({ text, settings, findings }: LintedDocument, id?: string): number {
  const offered = findings.filter((finding) => (id === undefined || finding.id === id) && hasSafeFix(finding)).length;
  return offered < 2 ? offered : fixing(text, settings, id).fixed.length;
}

/** The diagnostic of a finding: the one that is shown, where there is one. */
export function diagnosticOf(document: TextDocument, finding: Finding, shown: readonly Diagnostic[]): Diagnostic {
  const range = toRange(document, finding);
  const same = shown.find(
    ({ source, message, range: other }) =>
      source === diagnosticSource && message === finding.message && other.isEqual(range),
  );
  return same ?? toDiagnostic(document, finding);
}
