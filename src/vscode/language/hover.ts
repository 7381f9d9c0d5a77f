import { type Disposable, type DocumentSelector, Hover, languages, MarkdownString } from "vscode";
import { hover } from "../../core/language/hover.ts";
import { regionSettings } from "../../core/lint/lintCarrier.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { regionAt } from "../openedRegistries.ts";
import { toRange } from "../translate.ts";

/** Tells what is under the pointer in a registries.yaml. */
export function registerHover(selector: DocumentSelector, settings: LintSettingsProvider): Disposable {
  return languages.registerHoverProvider(selector, {
    async provideHover(document, position) {
      // VS Code asks again for text that is typed in the meantime.
      const at = regionAt(document, position);
      if (!at) return undefined;
      const { region, offset } = at;
      const { target } = regionSettings(region, (await settings.of(document.uri)) ?? {});
      const found = hover(region.file, offset, target);
      if (!found) return undefined;
      const lines = found.lines.map((line) => paragraph(region.shown(line)));
      return new Hover(lines, toRange(document, region.outerSpan(found)));
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
