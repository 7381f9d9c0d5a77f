import { type Disposable, type DocumentSelector, languages, SelectionRange } from "vscode";
import { selectionRanges } from "../../core/language/selectionRanges.ts";
import { regionAt } from "../openedRegistries.ts";
import { toRange } from "../translate.ts";

/** Grows a selection from a host or value to its entry, section and file. */
export function registerSelectionRanges(selector: DocumentSelector): Disposable {
  return languages.registerSelectionRangeProvider(selector, {
    provideSelectionRanges(document, positions) {
      const ranges = positions.map((position) => {
        const at = regionAt(document, position);
        const [spans] = at ? selectionRanges(at.region.file, [at.offset]) : [];
        return spans?.reduceRight<SelectionRange | undefined>(
          (parent, span) => new SelectionRange(toRange(document, at?.region.outerSpan(span) ?? span), parent),
          undefined,
        );
      });
      // VS Code wants one for each position, or none at all.
      return ranges.every((range) => range !== undefined) ? ranges : undefined;
    },
  });
}
