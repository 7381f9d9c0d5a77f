import {
  CodeAction,
  type CodeActionContext,
  CodeActionKind,
  type CodeActionProvider,
  type Diagnostic,
  type Disposable,
  languages,
  type Range,
  type TextDocument,
} from "vscode";
import { disableNextLine, type Finding, fixAll, lint } from "../core/lint/lint.ts";
import { difference } from "../core/text/span.ts";
import { diagnosticSource, toDiagnostic } from "./diagnostics.ts";
import { isRegistriesDocument, registriesSelector } from "./documents.ts";
import { lintSettings } from "./settings.ts";
import { toRange, toWorkspaceEdit } from "./translate.ts";

/** What `editor.codeActionsOnSave` names to fix a file when it is saved. */
export const fixAllKind = CodeActionKind.SourceFixAll.append("k3s-registries");

/** Offers the fixes of the findings under the cursor, and fix-all for the file. */
export function registerCodeActions(): Disposable {
  const provider: CodeActionProvider = { provideCodeActions };
  return languages.registerCodeActionsProvider(registriesSelector, provider, {
    providedCodeActionKinds: [CodeActionKind.QuickFix, fixAllKind],
  });
}

/** Lints again, which takes about a millisecond, so that no action is older than the text. */
function provideCodeActions(document: TextDocument, range: Range, context: CodeActionContext): CodeAction[] {
  if (!isRegistriesDocument(document)) return [];
  const text = document.getText();
  const settings = lintSettings(document);
  const wanted = (kind: CodeActionKind): boolean => context.only === undefined || context.only.contains(kind);
  const actions: CodeAction[] = [];
  if (wanted(CodeActionKind.QuickFix)) {
    const all = lint(text, settings);
    const here = all.filter((finding) => toRange(document, finding).intersection(range) !== undefined);
    for (const finding of here) actions.push(...quickFixes(document, finding, context.diagnostics));
    const fixable = all.filter(({ fixes }) => fixes.some(({ safe }) => safe)).length;
    if (fixable > 1 && here.length > 0)
      actions.push(fixAllAction(document, CodeActionKind.QuickFix, `Fix all ${fixable} problems that have a safe fix`));
    for (const finding of here) actions.push(disableAction(document, text, finding));
  }
  if (context.only !== undefined && wanted(fixAllKind))
    actions.push(fixAllAction(document, fixAllKind, "Fix all problems in registries.yaml"));
  return actions.filter(({ edit }) => edit !== undefined && edit.size > 0);
}

function quickFixes(document: TextDocument, finding: Finding, shown: readonly Diagnostic[]): CodeAction[] {
  return finding.fixes.map(({ title, preferred, edits }) => {
    const action = new CodeAction(title, CodeActionKind.QuickFix);
    action.edit = toWorkspaceEdit(document, edits);
    action.isPreferred = preferred;
    action.diagnostics = [ownDiagnostic(document, finding, shown)];
    return action;
  });
}

function ownDiagnostic(document: TextDocument, finding: Finding, shown: readonly Diagnostic[]): Diagnostic {
  const range = toRange(document, finding);
  const same = shown.find(
    ({ source, message, range: other }) =>
      source === diagnosticSource && message === finding.message && other.isEqual(range),
  );
  return same ?? toDiagnostic(document, finding);
}

function disableAction(document: TextDocument, text: string, finding: Finding): CodeAction {
  const action = new CodeAction(`Disable ${finding.id} for this line`, CodeActionKind.QuickFix);
  action.edit = toWorkspaceEdit(document, [disableNextLine(text, finding)]);
  return action;
}

function fixAllAction(document: TextDocument, kind: CodeActionKind, title: string): CodeAction {
  const action = new CodeAction(title, kind);
  const text = document.getText();
  action.edit = toWorkspaceEdit(document, difference(text, fixAll(text, lintSettings(document))));
  return action;
}
