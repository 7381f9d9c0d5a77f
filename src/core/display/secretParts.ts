import type { Span } from "../text/span.ts";
import { looksLikeToken, mayHoldToken } from "./token.ts";

/** A user and a password before the host of an address, with a scheme before them or without; offsets of `text`. */
function userinfo(text: string): Span | undefined {
  const at = lastAt(text);
  if (at <= 0) return undefined;
  // The slashes are one or three by a slip; a password may contain any of `/`, `@` and `:`.
  const start = /^\s*(?:[a-z][\w+.-]*(?::\/{1,3}|\/\/)|\/\/)?/i.exec(text)?.[0].length ?? 0;
  return start < at ? { start, end: at } : undefined;
}

/** The last `@` that does not start the digest of an image; -1 without one. */
function lastAt(text: string): number {
  let at = text.lastIndexOf("@");
  while (at > 0 && /^@sha\d+:/.test(text.slice(at, at + 9))) at = text.lastIndexOf("@", at - 1);
  return at;
}

/** Whether a text is a key, or the JSON or the base64 of one. */
export function isKeyMaterial(text: string): boolean {
  if (/PRIVATE KEY|private_key|LS0tLS1CRUdJTi/.test(text) || /^\s*[{[]\s*["']/.test(text)) return true;
  return /^[\w+][\w+/-]{39,}={0,2}$/.test(text.trim()) && isMixed(text);
}

/** Whether a text mixes both cases and digits, as random texts do. */
export function isMixed(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text);
}

/**
 * What is secret in a text that usually is not: the user of an address, its query, tokens, whole keys.
 *
 * @param kind `address` for an endpoint or the key of a registry, of which all that may be a query is hidden; `value` for one that can be
 * an address
 * @returns spans in UTF-16 offsets, in order, none inside another
 */
export function secretParts(text: string, kind: "address" | "value" | "other"): readonly Span[] {
  // Most values and keys are words and hosts, which none of the below finds anything in.
  if (/^[a-z.]*$/.test(text)) return [];
  if (isKeyMaterial(text)) return [{ start: 0, end: text.length }];
  const user = kind === "address" || /\/\/|:[^:\r\n]*@/.test(text) ? userinfo(text) : undefined;
  // A password may contain a `?` or `#`, and a query or a fragment an `@`.
  if (user && kind !== "other" && /[?#]/.test(text.slice(user.start, user.end)))
    return [{ start: user.start, end: text.length }];
  const spans: Span[] = user ? [user] : [];
  const from = user?.end ?? 0;
  const query = kind === "other" ? -1 : text.slice(from).search(kind === "address" ? /[?#]/ : /\?[\w.-]{1,80}=/);
  const end = query < 0 ? text.length : from + query;
  const shown = text.slice(from, end);
  if (mayHoldToken(shown))
    for (const { 0: part, index } of shown.matchAll(/[^\s/:@?#&="']{5,}/g))
      if (looksLikeToken(part)) spans.push({ start: from + index, end: from + index + part.length });
  if (end + 1 < text.length) spans.push({ start: end + 1, end: text.length });
  return spans;
}
