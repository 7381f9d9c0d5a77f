import {
  type Disposable,
  type DocumentSelector,
  DocumentSymbol,
  languages,
  SymbolKind,
  type TextDocument,
} from "vscode";
import type { FileRegion } from "../../core/carriers/region.ts";
import { type OutlineSymbol, outline } from "../../core/language/symbols.ts";
import { regionsOf } from "../openedRegistries.ts";
import { toRange } from "../translate.ts";
import { isRedHatYamlInstalled } from "./redHatYaml.ts";

const kinds = {
  section: SymbolKind.Module,
  host: SymbolKind.Object,
  endpoint: SymbolKind.String,
  field: SymbolKind.Field,
} as const;

/** Outline and breadcrumbs of a registries.yaml, where Red Hat's YAML extension does not make them: VS Code shows both. */
export function registerDocumentSymbols(selector: DocumentSelector): Disposable {
  return languages.registerDocumentSymbolProvider(selector, {
    provideDocumentSymbols: (document) =>
      document.languageId === "yaml" && !isRedHatYamlInstalled()
        ? regionsOf(document).flatMap((region) => symbolsOf(document, region))
        : [],
  });
}

/** A registries.yaml is outlined itself; what is inside of another file has an entry of its own. */
function symbolsOf(document: TextDocument, region: FileRegion): DocumentSymbol[] {
  const symbols = outline(region.file).map((symbol) => shown(document, region, symbol));
  if (region.carrier === undefined) return symbols;
  const range = toRange(document, region.span);
  const whole = new DocumentSymbol(region.name || "registries.yaml", "registries.yaml", SymbolKind.File, range, range);
  whole.children = symbols;
  return [whole];
}

function shown(
  document: TextDocument,
  region: FileRegion,
  { name, detail, kind, span, selection, children }: OutlineSymbol,
): DocumentSymbol {
  const symbol = new DocumentSymbol(
    region.shown(name),
    region.shown(detail),
    kinds[kind],
    toRange(document, region.outerSpan(span)),
    toRange(document, region.outerSpan(selection)),
  );
  symbol.children = children.map((child) => shown(document, region, child));
  return symbol;
}
