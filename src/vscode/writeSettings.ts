import { l10n, type Uri, workspace } from "vscode";
import { type SettingsChange, settingsFileEdits } from "../core/lint/settingsFileEdit.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { setTarget, switchRuleOff } from "./settings.ts";
import type { ReadSettingsFile, SettingsFiles } from "./settingsFiles.ts";
import { toWorkspaceEdit } from "./translate.ts";

/** Switches a rule off where the settings for a file come from: the settings file that counts for it, or the editor. */
export async function writeRuleOff(files: SettingsFiles, id: string, uri: Uri): Promise<void> {
  const file = await files.governing(uri);
  if (file) await writeInto(file, { rule: id, severity: "off" });
  else await switchRuleOff(id, uri);
}

/** Sets the target: in the settings file that counts for a file where it names one, which hides the editor's. */
export async function writeTarget(files: SettingsFiles, target: string, uri: Uri | undefined): Promise<void> {
  const file = uri && (await files.governing(uri));
  if (file?.settings.target) await writeInto(file, { target });
  else await setTarget(target, uri);
}

/** Settings count once they are saved; what the user typed into the file before is left for the user to save. */
async function writeInto({ uri }: ReadSettingsFile, change: SettingsChange): Promise<void> {
  const document = await workspace.openTextDocument(uri);
  const edits = settingsFileEdits(document.getText(), change);
  if (!edits) throw new UserProblem(l10n.t("Fix the problems in {0} first.", workspace.asRelativePath(uri)));
  const { isDirty } = document;
  if (!(await workspace.applyEdit(toWorkspaceEdit(document, edits))))
    throw new UserProblem(l10n.t("{0} can't be changed. It may be read-only.", workspace.asRelativePath(uri)));
  if (!isDirty) await document.save();
}
