import { withReader } from "./reader.ts";

/**
 * A sentence, or a part of one, whose values stand apart from its words: so a host can say it in the user's language.
 * The words are English, with `{0}`, `{1}`… in the places of the values, as `vscode.l10n.t` takes them.
 */
export interface Phrase {
  readonly text: string;
  readonly values: readonly PhraseValue[];
  /** The product that stands in the place of k3s in the words; see `forReader`. */
  readonly reader?: string;
}

export type PhraseValue = string | number | Phrase;

/** Makes a phrase. The words are always a literal here, so that translations can be checked for completeness. */
export function phrase(text: string, ...values: readonly PhraseValue[]): Phrase {
  return { text, values };
}

/**
 * Says a phrase.
 *
 * @param translate the words of each part in another language; English when left out
 */
export function say(
  { text, values, reader }: Phrase,
  translate: (text: string) => string = (english) => english,
): string {
  const words = reader === undefined ? translate(text) : withReader(translate(text), reader);
  return words.replace(/\{(\d+)\}/g, (place, index: string) => {
    const value = values[Number(index)];
    if (value === undefined) return place;
    if (typeof value !== "object") return String(value);
    return say(reader === undefined ? value : { ...value, reader }, translate);
  });
}
