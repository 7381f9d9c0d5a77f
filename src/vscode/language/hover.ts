import { type Disposable, Hover, languages, MarkdownString } from "vscode";
import { hover } from "../../core/language/hover.ts";
import { isRegistriesDocument, registriesSelector } from "../documents.ts";
import { localised } from "../phrases.ts";
import { toRange } from "../translate.ts";
import { readsSchema } from "./redHatYaml.ts";

/** Tells what is under the pointer in a registries.yaml. */
export function registerHover(): Disposable {
  return languages.registerHoverProvider(registriesSelector, {
    provideHover(document, position) {
      if (!isRegistriesDocument(document)) return undefined;
      const found = hover(document.getText(), document.offsetAt(position));
      if (!found || (found.key && readsSchema(document))) return undefined;
      const lines = found.lines.map((line) => paragraph(localised(line)));
      return new Hover(lines, toRange(document, found));
    },
  });
}

/**
 * Text alone: values of the file must not become links, images or commands. Every mark is escaped; `appendText` would
 * make each blank one at which no line can break, so that VS Code breaks words.
 */
function paragraph(text: string): MarkdownString {
  return new MarkdownString(text.replace(/[!-/:-@[-`{-~]/g, "\\$&"));
}
