import { Disposable } from "vscode";
import { registerCompletion } from "./completion.ts";
import { registerDocumentSymbols } from "./documentSymbols.ts";
import { registerHover } from "./hover.ts";

/** What the editor tells and offers in a registries.yaml. */
export function registerLanguageFeatures(): Disposable {
  return Disposable.from(registerHover(), registerCompletion(), registerDocumentSymbols());
}
