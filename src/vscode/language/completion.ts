import {
  CompletionItem,
  CompletionItemKind,
  type Disposable,
  type DocumentSelector,
  languages,
  SnippetString,
  type TextDocument,
} from "vscode";
import type { FileRegion } from "../../core/carriers/region.ts";
import { namingProduct } from "../../core/file/namingProduct.ts";
import { type Completion, completions } from "../../core/language/completion.ts";
import { regionSettings } from "../../core/lint/lintCarrier.ts";
import type { WorkspaceImages } from "../images/workspaceImages.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { regionAt } from "../openedRegistries.ts";
import { toRange } from "../translate.ts";

const kinds: Readonly<Record<Completion["kind"], CompletionItemKind>> = {
  key: CompletionItemKind.Property,
  host: CompletionItemKind.Value,
  value: CompletionItemKind.Value,
  snippet: CompletionItemKind.Snippet,
};

/** Offers keys, hosts, values and whole entries in registries.yaml. */
export function registerCompletion(
  selector: DocumentSelector,
  images: WorkspaceImages,
  settings: LintSettingsProvider,
): Disposable {
  return languages.registerCompletionItemProvider(
    selector,
    {
      async provideCompletionItems(document, position) {
        // VS Code asks again for text that is typed in the meantime.
        const at = regionAt(document, position);
        if (!at) return [];
        const { region, offset } = at;
        const { target } = regionSettings(region, (await settings.of(document.uri)) ?? {});
        const context = { imageHosts: images.hosts(), ...(target ? { target } : {}) };
        return completions(region.file, offset, context).flatMap(
          (completion) => item(document, region, completion, namingProduct(target ?? {})) ?? [],
        );
      },
    },
    " ",
    "-",
    ".",
    "/",
    "[",
    '"',
    "'",
  );
}

/** @returns `undefined` for what can't be written in the region */
function item(
  document: TextDocument,
  region: FileRegion,
  completion: Completion,
  named: (sentence: string) => string,
): CompletionItem | undefined {
  const { label, kind, insertText, snippet, span, detail, documentation, sortText } = completion;
  const made = new CompletionItem(label, kinds[kind]);
  made.insertText = snippet ? new SnippetString(insertText) : insertText;
  made.range = toRange(document, region.outerSpan(span));
  if (region.carrier !== undefined) {
    // Of these lines, VS Code would make the indentation that is usual in files of the carrier.
    const [indentation = ""] = /^[ \t]*/.exec(document.lineAt(made.range.start.line).text) ?? [];
    const lines = insertText.replace(/\n/g, `\n${indentation}`);
    if (region.isGenerated || region.outerEdits([{ ...span, text: snippet ? "" : insertText }]) === undefined)
      return undefined;
    made.insertText = snippet ? new SnippetString(lines) : lines;
    made.keepWhitespace = true;
  }
  made.sortText = sortText;
  if (detail) made.detail = named(detail);
  if (documentation) made.documentation = named(documentation);
  return made;
}
