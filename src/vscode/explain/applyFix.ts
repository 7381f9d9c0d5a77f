import { l10n, type Uri, WorkspaceEdit, window, workspace } from "vscode";
import { openDocument } from "../documents.ts";
import { toRange } from "../translate.ts";
import type { OfferedFix } from "./errorViews.ts";

/**
 * Makes a change that the page offers, as one step of undo. The file stays unsaved.
 *
 * @param text of the file when the change was offered: its edits fit no other
 * @returns whether it was made
 */
export async function applyFix(file: Uri, text: string, { edits }: OfferedFix): Promise<boolean> {
  const document = openDocument(file.toString()) ?? (await workspace.openTextDocument(file));
  if (document.getText() !== text) return false;
  const change = new WorkspaceEdit();
  for (const edit of edits) change.replace(file, toRange(document, edit), edit.text);
  if (await workspace.applyEdit(change)) return true;
  void window.showWarningMessage(l10n.t("The file can't be changed. It may be read-only. Nothing was written."));
  return false;
}
