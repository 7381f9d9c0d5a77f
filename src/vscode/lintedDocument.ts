import type { Diagnostic, TextDocument } from "vscode";
import type { CarrierFile } from "../core/carriers/openCarrier.ts";
import { openRegistries } from "../core/file/openRegistries.ts";
import { disableInFile, disableNextLine, isOnlyComment } from "../core/lint/disable.ts";
import { fixLinted, hasSafeFix, offeredFixes, readerFor } from "../core/lint/fixing.ts";
import { type Finding, type FindingFix, type LintSettings, lintFile } from "../core/lint/lint.ts";
import { type CarriedFinding, fixCarrier, lintCarrier, offeredCarrierFixes } from "../core/lint/lintCarrier.ts";
import { difference, type TextEdit } from "../core/text/span.ts";
import { diagnosticSource, toDiagnostic } from "./diagnostics.ts";
import { carrierOf, registriesOf, writtenEdits } from "./openedRegistries.ts";
import { toRange } from "./translate.ts";

/** What was found in a text at one moment, and what can be done about it. All offsets are those of the whole text. */
interface Linted {
  readonly text: string;
  readonly findings: readonly Finding[];
  /** The fixes of a finding after which k3s reads no less than before. */
  offeredFixes(finding: Finding): readonly FindingFix[];
  /** Runs all safe fixes, or those of one rule. */
  fixing(id?: string): Fixing;
  /** The comment that disables the rule of a finding for its line or its file; `undefined` if more than that would change. */
  disabling(finding: Finding, scope: "line" | "file"): readonly TextEdit[] | undefined;
}

interface Fixing {
  readonly text: string;
  readonly fixed: readonly Finding[];
}

/** A document and what was found in it, at one moment. */
export interface LintedDocument extends Linted {
  readonly document: TextDocument;
}

interface KeptLint {
  readonly version: number;
  readonly settings: string;
  readonly linted: LintedDocument;
}

const kept = new WeakMap<TextDocument, KeptLint>();

/** Lints a document once for each version of its text: the light bulb asks at each move of the cursor. */
export function lintDocument(document: TextDocument, settings: LintSettings): LintedDocument {
  const { version } = document;
  const asked = JSON.stringify(settings);
  const known = kept.get(document);
  if (known?.version === version && known.settings === asked) return known.linted;
  const carrier = carrierOf(document);
  const found = carrier ? lintedCarrier(document, carrier, settings) : lintedFile(document, settings);
  const runs = new Map<string | undefined, Fixing>();
  const fixing = (id?: string): Fixing => {
    const run = runs.get(id) ?? found.fixing(id);
    runs.set(id, run);
    return run;
  };
  const linted = { ...found, document, fixing };
  kept.set(document, { version, settings: asked, linted });
  return linted;
}

function lintedFile(document: TextDocument, settings: LintSettings): Linted {
  const opened = registriesOf(document);
  const reader = readerFor(settings);
  // What k3d reads before k3s does is opened twice: all but lint show what k3s reads.
  const file = reader === opened.reader ? opened : openRegistries(opened.doc.text, reader);
  const { text } = file.doc;
  const linted = lintFile(file, settings);
  return {
    text,
    findings: linted.findings,
    offeredFixes: (finding) => offeredFixes(linted, finding),
    fixing: (id) => fixLinted(linted, id),
    disabling(finding, scope) {
      const edit = scope === "line" ? disableNextLine(text, finding) : disableInFile(text, finding.id);
      return isOnlyComment(file, edit) ? [edit] : undefined;
    },
  };
}

function lintedCarrier(document: TextDocument, carrier: CarrierFile, settings: LintSettings): Linted {
  const linted = lintCarrier(carrier, settings);
  return {
    text: carrier.text,
    findings: linted.findings,
    offeredFixes: (finding) => offeredCarrierFixes(linted, finding as CarriedFinding),
    fixing: (id) => fixCarrier(linted, id),
    disabling(finding, scope) {
      const { region: index, inner, id } = finding as CarriedFinding;
      const region = carrier.regions[index];
      if (region === undefined || (scope === "line" && inner === undefined)) return undefined;
      const edit = scope === "line" && inner ? disableNextLine(region.text, inner) : disableInFile(region.text, id);
      return isOnlyComment(region.file, edit) ? writtenEdits(document, region, [edit]) : undefined;
    },
  };
}

/** The edits of all safe fixes, or of those of one rule. */
export function fixAllEdits({ text, fixing }: LintedDocument, id?: string): readonly TextEdit[] {
  return difference(text, fixing(id).text);
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
