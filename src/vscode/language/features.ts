import { Disposable } from "vscode";
import { registerExplainCodeLens } from "../explain/codeLens.ts";
import type { WorkspaceImages } from "../images/workspaceImages.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { registerCompletion } from "./completion.ts";
import { registerDefinition } from "./definition.ts";
import { registerDocumentSymbols } from "./documentSymbols.ts";
import { registerHover } from "./hover.ts";
import { registerReferences } from "./references.ts";
import { registerRename } from "./rename.ts";
import { registerSelectionRanges } from "./selectionRanges.ts";

/** The language features of a registries.yaml. */
export function registerLanguageFeatures(images: WorkspaceImages, settings: LintSettingsProvider): Disposable {
  return Disposable.from(
    registerHover(settings),
    registerCompletion(images, settings),
    registerDocumentSymbols(),
    registerDefinition(),
    registerReferences(),
    registerRename(),
    registerSelectionRanges(),
    registerExplainCodeLens(),
  );
}
