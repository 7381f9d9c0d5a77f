import type { Diagnostic, TextDocument } from "vscode";
import { fixLinted, hasSafeFix } from "../core/lint/fixing.ts";
import { type Finding, type LintedFile, type LintSettings, lintFile } from "../core/lint/lint.ts";
import { difference, type TextEdit } from "../core/text/span.ts";
import { diagnosticSource, toDiagnostic } from "./diagnostics.ts";
import { registriesOf } from "./documents.ts";
import { toRange } from "./translate.ts";

/** A document and what was found in it, at one moment. */
export interface LintedDocument extends LintedFile {
  readonly document: TextDocument;
}

export function lintDocument(document: TextDocument, settings: LintSettings): LintedDocument {
  return { document, ...lintFile(registriesOf(document), settings) };
}

/** The edits of all safe fixes, or of those of one rule. */
export function fixAllEdits(linted: LintedDocument, id?: string): readonly TextEdit[] {
  return difference(linted.file.doc.text, fixLinted(linted, id).text);
}

/** How many findings fix-all fixes, of all rules or of one; no more than one where that is seen without trying. */
export function fixable(linted: LintedDocument, id?: string): number {
  const { findings } = linted;
  const offered = findings.filter((finding) => (id === undefined || finding.id === id) && hasSafeFix(finding)).length;
  return offered < 2 ? offered : fixLinted(linted, id).fixed.length;
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
