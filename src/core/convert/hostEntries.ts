import { controlCharacterProblem } from "../credentials/controlCharacter.ts";
import type { Credential, RegistryAuth } from "../credentials/credential.ts";
import { type KeyForm, keyUsernames } from "../credentials/googleCredential.ts";
import { shownKey } from "../display/shown.ts";
import { type HostConfig, hasCredential, type RegistriesFile } from "../file/file.ts";
import { describeTarget, supports, type Target } from "../file/release.ts";
import { dockerHubHost } from "../hosts/endpoint.ts";
import { hostProblem } from "../hosts/registryHost.ts";
import { isDockerHub } from "../hosts/registryKey.ts";
import { encodeText } from "../text/base64.ts";
import { type Result, refuse } from "../text/result.ts";
import type { HeldCredential } from "./changes.ts";

/** A credential and the registries that get it, as `host[:port]`; Docker Hub is `docker.io`. */
export interface Assignment {
  readonly credential: Credential;
  readonly hosts: readonly string[];
}

/** One entry of `configs` as it will be, and the key of `mirrors` that goes with it. */
export interface HostEntry {
  readonly host: string;
  readonly registry: string;
  readonly fields: AuthTexts;
  readonly held: HeldCredential;
}

/** The fields of `auth` that a credential is written as. */
export type AuthTexts = Readonly<Record<string, string>>;

/** How the entries are to be written. */
export interface EntryOptions {
  readonly keyForm?: KeyForm;
  readonly target?: Target;
}

/**
 * The entries of `configs` that assignments make in a file.
 *
 * @returns at least one; or why there is none, or two credentials for one of them
 */
export function hostEntries(
  file: RegistriesFile,
  assignments: readonly Assignment[],
  { keyForm = "json", target = {} }: EntryOptions,
): Result<{ readonly entries: readonly HostEntry[] }> {
  const entries = new Map<string, HostEntry>();
  for (const { credential, hosts } of assignments) {
    const fields = authTexts(credential, keyForm, target);
    const { keyId } = credential.description;
    const { auth } = credential;
    const held = keyId !== undefined ? { keyId } : "username" in auth ? { username: auth.username } : {};
    const unusable = hosts.length > 0 ? authProblem(auth, target) : undefined;
    if (unusable) return refuse(unusable);
    for (const registry of hosts) {
      const problem = hostProblem(registry);
      if (problem !== undefined) return refuse(`${shownKey(registry)}: ${problem}`);
      for (const host of isDockerHub(registry) ? dockerHubKeys(file, target) : [registry]) {
        const other = entries.get(host);
        if (other && !isSameCredential(other, { fields }))
          return refuse(`${registry} is selected for two credentials, but can have only one.`);
        if (!other) entries.set(host, { host, registry: isDockerHub(registry) ? "docker.io" : registry, fields, held });
      }
    }
  }
  if (entries.size === 0) return refuse("Select at least one registry host.");
  return { ok: true, entries: [...entries.values()] };
}

/** Whether two entries get the same credential. */
export function isSameCredential(one: Pick<HostEntry, "fields">, other: Pick<HostEntry, "fields">): boolean {
  return JSON.stringify(one.fields) === JSON.stringify(other.fields);
}

/** A credential in the fields, and in the form, in which the target takes it. */
function authTexts({ kind, auth }: Credential, form: KeyForm, target: Target): AuthTexts {
  // k3d's own reader knows the field under its JSON name alone. Source: docs/how-k3s-reads-it/other-readers.md#k3d.
  if ("identityToken" in auth)
    return { [target.product === "k3d" ? "identitytoken" : "identity_token"]: auth.identityToken };
  const { username, password } = auth;
  const unescaped = isUnescaped(target, [username, password]);
  if (kind === "google-key" && (form === "base64" || unescaped))
    return { username: keyUsernames.base64, password: encodeText(password) };
  return unescaped && !username.includes(":")
    ? { auth: encodeText(`${username}:${password}`) }
    : { username, password };
}

/**
 * Whether a text would end too early in containerd's file: releases before v1.19.1 escape nothing. Source:
 * docs/how-k3s-reads-it/generated-files.md#quoting.
 */
function isUnescaped(target: Target, texts: readonly string[]): boolean {
  return supports(target, "escaped credentials") === false && texts.some((text) => /["\\]/.test(text));
}

/** Half of a character, which no file can hold. */
const loneSurrogate = /\p{Surrogate}/u;

/** Why k3s can't pass a credential on to containerd, whatever it is written as. */
export function authProblem(auth: RegistryAuth, target: Target): string | undefined {
  if ("identityToken" in auth && supports(target, "identity_token") === false)
    return `${describeTarget(target)} can't use an identity token such as this credential. Use a username and password, or a newer version.`;
  const texts = Object.values(auth);
  const inBase64 = "username" in auth && !auth.username.includes(":");
  if (!inBase64 && isUnescaped(target, texts))
    return `${describeTarget(target)} can't use this credential: it writes quotes and backslashes to containerd's configuration without escapes, and containerd does not start. Use a newer version.`;
  const control = controlCharacterProblem(auth);
  if (control) return control;
  if (texts.some((text) => loneSurrogate.test(text)))
    return "This credential contains an unpaired surrogate and can't be written. It is damaged: get it again.";
  if (texts.some((text) => text === ""))
    return "This credential has no username or no secret, so containerd would not send it. Get it again.";
  return undefined;
}

/**
 * The names under which some release of k3s or RKE2 looks for Docker Hub's credential. Source:
 * docs/how-k3s-reads-it/hosts.md#docker-hub.
 */
const dockerHubNames = [dockerHubHost, "docker.io", "index.docker.io"];

/**
 * The keys of `configs` under which Docker Hub's credential is looked for. containerd asks `registry-1.docker.io`; RKE2
 * looks for `docker.io` when it pulls its own runtime image. Source: docs/how-k3s-reads-it/hosts.md#docker-hub.
 */
function dockerHubKeys(file: RegistriesFile, target: Target): readonly string[] {
  const holding = file.configs.filter(
    (config) => config.path[0] === "configs" && dockerHubNames.includes(config.host) && hasCredential(config),
  );
  // Under docker.io people also put the credential of a mirror, which no one asks for there: it is not Docker Hub's.
  // A mirror whose key is misspelt is none to k3s.
  const isMirrors = (config: HostConfig): boolean =>
    file.matching.misplaced.get(config)?.mirror.endpointPath.at(-1) === "endpoint";
  const own = holding.filter((config) => !isMirrors(config)).map(({ host }) => host);
  // An entry that all of the target's readers find is replaced where it stands: a second one would only hide it.
  const found = supports(target, "credential of docker.io") === true && own.includes("docker.io");
  if (found && !own.includes(dockerHubHost)) return own;
  const needed = target.product === "rke2" ? [dockerHubHost, "docker.io"] : [dockerHubHost];
  // An old credential under another name would still be sent by some release, or by RKE2 for its own image.
  return [...new Set([...needed, ...own])];
}
