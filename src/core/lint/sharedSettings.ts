import { globCovers } from "../text/glob.ts";
import { nearestName } from "../text/nearest.ts";
import type { LintSettings, Severity } from "./rule.ts";
import { rules } from "./rules/index.ts";

/** What a `.k3s-registries.yaml` says: of what `lint()` takes, all that is no fact about one file or host. */
export interface SharedSettings
  extends Pick<LintSettings, "severities" | "target" | "embeddedRegistry" | "disableDefaultEndpoint"> {
  /** Files that are not linted: patterns as `globCovers` takes them, from the settings file's folder on. */
  readonly ignores: readonly string[];
}

/** What a rule can be set to. */
export const severityLevels = ["off", "hint", "information", "warning", "error"] as const;

/** Whether a text names a severity, or `off`. */
export function isSeverity(text: string): text is Severity | "off" {
  return (severityLevels as readonly string[]).includes(text);
}

/** Why a text is no target, with the forms that are. */
export function targetProblem(): string {
  return "A target is k3s, rke2 or k3d, a version, or both: `rke2`, `v1.30.4`, `k3s v1.31`; `any` is any supported one.";
}

/** Why a name is that of no rule. */
export function ruleProblem(id: string): string {
  const meant = nearestName(
    id,
    rules.map((rule) => rule.id),
  );
  return `There is no rule ${id}${meant === undefined ? "" : `; did you mean ${meant}?`}`;
}

/** Whether a rule of that id is there. */
export function isRule(id: string): boolean {
  return rules.some((rule) => rule.id === id);
}

/** Settings with others over them: severities rule by rule, everything else whole. */
export function overlaid(base: LintSettings, { ignores: _, ...over }: Partial<SharedSettings>): LintSettings {
  return { ...base, ...over, severities: { ...base.severities, ...over.severities } };
}

/** @param path the file's path from the settings file's folder on, with `/` */
export function isIgnored({ ignores }: SharedSettings, path: string): boolean {
  return ignores.some((pattern) => globCovers(pattern, path));
}
