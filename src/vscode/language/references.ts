import { Disposable, DocumentHighlight, DocumentHighlightKind, Location, languages } from "vscode";
import { references } from "../../core/language/references.ts";
import { isRegistriesDocument, registriesSelector } from "../documents.ts";
import { registriesOf } from "../openedRegistries.ts";
import { toRange } from "../translate.ts";

/** Finds every place that means the same host, and marks them while the cursor is at one. */
export function registerReferences(): Disposable {
  return Disposable.from(
    languages.registerReferenceProvider(registriesSelector, {
      provideReferences: (document, position) =>
        isRegistriesDocument(document)
          ? references(registriesOf(document), document.offsetAt(position)).map(
              (found) => new Location(document.uri, toRange(document, found)),
            )
          : undefined,
    }),
    languages.registerDocumentHighlightProvider(registriesSelector, {
      provideDocumentHighlights: (document, position) =>
        isRegistriesDocument(document)
          ? references(registriesOf(document), document.offsetAt(position)).map(
              (found) =>
                new DocumentHighlight(
                  toRange(document, found),
                  found.gives ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
                ),
            )
          : undefined,
    }),
  );
}
