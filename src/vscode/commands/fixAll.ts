import { l10n, window, workspace } from "vscode";
import { fixAll } from "../../core/lint/lint.ts";
import { difference } from "../../core/text/span.ts";
import { isRegistriesDocument } from "../documents.ts";
import { lintSettings } from "../settings.ts";
import { toWorkspaceEdit } from "../translate.ts";
import { UserProblem } from "../userProblem.ts";

export const fixAllCommand = "k3sRegistries.fixAll";

/** Applies all safe fixes to the registries.yaml in the active editor. */
export async function fixAllInEditor(): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (!document || !isRegistriesDocument(document)) throw new UserProblem(l10n.t("Open a registries.yaml first."));
  const text = document.getText();
  const edits = difference(text, fixAll(text, lintSettings(document)));
  if (edits.length === 0) window.setStatusBarMessage(l10n.t("Nothing to fix in registries.yaml"), 4000);
  else await workspace.applyEdit(toWorkspaceEdit(document, edits));
}
