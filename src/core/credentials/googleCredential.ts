import type { HostConfig, JsonPassword } from "../file/file.ts";
import { isGoogleHost } from "../hosts/registryHost.ts";
import type { JsonObject } from "../json/object.ts";
import { placeholder } from "../text/placeholder.ts";

/** How a key is written: `json` wants the username `_json_key`, `base64` wants `_json_key_base64`. Source: docs/how-k3s-reads-it/google.md#username. */
export type KeyForm = JsonPassword["form"];

export const keyUsernames: Readonly<Record<KeyForm, string>> = { json: "_json_key", base64: "_json_key_base64" };

/** Whether JSON is, or is meant as, the key of a service account, complete or not. */
export function isServiceAccountKey(fields: JsonObject): boolean {
  const { type } = fields;
  if (typeof type === "string") return type === "service_account" || placeholder(type, "possible value") !== undefined;
  return type === undefined && "private_key" in fields;
}

/** The cloud that a key belongs to, `googleapis.com` unless it says otherwise; `undefined` when an example leaves it open. */
export function universeOf(fields: JsonObject): string | undefined {
  const universe = fields["universe_domain"];
  if (typeof universe !== "string" || universe === "") return "googleapis.com";
  return placeholder(universe, "possible value") ? undefined : universe;
}

/**
 * The form in which a service-account key is or has to be the password of a host: by the username, by what was meant
 * with the username (another case, missing underscores, the account's address), or by the key itself. Source:
 * docs/how-k3s-reads-it/google.md#username.
 *
 * @returns `undefined` when nothing speaks of such a key
 */
export function meantForm({ host, auth }: HostConfig): KeyForm | undefined {
  const { username, password } = auth.credential;
  if (username === keyUsernames.json) return "json";
  const key = auth.jsonPassword;
  if (key && isServiceAccountKey(key.fields)) return key.form;
  if (username === keyUsernames.base64) return "base64";
  if (username === undefined || !isGoogleHost(host) || isAccessToken(password)) return undefined;
  if (isMisspeltKeyUsername(username)) return /64/.test(username) ? "base64" : "json";
  return isServiceAccountAddress(username) ? "json" : undefined;
}

/** `json_key`, `_JSON_KEY`, `_json-key_base64` and the like. */
export function isMisspeltKeyUsername(username: string): boolean {
  return (
    !Object.values(keyUsernames).includes(username) &&
    /^[\s_-]*json[\s_-]*key(?:[\s_-]*(?:b(?:ase)?[\s_-]*)?64)?[\s_-]*$/i.test(username)
  );
}

/** The e-mail address of a service account. */
export function isServiceAccountAddress(username: string): boolean {
  return /@[\w.-]*gserviceaccount\.com$/i.test(username);
}

/**
 * Usernames with which Google accepts an access token as the password. Source:
 * docs/how-k3s-reads-it/google.md#username.
 */
export function isTokenUsername(username: string): boolean {
  return /^(?:oauth2accesstoken|_token|_dcg\w*_token)$/.test(username);
}

/** Whether a text is an OAuth 2 access token of Google's. */
export function isAccessToken(text: string | undefined): boolean {
  return text?.startsWith("ya29.") === true;
}
