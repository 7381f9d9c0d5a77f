import { type DiagnosticCollection, Disposable, type LogOutputChannel, type TextDocument, workspace } from "vscode";
import { parseSettingsFile } from "../core/lint/settingsFile.ts";
import { toDiagnostic, toSettingsDiagnostic } from "./diagnostics.ts";
import { isSettingsFile, openDocument } from "./documents.ts";
import { isTooLarge } from "./fileSize.ts";
import { isCheckedByRedHatYaml } from "./language/redHatYaml.ts";
import { lintDocument } from "./lintedDocument.ts";
import type { LintSettingsProvider } from "./lintSettings.ts";
import { regionsOf } from "./openedRegistries.ts";
import type { SettingsFiles } from "./settingsFiles.ts";
import { placedText } from "./translate.ts";

/** Long enough to wait for the next letter, short enough to feel at once. */
const typingPause = 150;

/** Lints registries.yaml documents, and the settings files that count for them, as they are opened and typed in. */
export function registerLiveLint(
  collection: DiagnosticCollection,
  settings: LintSettingsProvider,
  settingsFiles: SettingsFiles,
  log: LogOutputChannel,
): Disposable {
  const pending = new Map<string, ReturnType<typeof setTimeout>>();
  const latest = new WeakMap<TextDocument, object>();

  const cancel = (document: TextDocument): void => {
    clearTimeout(pending.get(document.uri.toString()));
    pending.delete(document.uri.toString());
  };
  const refresh = (document: TextDocument): void => {
    cancel(document);
    void check(document).catch((error: unknown) => {
      // The message of an unexpected error may quote the document, so only its kind is logged.
      log.error(`Lint failed: ${error instanceof Error ? error.name : "unknown error"}`);
      collection.delete(document.uri);
    });
  };
  const check = async (document: TextDocument): Promise<void> => {
    if (document.isClosed) return;
    if (isSettingsFile(document.uri) && !isTooLarge(document)) {
      const problems = isCheckedByRedHatYaml(document) ? [] : parseSettingsFile(document.getText()).problems;
      collection.set(
        document.uri,
        problems.map((problem) => toSettingsDiagnostic(document, problem)),
      );
      return;
    }
    if (regionsOf(document).length === 0) {
      collection.delete(document.uri);
      return;
    }
    const { version } = document;
    const turn = {};
    latest.set(document, turn);
    const own = await settings.of(document.uri);
    // A later change of the text or the settings has started its own lint.
    if (document.isClosed || document.version !== version || latest.get(document) !== turn) return;
    const findings = own ? lintDocument(document, own).findings : [];
    collection.set(
      document.uri,
      findings.map((finding) => toDiagnostic(document, finding)),
    );
  };
  const refreshAll = (): void => workspace.textDocuments.forEach(refresh);
  refreshAll();

  return Disposable.from(
    workspace.onDidOpenTextDocument(refresh),
    workspace.onDidChangeTextDocument(({ document }) => {
      cancel(document);
      pending.set(
        document.uri.toString(),
        setTimeout(() => refresh(document), typingPause),
      );
    }),
    workspace.onDidCloseTextDocument((document) => {
      cancel(document);
      collection.delete(document.uri);
    }),
    settings.onDidChange((uri) => {
      if (!uri) return refreshAll();
      const document = openDocument(uri.toString());
      if (document) refresh(document);
    }),
    settingsFiles.onDidRead(({ uri, text, problems }) => {
      if (openDocument(uri.toString())) return;
      const file = placedText(uri, text);
      collection.set(
        uri,
        problems.map((problem) => toSettingsDiagnostic(file, problem)),
      );
    }),
    settingsFiles.onDidChange((changed) => {
      const gone = changed ? [changed] : Array.from(collection, ([uri]) => uri).filter(isSettingsFile);
      for (const uri of gone) if (!openDocument(uri.toString())) collection.delete(uri);
    }),
    new Disposable(() => {
      for (const timer of pending.values()) clearTimeout(timer);
    }),
  );
}
