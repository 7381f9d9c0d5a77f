import { type Disposable, languages, SelectionRange } from "vscode";
import { selectionRanges } from "../../core/language/selectionRanges.ts";
import { isRegistriesDocument, registriesSelector } from "../documents.ts";
import { registriesOf } from "../openedRegistries.ts";
import { toRange } from "../translate.ts";

/** Grows a selection from a host or value to its entry, section and file. */
export function registerSelectionRanges(): Disposable {
  return languages.registerSelectionRangeProvider(registriesSelector, {
    provideSelectionRanges(document, positions) {
      if (!isRegistriesDocument(document)) return undefined;
      const offsets = positions.map((position) => document.offsetAt(position));
      return selectionRanges(registriesOf(document), offsets).flatMap((spans) => {
        const innermost = spans.reduceRight<SelectionRange | undefined>(
          (parent, span) => new SelectionRange(toRange(document, span), parent),
          undefined,
        );
        return innermost ? [innermost] : [];
      });
    },
  });
}
