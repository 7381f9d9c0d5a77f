import { CodeAction, CodeActionKind, type Diagnostic, l10n, workspace } from "vscode";
import { disableInFile, disableNextLine } from "../core/lint/disable.ts";
import type { Finding } from "../core/lint/lint.ts";
import { settingsFileName } from "../core/lint/settingsFile.ts";
import type { TextEdit } from "../core/text/span.ts";
import { disableRuleCommand } from "./commands/disableRule.ts";
import { diagnosticOf, type LintedDocument } from "./lintedDocument.ts";
import { toWorkspaceEdit } from "./translate.ts";

/**
 * Ways to switch off the rules of findings: for the line of each, for the file, and for the workspace. None of them is
 * ever the preferred action.
 *
 * @param settingsFile whether a settings file counts for the document, which then gets the setting
 */
export function disableActions(
  { document, text }: LintedDocument,
  findings: readonly Finding[],
  shown: readonly Diagnostic[],
  settingsFile: boolean,
): CodeAction[] {
  const action = (title: string, about: readonly Finding[], edit?: TextEdit): CodeAction => {
    const made = new CodeAction(title, CodeActionKind.QuickFix);
    made.diagnostics = about.map((finding) => diagnosticOf(document, finding, shown));
    if (edit) made.edit = toWorkspaceEdit(document, [edit]);
    return made;
  };
  const lines = distinct(findings, ({ id, start }) => `${document.positionAt(start).line} ${id}`);
  const rules = distinct(findings, ({ id }) => id);
  const known = settingsFile || workspace.workspaceFolders !== undefined;
  return [
    ...lines.map((finding) =>
      action(l10n.t("Disable {0} for this line", finding.id), [finding], disableNextLine(text, finding)),
    ),
    ...rules.flatMap(({ id }) => {
      const about = findings.filter((finding) => finding.id === id);
      const inFile = action(l10n.t("Disable {0} for this file", id), about, disableInFile(text, id));
      if (!known) return [inFile];
      const title = settingsFile
        ? l10n.t("Disable {0} for this workspace, in {1}", id, settingsFileName)
        : l10n.t("Disable {0} for this workspace", id);
      const inWorkspace = action(title, about);
      inWorkspace.command = { title, command: disableRuleCommand, arguments: [document.uri, id] };
      return [inFile, inWorkspace];
    }),
  ];
}

function distinct(findings: readonly Finding[], key: (finding: Finding) => string): readonly Finding[] {
  return [...new Map([...findings].reverse().map((finding) => [key(finding), finding])).values()].reverse();
}
