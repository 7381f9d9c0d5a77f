import { withoutTokens } from "../display/token.ts";
import { type RegistriesFile, registriesFile } from "../registries/file.ts";
import { applyEdits, type Span, type TextEdit } from "../text/span.ts";
import { parseYaml } from "../yaml/document.ts";
import { operationEdits } from "../yaml/edit.ts";
import type { SourceText } from "../yaml/source.ts";
import { withoutDisabled } from "./disable.ts";
import type { LintSettings, Report, Rule, Severity } from "./rule.ts";
import { rules } from "./rules/index.ts";

export type { LintSettings, Severity } from "./rule.ts";

export interface FindingFix {
  readonly title: string;
  readonly safe: boolean;
  /** Whether it is the one right fix. */
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
  /** Whether what stands there has no effect. */
  readonly unused: boolean;
}

/** Fixes can uncover one another; a file that needs more rounds than this is left as it is then. */
const maxRounds = 10;

/**
 * Finds what is wrong in a registries.yaml, as k3s reads it. Takes any text and never throws for what is in it.
 *
 * @param source a text, or what `decodeBytes` made of a file
 * @returns findings sorted by place
 */
export function lint(source: string | SourceText, settings: LintSettings = {}): readonly Finding[] {
  const doc = parseYaml(source);
  const file = registriesFile(doc);
  const readable = doc.problems.length === 0 || doc.onlyCredentials;
  const findings: Finding[] = [];
  for (const rule of rules) {
    const override = settings.severities?.[rule.id];
    if (override === "off" || !(readable || rule.onBrokenFile === true)) continue;
    for (const report of rule.check(file, settings)) findings.push(finding(rule, file, report, override));
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

/**
 * Applies safe fixes until none is left, or until a round would leave as many findings as before.
 *
 * @param id of the one rule whose findings are fixed; of all rules, unless said
 * @returns the new text; the same string when there is nothing to fix
 */
export function fixAll(text: string, settings: LintSettings = {}, id?: string): string {
  return fixRounds(text, settings, id).at(-1) ?? text;
}

/** The texts that `fixAll` goes through, one a round: a fix can uncover what another rule then mends. */
export function fixRounds(text: string, settings: LintSettings = {}, id?: string): readonly string[] {
  const found = (of: string): readonly Finding[] =>
    lint(of, settings).filter((finding) => id === undefined || finding.id === id);
  const rounds: string[] = [];
  let current = text;
  let findings = found(current);
  while (rounds.length < maxRounds) {
    const next = applyEdits(current, safeEdits(findings));
    if (next === current) break;
    const rest = found(next);
    if (fixable(rest) >= fixable(findings)) break;
    rounds.push(next);
    current = next;
    findings = rest;
  }
  return rounds;
}

function fixable(findings: readonly Finding[]): number {
  return findings.filter(({ fixes }) => fixes.some(({ safe }) => safe)).length;
}

/** The first safe fix of each finding, without those that overlap an earlier one. */
function safeEdits(findings: readonly Finding[]): readonly TextEdit[] {
  const taken: TextEdit[] = [];
  for (const finding of findings) {
    const edits = finding.fixes.find((fix) => fix.safe)?.edits ?? [];
    if (edits.every((edit) => isFree(taken, edit)))
      for (const edit of edits) taken.splice(placeIn(taken, edit.start), 0, edit);
  }
  return taken;
}

/** Whether an edit touches none of others, which are sorted and do not overlap. */
function isFree(sorted: readonly TextEdit[], edit: TextEdit): boolean {
  const place = placeIn(sorted, edit.start);
  const [before, after] = [sorted[place - 1], sorted[place]];
  return (before === undefined || before.end < edit.start) && (after === undefined || edit.end < after.start);
}

/** How many edits start at an offset or before it. */
function placeIn(sorted: readonly TextEdit[], offset: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

function finding(rule: Rule, { doc }: RegistriesFile, report: Report, override: Severity | undefined): Finding {
  const { at, part = "value" } = report;
  const span = "start" in at ? at : doc.span(at, part);
  return {
    id: rule.id,
    severity: override ?? report.severity ?? rule.severity,
    message: withoutTokens(report.message),
    start: Math.min(span.start, doc.text.length),
    end: Math.min(span.end, doc.text.length),
    related: (report.related ?? []).map(({ at, message }) => ({
      span: "start" in at ? at : doc.span(at, "key"),
      message: withoutTokens(message),
    })),
    unused: report.unused ?? false,
    // A template is read with its expressions left out: an edit of that reading may not fit the real text.
    fixes: (doc.rendersLater ? [] : (report.fixes ?? [])).map(({ title, safe, operations }, index) => ({
      title: withoutTokens(title),
      safe,
      preferred: index === 0,
      get edits() {
        return operationEdits(doc, operations);
      },
    })),
  };
}
