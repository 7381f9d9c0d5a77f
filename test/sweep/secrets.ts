// What of a text is secret, found by patterns that know nothing of the product's own way to find it.
import { knownKeys } from "../../src/core/file/format.ts";
import { filesBelow, readText } from "../project/files.ts";

/** A secret as it is written, without its quotes. */
export interface Secret {
  readonly start: number;
  readonly end: number;
}

const secretKey =
  /(?<![\w-])(?:pass(?:word|wd)?|pasword|pwd|auth|identity_?token|(?:registry_?)?token|secret)["']?[ \t]*:[ \t]*/gi;

/** Where the secrets of a text are: values of secret keys, users in URLs, key material. */
export function secretsOf(text: string): readonly Secret[] {
  const found: Secret[] = [];
  for (const { 0: key, index } of text.matchAll(secretKey)) {
    const value = valueAt(text, index + key.length, index);
    if (value) found.push(...secretParts(text, value));
  }
  for (const { 0: url, 1: user = "", index } of text.matchAll(/:?\/\/([^@\s"'/]+:[^@\s"']*|[^@\s"'/]+)@/g))
    found.push({ start: index + url.length - 1 - user.length, end: index + url.length - 1 });
  for (const { 0: key, 1: user = "", index } of text.matchAll(/^[ \t]*(?:- +)?["']?([^\s"'/@:{}]+:[^\s"'/@{}]+)@\w/gm))
    found.push({ start: index + key.indexOf(user), end: index + key.indexOf(user) + user.length });
  for (const { 0: pem, 1: body = "", index } of text.matchAll(/BEGIN [A-Z ]*PRIVATE KEY-----([\s\S]*?)-----END/g))
    found.push({ start: index + pem.indexOf(body), end: index + pem.indexOf(body) + body.length });
  return found.filter(({ start, end }) => end > start);
}

/** The value after a colon: in quotes up to their end, of a block scalar its lines, else up to the end of the line. */
function valueAt(text: string, start: number, key: number): Secret | undefined {
  const rest = text.slice(start);
  const first = rest[0] ?? "";
  if (first === '"' || first === "'") {
    const closed = (first === '"' ? /^"((?:[^"\\]|\\[\s\S])*)"/ : /^'((?:[^']|'')*)'/).exec(rest);
    if (closed) return { start: start + 1, end: start + closed[0].length - 1 };
  }
  if (/^[|>]/.test(rest)) {
    const line = text.slice(text.lastIndexOf("\n", key) + 1, key);
    const indent = /^[ \t]*/.exec(line)?.[0].length ?? 0;
    const block =
      new RegExp(`^.*\\r?\\n(?:[ \\t]{${indent + 1}}.*(?:\\r?\\n|$)|[ \\t]*\\r?\\n)*`).exec(rest)?.[0] ?? "";
    return { start: start + block.indexOf("\n") + 1, end: start + block.length };
  }
  // A map of `auth` holds secrets under keys of their own; that of a password is a key that was pasted.
  if (/^(?:[{[]|[&*!]|#|$|\r?\n)/.test(rest) && !/^\{\s*"/.test(rest)) return undefined;
  const line = /^[^\r\n]*/.exec(rest)?.[0] ?? "";
  const end = /^[{"']/.test(line) ? line.length : line.search(/ #|[,}\]]\s*(?:$|[\w"'}\],])|$/);
  return { start, end: start + line.slice(0, end).trimEnd().length };
}

/** Of the JSON of a key the private key alone: account, project and key id may be shown. */
function secretParts(text: string, value: Secret): readonly Secret[] {
  const source = text.slice(value.start, value.end);
  // Host and path of a URL are no secret; its user is found on its own.
  if (/^\w+:\/\//.test(source)) return [];
  if (!/\bprivate_key\b|"type"|\\"type\\"|client_email/.test(source)) return [value];
  return [...source.matchAll(/private_key\\?["']\s*:\s*\\?["']([\s\S]*?)(?<!\\)(?:\\?["'])/g)].map(
    ({ 0: all, 1: key = "", index }) => {
      const start = value.start + index + all.lastIndexOf(key);
      return { start, end: start + key.length };
    },
  );
}

const window = 8;

/** All runs of eight characters of the secrets that stand nowhere else in the text. */
export function secretRuns(text: string): ReadonlySet<string> {
  const secrets = secretsOf(text);
  const runs = new Set<string>();
  for (const { start, end } of secrets) {
    const source = text.slice(start, end);
    for (const part of [source, decoded(source)])
      if (!isWords(part)) for (let at = 0; at + window <= part.length; at++) runs.add(part.slice(at, at + window));
  }
  let open = text;
  for (const { start, end } of secrets) open = open.slice(0, start) + "\n".repeat(end - start) + open.slice(end);
  for (let at = 0; at + window <= open.length; at++) runs.delete(open.slice(at, at + window));
  return runs;
}

/** Words of a language, as in `password: password`, and templates are no secret. */
function isWords(text: string): boolean {
  return /^\{\{[^{}]*\}\}$|^[A-Za-z]+(?:[ _-][A-Za-z]+)*$/.test(text);
}

/** The private key, or the whole text, that is inside base64. */
function decoded(text: string): string {
  if (!/^[A-Za-z\d+/]{12,}=*$/.test(text)) return "";
  const inner = Buffer.from(text, "base64").toString("latin1");
  if (/[^\x09\x0a\x0d\x20-\x7e]/.test(inner)) return "";
  const [, password] = /^[^:{]+:([^{]*)$/.exec(inner) ?? [];
  if (password !== undefined) return password;
  return secretParts(inner, { start: 0, end: inner.length })
    .map(({ start, end }) => inner.slice(start, end))
    .join("\n");
}

let source: string | undefined;

/** Whether a run is in the product's own sentences, which a secret can share with them. */
function isOwnWords(run: string): boolean {
  source ??= filesBelow("src/core").map(readText).join("\n");
  return source.includes(run);
}

/** The first run of a secret that a text shows. */
export function shownRun(text: string, runs: ReadonlySet<string>): string | undefined {
  if (runs.size === 0) return undefined;
  for (let at = 0; at + window <= text.length; at++) {
    const run = text.slice(at, at + window);
    if (runs.has(run) && !isOwnWords(run)) return run;
  }
  return undefined;
}

export const canary = "Zq7Canary";

/**
 * The text with a canary in the place of each secret that is one simple text, when one of them is too short to be found
 * by its runs; else the text itself.
 */
export function withCanaries(text: string): string {
  let changed = text;
  if (secretsOf(text).every(({ start, end }) => end - start > window)) return text;
  for (const { start, end } of [...secretsOf(text)].sort((a, b) => b.start - a.start)) {
    const source = changed.slice(start, end);
    if (/^[\w.+/=:$-]{3,}$/.test(source))
      changed = changed.slice(0, start) + source.replace(/[\w.+/=$-]+/g, canary) + changed.slice(end);
  }
  return changed;
}

const keys = new Set(Object.values(knownKeys).flat());

/** The text with a token in the place of every word that is none of the format's keys: people paste tokens anywhere. */
export function withTokens(text: string): string {
  return text.replace(/(?<![\w.-])[A-Za-z][\w.-]{3,}/g, (word) =>
    keys.has(word) || /^https?$/.test(word) ? word : `ghp_${canary}`,
  );
}
