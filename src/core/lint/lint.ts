import { fileSecrets } from "../display/fileSecrets.ts";
import type { RegistriesFile } from "../file/file.ts";
import { namingProduct } from "../file/namingProduct.ts";
import { shortened } from "../text/shorten.ts";
import type { Span, TextEdit } from "../text/span.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { type Operation, operationEdits } from "../yaml/edit.ts";
import { movesOnlyAccepted } from "./acceptedMove.ts";
import { withoutDisabled } from "./disable.ts";
import type { LintSettings, Report, Rule, Severity } from "./rule.ts";
import { rules } from "./rules/index.ts";

export type { LintSettings, Severity } from "./rule.ts";

export interface FindingFix {
  readonly title: string;
  readonly safe: boolean;
  /** True if it is the one right fix. */
  readonly preferred: boolean;
  /** Edits of the linted text; made when they are asked for. */
  readonly edits: readonly TextEdit[];
}

/** A fault at a place, in UTF-16 offsets of the linted text. */
export interface Finding extends Span {
  readonly id: string;
  readonly severity: Severity;
  readonly message: string;
  readonly related: readonly {
    readonly span: Span;
    readonly message: string;
  }[];
  readonly fixes: readonly FindingFix[];
  /** True if the place has no effect. */
  readonly unused: boolean;
}

/**
 * Finds what is wrong in a registries.yaml, as k3s reads it. Never throws for what is in it.
 *
 * @returns findings sorted by place
 */
export function lint(file: RegistriesFile, settings: LintSettings = {}): readonly Finding[] {
  return lintFile(file, settings).findings;
}

/** A file, and what was found in it under some settings. */
export interface LintedFile {
  readonly file: RegistriesFile;
  readonly settings: LintSettings;
  readonly findings: readonly Finding[];
}

/**
 * The same, with what was linted, for those who go on to fix it.
 *
 * @param id of the one rule that is asked; all, unless said
 */
export function lintFile(file: RegistriesFile, settings: LintSettings, id?: string): LintedFile {
  return { file, settings, findings: findingsIn(file, settings, id) };
}

function findingsIn(file: RegistriesFile, settings: LintSettings, id: string | undefined): readonly Finding[] {
  const { doc } = file;
  const readable = (doc.problems.length === 0 || doc.onlyCredentials) && doc.beyond !== "aliases";
  const findings: Finding[] = [];
  const named = namingProduct(settings.target ?? {}, file);
  for (const rule of rules) {
    if (id !== undefined && rule.id !== id) continue;
    const override = settings.severities?.[rule.id];
    if (override === "off" || !(readable || rule.onBrokenFile === true)) continue;
    for (const report of rule.check(file, settings)) findings.push(finding(rule, file, report, { override, named }));
  }
  if (findings.length === 0) return findings;
  findings.sort((a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1));
  return withoutDisabled(doc.text, once(findings));
}

/** Several hosts can share a value through an anchor: what is wrong with it is said once. */
function once(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ id, start, end, message }) => {
    const identity = `${id} ${start} ${end} ${message}`;
    return !seen.has(identity) && seen.add(identity);
  });
}

function finding(
  rule: Rule,
  { doc }: RegistriesFile,
  report: Report,
  { override, named }: { readonly override: Severity | undefined; readonly named: (sentence: string) => string },
): Finding {
  const { hide } = fileSecrets(doc);
  const said = (sentence: string): string => shortened(hide(named(sentence)));
  const { at, part = "value" } = report;
  const span = "start" in at ? at : doc.span(at, part);
  return {
    id: rule.id,
    severity: override ?? report.severity ?? rule.severity,
    message: said(report.message),
    start: Math.min(span.start, doc.text.length),
    end: Math.min(span.end, doc.text.length),
    related: (report.related ?? []).map(({ at, message }) => ({
      span: "start" in at ? at : doc.span(at, "key"),
      message: said(message),
    })),
    unused: report.unused ?? false,
    fixes: fixesOf(doc, report, said),
  };
}

function fixesOf(doc: YamlDocument, { fixes = [] }: Report, said: (sentence: string) => string): readonly FindingFix[] {
  // A template is read with its expressions left out: an edit of that reading may not fit the real text.
  if (doc.rendersLater || fixes.length === 0) return [];
  return fixes
    .filter((fix) => movesOnlyAccepted(doc, fix))
    .map(({ title, safe, operations }, index) => ({
      title: said(title),
      safe,
      preferred: index === 0,
      get edits() {
        return editsOf(doc, operations);
      },
    }));
}

const made = new WeakMap<readonly Operation[], { readonly doc: YamlDocument; readonly edits: readonly TextEdit[] }>();

/** The edits of a fix, made once for all findings that share it. */
function editsOf(doc: YamlDocument, operations: readonly Operation[]): readonly TextEdit[] {
  const known = made.get(operations);
  if (known?.doc === doc) return known.edits;
  const edits = operationEdits(doc, operations);
  made.set(operations, { doc, edits });
  return edits;
}
