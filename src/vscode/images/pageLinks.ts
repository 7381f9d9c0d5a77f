import { DocumentLink, DocumentSymbol, Location, l10n, SymbolKind, type TextDocument, Uri } from "vscode";
import type { Span } from "../../core/text/span.ts";
import { type ExactPull, explainPullCommand } from "../commands/explainPull.ts";
import { toRange } from "../translate.ts";
import type { ImagePage } from "./imagePage.ts";

/** The places lead to the files, and the images to the page that explains how each is pulled. */
export function linksOf(
  document: TextDocument,
  shown: { readonly registries: Uri; readonly page: ImagePage } | undefined,
): DocumentLink[] {
  if (!shown) return [];
  const { registries, page } = shown;
  const toFile = page.places.map(({ place, ...span }) => {
    const { line, character } = place.range.start;
    const target = place.uri.with({ fragment: `L${line + 1},${character + 1}` });
    return new DocumentLink(toRange(document, span), target);
  });
  const blocks = page.groups.flatMap(({ blocks: own }) => own);
  const toExplanation = blocks.flatMap(({ name, image }) => {
    if (image.status === "invalid") return [];
    const link = new DocumentLink(toRange(document, name), explanation(registries, image.image));
    link.tooltip = l10n.t("Explain the pull");
    return [link];
  });
  return [...toFile, ...toExplanation];
}

function explanation(registries: Uri, image: string): Uri {
  const pull: ExactPull = { file: registries.toString(), image };
  // Encoded, since VS Code decodes it before it reads the JSON.
  const query = encodeURIComponent(JSON.stringify([null, pull]));
  return Uri.from({ scheme: "command", path: explainPullCommand, query });
}

/** Where the image at an offset is named: the one place that is written there, or all of them. */
export function placesAt(page: ImagePage | undefined, offset: number): Location[] {
  const at = ({ start, end }: Span): boolean => start <= offset && offset < end;
  const link = page?.places.find(at);
  const block = page?.groups.find(at)?.blocks.find(at);
  const places = link ? [link.place] : (block?.image.places ?? []);
  return places.map(({ uri, range }) => new Location(uri, range));
}

/** The headings and images of a page, for the outline. */
export function symbolsOf(document: TextDocument, page: ImagePage | undefined): DocumentSymbol[] {
  const textOf = (span: Span): string => document.getText(toRange(document, span));
  const symbol = (span: Span, name: Span, kind: SymbolKind): DocumentSymbol =>
    new DocumentSymbol(textOf(name), "", kind, toRange(document, span), toRange(document, name));
  return (page?.groups ?? []).map(({ title, blocks, ...span }) => {
    const group = symbol(span, title, SymbolKind.Namespace);
    group.children = blocks.map((block) => symbol(block, block.name, SymbolKind.Package));
    return group;
  });
}
