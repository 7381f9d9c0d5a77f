import { decodeBase64 } from "../text/base64.ts";
import { placeholder } from "../text/placeholder.ts";
import { withoutEnd } from "../text/trim.ts";
import { type KeyBytesFault, readKeyBytes } from "./rsaKey.ts";

const begin = /-----BEGIN (?:RSA )?PRIVATE KEY-----/;
const end = /-----END (?:RSA )?PRIVATE KEY-----/;
/** Markers in any state: hyphens missing or too many, or of another dash. */
const markers = /\b(?:BEGIN|END)(?: *(?:RSA|EC|ENCRYPTED))?(?: *PRIVATE)?(?: *KEY)?\b/g;
const otherKinds = /-----BEGIN (EC PRIVATE KEY|DSA PRIVATE KEY|OPENSSH PRIVATE KEY|PUBLIC KEY|CERTIFICATE)-----/;

/**
 * Explains what is wrong with the form of a service-account key's private key: it must be PKCS#8 in PEM, with markers and
 * base64 on their own lines. Source: RFC 7468.
 *
 * @param text the field `private_key`
 * @returns a clause that shows nothing of the key
 */
export function privateKeyFault(text: string): string | undefined {
  const pem = text.trim();
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----/.test(pem))
    return 'The "private_key" is encrypted with a passphrase, but Google keys are not';
  const kind = otherKinds.exec(pem)?.[1];
  if (kind !== undefined) return `The "private_key" is not a key like Google's (${kind})`;
  const begins = begin.test(pem);
  if (!begins || !end.test(pem)) {
    const name = begins ? "END" : "BEGIN";
    return (begins ? endWord : /BEGIN|PRIVATE KEY/i).test(pem)
      ? `The ${name} marker of the "private_key" is damaged: it must have five hyphens on each side`
      : `The "private_key" lacks its ${name} marker, so it is cut off`;
  }
  if (/\\n/.test(pem))
    return `The line breaks of the "private_key" are escaped twice (\\\\n instead of \\n), so Google can't read it`;
  if (!hasLineEnds(pem)) return `The "private_key" has lost its line breaks (\\n), so Google can't read it`;
  if (/[^A-Za-z0-9+/=\s_-]/.test(pem.replace(/-----[A-Z ]+-----/g, "")))
    return 'The "private_key" contains characters that are not part of a key';
  return undefined;
}

/** True if both markers are on their own lines. */
function hasLineEnds(pem: string): boolean {
  const [first] = /-----BEGIN [A-Z ]+-----\r?\n/.exec(pem) ?? [];
  const last = pem.lastIndexOf("\n-----END ");
  return (
    first !== undefined &&
    last >= pem.indexOf(first) + first.length &&
    /^\n-----END [A-Z ]+-----$/.test(pem.slice(last))
  );
}

/** The rest of an END marker; the word alone can be part of the base64. */
const endWord = /-\s*END|END[\s_-]*(?:(?:RSA|EC|ENCRYPTED)[\s_-]*)?PRIVATE/i;

/**
 * Explains what is wrong with the key itself, between intact markers. Bodies that were never a key, as in examples, are
 * not reported.
 *
 * @param reads whether the host's cryptography can read a PEM: the arithmetic here finds damage, but no other format
 */
export function keyBodyFault(text: string, reads?: (pem: string) => boolean): string | undefined {
  const body = bodyOf(text);
  if (!looksLikeKey(body)) return undefined;
  const decoded = decodeBase64(body);
  if (!decoded.ok) return 'The "private_key" has lost characters or contains extra ones';
  const reading = readKeyBytes(decoded.bytes);
  if (!reading.ok) return bytesFaults[reading.fault];
  // Cryptography reads other formats as well, which not all of Google's libraries do.
  if (reads && !(text.includes("-----BEGIN PRIVATE KEY-----") && reads(text)))
    return `The "private_key" can't be read as a private key (PKCS#8)`;
  const { type, bits } = reading;
  if (type === "ec") return 'The "private_key" is an EC key, but Google service accounts use RSA keys';
  if (type !== "rsa") return 'The "private_key" is not an RSA key, but Google service accounts use RSA keys';
  return bits !== undefined && bits < usualBits
    ? `The "private_key" is an RSA key of ${bits} bits, but Google creates keys of ${usualBits} bits`
    : undefined;
}

const bytesFaults: Readonly<Record<KeyBytesFault, string>> = {
  "cut-off": 'The "private_key" is cut off: a part between its markers is missing',
  "too-long": 'The "private_key" contains more than one key between its markers',
  "no-key": 'The part between the markers of the "private_key" is not a key',
  inconsistent: 'The "private_key" is damaged, for example by a wrong character or swapped lines',
};

/** The size of key that Google's console and gcloud create. */
const usualBits = 2048;

/** True if a private key was removed, or replaced by something that is obviously not a key. */
export function isRedactedKey(text: string): boolean {
  const body = bodyOf(text);
  return [body, text.trim()].some((one) => placeholder(one, "possible value")) || hasRun(body);
}

/**
 * Writes a private key with markers and line breaks as Google does, if only these were damaged.
 *
 * @returns `certain` if the numbers of the key prove that nothing else is wrong; `undefined` without that proof if a
 * marker is missing, because part of the key may be missing too
 */
export function repairedPrivateKey(text: string): { readonly pem: string; readonly certain: boolean } | undefined {
  const body = bodyOf(text);
  if (!/^[A-Za-z0-9+/]{8,}={0,2}$/.test(body) || /ENCRYPTED/.test(text) || otherKinds.test(text)) return undefined;
  const name = /RSA PRIVATE/.test(text) ? "RSA PRIVATE KEY" : "PRIVATE KEY";
  const lines = body.match(/.{1,64}/g) ?? [];
  const pem = [`-----BEGIN ${name}-----`, ...lines, `-----END ${name}-----`, ""].join("\n");
  const decoded = decodeBase64(body);
  const certain = decoded.ok && readKeyBytes(decoded.bytes).ok;
  return certain || (/BEGIN/.test(text) && /END/.test(text)) ? { pem, certain } : undefined;
}

/** Returns the base64 between the markers, in any state of its line breaks. */
function bodyOf(text: string): string {
  let body = "";
  let end = 0;
  for (const { index, 0: words } of text.matchAll(markers)) {
    const before = withoutEnd(text.slice(end, index), isSpace);
    body += withoutEnd(before, isDash);
    end = index + words.length;
    while (isSpace(text[end] ?? "x")) end++;
    while (isDash(text[end] ?? "x")) end++;
  }
  return (body + text.slice(end)).replace(/\\[nr]|\s/g, "");
}

function isSpace(char: string): boolean {
  return /\s/.test(char);
}

function isDash(char: string): boolean {
  return /[-\u2010-\u2015]/.test(char);
}

/** True if one character is repeated eight times. A loop, because a regular expression takes ten times as long. */
function hasRun(text: string): boolean {
  let run = 1;
  for (let at = 1; at < text.length && run < 8; at++)
    run = text.charCodeAt(at) === text.charCodeAt(at - 1) ? run + 1 : 1;
  return run >= 8;
}

/** True if a string has this many different characters; stops as soon as they are found. */
function hasVariety(text: string, wanted: number): boolean {
  const seen = new Set<number>();
  for (let at = 0; at < text.length && seen.size < wanted; at++) seen.add(text.charCodeAt(at));
  return seen.size >= wanted;
}

/**
 * True if a body is, or once was, the DER of a key: as varied as random bytes, and not readable text. Of 150 characters
 * that encode random bytes, more than 45 are different; examples have a word or a run of `x` instead.
 */
function looksLikeKey(body: string): boolean {
  if (body.length < 150 || (body.length < 400 && !body.startsWith("MI"))) return false;
  if (hasRun(body) || !hasVariety(body, body.length < 400 ? 45 : 55)) return false;
  const start = decodeBase64(body.slice(0, 120));
  return !start.ok || start.bytes.some((byte) => byte < 9 || byte > 126);
}
