import { type Disposable, l10n, Uri, WorkspaceEdit, window, workspace } from "vscode";
import { credentialEntries } from "../../core/credentials/credentialEntries.ts";
import { ignoringEdit } from "../../core/text/gitignore.ts";
import type { Exposure, GitTracking } from "../gitTracking.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { regionsOf } from "../openedRegistries.ts";
import { toWorkspaceEdit } from "../translate.ts";

/** Warns of files with secrets that git does not ignore, each once. */
export interface ExposureWarnings extends Disposable {
  /** Checks files that now contain a secret. Never waits for the user's answer. */
  look(uris: readonly Uri[]): Promise<void>;
}

export function createExposureWarnings(git: GitTracking, settings: LintSettingsProvider): ExposureWarnings {
  const warned = new Set<string>();
  const look = async (uris: readonly Uri[]): Promise<void> => {
    const exposures: Exposure[] = [];
    for (const uri of uris) {
      const exposure =
        warned.has(uri.toString()) || (await isSwitchedOff(settings, uri)) ? undefined : await git.exposure(uri);
      if (exposure && !warned.has(uri.toString())) exposures.push(exposure);
      if (exposure) warned.add(uri.toString());
    }
    warn(exposures);
  };
  const saved = workspace.onDidSaveTextDocument((document) => {
    if (regionsOf(document).some(({ file }) => credentialEntries(file).length > 0))
      void look([document.uri]).catch(() => undefined);
  });
  return { look, dispose: () => saved.dispose() };
}

/** A user who disables the rule keeps secrets in the repository on purpose. */
async function isSwitchedOff(settings: LintSettingsProvider, uri: Uri): Promise<boolean> {
  return (await settings.of(uri))?.severities?.["secret-exposed"] === "off";
}

function warn(exposures: readonly Exposure[]): void {
  const names = (tracked: boolean): string =>
    exposures
      .filter((exposure) => exposure.tracked === tracked)
      .map(({ uri }) => workspace.asRelativePath(uri))
      .join(", ");
  const tracked = names(true);
  // Of a registries.yaml the rule secret-exposed says it as well, but not at once, nor of other files.
  if (tracked !== "")
    void window.showWarningMessage(
      l10n.t(
        "Git tracks {0}, so everyone who can read the repository can read its secrets. Remove it from Git (git rm --cached) and replace all pushed credentials.",
        tracked,
      ),
    );
  const untracked = names(false);
  if (untracked !== "")
    void offerToIgnore(
      untracked,
      exposures.filter((exposure) => !exposure.tracked),
    );
}

async function offerToIgnore(names: string, exposures: readonly Exposure[]): Promise<void> {
  const add = l10n.t("Add to .gitignore");
  const message = l10n.t("Git doesn't ignore {0}. The next commit may include the secrets in it.", names);
  if ((await window.showWarningMessage(message, add)) !== add) return;
  for (const exposure of exposures)
    if (!(await ignore(exposure)))
      void window.showErrorMessage(
        l10n.t(".gitignore can't be changed. It may be read-only. Add {0} to it yourself.", exposure.uri.path),
      );
}

/** Git looks at the saved file; what the user typed into it before is left for the user to save. */
async function ignore({ uri, root }: Exposure): Promise<boolean> {
  const file = Uri.joinPath(root, ".gitignore");
  const path = uri.path.slice(root.path.replace(/\/?$/, "/").length);
  const create = new WorkspaceEdit();
  create.createFile(file, { ignoreIfExists: true });
  if (!(await workspace.applyEdit(create))) return false;
  const document = await workspace.openTextDocument(file);
  const { isDirty } = document;
  if (!(await workspace.applyEdit(toWorkspaceEdit(document, [ignoringEdit(document.getText(), path)])))) return false;
  return isDirty || (await document.save());
}
