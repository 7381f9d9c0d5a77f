import { Disposable, type LogOutputChannel, languages } from "vscode";
import { type ClosedFiles, createClosedFiles } from "./closedFiles.ts";
import { registerCodeActions } from "./codeActions.ts";
import { diagnosticSource } from "./diagnostics.ts";
import { createGitTracking } from "./gitTracking.ts";
import { registerLanguageStatus } from "./languageStatus.ts";
import { createLintSettings, type LintSettingsOf } from "./lintSettings.ts";
import { registerLiveLint } from "./liveLint.ts";
import { createSettingsFiles, type SettingsFiles } from "./settingsFiles.ts";

/** Lint in the editor: all that shares one collection of diagnostics and one idea of how a file is linted. */
export interface Linter extends Disposable {
  readonly settings: LintSettingsOf;
  readonly settingsFiles: SettingsFiles;
  readonly closedFiles: ClosedFiles;
}

export function createLinter(log: LogOutputChannel): Linter {
  const collection = languages.createDiagnosticCollection(diagnosticSource);
  const settingsFiles = createSettingsFiles();
  const git = createGitTracking();
  const settings = createLintSettings(settingsFiles, git);
  const closedFiles = createClosedFiles(collection, settings);
  const subscriptions = Disposable.from(
    collection,
    settingsFiles,
    git,
    settings,
    closedFiles,
    registerLiveLint(collection, settings, settingsFiles, log),
    registerCodeActions(settings, settingsFiles),
    registerLanguageStatus(settings),
  );
  return { settings, settingsFiles, closedFiles, dispose: () => subscriptions.dispose() };
}
