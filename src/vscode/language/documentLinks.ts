import { type Disposable, DocumentLink, type DocumentSelector, languages, type Uri, workspace } from "vscode";
import { placesOf } from "../carrierLinks.ts";
import { linksOf } from "../openedRegistries.ts";
import { toRange } from "../translate.ts";

/** Links to the registries.yaml files that a file names instead of carrying them, where they are. */
export function registerDocumentLinks(selector: DocumentSelector): Disposable {
  return languages.registerDocumentLinkProvider(selector, {
    async provideDocumentLinks(document) {
      const links = linksOf(document).map(async (link) => {
        const target = await existing(placesOf(document.uri, link));
        return target === undefined ? [] : [new DocumentLink(toRange(document, link.span), target)];
      });
      return (await Promise.all(links)).flat();
    },
  });
}

async function existing(places: readonly Uri[]): Promise<Uri | undefined> {
  for (const place of places) {
    try {
      await workspace.fs.stat(place);
      return place;
    } catch {
      // It is at the next place, or nowhere.
    }
  }
  return undefined;
}
