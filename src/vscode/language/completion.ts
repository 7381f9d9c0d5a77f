import {
  CompletionItem,
  CompletionItemKind,
  type Disposable,
  languages,
  SnippetString,
  type TextDocument,
} from "vscode";
import { namingProduct } from "../../core/file/namingProduct.ts";
import { type Completion, completions } from "../../core/language/completion.ts";
import { isRegistriesDocument, registriesSelector } from "../documents.ts";
import type { WorkspaceImages } from "../images/workspaceImages.ts";
import type { LintSettingsProvider } from "../lintSettings.ts";
import { registriesOf } from "../openedRegistries.ts";
import { toRange } from "../translate.ts";

const kinds: Readonly<Record<Completion["kind"], CompletionItemKind>> = {
  key: CompletionItemKind.Property,
  host: CompletionItemKind.Value,
  value: CompletionItemKind.Value,
  snippet: CompletionItemKind.Snippet,
};

/** Offers keys, hosts, values and whole entries in registries.yaml. */
export function registerCompletion(images: WorkspaceImages, settings: LintSettingsProvider): Disposable {
  return languages.registerCompletionItemProvider(
    registriesSelector,
    {
      async provideCompletionItems(document, position) {
        if (!isRegistriesDocument(document)) return [];
        // VS Code asks again for text that is typed in the meantime.
        const [file, offset] = [registriesOf(document), document.offsetAt(position)];
        const { target } = (await settings.of(document.uri)) ?? {};
        return completions(file, offset, { imageHosts: images.hosts(), ...(target ? { target } : {}) }).map(
          (completion) => item(document, completion, namingProduct(target ?? {})),
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

function item(document: TextDocument, completion: Completion, named: (sentence: string) => string): CompletionItem {
  const { label, kind, insertText, snippet, span, detail, documentation, sortText } = completion;
  const made = new CompletionItem(label, kinds[kind]);
  made.insertText = snippet ? new SnippetString(insertText) : insertText;
  made.range = toRange(document, span);
  made.sortText = sortText;
  if (detail) made.detail = named(detail);
  if (documentation) made.documentation = named(documentation);
  return made;
}
