import { Disposable, type Memento } from "vscode";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { registerCredentialActions } from "./codeActions.ts";
import { registerCodeLens } from "./codeLens.ts";
import { registerDrop } from "./drop.ts";
import { registerPaste } from "./paste.ts";

/** What the editor offers by itself where credentials are: in their files, in registries.yaml, on paste and drop. */
export function registerCredentialFeatures(memory: Memento, settings: LintSettingsProvider): Disposable {
  return Disposable.from(
    registerCodeLens(),
    registerCredentialActions(),
    registerPaste(memory, settings),
    registerDrop(memory, settings),
  );
}
