import { type DiagnosticCollection, Disposable, type Uri, workspace } from "vscode";
import { carrierGlob, hasCarrierName } from "../core/carriers/carrierNames.ts";
import { openCarrier } from "../core/carriers/openCarrier.ts";
import { openRegistries } from "../core/file/openRegistries.ts";
import { isRegistriesFile } from "../core/file/recognise.ts";
import { readerFor } from "../core/lint/fixing.ts";
import { type Finding, type LintSettings, lint } from "../core/lint/lint.ts";
import { lintCarrier } from "../core/lint/lintCarrier.ts";
import { isLinkedText } from "./carrierLinks.ts";
import { toDiagnostic } from "./diagnostics.ts";
import { openDocument, readText, registriesGlob } from "./documents.ts";
import { lintDocument } from "./lintedDocument.ts";
import type { LintSettingsProvider } from "./lintSettings.ts";
import { carrierOptions } from "./nodeBuiltins.ts";
import { regionsOf } from "./openedRegistries.ts";
import { placedText } from "./translate.ts";

/** The registries.yaml files, and the files that carry one, that were linted where they lie, without an editor; they are followed from then on. */
export interface ClosedFiles extends Disposable {
  /**
   * Lints a file as it is on disk, or in its editor, and shows what was found unless the editor does.
   *
   * @returns `undefined` when the file neither is nor carries a registries.yaml, is ignored, is too large or can't be read
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
    const file = await openedFile(uri);
    if (file || !hasCarrierName(uri.path)) followed.set(key, uri);
    const own = file && (await settings.of(uri));
    const findings = file && own && file.lint(own);
    if (latest.get(key) !== turn || openDocument(key)) return findings;
    if (!followed.has(key)) {
      latest.delete(key);
      return undefined;
    }
    const placed = placedText(uri, file?.text ?? "");
    collection.set(
      uri,
      findings?.map((finding) => toDiagnostic(placed, finding)),
    );
    return findings;
  };
  const again = (uri: Uri): void => void lintFile(uri).catch(() => forget(uri));
  const follow = (): void => {
    const watcher = workspace.createFileSystemWatcher(registriesGlob);
    const carriers = workspace.createFileSystemWatcher(carrierGlob);
    const known = (use: (uri: Uri) => void) => (uri: Uri) => {
      if (followed.has(uri.toString())) use(uri);
    };
    subscriptions.push(
      watcher,
      carriers,
      carriers.onDidChange(known(again)),
      carriers.onDidDelete(known(forget)),
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

/** A file as an editor shows it, or would show it. */
interface OpenedFile {
  readonly text: string;
  lint(settings: LintSettings): readonly Finding[];
}

/** @returns `undefined` if it neither is nor carries a registries.yaml */
async function openedFile(uri: Uri): Promise<OpenedFile | undefined> {
  const document = openDocument(uri.toString());
  if (document) {
    if (regionsOf(document).length === 0) return undefined;
    return { text: document.getText(), lint: (settings) => lintDocument(document, settings).findings };
  }
  const text = await readText(uri);
  if (text === undefined) return undefined;
  if (isRegistriesFile(uri.path, text) || (await isLinkedText(uri, text))) {
    return { text, lint: (settings) => lint(openRegistries(text, readerFor(settings)), settings) };
  }
  const carrier = hasCarrierName(uri.path) ? openCarrier(uri.path, text, carrierOptions) : undefined;
  if (!carrier || carrier.regions.length === 0) return undefined;
  return { text, lint: (settings) => lintCarrier(carrier, settings).findings };
}
