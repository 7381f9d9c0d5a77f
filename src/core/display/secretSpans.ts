import { intendedKey } from "../registries/schema.ts";
import type { Span } from "../text/span.ts";
import type { Path, YamlDocument } from "../yaml/document.ts";

/** Keys whose values are secrets, or were meant to be. */
const secretKeys = /^(?:pass(?:word)?|auth|identity_?token|registry_?token|token|secret)$/i;

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
export const urlUser = /\/\/[^@\s]*@/g;

/** Whether a text is key material, or JSON with some in it. */
export function holdsKey(text: string): boolean {
  return /PRIVATE KEY|private_key/.test(text);
}

/** A misspelt key of a secret, such as `pasword`. */
function meansSecret(key: string): boolean {
  const meant = intendedKey("auth", key);
  return meant !== undefined && meant !== "username";
}
