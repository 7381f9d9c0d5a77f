import { hasPlaceholder } from "../carriers/placeholders.ts";
import { credentialKey } from "../containerd/configKeys.ts";
import { credentialSentences } from "../credentials/credentialSentences.ts";
import { shownHost, shownUser } from "../display/shown.ts";
import { dependsOnTemplate, readBasicAuth } from "../file/authPrecedence.ts";
import type { RegistriesFile } from "../file/file.ts";
import type { AuthReading, Registry } from "../file/goDecode.ts";
import { since, supports, type Target } from "../file/release.ts";
import type { Path } from "../yaml/document.ts";

/** With what credential a registry is asked. No part of a secret is in it. */
export type AttemptCredential =
  | {
      readonly kind: "user" | "identity-token" | "template";
      /** The key of `configs` that it is nested under, where it can be shown. */
      readonly host: string;
      /** The `auth` of that entry. */
      readonly path: Path;
      /** The user, where it can be shown. */
      readonly user: string | undefined;
      /** What kind of credential it is, whose, and until when. */
      readonly sentences: readonly string[];
    }
  /** The pull goes without a credential, which private registries refuse. */
  | { readonly kind: "anonymous"; readonly reason: string; readonly path: Path | undefined }
  /** A tool fills in the host, which the file does not have yet. */
  | { readonly kind: "unknown"; readonly reason: string; readonly path: undefined }
  /** containerd can't read the credential, and the request fails. */
  | { readonly kind: "unreadable"; readonly reason: string; readonly path: Path }
  /** The node's own registry, which knows the node by its certificate. */
  | { readonly kind: "node" };

/**
 * The credential that containerd sends to a host: that of the entry of `configs` with this very host and port; for
 * Docker Hub that of docker.io too, since July 2025. In one entry a user takes precedence, then an identity token, then
 * `auth`. Source: docs/how-k3s-reads-it/hosts.md#configs-lookup, docs/how-k3s-reads-it/credentials.md#precedence.
 */
export function credentialFor(
  file: RegistriesFile,
  host: string,
  { embedded, target }: { readonly embedded: boolean; readonly target: Target },
): AttemptCredential {
  if (embedded) return { kind: "node" };
  const { reading } = file;
  const configs: Registry["configs"] = reading.ok ? reading.registry.configs : {};
  const own = (key: string): AuthReading | null =>
    (Object.hasOwn(configs, key) ? configs[key] : undefined)?.auth ?? null;
  const key = credentialKey((name) => own(name) !== null, host);
  const auth = key === undefined ? null : own(key);
  if (key === undefined || !auth)
    return isFilledIn(file, host) ? filledIn : { kind: "anonymous", ...whyNone(file, host) };
  const found = credentialIn(file, key, auth);
  if (key === host) return found;
  const known = supports(target, "credential of docker.io");
  const releases = since("credential of docker.io");
  if (known === false)
    return {
      kind: "anonymous",
      path: ["configs", key],
      reason: `Only ${releases} and later releases send the credential of docker.io to ${host}.`,
    };
  if (known || !("sentences" in found)) return found;
  return { ...found, sentences: [...found.sentences, `Only ${releases} and later releases send it.`] };
}

const filledIn: AttemptCredential = {
  kind: "unknown",
  reason: "A tool fills in this host, so the file does not tell which credential it gets.",
  path: undefined,
};

/** True if a host is written as an expression: of a carrier, or of a template. */
function isFilledIn({ template }: RegistriesFile, host: string): boolean {
  return hasPlaceholder(host) || (template && /[{}$]|%7B/.test(host));
}

function credentialIn(file: RegistriesFile, host: string, auth: AuthReading): AttemptCredential {
  const path = ["configs", host, "auth"];
  const fields = file.configOf(host)?.auth;
  const sentences = fields ? credentialSentences(fields) : [];
  const found = { host: shownHost(host), path, sentences };
  if (file.template && fields && dependsOnTemplate(fields)) return { ...found, kind: "template", user: undefined };
  const { username, password, identity_token, auth: encoded } = auth;
  const user = (name: string): AttemptCredential => ({ ...found, kind: "user", user: shownUser(name) });
  const anonymous = (reason: string): AttemptCredential => ({ kind: "anonymous", reason, path });
  if (username !== "")
    return password === ""
      ? anonymous("The username has no password, so containerd sends no credential.")
      : user(username);
  if (identity_token !== "") return { ...found, kind: "identity-token", user: undefined };
  if (encoded === "")
    return anonymous(
      password === "" ? 'Its "auth" is empty.' : "The password has no username, so containerd never sends it.",
    );
  const basic = readBasicAuth(encoded);
  if (basic.ok) {
    if (basic.password === "") return anonymous("The username has no password, so containerd sends no credential.");
    // Without a user before the colon it is what an identity token is.
    return basic.username === "" ? { ...found, kind: "identity-token", user: undefined } : user(basic.username);
  }
  return {
    kind: "unreadable",
    path: [...path, "auth"],
    reason: 'containerd can\'t read "auth": it must be user:password in base64.',
  };
}

/** Why no entry counts for a host, with the one that was meant to. */
function whyNone(file: RegistriesFile, host: string): { readonly reason: string; readonly path: Path | undefined } {
  const { reading } = file;
  const here = file.configOf(host);
  const { mismatches, misplaced, unaddressed } = file.matching;
  const near =
    [...mismatches.values(), ...unaddressed.values()].find(({ used }) => used.host === host)?.config ??
    [...misplaced.values()].find(({ hosts }) => hosts.some((used) => used.host === host))?.config;
  if (here) return { reason: 'Its entry in "configs" has no credential.', path: here.path };
  if (near)
    return {
      reason: `The credential under ${shownHost(near.host)} is not for ${shownHost(host)}: a key of "configs" applies to exactly one host and port.`,
      path: near.path,
    };
  const any = file.configOf("*");
  if (reading.ok && reading.registry.configs["*"]?.auth && any)
    return { reason: 'containerd never uses the credential of "*".', path: any.auth.path };
  if (reading.ok && Object.hasOwn(reading.registry.auths, host))
    return { reason: 'k3s reads "auths" but never uses it.', path: ["auths", host] };
  const orFilledIn = file.configs.some(({ templated }) => templated) ? ", unless a tool fills in that host" : "";
  return { reason: `"configs" has no entry for ${shownHost(host)}${orFilledIn}.`, path: undefined };
}

/** Returns what a page says of the credential that a registry gets, a sentence each. */
export function credentialLines(credential: AttemptCredential): readonly string[] {
  if (credential.kind === "node") return ["It needs no entry in the file."];
  if (credential.kind === "anonymous" || credential.kind === "unknown") return [credential.reason];
  if (credential.kind === "unreadable") return [credential.reason, "The request fails."];
  return [...credential.sentences, `It is set in "configs" under ${credential.host}.`];
}
