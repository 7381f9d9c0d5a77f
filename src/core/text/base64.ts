import { utf8Bytes } from "./utf8.ts";

export type Base64Reading =
  | { readonly ok: true; readonly bytes: Uint8Array }
  /** The place that Go names in "illegal base64 data at input byte N". */
  | { readonly ok: false; readonly offset: number };

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/** The value of each character by its code; -1 for those that have none. */
const sextets = Int8Array.from({ length: 128 }, (_, code) => alphabet.indexOf(String.fromCharCode(code)));

/**
 * Decodes base64 as Go's `base64.StdEncoding` does, which containerd and yaml.v2 use: padding is required, line breaks
 * are skipped, bits that are left over are ignored. Source: Go `encoding/base64` (`decodeQuantum`).
 *
 * @param text ASCII; any other character is refused
 */
export function decodeBase64(text: string): Base64Reading {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let held = 0;
  let at = 0;
  for (; at < text.length; at++) {
    const value = sextets[text.charCodeAt(at)] ?? -1;
    if (value >= 0) {
      bits = (bits << 6) | value;
      held++;
      if (held === 4) {
        bytes[length] = bits >> 16;
        bytes[length + 1] = bits >> 8;
        bytes[length + 2] = bits;
        length += 3;
        bits = held = 0;
      }
    } else if (text[at] === "=") break;
    else if (!isLineBreak(text[at])) return { ok: false, offset: at };
  }
  if (at === text.length)
    return held === 0 ? { ok: true, bytes: bytes.slice(0, length) } : { ok: false, offset: at - held };
  if (held < 2) return { ok: false, offset: at };
  at++;
  if (held === 2) {
    at = afterLineBreaks(text, at);
    if (at === text.length) return { ok: false, offset: at };
    if (text[at] !== "=") return { ok: false, offset: at - 1 };
    at++;
  }
  at = afterLineBreaks(text, at);
  if (at < text.length) return { ok: false, offset: at };
  bytes[length] = bits >> (held === 3 ? 10 : 4);
  if (held === 3) bytes[length + 1] = bits >> 2;
  return { ok: true, bytes: bytes.slice(0, length + held - 1) };
}

/** Encodes bytes with padding, on one line. */
export function encodeBase64(bytes: ArrayLike<number>): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const bits = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const four = [18, 12, 6, 0].map((shift) => alphabet[(bits >> shift) & 0x3f]);
    text += left >= 3 ? four.join("") : four.slice(0, left + 1).join("") + "=".repeat(3 - left);
  }
  return text;
}

function isLineBreak(char: string | undefined): boolean {
  return char === "\n" || char === "\r";
}

function afterLineBreaks(text: string, offset: number): number {
  let at = offset;
  while (isLineBreak(text[at])) at++;
  return at;
}

/** Puts the padding at the end of base64 that lost it, or has too much; line breaks in it do not count. */
export function paddedBase64(text: string): string {
  let end = text.length;
  while (end > 0 && /[=\s]/.test(text[end - 1] as string)) end--;
  const bare = text.slice(0, end);
  return bare + "=".repeat((4 - (bare.replace(/[\r\n]/g, "").length % 4)) % 4);
}

/** Base64 as every reader takes it: on one line, in the standard alphabet, with its padding. */
export function standardBase64(text: string): string {
  return paddedBase64(text.replace(/[\s=]/g, "").replaceAll("-", "+").replaceAll("_", "/"));
}

/** The base64 of a text in UTF-8. */
export function encodeText(text: string): string {
  return encodeBase64(utf8Bytes(text));
}

/** Base64 without its padding. */
export function withoutPadding(base64: string): string {
  const end = base64.indexOf("=");
  return end < 0 ? base64 : base64.slice(0, end);
}
