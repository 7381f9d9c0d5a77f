import { l10n } from "vscode";
import { nothingSent } from "../../core/pull/summary.ts";
import type { ExplainTexts } from "../../webview/protocol/explain.ts";

/** The page's own words: labels in the user's language, explanations in English. */
export function explainTexts(): ExplainTexts {
  return {
    title: l10n.t("How an image is pulled"),
    imageLabel: l10n.t("Image"),
    imageHint: l10n.t("As in a manifest, such as nginx or gcr.io/project/app:1.0"),
    exampleHint: l10n.t("This is an example. Enter your image."),
    explain: l10n.t("Explain"),
    nothingSent,
    pathHeading: l10n.t("Pull path"),
    notesHeading: l10n.t("Notes"),
    note: l10n.t("Note:"),
    credential: l10n.t("Credential"),
    causesHeading: l10n.t("Causes in the File"),
    noCauses: l10n.t("No cause found in the file."),
    lookForHeading: l10n.t("What to look for in registries.yaml"),
    outsideHeading: l10n.t("Other Causes"),
  };
}
