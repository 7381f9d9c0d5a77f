import { globCovers } from "../text/glob.ts";
import { nearestName } from "../text/nearest.ts";
import type { LintSettings, Severity } from "./rule.ts";
import { rules } from "./rules/index.ts";

/** The settings of a `.k3s-registries.yaml`: those of `lint()` that are not about one file or host. */
export interface SharedSettings
  extends Pick<LintSettings, "severities" | "target" | "embeddedRegistry" | "disableDefaultEndpoint"> {
  /** Files that are not linted: patterns as `globCovers` takes them, from the settings file's folder on. */
  readonly ignores: readonly string[];
}

/** The values of a rule's setting. */
export const severityLevels = ["off", "hint", "information", "warning", "error"] as const;

/** True if a string is a severity, or `off`. */
export function isSeverity(text: string): text is Severity | "off" {
  return (severityLevels as readonly string[]).includes(text);
}

/** Returns why a string is not a target, with the forms that are. */
export function targetProblem(): string {
  return "A target is k3s, rke2 or k3d, a version, or both: `rke2`, `v1.30.4`, `k3s v1.31`. Use `any` for all supported versions.";
}

/** Returns that a name is not a rule, with the nearest one. */
export function ruleProblem(id: string): string {
  const meant = nearestName(
    id,
    rules.map((rule) => rule.id),
  );
  return `"${id}" is not a rule.${meant === undefined ? "" : ` Did you mean "${meant}"?`}`;
}

/** True if a rule has this id. */
export function isRule(id: string): boolean {
  return rules.some((rule) => rule.id === id);
}

/** Returns settings overlaid with others: severities by rule, everything else as a whole. */
export function overlaid(base: LintSettings, { ignores: _, ...over }: Partial<SharedSettings>): LintSettings {
  return { ...base, ...over, severities: { ...base.severities, ...over.severities } };
}

/** @param path the file's path from the settings file's folder on, with `/` */
export function isIgnored({ ignores }: SharedSettings, path: string): boolean {
  return ignores.some((pattern) => globCovers(pattern, path));
}
