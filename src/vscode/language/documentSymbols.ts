import { type Disposable, DocumentSymbol, languages, SymbolKind, type TextDocument } from "vscode";
import { type OutlineSymbol, outline } from "../../core/language/symbols.ts";
import { isRegistriesDocument, registriesSelector } from "../documents.ts";
import { registriesOf } from "../openedRegistries.ts";
import { toRange } from "../translate.ts";
import { isRedHatYamlInstalled } from "./redHatYaml.ts";

const kinds = {
  section: SymbolKind.Module,
  host: SymbolKind.Object,
  endpoint: SymbolKind.String,
  field: SymbolKind.Field,
} as const;

/** Outline and breadcrumbs of a registries.yaml, where Red Hat's YAML extension does not make them: VS Code shows both. */
export function registerDocumentSymbols(): Disposable {
  return languages.registerDocumentSymbolProvider(registriesSelector, {
    provideDocumentSymbols: (document) =>
      isRegistriesDocument(document) && !isRedHatYamlInstalled()
        ? outline(registriesOf(document)).map((symbol) => shown(document, symbol))
        : [],
  });
}

function shown(
  document: TextDocument,
  { name, detail, kind, span, selection, children }: OutlineSymbol,
): DocumentSymbol {
  const symbol = new DocumentSymbol(name, detail, kinds[kind], toRange(document, span), toRange(document, selection));
  symbol.children = children.map((child) => shown(document, child));
  return symbol;
}
