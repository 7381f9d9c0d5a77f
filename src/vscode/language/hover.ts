import { type Disposable, Hover, languages, MarkdownString } from "vscode";
import { hover } from "../../core/language/hover.ts";
import { isRegistriesDocument, registriesSelector } from "../documents.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { registriesOf } from "../openedRegistries.ts";
import { toRange } from "../translate.ts";

/** Tells what is under the pointer in a registries.yaml. */
export function registerHover(settings: LintSettingsProvider): Disposable {
  return languages.registerHoverProvider(registriesSelector, {
    async provideHover(document, position) {
      if (!isRegistriesDocument(document)) return undefined;
      // VS Code asks again for text that is typed in the meantime.
      const [file, offset] = [registriesOf(document), document.offsetAt(position)];
      const { target } = (await settings.of(document.uri)) ?? {};
      const found = hover(file, offset, target);
      if (!found) return undefined;
      return new Hover(found.lines.map(paragraph), toRange(document, found));
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
