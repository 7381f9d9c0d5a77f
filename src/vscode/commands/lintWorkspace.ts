import { commands, l10n, ProgressLocation, type Uri, window, workspace } from "vscode";
import type { Finding } from "../../core/lint/lint.ts";
import { UserProblem } from "../../core/text/userProblem.ts";
import type { ClosedFiles } from "../closedFiles.ts";
import { isFileTooLarge, tooLargeText } from "../fileSize.ts";
import { findRegistries } from "../findRegistries.ts";

export const lintWorkspaceCommand = "k3sRegistries.lintWorkspace";

/** Lints every registries.yaml of the workspace without opening it, and says how many problems there are. */
export async function lintWorkspace(files: ClosedFiles): Promise<void> {
  if (!workspace.workspaceFolders) throw new UserProblem(l10n.t("Open a folder first."));
  const found: (readonly Finding[])[] = [];
  const leftAlone: Uri[] = [];
  const options = {
    location: ProgressLocation.Notification,
    title: l10n.t("Linting registries.yaml files"),
    cancellable: true,
  };
  const stopped = await window.withProgress(options, async (progress, token) => {
    const uris = await findRegistries(token);
    for (const uri of uris) {
      if (token.isCancellationRequested) break;
      progress.report({ message: workspace.asRelativePath(uri), increment: 100 / uris.length });
      const findings = await files.lint(uri);
      if (findings) found.push(findings);
      else if (await isFileTooLarge(uri)) leftAlone.push(uri);
    }
    return token.isCancellationRequested;
  });
  const open = l10n.t("Open Problems");
  const buttons = found.some(shown) ? [open] : [];
  const hasSummary = found.length > 0 || leftAlone.length === 0 || stopped;
  const said = [...(hasSummary ? [summary(found, stopped)] : []), ...leftAlone.map(tooLargeText)].join(" ");
  const answer = await window.showInformationMessage(said, ...buttons);
  if (answer === open) await commands.executeCommand("workbench.actions.view.problems");
}

/** Hints are not in the Problems view, so they are not counted either. */
function shown(findings: readonly Finding[]): boolean {
  return findings.some(({ severity }) => severity !== "hint");
}

function summary(found: readonly (readonly Finding[])[], stopped: boolean): string {
  const problems = found.flat().filter(({ severity }) => severity !== "hint").length;
  const files = found.filter(shown).length;
  if (stopped) return l10n.t("Stopped. {0} so far.", problemsText(problems));
  if (found.length === 0) return l10n.t("No registries.yaml to lint found in this workspace.");
  if (problems === 0)
    return found.length === 1 ? l10n.t("No problems in 1 file.") : l10n.t("No problems in {0} files.", found.length);
  return files === 1
    ? l10n.t("{0} in 1 file.", problemsText(problems))
    : l10n.t("{0} in {1} files.", problemsText(problems), files);
}

function problemsText(count: number): string {
  return count === 1 ? l10n.t("1 problem") : l10n.t("{0} problems", count);
}
