import { CodeAction, CodeActionKind, type Diagnostic, l10n } from "vscode";
import type { Finding } from "../core/lint/lint.ts";
import { diagnosticOf, fixAllEdits, fixable, type LintedDocument } from "./lintedDocument.ts";
import { toWorkspaceEdit } from "./translate.ts";

/** What makes the edits of an action when it is chosen: fix-all lints several times, too often for each move of the cursor. */
const later = new WeakMap<CodeAction, () => void>();

/** The fixes of one finding. */
export function quickFixes(
  { document, offeredFixes }: LintedDocument,
  finding: Finding,
  shown: readonly Diagnostic[],
): CodeAction[] {
  return offeredFixes(finding).map(({ title, preferred, edits }) => {
    const action = new CodeAction(title, CodeActionKind.QuickFix);
    action.edit = toWorkspaceEdit(document, edits);
    action.isPreferred = preferred;
    action.diagnostics = [diagnosticOf(document, finding, shown)];
    return action;
  });
}

/** Fixes all findings of one rule, where there are several. */
export function fixRule(file: LintedDocument, id: string): CodeAction[] {
  if (fixable(file, id) < 2) return [];
  return [fixLater(file, l10n.t("Fix all {0} problems in this file", id), id)];
}

/** Fixes the findings of all rules, where there are several. */
export function fixEverything(file: LintedDocument): CodeAction[] {
  const count = fixable(file);
  return count < 2 ? [] : [fixLater(file, l10n.t("Fix all {0} problems that have a safe fix", count))];
}

/** Fixes the findings of all rules, for those who ask for it on save or as a source action. */
export function fixOnSave(file: LintedDocument, kind: CodeActionKind): CodeAction[] {
  const edits = fixAllEdits(file);
  if (edits.length === 0) return [];
  const action = new CodeAction(l10n.t("Fix all problems in registries.yaml"), kind);
  action.edit = toWorkspaceEdit(file.document, edits);
  return [action];
}

/** Gives an action of `fixRule` or `fixEverything` its edit; any other is as it should be. */
export function resolveFixAll(action: CodeAction): CodeAction {
  later.get(action)?.();
  return action;
}

function fixLater(file: LintedDocument, title: string, id?: string): CodeAction {
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  later.set(action, () => {
    action.edit = toWorkspaceEdit(file.document, fixAllEdits(file, id));
  });
  return action;
}
