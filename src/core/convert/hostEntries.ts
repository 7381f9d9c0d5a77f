import type { Credential, RegistryAuth } from "../credentials/credential.ts";
import { type KeyForm, keyUsernames } from "../credentials/googleCredential.ts";
import { dockerHubHost } from "../registries/endpoint.ts";
import { hasCredential, type RegistriesFile } from "../registries/file.ts";
import { hostProblem } from "../registries/hosts.ts";
import { matching } from "../registries/matching.ts";
import { supports, type Target } from "../registries/target.ts";
import { encodeBase64 } from "../text/base64.ts";
import { type Phrase, phrase } from "../text/phrase.ts";
import { utf8Bytes } from "../yaml/source.ts";
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
  readonly auth: RegistryAuth;
  readonly held: HeldCredential;
}

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
): readonly HostEntry[] | { readonly problem: Phrase } {
  const entries: HostEntry[] = [];
  for (const { credential, hosts } of assignments) {
    const auth = writtenAuth(credential, keyForm);
    const { keyId } = credential.description;
    const held = keyId !== undefined ? { keyId } : "username" in auth ? { username: auth.username } : {};
    const fault = hosts.length > 0 ? authProblem(auth) : undefined;
    if (fault) return { problem: fault };
    for (const registry of hosts) {
      const problem = hostProblem(registry);
      if (problem !== undefined) return { problem: phrase("{0}: {1}", registry, problem) };
      for (const host of isDockerHub(registry) ? dockerHubKeys(file, target) : [registry]) {
        const other = entries.find((entry) => entry.host === host);
        if (other && !isSameAuth(other.auth, auth))
          return { problem: phrase("{0} is chosen for two credentials, but it can have only one.", registry) };
        if (!other) entries.push({ host, registry: isDockerHub(registry) ? "docker.io" : registry, auth, held });
      }
    }
  }
  return entries.length > 0 ? entries : { problem: phrase("Choose at least one registry host.") };
}

/** Whether two credentials are the same to a registry. */
export function isSameAuth(one: RegistryAuth, other: RegistryAuth): boolean {
  if ("identityToken" in one) return "identityToken" in other && one.identityToken === other.identityToken;
  return "username" in other && one.username === other.username && one.password === other.password;
}

function writtenAuth({ kind, auth }: Credential, form: KeyForm): RegistryAuth {
  if (kind !== "google-key" || form === "json" || !("username" in auth)) return auth;
  return { username: keyUsernames.base64, password: encodeBase64(Uint8Array.from(utf8Bytes(auth.password))) };
}

/** Characters that stop containerd (reference §5.4), and halves of characters, which no file can hold. */
const unwritable =
  /[\x00-\x07\x0b\x0e-\x1f\x7f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Why k3s can't pass a credential on to containerd, whatever quotes it stands in. */
export function authProblem(auth: RegistryAuth): Phrase | undefined {
  const texts = Object.values(auth);
  if (texts.some((text) => unwritable.test(text)))
    return phrase(
      "This credential holds a control character, with which containerd does not start. It was damaged on its way here; get it anew.",
    );
  if (texts.some((text) => text === ""))
    return phrase("This credential has no username or no secret, so images would be pulled without it. Get it anew.");
  return undefined;
}

/** The names that people use for Docker Hub. */
const dockerHubNames = [dockerHubHost, "docker.io", "index.docker.io"];

/** Whether a name means Docker Hub. */
export function isDockerHub(host: string): boolean {
  return dockerHubNames.includes(host);
}

/**
 * The keys of `configs` under which Docker Hub's credential is looked for. containerd asks `registry-1.docker.io`;
 * RKE2 looks for `docker.io` when it pulls its own runtime image (reference §4.2).
 */
function dockerHubKeys(file: RegistriesFile, target: Target): readonly string[] {
  const holding = file.configs.filter(
    (config) => config.path[0] === "configs" && isDockerHub(config.host) && hasCredential(config),
  );
  // Under docker.io people also put the credential of a mirror, which no one asks for there: it is not Docker Hub's.
  const own = holding.filter((config) => !matching(file).misplaced.has(config)).map(({ host }) => host);
  // An entry that all of the target's readers find is replaced where it stands: a second one would only hide it.
  const found = supports(target, "credential of docker.io") === true && own.includes("docker.io");
  if (found && !own.includes(dockerHubHost)) return own;
  const needed = target.product === "rke2" ? [dockerHubHost, "docker.io"] : [dockerHubHost];
  // An old credential under another name would still be sent by some release, or by RKE2 for its own image.
  return [...new Set([...needed, ...own])];
}
