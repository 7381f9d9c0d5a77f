import { type Disposable, Hover, languages, MarkdownString } from "vscode";
import { readerName } from "../../core/file/release.ts";
import { hover } from "../../core/language/hover.ts";
import { forReader } from "../../core/text/reader.ts";
import { isRegistriesDocument, registriesSelector } from "../documents.ts";
import type { LintSettingsOf } from "../lintSettings.ts";
import { localised } from "../phrases.ts";
import { toRange } from "../translate.ts";
import { readsSchema } from "./redHatYaml.ts";

/** Tells what is under the pointer in a registries.yaml. */
export function registerHover(settings: LintSettingsOf): Disposable {
  return languages.registerHoverProvider(registriesSelector, {
    async provideHover(document, position) {
      if (!isRegistriesDocument(document)) return undefined;
      const found = hover(document.getText(), document.offsetAt(position));
      if (!found || (found.key && readsSchema(document))) return undefined;
      const range = toRange(document, found);
      const { target = {} } = (await settings.of(document.uri)) ?? {};
      const lines = forReader(found.lines, readerName(target)).map((line) => paragraph(localised(line)));
      return new Hover(lines, range);
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
