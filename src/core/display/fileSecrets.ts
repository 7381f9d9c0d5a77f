import { isKeyName } from "../file/keyNames.ts";
import { decodeBase64 } from "../text/base64.ts";
import { lossyUtf8 } from "../text/utf8.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { isKeyMaterial, isMixed } from "./secretParts.ts";
import type { SecretSpan } from "./secretSpan.ts";
import { secretSpans } from "./secretSpans.ts";
import { isPlainHost } from "./shown.ts";
import { hidden, withoutTokens } from "./token.ts";

/** What must not be shown of one file, whatever a sentence is about. */
export interface FileSecrets {
  /** A sentence without any secret of the file, and without what looks like one. */
  hide(sentence: string): string;
}

/** Returns the secrets of a file. They are searched for when the first sentence is shown, once for all sentences. */
export function fileSecrets(doc: YamlDocument): FileSecrets {
  return secretsOf([doc]);
}

type SpansOf = (doc: YamlDocument) => readonly SecretSpan[];

/**
 * The same for several files at once.
 *
 * @param spansOf where the secrets of a file are, for those who know that already
 */
export function secretsOf(docs: readonly YamlDocument[], spansOf: SpansOf = secretSpans): FileSecrets {
  let find: ((sentence: string) => string) | undefined;
  return {
    hide(sentence) {
      find ??= hider(secretTexts(docs, spansOf));
      return withoutTokens(find(sentence));
    },
  };
}

/** Shorter texts are in too many words. */
const shortest = 4;

/** The texts that are secret, each also in parts that a sentence could quote alone. */
function secretTexts(docs: readonly YamlDocument[], spansOf: SpansOf): ReadonlySet<string> {
  // Most are among the parts of a secret several times.
  const spoken = new Set<string>();
  for (const doc of docs) {
    const { rest } = doc.document;
    for (const span of spansOf(doc))
      if (span.start !== rest?.offset) for (const text of spokenOf(doc, span)) spoken.add(text.trim());
  }
  return new Set([...spoken].filter((text) => text.length >= shortest && !isCommon(text)));
}

/** What is the same in many files: templates, the format's own words, hosts, and users that clouds prescribe. */
function isCommon(text: string): boolean {
  return (
    isKeyName(text) ||
    (text.includes(".") && !/[A-Z]/.test(text) && isPlainHost(text)) ||
    /^(?:\{\{.*\}\}|\$\{[^}]*\}|_json_key(?:_base64)?|oauth2accesstoken|[0-]{36})$/.test(text)
  );
}

function spokenOf(doc: YamlDocument, { start, end, text }: SecretSpan): readonly string[] {
  const source = doc.text.slice(start, end);
  const written = [...new Set([source, unquoted(source), text ?? source])];
  const texts = written.some(isKeyMaterial) ? [...written, ...keyTexts(source)] : written.flatMap(withParts);
  return texts.flatMap((one) => [one, JSON.stringify(one).slice(1, -1)]);
}

function withParts(text: string): readonly string[] {
  const [, password] = /^[^:]*:([\s\S]*)$/.exec(text) ?? [];
  const encoded = text.includes("%") ? [decoded(text)] : [];
  const lines = text.split(/[\r\n]+/).filter((line) => line.length > 8);
  const entries = text.includes(",") ? text.split(",").map((entry) => entry.trim()) : [];
  const pieces = text.split(/[\s,{}[\]"'#&!*@/:?=]+/).filter((piece) => piece.length > shortest && !isWord(piece));
  return [
    text,
    ...(password === undefined ? [] : [password]),
    ...encoded,
    ...lines,
    ...entries,
    ...pieces,
    ...inBase64(text),
  ];
}

/** A member of a JSON that is private; its quotes may have backslashes before them. */
const privateMember =
  /(?:private_key|client_secret|refresh_token|access_token|api_?key|password|auth|token|secret)\\{0,2}["']\s*:\s*\\{0,2}["']((?:[^"'\\]|\\.)*)/gi;

/** Of a key what is private: its account, its project and its id are shown. */
function keyTexts(key: string): readonly string[] {
  const members = [...key.matchAll(privateMember)].map(({ 1: value = "" }) => value);
  const pieces = members.flatMap((value) => value.split(/(?<!\\)\\+n|\s+/).filter((piece) => piece.length >= shortest));
  const runs = (key.match(/[\w+/=-]{24,}/g) ?? []).filter(isMixed);
  return [...members, ...pieces.filter((piece) => !/^(?:-{3,}(?:BEGIN|END)|PRIVATE|KEY-*)/.test(piece)), ...runs];
}

function inBase64(text: string): readonly string[] {
  if (!/^[A-Za-z\d+/]{6,}={0,2}$/.test(text)) return [];
  const reading = decodeBase64(text);
  const inner = reading.ok ? lossyUtf8(reading.bytes) : "";
  const colon = inner.indexOf(":");
  return colon < 0 || isKeyMaterial(inner) ? keyTexts(inner) : [inner, inner.slice(colon + 1)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function unquoted(source: string): string {
  return /^(["'])[\s\S]*\1$/.test(source) ? source.slice(1, -1) : source;
}

/** A word of a language, in lower case but for its first letter. */
function isWord(text: string): boolean {
  return /^[A-Za-z]?[a-z]*$/.test(text);
}

/**
 * A function that hides texts in a sentence. Its time grows with the sentence and not with the number of texts: only
 * those are compared that begin as the sentence goes on.
 */
function hider(texts: ReadonlySet<string>): (sentence: string) => string {
  if (texts.size === 0) return (sentence) => sentence;
  const lengths = new Map<string, number[]>();
  for (const text of texts) {
    const start = text.slice(0, shortest);
    const same = lengths.get(start);
    if (!same) lengths.set(start, [text.length]);
    else if (!same.includes(text.length)) same.push(text.length);
  }
  for (const same of lengths.values()) same.sort((a, b) => b - a);
  const firstUnits = new Set(Array.from(texts, (text) => text.charCodeAt(0)));
  return (sentence) => {
    let shown = "";
    let from = 0;
    for (let at = 0; at + shortest <= sentence.length; at++) {
      if (!firstUnits.has(sentence.charCodeAt(at))) continue;
      const same = lengths.get(sentence.slice(at, at + shortest));
      const length = same?.find((one) => {
        const text = sentence.slice(at, at + one);
        return texts.has(text) && isSaid(sentence, at, text);
      });
      if (length === undefined) continue;
      shown += sentence.slice(from, at) + hidden;
      from = at + length;
      at = from - 1;
    }
    return from === 0 ? sentence : shown + sentence.slice(from);
  };
}

/**
 * Whether a text at a place of a sentence is the secret rather than a word that is the same: `admin` as a password hides
 * no "administrator", and `mirror` no word of a sentence, but what stands in quotes or in an address.
 */
function isSaid(sentence: string, at: number, text: string): boolean {
  const before = sentence[at - 1] ?? " ";
  const after = sentence[at + text.length] ?? " ";
  const distinct = text.length >= 8 && !isWord(text) && !/^\d+$/.test(text);
  if (!distinct && (/[A-Za-z\d]/.test(before) || /[A-Za-z\d]/.test(after))) return false;
  if (/^\d+$/.test(text)) return /["'`@=]/.test(before);
  return !isWord(text) || /["'`@=:/]/.test(before) || /["'`@=]/.test(after);
}
