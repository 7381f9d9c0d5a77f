import { decodedJson, type JsonObject, jsonObject, looksLikeJson } from "../json/object.ts";
import { repairJson } from "../json/repairJson.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { chosenCredential, readBasicAuth } from "./authPrecedence.ts";
import { type AuthFields, type JsonPassword, textOf, type WrittenCredential } from "./file.ts";
import { intendedPassword } from "./password.ts";

/** Reads the credential that containerd sends for a host; see `AuthFields.credential`. */
export function readCredential(doc: YamlDocument, auth: AuthFields): WrittenCredential {
  return encodedCredential(auth) ?? plainCredential(doc, auth);
}

function plainCredential(doc: YamlDocument, auth: AuthFields): WrittenCredential {
  return {
    username: textOf(auth.username) || undefined,
    templated: auth.username.value.kind === "template",
    password: intendedPassword(doc, auth.password),
    usernameAt: auth.username.path,
    passwordAt: auth.password.path,
    encoded: false,
  };
}

function encodedCredential(auth: AuthFields): WrittenCredential | undefined {
  const { encoded } = auth;
  const text = chosenCredential(auth) === "auth" ? textOf(encoded) : undefined;
  const reading = text === undefined ? undefined : readBasicAuth(text);
  if (!reading?.ok) return undefined;
  return {
    username: reading.username || undefined,
    templated: false,
    password: reading.password,
    usernameAt: encoded.path,
    passwordAt: encoded.path,
    encoded: true,
  };
}

/** Reads the JSON object that a host's password is, or contains in base64; see `AuthFields.jsonPassword`. */
export function readJsonPassword(doc: YamlDocument, { credential }: AuthFields): JsonPassword | undefined {
  const { password, passwordAt: at, encoded } = credential;
  if (password === undefined) return undefined;
  const editable = !encoded;
  const json = (fields: JsonObject, text: string, intact: boolean): JsonPassword => ({
    fields,
    json: text,
    form: "json",
    at,
    intact,
    editable,
  });
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
