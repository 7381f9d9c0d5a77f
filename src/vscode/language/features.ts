import { Disposable } from "vscode";
import { registerCompletion } from "./completion.ts";
import { registerDefinition } from "./definition.ts";
import { registerDocumentSymbols } from "./documentSymbols.ts";
import { registerHover } from "./hover.ts";
import { registerReferences } from "./references.ts";
import { registerRename } from "./rename.ts";
import { registerSelectionRanges } from "./selectionRanges.ts";

/** What the editor tells and offers in a registries.yaml. */
export function registerLanguageFeatures(): Disposable {
  return Disposable.from(
    registerHover(),
    registerCompletion(),
    registerDocumentSymbols(),
    registerDefinition(),
    registerReferences(),
    registerRename(),
    registerSelectionRanges(),
  );
}
