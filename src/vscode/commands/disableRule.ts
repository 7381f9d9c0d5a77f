import type { Uri } from "vscode";
import { isRule } from "../../core/lint/sharedSettings.ts";
import type { SettingsFiles } from "../settingsFiles.ts";
import { writeRuleOff } from "../writeSettings.ts";

/** Run by a code action alone: settings can't be part of a workspace edit. */
export const disableRuleCommand = "k3sRegistries.disableRule";

/** Switches a rule off for the workspace of a file. Does nothing when the id is that of no rule. */
export async function disableRule(files: SettingsFiles, uri: Uri | undefined, id: unknown): Promise<void> {
  if (uri && typeof id === "string" && isRule(id)) await writeRuleOff(files, id, uri);
}
