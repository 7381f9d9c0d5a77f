import { l10n, window, workspace } from "vscode";
import { UserProblem } from "../../core/text/userProblem.ts";
import { registriesDocument } from "../credentials/registriesEntry.ts";
import { fixAllEdits, lintDocument } from "../lintedDocument.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { toWorkspaceEdit } from "../translate.ts";

export const fixAllCommand = "k3sRegistries.fixAll";

/** Applies all safe fixes to the registries.yaml in the active editor, or to those that its file carries. */
export async function fixAllInEditor(settingsOf: LintSettingsProvider): Promise<void> {
  const document = await registriesDocument(undefined);
  const settings = await settingsOf.of(document.uri);
  if (!settings) throw new UserProblem(l10n.t("The settings file ignores this registries.yaml."));
  const edits = fixAllEdits(lintDocument(document, settings));
  if (edits.length === 0) window.setStatusBarMessage(l10n.t("Nothing to fix in registries.yaml"), 4000);
  else await workspace.applyEdit(toWorkspaceEdit(document, edits));
}
