import { decodeBase64 } from "../text/base64.ts";
import { withoutEnds } from "../text/trim.ts";
import { lossyUtf8 } from "../text/utf8.ts";
import type { AuthFields, Field } from "./file.ts";

/** Whether a field has a text that is not empty, or a value of another kind that other rules report. */
export function isSet({ value }: Field): boolean {
  return value.kind === "scalar" ? value.text !== "" : value.kind !== "missing" && value.kind !== "null";
}

/**
 * Which of the credentials of one `auth` containerd takes: a username wins, then an identity token, then `auth`. An
 * empty one counts as not there. Source: docs/how-k3s-reads-it/credentials.md#precedence.
 */
export function chosenCredential(auth: AuthFields): "username" | "identity_token" | "auth" | undefined {
  if (isSet(auth.username)) return "username";
  if (isSet(auth.identityToken)) return "identity_token";
  return isSet(auth.encoded) ? "auth" : undefined;
}

/** Whether a template engine will still write one of the values that decide. */
export function dependsOnTemplate({ username, password, encoded, identityToken, value }: AuthFields): boolean {
  return [username, password, encoded, identityToken, { value }].some((field) => field.value.kind === "template");
}

export type BasicAuthReading =
  | { readonly ok: true; readonly username: string; readonly password: string }
  /** Not base64; the offset is that of containerd's message "illegal base64 data at input byte N". */
  | { readonly ok: false; readonly fault: "base64"; readonly offset: number }
  /** Base64 of something without a colon: "invalid decoded auth". */
  | { readonly ok: false; readonly fault: "no-colon"; readonly decoded: string };

/** Reads `auth.auth` as containerd does (`ParseAuth` of its CRI plugin): it is cut at the first colon. */
export function readBasicAuth(encoded: string): BasicAuthReading {
  const reading = decodeBase64(encoded);
  if (!reading.ok) return { ok: false, fault: "base64", offset: reading.offset };
  const decoded = lossyUtf8(reading.bytes);
  const colon = decoded.indexOf(":");
  if (colon < 0) return { ok: false, fault: "no-colon", decoded };
  const password = withoutEnds(decoded.slice(colon + 1), (char) => char === "\0");
  return { ok: true, username: decoded.slice(0, colon), password };
}
