import {
  type CodeAction,
  type CodeActionContext,
  CodeActionKind,
  type CodeActionProvider,
  type Disposable,
  type DocumentSelector,
  languages,
  type Range,
} from "vscode";
import { disableActions } from "./disableActions.ts";
import { fixEverything, fixOnSave, fixRule, quickFixes, resolveFixAll } from "./fixActions.ts";
import { type LintedDocument, lintDocument } from "./lintedDocument.ts";
import type { LintSettingsProvider } from "./lintSettings.ts";
import { regionsOf } from "./openedRegistries.ts";
import type { SettingsFiles } from "./settingsFiles.ts";
import { toRange } from "./translate.ts";

/** What `editor.codeActionsOnSave` names to fix a file when it is saved. */
export const fixAllKind = CodeActionKind.SourceFixAll.append("k3s-registries");

/** Offers the fixes of the findings under the cursor, fix-all for a rule and the file, and ways to switch a rule off. */
export function registerCodeActions(
  selector: DocumentSelector,
  settingsOf: LintSettingsProvider,
  settingsFiles: SettingsFiles,
): Disposable {
  const provider: CodeActionProvider = {
    /** Asks for the findings of the text as it is now, so that no action is older than that. */
    async provideCodeActions(document, range, context) {
      if (regionsOf(document).length === 0) return [];
      const settings = await settingsOf.of(document.uri);
      const governing = await settingsFiles.governing(document.uri);
      return settings ? actionsFor(lintDocument(document, settings), range, context, governing !== undefined) : [];
    },
    resolveCodeAction: resolveFixAll,
  };
  return languages.registerCodeActionsProvider(selector, provider, {
    providedCodeActionKinds: [CodeActionKind.QuickFix, fixAllKind],
  });
}

/** Each fix that is offered is tried by reading the text with it: so many characters are read for a selection. */
const readPerRequest = 1_000_000;
const fewestActed = 4;

function actionsFor(
  linted: LintedDocument,
  range: Range,
  context: CodeActionContext,
  settingsFile: boolean,
): CodeAction[] {
  const wanted = (kind: CodeActionKind): boolean => context.only === undefined || context.only.contains(kind);
  const actions: CodeAction[] = [];
  if (wanted(CodeActionKind.QuickFix)) {
    const here = linted.findings
      .filter((finding) => toRange(linted.document, finding).intersection(range) !== undefined)
      .slice(0, Math.max(fewestActed, Math.floor(readPerRequest / (linted.text.length + 1))));
    for (const finding of here) actions.push(...quickFixes(linted, finding, context.diagnostics));
    for (const id of new Set(here.map((finding) => finding.id))) actions.push(...fixRule(linted, id));
    if (here.length > 0) actions.push(...fixEverything(linted));
    actions.push(...disableActions(linted, here, settingsFile));
  }
  if (context.only !== undefined && wanted(fixAllKind)) actions.push(...fixOnSave(linted, fixAllKind));
  return actions;
}
