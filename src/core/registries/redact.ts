import type { Span } from "../text/span.ts";
import type { Path, YamlDocument } from "../yaml/document.ts";
import { withoutNames } from "../yaml/syntax.ts";
import type { AuthReading, ConfigReading, MirrorReading, Reading, Registry } from "./reading.ts";
import { intendedKey } from "./schema.ts";
import { looksLikeToken } from "./shown.ts";

/** Keys whose values are secrets, or were meant to be. */
const secretKeys = /^(?:pass(?:word)?|auth|identity_?token|registry_?token|token|secret)$/i;

/** What stands in the place of a secret. */
export const secretMask = "••••••••";

/**
 * Where the secrets of a registries.yaml are written: every scalar under a secret's key, what is inside a password that
 * is no scalar or breaks the YAML, users in URLs, key material wherever it stands, what is commented out, and all that
 * follows the first document.
 *
 * @returns spans in UTF-16 offsets, in order, none inside another
 */
export function secretSpans(doc: YamlDocument): readonly Span[] {
  const { text } = doc;
  const spans: Span[] = [];
  const walk = (path: Path): void => {
    for (const { key, path: child, value } of doc.entries(path)) {
      const secret = secretKeys.test(key) || meansSecret(key);
      if (secret && (value.kind === "scalar" || value.kind === "broken" || value.kind === "template"))
        spans.push(doc.span(child));
      else if (/^pass(?:word)?$/i.test(key) && (value.kind === "map" || value.kind === "list"))
        spans.push(doc.span(child));
      else if (value.kind === "scalar" && holdsKey(value.text)) spans.push(doc.span(child));
      else if (value.kind === "map" && child.length < 8) walk(child);
    }
  };
  walk([]);
  for (const { 0: user, index } of text.includes("@") ? text.matchAll(urlUser) : [])
    spans.push({ start: index + 2, end: index + user.length - 1 });
  for (const { 0: comment, 1: value = "", index } of text.includes("#") ? text.matchAll(commentedOut) : [])
    spans.push({ start: index + comment.length - value.length, end: index + comment.length });
  const { rest } = doc.document;
  if (rest) spans.push({ start: rest.offset, end: text.length });
  let end = 0;
  return spans
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter((span) => {
      const outside = span.start >= end;
      if (outside) end = span.end;
      return outside;
    });
}

/** A secret in a line that is commented out. */
const commentedOut =
  /#[^\r\n]*?\b(?:pass(?:word)?|auth|identity_?token|token|secret)["']?[ \t]*:[ \t]*([^\s{][^\r\n]*)/gi;

/** The user in a URL, with the slashes before and the `@` after it. */
const urlUser = /\/\/[^@\s]*@/g;

function holdsKey(text: string): boolean {
  return /PRIVATE KEY|private_key/.test(text);
}

/** A misspelt key of a secret, such as `pasword`. */
function meansSecret(key: string): boolean {
  const meant = intendedKey("auth", key);
  return meant !== undefined && meant !== "username";
}

/**
 * What k3s reads, with each secret masked: passwords, tokens, users in URLs, and key material wherever it stands. An
 * empty text stays empty, and nothing else changes its shape.
 */
export function maskedRegistry({ mirrors, configs, auths }: Registry): Registry {
  return {
    mirrors: mapped(mirrors, ({ endpoint, rewrite }: MirrorReading) => ({
      endpoint: endpoint.map(maskedText),
      rewrite: mapped(rewrite, maskedText),
    })),
    configs: mapped(configs, ({ auth, tls }: ConfigReading) => ({
      auth: auth && maskedAuth(auth),
      tls: tls && {
        ca_file: maskedText(tls.ca_file),
        cert_file: maskedText(tls.cert_file),
        key_file: maskedText(tls.key_file),
        insecure_skip_verify: tls.insecure_skip_verify,
      },
    })),
    auths: mapped(auths, maskedAuth),
  };
}

/**
 * Why k3s can't read a file, as it logs it, without what could be part of a secret: it quotes the start of a value, and
 * the name of an anchor.
 */
export function maskedError({ error }: Extract<Reading, { readonly ok: false }>): string {
  return withoutNames(error).replace(/ `[\s\S]*?` into /g, " `…` into ");
}

function maskedAuth({ username, password, auth, identity_token }: AuthReading): AuthReading {
  const mask = (text: string): string => (text === "" ? "" : secretMask);
  return {
    // A whole key ends up here when the fields are swapped.
    username: /[\s{}"]/.test(username) || username.length > 128 ? secretMask : maskedText(username),
    password: mask(password),
    auth: mask(auth),
    identity_token: mask(identity_token),
  };
}

/** Masks what is secret in a text that usually is none: users in URLs, tokens, and whole keys. */
export function maskedText(text: string): string {
  if (holdsKey(text)) return secretMask;
  return text
    .replace(urlUser, `//${secretMask}@`)
    .replace(/[^\s/:@?#&="']{5,}/g, (part) => (looksLikeToken(part) ? secretMask : part));
}

/** The same for the key of a registry, or what is made of it, before which people write a user. */
export function maskedKey(key: string): string {
  return maskedText(key.replace(/^[^/@]*@/, `${secretMask}@`));
}

function mapped<From, To>(
  map: Readonly<Record<string, From>>,
  change: (value: From) => To,
): Readonly<Record<string, To>> {
  const result: Record<string, To> = Object.create(null);
  for (const [key, value] of Object.entries(map)) result[maskedKey(key)] = change(value);
  return result;
}
