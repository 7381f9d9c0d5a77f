import { applyEdits, type TextEdit } from "../text/span.ts";
import { parseYaml } from "../yaml/document.ts";
import { secretMask } from "./masked.ts";
import { type SecretSpan, secretSpans } from "./secretSpans.ts";

/** How a file is masked. */
export interface FileMasks {
  /** The secrets, as they are written, that another text has too: the mask of any other is marked. */
  readonly kept?: ReadonlySet<string>;
  /** What is written behind the mask of a secret that is not kept. */
  readonly mark?: string;
  /** The secrets of another text that are hidden here too, wherever they are. */
  readonly gone?: ReadonlySet<string>;
}

/** The secrets of a registries.yaml as they are written. */
export function secretsIn(text: string): ReadonlySet<string> {
  return new Set(secretSpans(parseYaml(text)).map((span) => text.slice(span.start, span.end)));
}

/** A registries.yaml with each secret masked. */
export function maskedFile(text: string, masks: FileMasks): string {
  return applyEdits(text, fileMasks(text, masks));
}

/** The same as edits, for those who compare lines: a secret of several lines becomes one. */
export function fileMasks(text: string, { kept, mark, gone }: FileMasks): readonly TextEdit[] {
  const spans = secretSpans(parseYaml(text));
  const left = [...(gone ?? [])].filter((secret) => secret.length >= shortest).slice(0, mostGone);
  const also = left.length === 0 ? [] : leftIn(text, left, spans);
  return [...spans, ...also].map((span) => {
    const marked = mark !== undefined && kept?.has(text.slice(span.start, span.end)) !== true;
    const masked = marked ? `${secretMask} ${mark}` : secretMask;
    return { start: span.start, end: span.end, text: span.whole ? `'${masked}'` : masked };
  });
}

/** Shorter secrets are parts of too many words. */
const shortest = 4;

/** More secrets than a conversion replaces; each is looked for in the whole text. */
const mostGone = 200;

/** Where secrets of another text are in this one, outside of its own. */
function leftIn(text: string, secrets: readonly string[], spans: readonly SecretSpan[]): readonly SecretSpan[] {
  const found: SecretSpan[] = [];
  const taken = [...spans];
  const isFree = (start: number, end: number): boolean =>
    taken.every((span) => end <= span.start || span.end <= start) &&
    !/[A-Za-z\d]/.test(text[start - 1] ?? " ") &&
    !/[A-Za-z\d]/.test(text[end] ?? " ");
  for (const secret of secrets)
    for (let start = text.indexOf(secret); start >= 0; start = text.indexOf(secret, start + secret.length)) {
      const span = { start, end: start + secret.length, whole: /^["']/.test(secret) };
      if (!isFree(span.start, span.end)) continue;
      found.push(span);
      taken.push(span);
    }
  return found;
}
