import type { Span } from "../text/span.ts";
import type { Path, YamlDocument } from "../yaml/document.ts";
import type { Operation } from "../yaml/edit.ts";

export type Severity = "error" | "warning" | "information" | "hint";

export interface LintSettings {
  /** Severity by rule id; a rule that is not named has its own. */
  readonly severities?: Readonly<Record<string, Severity | "off">>;
  /** Whether the cluster runs with `--embedded-registry`, where a mirror needs no endpoint (reference §4.7). */
  readonly embeddedRegistry?: boolean;
}

/** A change that mends a finding. */
export interface Fix {
  /** What it does, as a command: "Quote the password". */
  readonly title: string;
  /** Whether fix-all may apply it: what it means to k3s is certain. */
  readonly safe: boolean;
  readonly operations: readonly Operation[];
}

/** What a rule found, by path; `lint()` turns paths into spans and operations into edits. */
export interface Report {
  readonly at: Path | Span;
  /** Which half of the entry is at fault; the value, unless said. */
  readonly part?: "key" | "value";
  readonly message: string;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  readonly related?: readonly { readonly at: Path; readonly message: string }[];
  /** The best one first. */
  readonly fixes?: readonly Fix[];
}

export interface Rule {
  /** Also the name of its file, its page, its setting and its diagnostic code. */
  readonly id: string;
  /** What is wrong when it fires, in one line. */
  readonly summary: string;
  readonly severity: Severity;
  /** Whether it also runs on a file with syntax errors, in which the other entries may be read wrongly. */
  readonly onBrokenFile?: boolean;
  check(doc: YamlDocument, settings: LintSettings): Iterable<Report>;
}
