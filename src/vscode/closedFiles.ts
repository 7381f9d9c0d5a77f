import { type DiagnosticCollection, Disposable, type Uri, workspace } from "vscode";
import type { RegistriesFile } from "../core/file/file.ts";
import { openRegistries } from "../core/file/openRegistries.ts";
import { isRegistriesFile } from "../core/file/recognise.ts";
import { type Finding, lint } from "../core/lint/lint.ts";
import { toDiagnostic } from "./diagnostics.ts";
import { isRegistriesDocument, openDocument, readText, registriesGlob } from "./documents.ts";
import type { LintSettingsProvider } from "./lintSettings.ts";
import { registriesOf } from "./openedRegistries.ts";
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
    const file = await openedFile(uri);
    const own = file && (await settings.of(uri));
    const findings = file && own && lint(file, own);
    if (latest.get(key) !== turn || openDocument(key)) return findings;
    const placed = placedText(uri, file?.doc.text ?? "");
    collection.set(
      uri,
      findings?.map((finding) => toDiagnostic(placed, finding)),
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

/** A registries.yaml as an editor shows it, or would show it. */
async function openedFile(uri: Uri): Promise<RegistriesFile | undefined> {
  const document = openDocument(uri.toString());
  if (document) return isRegistriesDocument(document) ? registriesOf(document) : undefined;
  const text = await readText(uri);
  return text !== undefined && isRegistriesFile(uri.path, text) ? openRegistries(text) : undefined;
}
