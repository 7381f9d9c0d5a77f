import { decodeBase64 } from "../text/base64.ts";
import { lossyUtf8 } from "../text/utf8.ts";

/** A JSON object whose fields are not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Whether a value is an object with named fields. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** True if a text is, or was meant to be, a JSON object. */
export function looksLikeJson(text: string): boolean {
  return /^\s*(?:["'\u2018\u201c]{1,2}\s*)?\{\s*(?:\\*["'\u201c]|\}|$)/.test(text);
}

/**
 * Returns the text inside base64 that begins as that of JSON does. Google's own instructions make base64 with line
 * breaks, so those are fine.
 *
 * @returns `undefined` when it is no such base64
 */
export function decodedJson(text: string): string | undefined {
  if (!/^\s*(?:e[wy3]|77u)[A-Za-z0-9+/=\s]+$/.test(text)) return undefined;
  const decoded = decodeBase64(text.replace(/\s/g, ""));
  return decoded.ok ? lossyUtf8(decoded.bytes).replace(/^\ufeff/, "") : undefined;
}

/** Reads a text that is a JSON object, with blanks around it at most; `undefined` for any other. */
export function jsonObject(text: string | undefined): JsonObject | undefined {
  return text !== undefined && /^\s*\{/.test(text) ? (jsonValue(text) as JsonObject | undefined) : undefined;
}

/** Reads a text as JSON; `undefined` if it is none. */
export function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
