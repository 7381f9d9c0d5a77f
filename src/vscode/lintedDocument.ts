import type { Diagnostic, TextDocument } from "vscode";
import { type Fixing, fixLinted, hasSafeFix } from "../core/lint/fixing.ts";
import { type Finding, type LintedFile, type LintSettings, lintFile } from "../core/lint/lint.ts";
import { difference, type TextEdit } from "../core/text/span.ts";
import { diagnosticSource, toDiagnostic } from "./diagnostics.ts";
import { registriesOf } from "./openedRegistries.ts";
import { toRange } from "./translate.ts";

/** A document and what was found in it, at one moment. */
export interface LintedDocument extends LintedFile {
  readonly document: TextDocument;
  /** The result of all safe fixes, or of one rule's; computed on first use. */
  readonly fixing: (id?: string) => Fixing;
}

interface KeptLint {
  readonly settings: string;
  readonly linted: LintedDocument;
}

const kept = new WeakMap<TextDocument, KeptLint>();

/** Lints a document once for each version of its text: the light bulb asks at each move of the cursor. */
export function lintDocument(document: TextDocument, settings: LintSettings): LintedDocument {
  const file = registriesOf(document);
  const asked = JSON.stringify(settings);
  const known = kept.get(document);
  if (known?.linted.file === file && known.settings === asked) return known.linted;
  const found = lintFile(file, settings);
  const runs = new Map<string | undefined, Fixing>();
  const fixing = (id?: string): Fixing => {
    const run = runs.get(id) ?? fixLinted(found, id);
    runs.set(id, run);
    return run;
  };
  const linted = { document, fixing, ...found };
  kept.set(document, { settings: asked, linted });
  return linted;
}

/** The edits of all safe fixes, or of those of one rule. */
export function fixAllEdits({ file, fixing }: LintedDocument, id?: string): readonly TextEdit[] {
  return difference(file.doc.text, fixing(id).text);
}

/** How many findings fix-all fixes, of all rules or of one; no more than one where that is seen without trying. */
export function fixable({ findings, fixing }: LintedDocument, id?: string): number {
  const offered = findings.filter((finding) => (id === undefined || finding.id === id) && hasSafeFix(finding)).length;
  return offered < 2 ? offered : fixing(id).fixed.length;
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
