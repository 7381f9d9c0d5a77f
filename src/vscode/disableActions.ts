import { CodeAction, CodeActionKind, l10n, workspace } from "vscode";
import type { Finding } from "../core/lint/lint.ts";
import { settingsFileName } from "../core/lint/settingsFileName.ts";
import type { TextEdit } from "../core/text/span.ts";
import { disableRuleCommand } from "./commands/disableRule.ts";
import type { LintedDocument } from "./lintedDocument.ts";
import { toWorkspaceEdit } from "./translate.ts";

/**
 * Ways to switch off the rules of findings: for the line of each, for the file, and for the workspace. None of them is
 * ever the preferred action, nor tied to a diagnostic: VS Code puts what is tied first.
 *
 * @param settingsFile whether a settings file counts for the document, which then gets the setting
 */
export function disableActions(
  { document, disabling }: LintedDocument,
  findings: readonly Finding[],
  settingsFile: boolean,
): CodeAction[] {
  const known = settingsFile || workspace.workspaceFolders !== undefined;
  const edit = (title: string, edits: readonly TextEdit[] | undefined): CodeAction[] => {
    if (edits === undefined) return [];
    const action = new CodeAction(title, CodeActionKind.QuickFix);
    action.edit = toWorkspaceEdit(document, edits);
    return [action];
  };
  const inWorkspace = (id: string): CodeAction => {
    const title = settingsFile
      ? l10n.t("Disable {0} for this workspace, in {1}", id, settingsFileName)
      : l10n.t("Disable {0} for this workspace", id);
    const action = new CodeAction(title, CodeActionKind.QuickFix);
    action.command = { title, command: disableRuleCommand, arguments: [document.uri, id] };
    return action;
  };
  const lines = new Map(
    findings.map((finding) => [`${document.positionAt(finding.start).line} ${finding.id}`, finding]),
  );
  return [
    ...[...lines.values()].flatMap((finding) =>
      edit(l10n.t("Disable {0} for this line", finding.id), disabling(finding, "line")),
    ),
    ...[...new Map(findings.map((finding) => [finding.id, finding])).values()].flatMap((finding) => [
      ...edit(l10n.t("Disable {0} for this file", finding.id), disabling(finding, "file")),
      ...(known ? [inWorkspace(finding.id)] : []),
    ]),
  ];
}
