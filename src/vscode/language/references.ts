import {
  Disposable,
  DocumentHighlight,
  DocumentHighlightKind,
  type DocumentSelector,
  Location,
  languages,
  type Position,
  type Range,
  type TextDocument,
} from "vscode";
import { references } from "../../core/language/references.ts";
import { regionAt } from "../openedRegistries.ts";
import { toRange } from "../translate.ts";

/** Finds every place that means the same host, and marks them while the cursor is at one. */
export function registerReferences(selector: DocumentSelector): Disposable {
  return Disposable.from(
    languages.registerReferenceProvider(selector, {
      provideReferences: (document, position) =>
        placesAt(document, position)?.map(({ range }) => new Location(document.uri, range)),
    }),
    languages.registerDocumentHighlightProvider(selector, {
      provideDocumentHighlights: (document, position) =>
        placesAt(document, position)?.map(
          ({ range, gives }) =>
            new DocumentHighlight(range, gives ? DocumentHighlightKind.Write : DocumentHighlightKind.Read),
        ),
    }),
  );
}

function placesAt(
  document: TextDocument,
  position: Position,
): readonly { readonly range: Range; readonly gives: boolean }[] | undefined {
  const at = regionAt(document, position);
  return (
    at &&
    references(at.region.file, at.offset).map((found) => ({
      range: toRange(document, at.region.outerSpan(found)),
      gives: found.gives,
    }))
  );
}
