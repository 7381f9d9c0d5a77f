import { type DiagnosticCollection, Disposable, type Uri, workspace } from "vscode";
import { openRegistries } from "../core/file/openRegistries.ts";
import { isRegistriesFile } from "../core/file/recognise.ts";
import { type Finding, lint } from "../core/lint/lint.ts";
import { toDiagnostic } from "./diagnostics.ts";
import { isRegistriesDocument, openDocument, readText, registriesGlob } from "./documents.ts";
import type { LintSettingsProvider } from "./lintSettings.ts";
import { placedText } from "./translate.ts";

/** The registries.yaml files that were linted where they lie, without an editor; they are followed from then on. */
export interface ClosedFiles extends Disposable {
  /**
   * Lints a file as it is on disk, or in its editor, and shows what was found unless the editor does.
   *
   * @returns `undefined` when the file is none of k3s, is ignored, is too large or can't be read
   */
  lint(uri: Uri): Promise<readonly Finding[] | undefined>;
}

export function createClosedFiles(collection: DiagnosticCollection, settings: LintSettingsProvider): ClosedFiles {
  const followed = new Map<string, Uri>();
  const latest = new Map<string, object>();
  const subscriptions: Disposable[] = [];

  const forget = (uri: Uri): void => {
    followed.delete(uri.toString());
    latest.delete(uri.toString());
    if (!openDocument(uri.toString())) collection.delete(uri);
  };
  const lintFile = async (uri: Uri): Promise<readonly Finding[] | undefined> => {
    const key = uri.toString();
    const turn = {};
    latest.set(key, turn);
    followed.set(key, uri);
    const text = await textOf(uri);
    const own = text === undefined ? undefined : await settings.of(uri);
    const findings = text === undefined || own === undefined ? undefined : lint(openRegistries(text), own);
    if (latest.get(key) !== turn || openDocument(key)) return findings;
    const file = placedText(uri, text ?? "");
    collection.set(
      uri,
      findings?.map((finding) => toDiagnostic(file, finding)),
    );
    return findings;
  };
  const again = (uri: Uri): void => void lintFile(uri).catch(() => forget(uri));
  const follow = (): void => {
    const watcher = workspace.createFileSystemWatcher(registriesGlob);
    subscriptions.push(
      watcher,
      watcher.onDidCreate(again),
      watcher.onDidChange(again),
      watcher.onDidDelete(forget),
      workspace.onDidCloseTextDocument(({ uri }) => {
        if (followed.has(uri.toString())) again(uri);
      }),
      settings.onDidChange((uri) => {
        for (const file of uri ? [uri] : followed.values()) if (followed.has(file.toString())) again(file);
      }),
    );
  };

  return {
    lint(uri) {
      if (subscriptions.length === 0) follow();
      return lintFile(uri);
    },
    dispose: () => Disposable.from(...subscriptions).dispose(),
  };
}

/** The text of a registries.yaml as an editor shows it, or would show it. */
async function textOf(uri: Uri): Promise<string | undefined> {
  const document = openDocument(uri.toString());
  if (document) return isRegistriesDocument(document) ? document.getText() : undefined;
  const text = await readText(uri);
  return text !== undefined && isRegistriesFile(uri.path, text) ? text : undefined;
}
