import { type Field, type HostConfig, textOf } from "../file/file.ts";
import { booleanMeant } from "../file/tls.ts";
import type { YamlDocument } from "../yaml/document.ts";
import type { NewMap, NewValue } from "../yaml/edit.ts";
import type { Fix } from "./rule.ts";

/**
 * Returns the fix that copies the settings of a host to another host.
 *
 * @returns no fix if that host has an entry, or if a value of the entry is not a plain string
 */
export function copyHost(doc: YamlDocument, config: HostConfig, host: string, safe: boolean): readonly Fix[] {
  const path = [...config.path.slice(0, -1), host];
  if (doc.value(path).kind !== "missing" || doc.node(path.slice(0, -1))?.node.kind !== "map") return [];
  const { auth, tls } = config;
  const credential = texts({
    username: auth.username,
    password: auth.password,
    auth: auth.encoded,
    identity_token: auth.identityToken,
  });
  const files = texts({ ca_file: tls.caFile, cert_file: tls.certFile, key_file: tls.keyFile });
  if (!credential || !files) return [];
  const skip = textOf(tls.skipVerify);
  const all: NewMap = skip === undefined ? files : { ...files, insecure_skip_verify: booleanMeant(skip) === true };
  const value: NewMap = {
    ...(Object.keys(credential).length === 0 ? {} : { auth: credential }),
    ...(Object.keys(all).length === 0 ? {} : { tls: all }),
  };
  if (Object.keys(value).length === 0) return [];
  return [{ title: `Copy the settings to ${host}`, safe, operations: [{ set: path, value }] }];
}

/** Returns the values that are set; `undefined` if one of them is not a string. */
function texts(fields: Readonly<Record<string, Field>>): NewMap | undefined {
  const values: Record<string, NewValue> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (field.value.kind === "missing" || field.value.kind === "null") continue;
    const text = textOf(field);
    if (text === undefined) return undefined;
    values[name] = name === "password" ? { quoted: text } : text;
  }
  return values;
}
