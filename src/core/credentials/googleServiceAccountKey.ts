import { type JsonError, oneLineJson, scanJson } from "../json/tokens.ts";
import { placesIn } from "../text/lines.ts";
import { type Phrase, phrase } from "../text/phrase.ts";
import type { Credential, CredentialFormat } from "./credential.ts";
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

export type KeyResult =
  | { readonly ok: true; readonly key: GoogleServiceAccountKey }
  | { readonly ok: false; readonly problem: Phrase };

const remedy = "create a key for a service account (Google Cloud console, IAM, Service Accounts, Keys) and use that.";

/** Google's other JSON files (credentials §2), by their `type`. */
const otherTypes: Readonly<Record<string, string>> = {
  authorized_user:
    "This is a user's own login from gcloud (authorized_user), which expires and can't be a registry password",
  external_account: "This is a workload identity configuration (external_account), which holds no key",
  external_account_authorized_user:
    "This is a workforce login (external_account_authorized_user), which expires and can't be a registry password",
  impersonated_service_account:
    "This file impersonates a service account (impersonated_service_account); it does not hold that account's key",
  gdch_service_account:
    "This key is for Google Distributed Cloud (gdch_service_account), which Artifact Registry does not accept",
};

const required = ["project_id", "private_key_id", "private_key", "client_email", "token_uri"] as const;

/**
 * Reads a service-account key file (credentials §1). A byte-order mark, CRLF and blanks around the JSON are fine.
 *
 * @param text the file's content
 * @returns the key, or one or two sentences that name the cause and the way out and show nothing of the file
 */
export function parseGoogleServiceAccountKey(text: string): KeyResult {
  const json = text.replace(/^\ufeff/, "");
  if (json.trim() === "") return refuse("The file is empty; open the JSON key that Google gave you.");
  if (!/^\s*[{["]/.test(json)) return refuse(notJsonAtAll(json));
  const scan = scanJson(json);
  if (!scan.ok) return refuse(jsonFault(json, scan.error));
  const value: unknown = JSON.parse(json);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return refuse(`This JSON is not a key file: a key is an object with named fields; ${remedy}`);
  const fields = value as Readonly<Record<string, unknown>>;
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

/** The username with which Google takes a key JSON as the password (reference §6.2). */
export const jsonKeyUsername = "_json_key";

/** A Google key as a file to convert. It names no registry: one key is good for all of Google's. */
export const googleKeyFormat: CredentialFormat = {
  kind: "google-key",
  recognises: ({ text, json }) => holdsGoogleKey(text) || (json !== undefined && otherKind(json) !== undefined),
  read({ text }) {
    const result = parseGoogleServiceAccountKey(text);
    if (!result.ok) return { ok: false, kind: "google-key", problem: result.problem };
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
  const universe = universeDomain === "googleapis.com" ? {} : { universe: universeDomain };
  return {
    kind: "google-key",
    auth: { username: jsonKeyUsername, password: json },
    hosts: [],
    description: { account: clientEmail, project: projectId, keyId, ...universe },
    warnings: [],
  };
}

/** A cheap look whether a text is meant to be a service-account key, usable or not. */
export function holdsGoogleKey(text: string): boolean {
  return /^\ufeff?\s*\{/.test(text) && /"type"\s*:\s*"service_account"/.test(text) && text.includes('"private_key"');
}

/** The key id inside a password, to tell an old key from a new one. */
export function keyIdOf(password: string): string | undefined {
  return /"private_key_id"\s*:\s*"([0-9A-Za-z_-]{1,64})"/.exec(password)?.[1];
}

function refuse(problem: string): KeyResult {
  return { ok: false, problem: phrase(problem) };
}

function notJsonAtAll(text: string): string {
  if (/^\s*AIza/.test(text)) return `This is an API key, which registries do not accept; ${remedy}`;
  if (/^\s*ya29\./.test(text)) return `This is an access token, which expires after an hour; ${remedy}`;
  if (/^\s*-----BEGIN/.test(text))
    return "This is a bare private key; use the whole JSON key file it came in: the registry needs all of its fields.";
  if (/^\s*[A-Za-z0-9+/=\s]{200,}$/.test(text))
    return "This looks like base64, not JSON; decode it first (base64 -d) and convert the JSON that comes out.";
  return "This is not JSON (line 1, column 1); open the JSON key file that Google gave you.";
}

function jsonFault(text: string, error: JsonError): string {
  const { line, column } = placesIn(text)(error.offset);
  const where = `line ${line}, column ${column}`;
  if (error.problem === "line-break-in-string") {
    const before = text.slice(0, error.offset);
    return before.lastIndexOf('"private_key"') > before.lastIndexOf("-----END")
      ? `The private_key is broken over several lines (${where}): its line ends must be written as \\n; download the key again, or copy it without an editor that changes it.`
      : `A text in the JSON is broken over several lines (${where}); download the key again.`;
  }
  if (error.problem === "cut-off") return `The JSON is cut off (${where}); copy the whole file, up to the last brace.`;
  if (error.problem === "trailing")
    return `There is more text after the end of the JSON (${where}); keep one key, from its first to its last brace.`;
  if (error.problem === "control-in-string")
    return `There is a tab or another control character inside a text of the JSON (${where}); download the key again.`;
  if (error.problem === "bad-escape")
    return `There is a backslash that JSON does not know (${where}); download the key again.`;
  if (/[\u2018\u2019\u201c\u201d]/.test(text[error.offset] ?? ""))
    return `There are typographic quotes instead of straight ones (${where}); download the key again.`;
  if (text[error.offset] === "}" || text[error.offset] === "]")
    return `There is a comma too many before a closing bracket (${where}); remove it, or download the key again.`;
  return `This is not valid JSON (${where}); download the key again.`;
}

function wrongType(fields: Readonly<Record<string, unknown>>): string | undefined {
  const type = fields["type"];
  if (type === "service_account") return undefined;
  const known = otherKind(fields);
  if (typeof type === "string")
    return `${known ?? "The field type does not say service_account, so this is another kind of file"}; ${remedy}`;
  return `${known ?? "The field type is missing, so this is not a service-account key"}; ${remedy}`;
}

/** What a JSON file is that people take for a service-account key (credentials §2), as a clause; `undefined` if unknown. */
export function otherKind(fields: Readonly<Record<string, unknown>>): string | undefined {
  const type = fields["type"];
  if (typeof type === "string") return Object.hasOwn(otherTypes, type) ? otherTypes[type] : undefined;
  if ("installed" in fields || "web" in fields)
    return "This is an OAuth client, which identifies an application and can't pull images";
  if ("apiKey" in fields || "keyString" in fields) return "This holds an API key, which registries do not accept";
  if ("auths" in fields || "credHelpers" in fields || "credsStore" in fields)
    return "This is a Docker config file, not a Google key";
  return undefined;
}

function wrongFields(fields: Readonly<Record<string, unknown>>): string | undefined {
  for (const field of required) {
    const value = fields[field];
    if (value === undefined)
      return `The field ${field} is missing, so Google will not accept this key; download it again.`;
    if (typeof value !== "string")
      return `The field ${field} is not a text, so Google will not accept this key; download it again.`;
    if (value.trim() === "")
      return `The field ${field} is empty, so Google will not accept this key; download it again.`;
  }
  return undefined;
}

/** Published examples have their secrets replaced by this word; they convert, so that the result can be shown too. */
const redacted = /^\W*redacted\W*$/i;

function wrongPrivateKey(fields: Readonly<Record<string, unknown>>): string | undefined {
  const pem = String(fields["private_key"]);
  if (redacted.test(pem)) return undefined;
  const fault = privateKeyFault(pem) ?? keyBodyFault(pem);
  return fault === undefined ? undefined : `${fault}; download the key again.`;
}

function wrongEmail(fields: Readonly<Record<string, unknown>>): string | undefined {
  const email = String(fields["client_email"]);
  const fault = redacted.test(email) ? undefined : emailFault(email);
  if (fault === undefined) return undefined;
  return fault === "hidden"
    ? "The client_email was hidden by the web page it was copied from; download the key itself instead of copying it from a page."
    : "The client_email is not an e-mail address, so Google will not accept this key; download it again.";
}

/** Why a `client_email` can't be one; `hidden` by a web page that keeps addresses from robots. */
export function emailFault(email: string): "hidden" | "no-email" | undefined {
  if (/^[^\s@[\]<>()]+@[^\s@[\]<>()]+\.[^\s@[\]<>()]+$/.test(email) && !/protected|obfuscated/i.test(email))
    return undefined;
  return /protected|obfuscated|\[at\]|\(at\)|&#/i.test(email) ? "hidden" : "no-email";
}
