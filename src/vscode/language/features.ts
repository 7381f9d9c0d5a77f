import { Disposable } from "vscode";
import { whereRegistriesAre } from "../carryingDocuments.ts";
import { registerCodeActions } from "../codeActions.ts";
import { registerExplainCodeLens } from "../explain/codeLens.ts";
import type { WorkspaceImages } from "../images/workspaceImages.ts";
import type { Linter } from "../linter.ts";
import { registerCompletion } from "./completion.ts";
import { registerDefinition } from "./definition.ts";
import { registerDocumentLinks } from "./documentLinks.ts";
import { registerDocumentSymbols } from "./documentSymbols.ts";
import { registerHover } from "./hover.ts";
import { registerReferences } from "./references.ts";
import { registerRename } from "./rename.ts";
import { registerSelectionRanges } from "./selectionRanges.ts";

/** The language features of a registries.yaml, wherever it is. */
export function registerLanguageFeatures(
  images: WorkspaceImages,
  { settings, settingsFiles }: Pick<Linter, "settings" | "settingsFiles">,
): Disposable {
  return Disposable.from(
    registerExplainCodeLens(),
    whereRegistriesAre((selector) =>
      Disposable.from(
        registerHover(selector, settings),
        registerCompletion(selector, images, settings),
        registerDocumentSymbols(selector),
        registerDocumentLinks(selector),
        registerDefinition(selector),
        registerReferences(selector),
        registerRename(selector),
        registerSelectionRanges(selector),
        registerCodeActions(selector, settings, settingsFiles),
      ),
    ),
  );
}
