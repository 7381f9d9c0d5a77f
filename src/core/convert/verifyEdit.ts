import type { RegistriesFile } from "../file/file.ts";
import { effectOf, readsLess } from "../file/fileEffect.ts";
import type { AuthReading, Registry } from "../file/goDecode.ts";
import type { FileReader } from "../file/reader.ts";
import type { YamlDocument } from "../yaml/document.ts";
import type { AuthTexts } from "./hostEntries.ts";

/** What k3s has to read of the hosts whose credential an edit changes, by their key in `configs`. */
export type WantedAuths = ReadonlyMap<string, AuthReading>;

/** The fields of an `auth` as k3s has them after reading; it drops those that the reader does not know. */
export function authReading(fields: AuthTexts, reader: FileReader): AuthReading {
  const text = (field: string): string => fields[field] ?? "";
  return {
    username: text("username"),
    password: text("password"),
    auth: text("auth"),
    identity_token: text(reader === "k3d" ? "identitytoken" : "identity_token"),
  };
}

/**
 * Whether k3s reads an edited file as the old one but for the wanted credentials: an edit that lost something, or that
 * reached another registry through an anchor, is refused, not written.
 *
 * @param newMirrors keys of `mirrors` that get endpoints
 */
export function verifyEdit(
  before: RegistriesFile,
  after: RegistriesFile,
  wanted: WantedAuths,
  newMirrors: ReadonlySet<string> = new Set(),
): boolean {
  const { doc } = after;
  if (doc.problems.length > 0) return false;
  const [old, now] = [before.reading, after.reading];
  // A value of a wrong type elsewhere keeps k3s from the whole file; the credentials can be looked at all the same.
  if (!old.ok) {
    return (
      !readsLess(effectOf(old), effectOf(now)) &&
      [...wanted].every(([host, auth]) => isWritten(doc, host, auth)) &&
      [...newMirrors].every((registry) => doc.value(["mirrors", registry, "endpoint"]).kind === "list")
    );
  }
  return now.ok && isWanted(old.registry, now.registry, wanted, newMirrors);
}

function isWanted(old: Registry, now: Registry, wanted: WantedAuths, newMirrors: ReadonlySet<string>): boolean {
  const hosts = new Set([...Object.keys(old.configs), ...Object.keys(now.configs), ...wanted.keys()]);
  const registries = new Set([...Object.keys(old.mirrors), ...Object.keys(now.mirrors)]);
  return (
    isSame(old.auths, now.auths) &&
    [...hosts].every((host) => {
      const auth = wanted.get(host);
      if (!auth) return isSame(old.configs[host], now.configs[host]);
      return isSame(now.configs[host]?.auth, auth) && isSame(old.configs[host]?.tls ?? null, now.configs[host]?.tls);
    }) &&
    [...registries].every((registry) => {
      if (!newMirrors.has(registry)) return isSame(old.mirrors[registry], now.mirrors[registry]);
      return isSame(old.mirrors[registry]?.rewrite ?? {}, now.mirrors[registry]?.rewrite);
    }) &&
    [...newMirrors].every((registry) => (now.mirrors[registry]?.endpoint ?? []).length > 0)
  );
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function isWritten(doc: YamlDocument, host: string, auth: AuthReading): boolean {
  return Object.entries(auth).every(([field, text]) => {
    const value = doc.value(["configs", host, "auth", field]);
    return ("text" in value ? (value.text ?? "") : "") === text;
  });
}
