import { type WrittenSecrets, writtenSecrets } from "../display/maskedFile.ts";
import type { RegistriesFile } from "../file/file.ts";
import { namingProduct } from "../file/namingProduct.ts";
import { shortened } from "../text/shorten.ts";
import type { Span, TextEdit } from "../text/span.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { type Operation, operationEdits } from "../yaml/edit.ts";
import { movesOnlyAccepted } from "./acceptedMove.ts";
import { withoutDisabled } from "./disable.ts";
import type { Fix, LintSettings, Report, Rule, Severity } from "./rule.ts";
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

/** A file, and what was found in it under some settings. Rules run when what they found is first read. */
export interface LintedFile {
  readonly file: RegistriesFile;
  readonly settings: LintSettings;
  /** Sorted by place. */
  readonly findings: readonly Finding[];
  /** Those of rules that report safe fixes, which is less than half of the work. */
  readonly fixable: readonly Finding[];
  /** What of its text is masked. */
  readonly secrets: WrittenSecrets;
}

/**
 * The same, with what was linted, for those who go on to fix it.
 *
 * @param id of the one rule that is asked; all, unless said
 */
export function lintFile(file: RegistriesFile, settings: LintSettings, id?: string): LintedFile {
  return new Linted(file, settings, id);
}

const fileRules = rules.filter(({ check }) => check !== undefined);
const fixing = fileRules.filter(({ fixes }) => fixes === true);
const others = fileRules.filter(({ fixes }) => fixes !== true);

class Linted implements LintedFile {
  readonly secrets: WrittenSecrets;
  readonly #id: string | undefined;
  readonly #linting: Linting;
  #findings: readonly RuleFinding[] | undefined;
  #fixable: readonly RuleFinding[] | undefined;

  constructor(
    readonly file: RegistriesFile,
    readonly settings: LintSettings,
    id: string | undefined,
  ) {
    this.secrets = writtenSecrets(file.doc);
    this.#id = id;
    this.#linting = lintingOf(file, settings, this.secrets);
  }

  get findings(): readonly Finding[] {
    this.#findings ??= sorted([...this.#ofFixing(), ...this.#found(others)]);
    return this.#findings;
  }

  get fixable(): readonly Finding[] {
    return this.#ofFixing();
  }

  #ofFixing(): readonly RuleFinding[] {
    this.#fixable ??= this.#found(fixing);
    return this.#fixable;
  }

  #found(asked: readonly Rule[]): readonly RuleFinding[] {
    const { file, settings } = this;
    const { doc } = file;
    const readable = (doc.problems.length === 0 || doc.onlyCredentials) && doc.beyond !== "aliases";
    const findings: RuleFinding[] = [];
    for (const rule of asked) {
      if (this.#id !== undefined && rule.id !== this.#id) continue;
      const override = settings.severities?.[rule.id];
      if (override === "off" || !(readable || rule.onBrokenFile === true)) continue;
      for (const report of rule.check?.(file, settings) ?? []) {
        const severity = override ?? report.severity ?? rule.severity;
        findings.push(new RuleFinding(rule.id, severity, report, this.#linting));
      }
    }
    return findings.length === 0 ? findings : withoutDisabled(doc.text, once(sorted(findings)));
  }
}

function sorted(findings: RuleFinding[]): readonly RuleFinding[] {
  return findings.sort((a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1));
}

/** Reports a fault once if several hosts share the value through an anchor. Takes sorted findings. */
function once(findings: readonly RuleFinding[]): readonly RuleFinding[] {
  const seen = new Set<string>();
  return findings.filter((finding, index) => {
    // Measured: the identities of all, which are long strings, take much of the time of a file full of faults.
    if (!finding.isBeside(findings[index - 1]) && !finding.isBeside(findings[index + 1])) return true;
    return !seen.has(finding.identity) && seen.add(finding.identity);
  });
}

/** What the findings of one run have in common. */
interface Linting {
  readonly doc: YamlDocument;
  /** A sentence as it is shown. */
  readonly said: (sentence: string) => string;
  /** The edits of a fix, made once for all findings that share it. */
  readonly editsOf: (operations: readonly Operation[]) => readonly TextEdit[];
}

function lintingOf(file: RegistriesFile, { target = {} }: LintSettings, secrets: WrittenSecrets): Linting {
  const { doc } = file;
  const named = namingProduct(target, file);
  const made = new Map<readonly Operation[], readonly TextEdit[]>();
  return {
    doc,
    said: (sentence) => shortened(secrets.hide(named(sentence))),
    editsOf(operations) {
      const edits = made.get(operations) ?? operationEdits(doc, operations);
      made.set(operations, edits);
      return edits;
    },
  };
}

/** A finding whose sentences and fixes are made when they are read: a run of all fixes reads no sentence. */
class RuleFinding implements Finding {
  readonly start: number;
  readonly end: number;
  readonly #report: Report;
  readonly #linting: Linting;
  #fixes: readonly FindingFix[] | undefined;
  #message: string | undefined;
  #related: Finding["related"] | undefined;

  constructor(
    readonly id: string,
    readonly severity: Severity,
    report: Report,
    linting: Linting,
  ) {
    const { doc } = linting;
    this.#report = report;
    this.#linting = linting;
    const { start, end } = spanOf(doc, report.at, report.part ?? "value");
    this.start = Math.min(start, doc.text.length);
    this.end = Math.min(end, doc.text.length);
  }

  get fixes(): readonly FindingFix[] {
    this.#fixes ??= fixesOf(this.#report, this.#linting);
    return this.#fixes;
  }

  /** True if another finding is of the same rule and place. */
  isBeside(other: RuleFinding | undefined): boolean {
    return this.start === other?.start && this.end === other.end && this.id === other.id;
  }

  get identity(): string {
    return `${this.id} ${this.start} ${this.end} ${this.#report.message}`;
  }

  get message(): string {
    this.#message ??= this.#linting.said(this.#report.message);
    return this.#message;
  }

  get related(): Finding["related"] {
    this.#related ??= (this.#report.related ?? []).map(({ at, message }) => ({
      span: spanOf(this.#linting.doc, at, "key"),
      message: this.#linting.said(message),
    }));
    return this.#related;
  }

  get unused(): boolean {
    return this.#report.unused ?? false;
  }
}

function spanOf(doc: YamlDocument, at: Report["at"], part: "key" | "value"): Span {
  return "start" in at ? at : doc.span(at, part);
}

class RuleFix implements FindingFix {
  readonly #fix: Fix;
  readonly #linting: Linting;
  #title: string | undefined;

  constructor(
    fix: Fix,
    readonly preferred: boolean,
    linting: Linting,
  ) {
    this.#fix = fix;
    this.#linting = linting;
  }

  get title(): string {
    this.#title ??= this.#linting.said(this.#fix.title);
    return this.#title;
  }

  get safe(): boolean {
    return this.#fix.safe;
  }

  get edits(): readonly TextEdit[] {
    return this.#linting.editsOf(this.#fix.operations);
  }
}

function fixesOf({ fixes = [] }: Report, linting: Linting): readonly FindingFix[] {
  const { doc } = linting;
  // A template is read with its expressions left out: an edit of that reading may not fit the real text.
  if (doc.rendersLater) return [];
  const accepted: FindingFix[] = [];
  for (const fix of fixes)
    if (movesOnlyAccepted(doc, fix)) accepted.push(new RuleFix(fix, accepted.length === 0, linting));
  return accepted;
}
