import type { Credential } from "../credentials/credential.ts";
import { isServiceAccountKey, type KeyForm } from "../credentials/googleCredential.ts";
import { shownHost } from "../display/shown.ts";
import { readBasicAuth } from "../file/authPrecedence.ts";
import { type Field, type HostConfig, type RegistriesFile, textOf } from "../file/file.ts";
import type { AuthReading } from "../file/goDecode.ts";
import { decodedJson, type JsonObject, jsonObject, looksLikeJson } from "../json/object.ts";
import { repairJson } from "../json/repairJson.ts";
import { encodeText } from "../text/base64.ts";
import { type Result, refuse } from "../text/result.ts";
import type { TextEdit } from "../text/span.ts";
import type { YamlDocument } from "../yaml/document.ts";
import { singleQuoted } from "../yaml/scalar.ts";
import { type PreviewLine, previewChange } from "./changePreview.ts";
import type { HostChange } from "./changes.ts";
import { credentialFields, textAt } from "./entryOperations.ts";
import { mergeBlocker } from "./mergeBlocker.ts";
import { withoutOldSecrets } from "./oldSecrets.ts";
import { authReading, verifyEdit } from "./verifyEdit.ts";

export type Rotation = Result<{
  /** Edits of the text; none when the new key is there already. They hold the secret. */
  readonly edits: readonly TextEdit[];
  /** The whole new text. It contains the secret. */
  readonly text: string;
  /** The hosts whose key is of the same account. */
  readonly changes: readonly HostChange[];
  /** The hosts whose key is of another account; theirs stay. */
  readonly others: readonly string[];
  readonly preview: readonly PreviewLine[];
}>;

/**
 * Puts a new Google key in the place of the old one of the same service account, in every host of a registries.yaml
 * that has it: as JSON, in base64, or inside `auth`, whatever the old one is written as.
 *
 * @param credential a Google key
 */
export function rotate(file: RegistriesFile, { kind, auth, description }: Credential): Rotation {
  const { account, keyId } = description;
  if (kind !== "google-key" || !("password" in auth) || account === undefined)
    return refuse(
      "Only a Google service-account key can be rotated, because it names its account. Convert this credential for its registries instead.",
    );
  const { doc } = file;
  const obstacle = mergeBlocker(doc);
  if (obstacle !== undefined) return refuse(obstacle);
  const held = file.configs.flatMap((config) => heldKeys(doc, config));
  const own = held.filter((key) => key.account === account);
  if (own.length === 0) return refuse(nothingToReplace(account, held));

  const edits = new Map<number, TextEdit>();
  for (const key of own) {
    const scalar = doc.node(key.field.path)?.resolved;
    const written = key.write(auth.password);
    if (scalar && textOf(key.field) !== written && !isSameKey(key, auth.password))
      edits.set(scalar.start, { start: scalar.start, end: scalar.end, text: singleQuoted(written) });
  }
  const fresh = own.filter((key) => !isSameKey(key, auth.password));
  const { edits: all, after } = withoutOldSecrets(file, [...edits.values()], hostsOf(fresh));
  const wanted = new Map(file.configs.map((config) => [config.host, wantedAuth(file, config, own, auth.password)]));
  for (const [host, reading] of wanted) if (!reading) wanted.delete(host);
  if (!verifyEdit(file, after, wanted as ReadonlyMap<string, AuthReading>))
    return refuse(
      "The key can't be replaced in this registries.yaml without changing other parts of it. Nothing was changed: replace it by hand.",
    );
  const hosts = hostsOf(own);
  return {
    ok: true,
    edits: all,
    text: after.doc.text,
    changes: hosts.map((host): HostChange => {
      const keys = own.filter((key) => key.config.host === host);
      const same = keys.every((key) => isSameKey(key, auth.password));
      const old = keys[0]?.keyId;
      return {
        host: shownHost(host),
        action: same ? "unchanged" : "replaced",
        old: old === undefined ? {} : { keyId: old },
        new: keyId === undefined ? {} : { keyId },
      };
    }),
    others: hostsOf(held.filter((key) => key.account !== account))
      .filter((host) => !hosts.includes(host))
      .map(shownHost),
    preview: previewChange(doc, after.doc),
  };
}

/** A Google key in a field of `auth`. */
interface HeldKey {
  readonly config: HostConfig;
  readonly field: Field;
  readonly fields: JsonObject;
  /** `undefined` for one that can't be an address. */
  readonly account: string | undefined;
  readonly keyId: string | undefined;
  /** The text of the field with another key in it. */
  write(json: string): string;
}

function heldKeys(doc: YamlDocument, config: HostConfig): readonly HeldKey[] {
  const { password, encoded } = config.auth;
  const basic = readBasicAuth(textOf(encoded) ?? "");
  return [
    heldKey(doc, config, password, textOf(password), (text) => text),
    basic.ok
      ? heldKey(doc, config, encoded, basic.password, (text) => encodeText(`${basic.username}:${text}`))
      : undefined,
  ].filter((key) => key !== undefined);
}

function heldKey(
  doc: YamlDocument,
  config: HostConfig,
  field: Field,
  password: string | undefined,
  write: (password: string) => string,
): HeldKey | undefined {
  const key = password === undefined ? undefined : keyIn(password);
  if (!key || !isServiceAccountKey(key.fields) || doc.node(field.path) === undefined) return undefined;
  const text = (name: string): string | undefined => {
    const value = key.fields[name];
    return typeof value === "string" ? value.trim() : undefined;
  };
  const account = text("client_email");
  return {
    config,
    field,
    fields: key.fields,
    account: account !== undefined && /^[^\s@]{1,100}@[^\s@]{1,100}$/.test(account) ? account : undefined,
    keyId: /^[\w-]{1,64}$/.exec(text("private_key_id") ?? "")?.[0],
    write: (json) => write(key.form === "base64" ? encodeText(json) : json),
  };
}

/** The key that a password is, also where backslashes or line ends in it went wrong. */
function keyIn(password: string): { readonly fields: JsonObject; readonly form: KeyForm } | undefined {
  const form = looksLikeJson(password) ? "json" : "base64";
  const json = form === "json" ? password : decodedJson(password);
  const fields = jsonObject(json) ?? jsonObject(json === undefined ? undefined : repairJson(json));
  return fields && { fields, form };
}

/** Whether a field says the same key, however it is laid out. */
function isSameKey({ fields, field, write }: HeldKey, json: string): boolean {
  if (textOf(field) === write(json)) return true;
  const stored = textOf(field);
  return stored !== undefined && isIntact(stored) && JSON.stringify(fields) === JSON.stringify(JSON.parse(json));
}

/** True if the value is the key itself and not a damaged form of it. */
function isIntact(stored: string): boolean {
  const basic = readBasicAuth(stored);
  const password = basic.ok ? basic.password : stored;
  return jsonObject(looksLikeJson(password) ? password : decodedJson(password)) !== undefined;
}

/** What k3s has to read of a host afterwards; `undefined` where nothing changes. */
function wantedAuth(
  { doc, reader, reading }: RegistriesFile,
  config: HostConfig,
  own: readonly HeldKey[],
  json: string,
): AuthReading | undefined {
  const keys = own.filter((key) => key.config === config && !isSameKey(key, json));
  const before = reading.ok
    ? reading.registry.configs[config.host]?.auth
    : authReading(
        Object.fromEntries(
          credentialFields.map((field) => [field, textAt(doc, [...config.path, "auth", field]) ?? ""]),
        ),
        reader,
      );
  if (!before || config.path[0] !== "configs") return undefined;
  // A misspelt field is none to k3s.
  const read = keys.filter(({ field: { path } }) => path[2] === "auth" && Object.hasOwn(before, String(path[3])));
  return { ...before, ...Object.fromEntries(read.map((key) => [String(key.field.path[3]), key.write(json)])) };
}

function hostsOf(keys: readonly HeldKey[]): readonly string[] {
  return [...new Set(keys.map(({ config }) => config.host))];
}

function nothingToReplace(account: string, held: readonly HeldKey[]): string {
  const accounts = [...new Set(held.map((key) => key.account).filter((one) => one !== undefined))];
  if (accounts.length > 0)
    return `This registries.yaml has no key of ${account}, only of ${accounts.join(", ")}. Convert the key for its registries instead.`;
  return `This registries.yaml has no key of ${account}, nor any other Google key that can be read. Convert the key for its registries instead.`;
}
