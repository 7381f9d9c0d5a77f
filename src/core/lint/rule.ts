import type { Region } from "../carriers/region.ts";
import type { RegistriesFile } from "../file/file.ts";
import type { Target } from "../file/release.ts";
import type { Span, TextEdit } from "../text/span.ts";
import type { Path } from "../yaml/document.ts";
import type { Operation } from "../yaml/edit.ts";

export type Severity = "error" | "warning" | "information" | "hint";

export interface LintSettings {
  /** Severity by rule id; a rule that is not named keeps its own. */
  readonly severities?: Readonly<Record<string, Severity | "off">>;
  /** What will read the file; nothing named means any version of k3s and RKE2. */
  readonly target?: Target;
  /**
   * Whether the cluster runs with `--embedded-registry`, where a mirror needs no endpoint:
   * docs/how-k3s-reads-it/endpoints.md#embedded-registry.
   */
  readonly embeddedRegistry?: boolean;
  /**
   * Whether the cluster runs with `--disable-default-registry-endpoint`:
   * docs/how-k3s-reads-it/endpoints.md#disable-default-endpoint.
   */
  readonly disableDefaultEndpoint?: boolean;
  /** What the host knows about the file besides its text. */
  readonly place?: FilePlace;
  /** True if Ansible reads the values as YAML of its own and writes them again: docs/embedded.md#ansible. */
  readonly rewrittenByAnsible?: boolean;
  /** True if the cryptography of the host can read a private key in PEM. Nothing of the key may go anywhere else. */
  readonly readsPrivateKey?: (pem: string) => boolean;
}

/** The path of a file and who can read it. What is not known is left out, and rules that need it report nothing. */
export interface FilePlace {
  /** With `/` between its parts. */
  readonly path?: string;
  /** True if Git tracks the file, so that its content is or will be in the history. */
  readonly tracked?: boolean;
  /** The permission bits, as `0o644`. */
  readonly mode?: number;
  /** True if the file was saved in this session of the editor, so that nodes may not have read it. */
  readonly saved?: boolean;
}

/** A change that fixes a finding. */
export interface Fix {
  /** What it does, as a command: "Quote the password". */
  readonly title: string;
  /** True if fix-all may apply it: its effect in k3s is certainly the intended one. */
  readonly safe: boolean;
  readonly operations: readonly Operation[];
}

/** What a rule found, by path; `lint()` turns paths into spans and operations into edits. */
export interface Report {
  readonly at: Path | Span;
  /** Which half of the entry is at fault; the value by default. */
  readonly part?: "key" | "value";
  readonly message: string;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  /** The other places that the finding is about; the key of each is shown. */
  readonly related?: readonly { readonly at: Path | Span; readonly message: string }[];
  /** The best one first. */
  readonly fixes?: readonly Fix[];
  /** True if the place has no effect, so that an editor may fade it. */
  readonly unused?: boolean;
}

/**
 * A rule is a file that exports it, and its `summary`: what is wrong when it fires, in one line. The extension does not import
 * the summaries, because its manifest has them.
 */
export interface Rule {
  /** Also the name of its file, its page, its setting and its diagnostic code. */
  readonly id: string;
  readonly severity: Severity;
  /** True if it also runs on a file with syntax errors, in which the other entries may be read wrongly. */
  readonly onBrokenFile?: boolean;
  /** True if `check` reports safe fixes: a run of all fixes asks no other rules. */
  readonly fixes?: true;
  /** Says what is wrong in a registries.yaml, wherever it is. A rule has this check, the other one, or both. */
  check?(file: RegistriesFile, settings: LintSettings): Iterable<Report>;
  /** Says what is wrong with the way in which another file carries a registries.yaml: docs/embedded.md. */
  checkRegion?(region: Region, settings: LintSettings): Iterable<RegionReport>;
}

/** What a rule found about a region. A place is one of the region, or of the whole file. */
export interface RegionReport extends Omit<Report, "at" | "fixes" | "related"> {
  readonly at: Path | Span | { readonly outer: Span };
  readonly fixes?: readonly RegionFix[];
}

/** A change of the region, or of the whole file around it. */
export type RegionFix = Fix | (Omit<Fix, "operations"> & { readonly outer: readonly TextEdit[] });
