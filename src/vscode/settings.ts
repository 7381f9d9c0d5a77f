import { type ConfigurationScope, workspace } from "vscode";
import type { LintSettings, Severity } from "../core/lint/rule.ts";

/** The prefix of every setting. */
export const settingsSection = "k3sRegistries";

const severities: ReadonlySet<unknown> = new Set(["off", "hint", "information", "warning", "error"]);

/** How a document is linted. Severities that are none are left out. */
export function lintSettings(scope: ConfigurationScope): LintSettings {
  const settings = workspace.getConfiguration(settingsSection, scope);
  const rules = settings.get<Record<string, unknown>>("rules", {});
  const valid = Object.entries(rules).filter(([, severity]) => severities.has(severity));
  return {
    severities: Object.fromEntries(valid) as Record<string, Severity | "off">,
    embeddedRegistry: settings.get("embeddedRegistry", false),
  };
}

/** Whether the converter writes `mirrors` entries. */
export function convertMirrors(scope?: ConfigurationScope): boolean {
  return workspace.getConfiguration(settingsSection, scope).get("convert.mirrors", true);
}
