import type { HostConfig, RegistriesFile, TlsFields } from "../file/file.ts";
import { textOf } from "../file/file.ts";
import { intendedKey } from "../file/keyNames.ts";
import { isTrue } from "../file/tls.ts";
import type { Path, YamlDocument } from "../yaml/document.ts";
import type { NewMap, NewValue, Operation } from "../yaml/edit.ts";
import { isMergeKey, type MapNode, type Node } from "../yaml/node.ts";
import { type AuthTexts, type HostEntry, isSameCredential } from "./hostEntries.ts";
import { pairsWithin, removing } from "./ownPairs.ts";

/**
 * All that make a credential; what is left of an old one could override the new one. Source:
 * docs/how-k3s-reads-it/credentials.md#precedence.
 */
export const credentialFields = ["username", "password", "auth", "identity_token"];

/**
 * The operations that make the credential of an entry the one of its host, and no other's. What an anchor elsewhere
 * gives the host is written out there; the anchor stays.
 *
 * @param entries all that are written: of those that share a credential through an anchor, one is enough
 */
export function entryOperations(
  file: RegistriesFile,
  entry: HostEntry,
  entries: readonly HostEntry[],
): readonly Operation[] {
  const { doc } = file;
  const path = ["configs", entry.host];
  const at = [...path, "auth"];
  const isAlias = [path, at].some((one) => doc.node(one)?.node.kind === "alias");
  if (
    isAlias &&
    entries.some((other) => other !== entry && isSameCredential(other, entry) && follows(doc, path, other))
  )
    return [];
  const wanted = authFields(entry.fields);
  const named = file.configOf(entry.host);
  const config = named?.path[0] === "configs" ? named : undefined;
  const host = doc.node(path)?.node;
  if (!config || host?.kind !== "map")
    return [{ set: path, value: { auth: wanted, ...(config ? tlsOf(config) : {}) } }];
  if (!isOwn(doc, path)) return [{ set: path, value: { auth: wanted, ...tlsOf(config) } }];
  if (mergesIn(host) && !isWhole(doc, at, host))
    return [
      { remove: [...path, "<<"] },
      { set: path, value: { auth: wanted, ...tlsOf(config) } },
      ...leftovers(doc, config, wanted),
    ];
  if (config.auth.path.at(-1) !== "auth" && isOwn(doc, config.auth.path))
    return [{ remove: config.auth.path }, { set: at, value: wanted }];
  const auth = doc.node(at)?.node;
  if (auth?.kind !== "map") return [{ set: at, value: wanted }];
  if (mergesIn(auth)) return [{ remove: [...at, "<<"] }, { set: at, value: wanted }, ...leftovers(doc, config, wanted)];
  const changed = Object.entries(wanted).filter(([field]) => textAt(doc, [...at, field]) !== entry.fields[field]);
  return [
    ...(changed.length > 0 ? [{ set: at, value: Object.fromEntries(changed) as NewMap }] : []),
    ...leftovers(doc, config, wanted),
  ];
}

/** Whether a host's credential already is what is written for it, with nothing of another one. */
export function isUnchanged(doc: YamlDocument, { host, fields }: HostEntry): boolean {
  const all = new Set([...credentialFields, ...Object.keys(fields)]);
  return [...all].every((field) => textAt(doc, ["configs", host, "auth", field]) === fields[field]);
}

/** Secrets that k3s reads under no name (credentials: the docs had `token` for years). */
const otherToken = /^(?:registry_?)?token$/i;

/** The fields of `auth` as values; all but a username always stand in quotes. */
export function authFields(fields: AuthTexts): NewMap {
  const values = Object.entries(fields).map(([name, text]) => [name, name === "username" ? text : { quoted: text }]);
  return Object.fromEntries(values) as NewMap;
}

/**
 * What is left in `auth` of another credential, misspelt fields among it, as operations that take it out.
 *
 * @param wanted the fields that stay
 */
export function leftovers(doc: YamlDocument, { auth, path }: HostConfig, wanted: NewMap): readonly Operation[] {
  const entry = doc.node(path)?.node;
  const misspelt = auth.unknown.filter(({ key }) => intendedKey("auth", key) !== undefined || otherToken.test(key));
  return [...credentialFields, ...misspelt.map(({ key }) => key)]
    .filter((field) => !(field in wanted))
    .flatMap((field) => {
      const at = [...auth.path, field];
      return entry ? removing(doc, at, pairsWithin(doc, at, entry), "''") : [];
    });
}

/** Whether an alias makes a host, or its `auth`, the same as that of another entry. */
function follows(doc: YamlDocument, path: Path, other: HostEntry): boolean {
  return [path, [...path, "auth"]].some((one) => {
    const located = doc.node(one);
    const target = ["configs", other.host, ...one.slice(2)];
    return located?.node.kind === "alias" && located.resolved === doc.node(target)?.node;
  });
}

/** Whether the entry at a path is written in the map above it, not in one that is merged into that. */
function isOwn(doc: YamlDocument, path: Path): boolean {
  const pair = doc.node(path)?.pair;
  return pair !== undefined && ownPairs(doc, path.slice(0, -1)).includes(pair);
}

function ownPairs(doc: YamlDocument, path: Path): MapNode["pairs"] {
  const located = doc.node(path);
  if (located?.node.kind !== "map") return [];
  return located.maps.length < 2 ? located.node.pairs : located.maps.flatMap(({ pairs }) => pairs);
}

function mergesIn(node: Node): boolean {
  return node.kind === "map" && node.pairs.some(({ key }) => isMergeKey(key));
}

/** Whether all of a host's `auth` is written in the host's own map. */
function isWhole(doc: YamlDocument, at: Path, { pairs }: MapNode): boolean {
  return doc.occurrences(at).every((pair) => pairs.includes(pair));
}

/** The settings for TLS as they have to be written where the entry no longer follows an anchor. */
export function tlsOf({ tls }: HostConfig): { readonly tls?: NewMap } {
  const fields: Record<string, NewValue> = {};
  for (const [name, field] of Object.entries(filesOf(tls))) {
    const text = textOf(field);
    if (text !== undefined) fields[name] = text;
  }
  if (textOf(tls.skipVerify) !== undefined) fields["insecure_skip_verify"] = isTrue(tls.skipVerify);
  return Object.keys(fields).length === 0 ? {} : { tls: fields };
}

function filesOf({ caFile, certFile, keyFile }: TlsFields): Readonly<Record<string, TlsFields["caFile"]>> {
  return { ca_file: caFile, cert_file: certFile, key_file: keyFile };
}

/** The text at a path; a key may have braces in it that look like a template. */
export function textAt(doc: YamlDocument, path: Path): string | undefined {
  const value = doc.value(path);
  return "text" in value ? value.text : undefined;
}
