import { Disposable, type LogOutputChannel, languages } from "vscode";
import { type ClosedFiles, createClosedFiles } from "./closedFiles.ts";
import { createExposureWarnings, type ExposureWarnings } from "./credentials/gitExposure.ts";
import { diagnosticSource } from "./diagnostics.ts";
import { createGitTracking } from "./gitTracking.ts";
import { registerLanguageStatus } from "./languageStatus.ts";
import { createLintSettings, type LintSettingsProvider } from "./lintSettings.ts";
import { registerLiveLint } from "./liveLint.ts";
import { createSettingsFiles, type SettingsFiles } from "./settingsFiles.ts";

/** Lint in the editor: all that shares one collection of diagnostics and one idea of how a file is linted. */
export interface Linter extends Disposable {
  readonly settings: LintSettingsProvider;
  readonly settingsFiles: SettingsFiles;
  readonly closedFiles: ClosedFiles;
  readonly exposure: ExposureWarnings;
}

export function createLinter(log: LogOutputChannel): Linter {
  const collection = languages.createDiagnosticCollection(diagnosticSource);
  const settingsFiles = createSettingsFiles();
  const git = createGitTracking();
  const settings = createLintSettings(settingsFiles, git);
  const closedFiles = createClosedFiles(collection, settings);
  const exposure = createExposureWarnings(git, settings);
  const subscriptions = Disposable.from(
    collection,
    settingsFiles,
    git,
    settings,
    closedFiles,
    exposure,
    registerLiveLint(collection, settings, settingsFiles, log),
    registerLanguageStatus(settings),
  );
  return { settings, settingsFiles, closedFiles, exposure, dispose: () => subscriptions.dispose() };
}
