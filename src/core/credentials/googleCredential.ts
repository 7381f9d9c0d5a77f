import type { AuthFields, HostConfig } from "../file/file.ts";
import { isGoogleHost } from "../hosts/registryHost.ts";
import { type JsonObject, jsonObject } from "../json/object.ts";
import { decodeBase64 } from "../text/base64.ts";
import { isPlaceholder } from "../text/placeholder.ts";
import { lossyUtf8 } from "../text/utf8.ts";
import type { Path, YamlDocument } from "../yaml/document.ts";
import { looksLikeJson } from "./password.ts";
import { repairJson } from "./repairJson.ts";
import { credentialOf } from "./writtenCredential.ts";

/** JSON in the place of a password: the key of a service account, or what was taken for one. */
export interface WrittenKey {
  readonly fields: JsonObject;
  /** The JSON, as it is written or as it was meant where the quoting is wrong. */
  readonly json: string;
  readonly form: KeyForm;
  /** The value that holds it. */
  readonly at: Path;
  /** Whether `json` is what the password says; otherwise it is only what was meant by it. */
  readonly intact: boolean;
  /** Whether it is the password itself, so that another JSON can be written in its place. */
  readonly editable: boolean;
}

/**
 * How a key is written: `json` wants the username `_json_key`, `base64` wants `_json_key_base64`. Source:
 * docs/how-k3s-reads-it/google.md#username.
 */
export type KeyForm = "json" | "base64";

export const keyUsernames: Readonly<Record<KeyForm, string>> = { json: "_json_key", base64: "_json_key_base64" };

const known = new WeakMap<AuthFields, WrittenKey | null>();

/** The JSON object that a host's password is, or holds in base64; read once for each host. */
export function writtenKey(doc: YamlDocument, auth: AuthFields): WrittenKey | undefined {
  const before = known.get(auth);
  if (before !== undefined) return before ?? undefined;
  const key = readKey(doc, auth);
  known.set(auth, key ?? null);
  return key;
}

function readKey(doc: YamlDocument, auth: AuthFields): WrittenKey | undefined {
  const { password, passwordAt: at, encoded } = credentialOf(doc, auth);
  if (password === undefined) return undefined;
  const editable = !encoded;
  const json = (fields: JsonObject, text: string, intact: boolean): WrittenKey => ({
    fields,
    json: text,
    form: "json",
    at,
    intact,
    editable,
  });
  if (!encoded && auth.keyJson) return json(auth.keyJson, password, true);
  if (looksLikeJson(password)) {
    const fields = jsonObject(password);
    if (fields) return json(fields, password, true);
    const repaired = /service_account|private_key/.test(password)
      ? (repairJson(password) ?? repairJson(encoded ? "" : doc.source(at)))
      : undefined;
    const meant = repaired === undefined ? undefined : jsonObject(repaired);
    return meant && repaired !== undefined ? json(meant, repaired, false) : undefined;
  }
  const decoded = decodedJson(password);
  const fields = decoded === undefined ? undefined : jsonObject(decoded);
  return fields && decoded !== undefined
    ? { fields, json: decoded, form: "base64", at, intact: true, editable: false }
    : undefined;
}

/**
 * The text inside base64 that begins as that of JSON does. Google's own instructions make base64 with line breaks, so
 * those are fine.
 *
 * @returns `undefined` when it is no such base64
 */
export function decodedJson(text: string): string | undefined {
  if (!/^\s*(?:e[wy3]|77u)[A-Za-z0-9+/=\s]+$/.test(text)) return undefined;
  const decoded = decodeBase64(text.replace(/\s/g, ""));
  return decoded.ok ? lossyUtf8(decoded.bytes).replace(/^\ufeff/, "") : undefined;
}

/** Whether JSON is, or is meant as, the key of a service account, complete or not. */
export function isServiceAccountKey(fields: JsonObject): boolean {
  const { type } = fields;
  if (typeof type === "string") return type === "service_account" || isPlaceholder(type);
  return type === undefined && "private_key" in fields;
}

/** The cloud that a key belongs to, `googleapis.com` unless it says otherwise; `undefined` when an example leaves it open. */
export function universeOf(fields: JsonObject): string | undefined {
  const universe = fields["universe_domain"];
  if (typeof universe !== "string" || universe === "") return "googleapis.com";
  return isPlaceholder(universe) ? undefined : universe;
}

/**
 * The form in which a service-account key is or has to be the password of a host: by the username, by what was meant
 * with the username (another case, missing underscores, the account's address), or by the key itself. Source:
 * docs/how-k3s-reads-it/google.md#username.
 *
 * @returns `undefined` when nothing speaks of such a key
 */
export function meantForm(doc: YamlDocument, { host, auth }: HostConfig): KeyForm | undefined {
  const { username, password } = credentialOf(doc, auth);
  if (username === keyUsernames.json) return "json";
  const key = writtenKey(doc, auth);
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
