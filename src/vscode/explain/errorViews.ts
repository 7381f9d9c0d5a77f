import { l10n } from "vscode";
import { rulePage } from "../../core/lint/rulePage.ts";
import type { ErrorExplanation } from "../../core/pullErrors/explainError.ts";
import type { FileCause } from "../../core/pullErrors/fileCauses.ts";
import type { TextEdit } from "../../core/text/span.ts";
import type { CauseView, ErrorView, FactView } from "../../webview/protocol/explain.ts";
import { ruleSummary } from "../ruleSummary.ts";
import type { Places } from "./places.ts";

/** The changes that a page offers. It gets only their numbers, because an edit can contain a secret. */
export type OfferedFix = { readonly title: string; readonly edits: readonly TextEdit[] };

type Offer = (fix: OfferedFix) => number | undefined;

/**
 * What the page shows of the errors that it explains.
 *
 * @param places those of the file; `undefined` without one
 * @param offer takes a change into the list of those that are offered; `undefined` for one that does nothing, or that can't be written
 * @returns a view for each
 */
export function errorViews(
  explanations: readonly ErrorExplanation[],
  places: Places | undefined,
  offer: Offer,
): readonly ErrorView[] {
  return explanations.map(({ headline, image, host, status, remarks, causes, lookFor, outside }) => ({
    headline,
    facts: [
      ...fact(l10n.t("Image"), image),
      ...fact(l10n.t("Request"), host),
      ...fact(l10n.t("Answer"), status === undefined ? undefined : `HTTP ${status}`),
    ],
    remarks,
    causes: places && causes.map((cause) => causeView(cause, places, offer)),
    lookFor: lookFor.map((id) => ({ text: ruleSummary(id), rule: { id, page: rulePage(id) } })),
    outside,
  }));
}

function fact(name: string, value: string | undefined): readonly FactView[] {
  return value === undefined ? [] : [{ name, value, code: true, link: undefined }];
}

function causeView({ text, details, span, ruleId, fixes }: FileCause, places: Places, offer: Offer): CauseView {
  return {
    text,
    details,
    link: span && places.link(span, l10n.t("what leads to the error")),
    rule: ruleId === undefined ? undefined : { id: ruleId, page: rulePage(ruleId) },
    fixes: fixes.flatMap(({ title, edits }) => {
      const fix = offer({ title, edits });
      return fix === undefined ? [] : [{ title, fix }];
    }),
  };
}
