import { type Disposable, DocumentLink, type DocumentSelector, languages, Uri, workspace } from "vscode";
import type { CarrierLink } from "../../core/carriers/scan.ts";
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

/** Where the file can be, the likeliest place first: in which folder a tool will run is not known. */
function placesOf(uri: Uri, { path, base }: CarrierLink): readonly Uri[] {
  if (/^(?:\/|[A-Za-z]:[\\/])/.test(path)) return [uri.scheme === "file" ? Uri.file(path) : uri.with({ path })];
  const folder = workspace.getWorkspaceFolder(uri)?.uri;
  const beside = uri.scheme === "untitled" ? [] : [Uri.joinPath(uri, "..", path)];
  return base === "working-directory" && folder ? [...beside, Uri.joinPath(folder, path)] : beside;
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
