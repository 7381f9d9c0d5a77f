import { applyEdits, type TextEdit } from "../text/span.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { type FileSecrets, secretsOf } from "./fileSecrets.ts";
import { secretMask } from "./masked.ts";
import type { SecretSpan } from "./secretSpan.ts";
import { secretSpans } from "./secretSpans.ts";

/** How a file is masked. */
export interface FileMasks {
  /** The secrets, as they are written, that another text has too: the mask of any other is marked. */
  readonly kept?: ReadonlySet<string>;
  /** What is written behind the mask of a secret that is not kept. */
  readonly mark?: string;
  /** The secrets of another text that are hidden here too, wherever they are. */
  readonly gone?: ReadonlySet<string>;
  /** True if a mask has the quotes of the value instead of single quotes around every whole value. */
  readonly asWritten?: boolean;
}

/** The text of a file, and the secrets in it: of a registries.yaml, or of a file that carries some (`carrierSecrets`). */
export interface WrittenSecrets extends FileSecrets {
  readonly text: string;
  /** Where the secrets are written: in order, none inside another. */
  readonly spans: readonly SecretSpan[];
  /** The secrets as they are written, and as they are read. */
  readonly texts: readonly string[];
}

/** The secrets of a registries.yaml. They are searched for when they are first asked for. */
export function writtenSecrets(doc: YamlDocument): WrittenSecrets {
  const { text } = doc;
  let found: readonly SecretSpan[] | undefined;
  const spans = (): readonly SecretSpan[] => {
    found ??= secretSpans(doc);
    return found;
  };
  const { hide } = secretsOf([doc], spans);
  return {
    text,
    hide,
    get spans() {
      return spans();
    },
    get texts() {
      return textsOf(text, spans());
    },
  };
}

/** Secrets as they are written, and as they are read. */
export function textsOf(text: string, spans: readonly SecretSpan[]): readonly string[] {
  return spans.flatMap((span) => [text.slice(span.start, span.end), span.text ?? ""]);
}

/** The secrets of a file as they are written. */
export function secretsIn({ text, spans }: Pick<WrittenSecrets, "text" | "spans">): ReadonlySet<string> {
  return new Set(spans.map((span) => text.slice(span.start, span.end)));
}

/** A file with each secret masked. */
export function maskedFile(secrets: Pick<WrittenSecrets, "text" | "spans">, masks: FileMasks): string {
  return applyEdits(secrets.text, fileMasks(secrets, masks));
}

/** The same as edits, for those who compare lines: a secret of several lines becomes one. */
export function fileMasks(
  { text, spans }: Pick<WrittenSecrets, "text" | "spans">,
  { kept, mark, gone, asWritten = false }: FileMasks,
): readonly TextEdit[] {
  const left = [...(gone ?? [])].filter((secret) => secret.length >= shortest).slice(0, mostGone);
  const also = left.length === 0 ? [] : leftIn(text, left, spans);
  return [...spans, ...also].map((span) => {
    const marked = mark !== undefined && kept?.has(text.slice(span.start, span.end)) !== true;
    const masked = marked ? `${secretMask} ${mark}` : secretMask;
    const quote = quoteOf(text, span, asWritten);
    return { start: span.start, end: span.end, text: `${quote}${masked}${quote}` };
  });
}

function quoteOf(text: string, { start, end, whole }: SecretSpan, asWritten: boolean): string {
  if (!asWritten) return whole ? "'" : "";
  const quote = text[start] ?? "";
  return /["']/.test(quote) && end - start > 1 && text[end - 1] === quote ? quote : "";
}

/** Shorter secrets are parts of too many words. */
const shortest = 4;

/** More secrets than a conversion replaces; each is looked for in the whole text. */
const mostGone = 200;

/** Where secrets of another text are in this one, outside of its own. */
function leftIn(text: string, secrets: readonly string[], spans: readonly SecretSpan[]): readonly SecretSpan[] {
  const found: SecretSpan[] = [];
  const atWord = (start: number, end: number): boolean =>
    !/[A-Za-z\d]/.test(text[start - 1] ?? " ") && !/[A-Za-z\d]/.test(text[end] ?? " ");
  let taken = spans;
  for (const secret of secrets) {
    const own: SecretSpan[] = [];
    // Both are in order: each is passed once.
    let next = 0;
    for (let start = text.indexOf(secret); start >= 0; start = text.indexOf(secret, start + secret.length)) {
      const end = start + secret.length;
      while ((taken[next]?.end ?? end) <= start) next++;
      if ((taken[next]?.start ?? end) < end || !atWord(start, end)) continue;
      own.push({ start, end, whole: /^["']/.test(secret) });
    }
    if (own.length === 0) continue;
    for (const span of own) found.push(span);
    taken = [...taken, ...own].sort((a, b) => a.start - b.start);
  }
  return found;
}
