import { commands, l10n, ProgressLocation, type Uri, window, workspace } from "vscode";
import type { Finding } from "../../core/lint/lint.ts";
import { UserProblem } from "../../core/text/userProblem.ts";
import type { ClosedFiles } from "../closedFiles.ts";
import { isFileTooLarge, tooLargeText } from "../fileSize.ts";
import { findCarriers, findRegistries } from "../findRegistries.ts";

export const lintWorkspaceCommand = "k3sRegistries.lintWorkspace";

/** Most files only have to be read, and each answer of the editor takes its time. */
const atOnce = 16;

/** Lints every registries.yaml of the workspace, also those inside other files, without opening it, and says how many problems there are. */
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
    const named = await findRegistries(token);
    const known = new Set(named.map(String));
    const carriers = (await findCarriers(token)).filter((uri) => !known.has(uri.toString()));
    const uris = [...named, ...carriers];
    for (let index = 0; index < uris.length && !token.isCancellationRequested; index += atOnce) {
      const some = uris.slice(index, index + atOnce);
      const [first] = some;
      progress.report({
        message: first ? workspace.asRelativePath(first) : "",
        increment: (100 * some.length) / uris.length,
      });
      for (const [place, findings] of (await Promise.all(some.map((uri) => files.lint(uri)))).entries()) {
        const uri = some[place] as Uri;
        if (findings) found.push(findings);
        else if (known.has(uri.toString()) && (await isFileTooLarge(uri))) leftAlone.push(uri);
      }
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
