import { l10n } from "vscode";
import { nothingSent } from "../../core/pull/summary.ts";
import type { ExplainTexts } from "../../webview/protocol/explain.ts";

/** The page's own words: labels in the user's language, explanations in English. */
export function explainTexts(): ExplainTexts {
  return {
    title: l10n.t("How an image is pulled"),
    imageLabel: l10n.t("Image"),
    imageHint: l10n.t("As a manifest names it, such as nginx or gcr.io/project/app:1.0"),
    exampleHint: l10n.t("An example: type the image that you mean."),
    explain: l10n.t("Explain"),
    nothingSent,
    pathHeading: l10n.t("The path of the pull"),
    notesHeading: l10n.t("Notes"),
    note: l10n.t("Note:"),
    credential: l10n.t("Credential"),
    causesHeading: l10n.t("What in the file leads to it"),
    noCauses: l10n.t("Nothing in the file does, as it is now."),
    lookForHeading: l10n.t("What to look for in registries.yaml"),
    outsideHeading: l10n.t("What else leads to it"),
  };
}
