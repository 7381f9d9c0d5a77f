import { decodedJson, isJsonObject, type JsonObject } from "../json/object.ts";
import { oneLineJson, scanJson } from "../json/tokens.ts";
import { standardBase64 } from "../text/base64.ts";
import { type Result, refuse } from "../text/result.ts";
import type { Credential, CredentialFormat } from "./credential.ts";
import { isSopsFile, sopsProblem } from "./encryptedFile.ts";
import { jsonProblem } from "./jsonText.ts";
import { keyBodyFault, privateKeyFault } from "./privateKeyText.ts";

/** A Google service-account key that can be a registry password. The JSON is a secret; the rest is not. */
export interface GoogleServiceAccountKey {
  /** The whole key on one line of printable ASCII, tokens in their own order. */
  readonly json: string;
  readonly projectId: string;
  readonly clientEmail: string;
  readonly keyId: string;
  /** `googleapis.com`, unless the key says otherwise. */
  readonly universeDomain: string;
}

export type KeyResult = Result<{ readonly key: GoogleServiceAccountKey }>;

const remedy = "Create a key for a service account (Google Cloud console, IAM, Service Accounts, Keys) and use that.";

/** Google's other JSON files, by their `type`. Source: golang/oauth2 `google/google.go`. */
const otherTypes: Readonly<Record<string, string>> = {
  authorized_user:
    "This is a user's own login from gcloud (authorized_user), which expires and can't be a registry password",
  external_account: "This is a workload identity configuration (external_account), which contains no key",
  external_account_authorized_user:
    "This is a workforce login (external_account_authorized_user), which expires and can't be a registry password",
  impersonated_service_account:
    "This file impersonates a service account (impersonated_service_account), but does not contain that account's key",
  gdch_service_account:
    "This key is for Google Distributed Cloud (gdch_service_account), which Artifact Registry does not accept",
};

const required = ["project_id", "private_key_id", "private_key", "client_email", "token_uri"] as const;

/**
 * Reads a service-account key file (golang/oauth2 `google/google.go`), or the base64 of one, as Terraform and
 * `_json_key_base64` have it. A byte-order mark, CRLF and blanks around it are fine, and so are line breaks and a lost
 * padding of base64.
 *
 * @param text the file's content
 * @returns the key, or one or two sentences that name the cause and the way out and show nothing of the file
 */
export function parseGoogleServiceAccountKey(text: string): KeyResult {
  const file = text.replace(/^\ufeff/, "");
  if (file.trim() === "") return refuse("The file is empty. Open the JSON key file from Google.");
  const json = jsonInBase64(file) ?? file;
  if (!/^\s*[{["]/.test(json)) return refuse(notJsonAtAll(json));
  const scan = scanJson(json);
  if (!scan.ok) return refuse(jsonProblem(json, scan.error, "Download the key again."));
  const fields: unknown = JSON.parse(json);
  if (!isJsonObject(fields))
    return refuse(`This JSON is not a key file: a key is an object with named fields. ${remedy}`);
  if (isSopsFile(fields)) return refuse(sopsProblem);
  const wrong = wrongType(fields) ?? wrongFields(fields) ?? wrongPrivateKey(fields) ?? wrongEmail(fields);
  if (wrong !== undefined) return refuse(wrong);
  const universe = fields["universe_domain"];
  return {
    ok: true,
    key: {
      json: oneLineJson(json) ?? "",
      projectId: String(fields["project_id"]),
      clientEmail: String(fields["client_email"]),
      keyId: String(fields["private_key_id"]),
      universeDomain: typeof universe === "string" && universe !== "" ? universe : "googleapis.com",
    },
  };
}

/**
 * The username with which Google accepts a key JSON as the password. Source: docs/how-k3s-reads-it/google.md#username.
 */
export const jsonKeyUsername = "_json_key";

/** A Google key as a file to convert. It names no registry: one key is good for all of Google's. */
export const googleKeyFormat: CredentialFormat = {
  kind: "google-key",
  recognises: ({ text, json }) => holdsGoogleKey(text) || (json !== undefined && isOtherGoogleFile(json)),
  read({ text }) {
    const result = parseGoogleServiceAccountKey(text);
    if (!result.ok) return { ...result, kind: "google-key" };
    return { ok: true, kind: "google-key", credentials: [keyCredential(result.key)], left: [] };
  },
};

/** A key as a registry's credential. */
export function keyCredential({
  json,
  clientEmail,
  projectId,
  keyId,
  universeDomain,
}: GoogleServiceAccountKey): Credential {
  const foreign = universeDomain !== "googleapis.com";
  const universe = /^[a-z0-9.-]{1,80}$/i.test(universeDomain) ? universeDomain : "…";
  const warning = `This key is for another cloud (universe_domain ${universe}), whose registries are not under pkg.dev or gcr.io. Enter the host that your images name.`;
  return {
    kind: "google-key",
    auth: { username: jsonKeyUsername, password: json },
    hosts: [],
    description: { account: clientEmail, project: projectId, keyId, ...(foreign ? { universe } : {}) },
    warnings: foreign ? [warning] : [],
  };
}

/** A cheap look whether a text is meant to be a service-account key or the base64 of one, usable or not. */
export function holdsGoogleKey(text: string): boolean {
  if (/^\ufeff?\s*\{/.test(text)) return /"type"\s*:\s*"service_account"/.test(text) && text.includes('"private_key"');
  const json = text.length < mostBase64 ? jsonInBase64(text) : undefined;
  return json !== undefined && holdsGoogleKey(json);
}

/** The base64 of a key has about 3200 characters; a text longer than this is not looked into. */
const mostBase64 = 40_000;

/**
 * The text inside base64 that begins as that of JSON does, also where line breaks or the padding are not as they should
 * be, or it is written for URLs.
 *
 * @returns `undefined` when it is no such base64
 */
function jsonInBase64(text: string): string | undefined {
  if (!/^\s*(?:e[wy3]|77u)[A-Za-z0-9+/=_\s-]+$/.test(text)) return undefined;
  return decodedJson(standardBase64(text));
}

/** Whether JSON is one of the files that people take for a key. Other tools have such names too. */
function isOtherGoogleFile(fields: JsonObject): boolean {
  if (isSopsFile(fields)) return "private_key" in fields;
  const { type, installed, web, apiKey, keyString } = fields;
  if (typeof type === "string") return Object.hasOwn(otherTypes, type);
  if ([installed, web].some((client) => isJsonObject(client) && "client_id" in client)) return true;
  return [apiKey, keyString].some((key) => typeof key === "string" && key.startsWith("AIza"));
}

/** The key id inside a password, to tell an old key from a new one. */
export function keyIdOf(password: string): string | undefined {
  return /"private_key_id"\s*:\s*"([0-9A-Za-z_-]{1,64})"/.exec(password)?.[1];
}

function notJsonAtAll(text: string): string {
  if (/^\s*AIza/.test(text)) return `This is an API key, which registries do not accept. ${remedy}`;
  if (/^\s*ya29\./.test(text)) return `This is an access token, which expires after an hour. ${remedy}`;
  if (/^\s*-----BEGIN/.test(text)) return "This is only the private key. Open the JSON key file from Google.";
  if (/^[\s\S]{0,200}[\x00-\x08\x0e-\x1a\ufffd]/.test(text))
    return `This is a binary file, perhaps a key of the type P12, which registries do not accept. ${remedy}`;
  if (/^\s*(?:e[wy3]|77u)[A-Za-z0-9+/=\s_-]{100,}$/.test(text))
    return "This is base64 that has lost characters. Open the JSON key file from Google.";
  if (/^\s*MI[A-Za-z0-9+/=\s]{200,}$/.test(text))
    return "This is a bare or P12 key in base64, which registries do not accept. Open the JSON key file from Google.";
  if (/^[A-Za-z0-9+/=\s]{200,}$/.test(text.trimStart()))
    return "This is base64, but not of JSON. Open the JSON key file from Google.";
  return "This is not JSON (line 1, column 1). Open the JSON key file from Google.";
}

function wrongType(fields: JsonObject): string | undefined {
  const type = fields["type"];
  if (type === "service_account") return undefined;
  const unknown =
    typeof type === "string"
      ? 'The field "type" is not "service_account", so this is another kind of file'
      : 'The field "type" is missing, so this is not a service-account key';
  return `${otherKind(fields) ?? unknown}. ${remedy}`;
}

/** What a JSON file is that people take for a service-account key, as a clause; `undefined` if unknown. */
export function otherKind(fields: JsonObject): string | undefined {
  const type = fields["type"];
  if (type === "impersonated_service_account" && hasKey(fields["source_credentials"]))
    return "This file impersonates a service account (impersonated_service_account). Its key (source_credentials) belongs to another account, which may not be allowed to pull";
  if (typeof type === "string") return Object.hasOwn(otherTypes, type) ? otherTypes[type] : undefined;
  if ("installed" in fields || "web" in fields)
    return "This is an OAuth client, which identifies an application and can't pull images";
  if ("apiKey" in fields && "authDomain" in fields)
    return "This is the configuration of a Firebase app, whose API key registries do not accept";
  if ("apiKey" in fields || "keyString" in fields)
    return "This file contains an API key, which registries do not accept";
  if ("auths" in fields || "credHelpers" in fields || "credsStore" in fields)
    return "This is a Docker config file, not a Google key";
  return undefined;
}

function hasKey(source: unknown): boolean {
  return isJsonObject(source) && "private_key" in source;
}

function wrongFields(fields: JsonObject): string | undefined {
  for (const field of required) {
    const value = fields[field];
    const fault = value === undefined ? "missing" : typeof value !== "string" ? "not a string" : "empty";
    if (fault !== "empty" || String(value).trim() === "")
      return `The field "${field}" is ${fault}, so Google will not accept this key. Download it again.`;
  }
  return undefined;
}

/** Published examples have their secrets replaced by this word; they convert, so that the result can be shown too. */
const redacted = /^\W*redacted\W*$/i;

function wrongPrivateKey(fields: JsonObject): string | undefined {
  const pem = String(fields["private_key"]);
  if (redacted.test(pem)) return undefined;
  const fault = privateKeyFault(pem) ?? keyBodyFault(pem);
  return fault && `${fault}. Download the key again.`;
}

function wrongEmail(fields: JsonObject): string | undefined {
  const email = String(fields["client_email"]);
  const fault = redacted.test(email) ? undefined : emailFault(email);
  if (fault === undefined) return undefined;
  return fault === "hidden"
    ? 'The "client_email" was hidden by the web page that it was copied from. Download the key again.'
    : 'The "client_email" is not an email address, so Google will not accept this key. Download it again.';
}

/** Why a `client_email` can't be one; `hidden` by a web page that keeps addresses from robots. */
export function emailFault(email: string): "hidden" | "no-email" | undefined {
  const dot = email.indexOf(".", email.indexOf("@") + 2);
  const isEmail = /^[^\s@[\]<>()]+@[^\s@[\]<>()]+$/.test(email) && dot > 0 && dot < email.length - 1;
  if (isEmail && !/protected|obfuscated/i.test(email)) return undefined;
  return /protected|obfuscated|\[at\]|\(at\)|&#/i.test(email) ? "hidden" : "no-email";
}
