import type { WrittenSecrets } from "../core/display/maskedFile.ts";
import { fixing } from "../core/lint/fixing.ts";
import type { Finding } from "../core/lint/lint.ts";
import type { LintSettings } from "../core/lint/rule.ts";
import type { SourceText } from "../core/yaml/source.ts";
import type { ShownRegion } from "./format/format.ts";

/** A file with its findings, and what its safe fixes make of it. */
export interface CheckedFile {
  readonly found: readonly Finding[];
  /** Those that a safe fix fixes. */
  readonly fixed: readonly Finding[];
  /** The findings of the new text. */
  readonly left: readonly Finding[];
  /** The new text; the same string if there is nothing to fix. */
  readonly text: string;
  readonly before: WrittenSecrets;
  /** The same object as `before` if there is nothing to fix. */
  readonly after: WrittenSecrets;
  /** The registries.yaml inside the file that a finding is about; `undefined` for a file that is one itself. */
  regionOf(finding: Finding): ShownRegion | undefined;
}

/** Checks a file that is a registries.yaml itself. */
export function checkedRegistries(source: SourceText, settings: LintSettings): CheckedFile {
  const { fixed, text, linted, result } = fixing(source, settings);
  const [found, left] = [linted.findings, result.findings];
  return { found, fixed, left, text, before: linted.secrets, after: result.secrets, regionOf: () => undefined };
}
