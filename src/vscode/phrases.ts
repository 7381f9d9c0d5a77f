import { l10n } from "vscode";
import { type Phrase, say } from "../core/text/phrase.ts";

/** Says a phrase of core in the user's language. */
export function localised(phrase: Phrase): string {
  return say(phrase, (text) => l10n.t(text));
}
