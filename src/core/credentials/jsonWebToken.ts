import { type JsonObject, jsonObject } from "../json/object.ts";
import { decodeBase64, standardBase64 } from "../text/base64.ts";
import { lossyUtf8 } from "../text/utf8.ts";

/** When a token ends, in seconds since 1970. */
export interface TokenTimes {
  readonly expires: number;
  /** For how many seconds it is valid; `undefined` when it does not say from when. */
  readonly lifetime: number | undefined;
}

/**
 * Reads the times of a JSON Web Token (RFC 7519) out of its claims `exp`, `iat` and `nbf`. Its signature is not
 * checked.
 *
 * @returns `undefined` if the text is not such a token, or has no end
 */
export function readTokenTimes(text: string): TokenTimes | undefined {
  const { exp, iat, nbf } = readClaims(text) ?? {};
  if (typeof exp !== "number" || exp <= 0 || exp > latest) return undefined;
  const from = typeof iat === "number" ? iat : nbf;
  return { expires: exp, lifetime: typeof from === "number" && from < exp ? exp - from : undefined };
}

/** Reads the claims of a JSON Web Token. Its signature is not checked; `undefined` if the text is not such a token. */
export function readClaims(text: string): JsonObject | undefined {
  const claims = /^eyJ[\w-]*\.(eyJ[\w-]*)\.[\w-]*$/.exec(text.trim())?.[1];
  if (claims === undefined) return undefined;
  const decoded = decodeBase64(standardBase64(claims));
  return decoded.ok ? jsonObject(lossyUtf8(decoded.bytes)) : undefined;
}

/** The year 9999; later is no time in seconds. */
const latest = 253_402_300_799;
