import { shownAccount, shownKey } from "../display/shown.ts";
import { looksLikeToken } from "../display/token.ts";
import { hostProblem, registryHost, withoutScheme } from "../hosts/registryHost.ts";
import { decodedJson, type JsonObject } from "../json/object.ts";
import { refuse } from "../text/result.ts";
import { withoutEnds } from "../text/trim.ts";
import type { Credential, RegistryAuth } from "./credential.ts";
import { readDockerEntry } from "./dockerEntry.ts";
import { keyUsernames } from "./googleCredential.ts";
import { type KeyResult, keyCredential, parseGoogleServiceAccountKey } from "./googleServiceAccountKey.ts";
import { lifetimeOf } from "./lifetime.ts";
import { pairWarnings } from "./userPassword.ts";

/** The credentials in the map of servers in a docker config. */
export interface DockerEntries {
  readonly credentials: readonly Credential[];
  /** Why entries are not among them, each with its server. */
  readonly left: readonly string[];
}

/** A server of a docker config, as it is written and what it stands for. */
export interface DockerServer {
  /** `host[:port]`; Docker Hub is `docker.io`. */
  readonly host: string;
  /** The repositories that it is limited to, as podman and the kubelet allow it: `team/app`; empty for the whole host. */
  readonly path: string;
  /** What may be shown of it. */
  readonly shown: string;
}

/**
 * Reads the key of an entry: a host, a URL as docker writes it, or a host with a path as podman does (containers/image
 * `docs/containers-auth.json.5.md`). `/v1/` and `/v2/` are those of the registry's API, and no limit.
 */
export function dockerServer(key: string): DockerServer {
  const afterHost = withoutScheme(key.trim()).replace(/^[^/]*/, "");
  const path = withoutEnds(afterHost, (char) => char === "/").replace(/^v[12]$/, "");
  const oneLine = shownKey(key.trim()).replace(/[\x00-\x1f\x7f]+/g, " ");
  const shown = oneLine.length > 200 ? `${oneLine.slice(0, 200)}…` : oneLine;
  return { host: registryHost(key), path, shown };
}

/**
 * Reads all entries of a docker config.
 *
 * @param auths servers and their entries
 * @param helperOf the credential helper that keeps the secret of a server, where there is one
 * @param general what is to be said of every credential in the file
 */
export function readDockerEntries(
  auths: JsonObject,
  helperOf: (server: string) => string | undefined,
  general: readonly string[],
): DockerEntries {
  const found: FoundEntry[] = [];
  const left: string[] = [];
  for (const [key, entry] of Object.entries(auths)) {
    const server = dockerServer(key);
    const login = hubLoginProblem(server);
    const reading = login ? refuse(login) : readDockerEntry(entry, () => missingSecret(key, helperOf(key)));
    if (reading.ok) found.push({ server, auth: reading.auth, warnings: reading.warnings });
    else left.push(`${server.shown}: ${reading.problem}`);
  }
  const distinct = withoutRepeats(found);
  const rivals = new Map<string, number>();
  for (const { server } of distinct) rivals.set(server.host, (rivals.get(server.host) ?? 0) + 1);
  const credentials = distinct.map((entry) => {
    const scope = scopeWarnings(entry.server, rivals.get(entry.server.host) ?? 1);
    return entryCredential(entry, distinct.length > 1 || entry.server.path !== "", [...scope, ...general]);
  });
  return { credentials, left };
}

/** Why nothing is in an entry, and where to get the secret. */
export function missingSecret(server: string, helper: string | undefined): string {
  if (helper === undefined)
    return "The entry is empty, so its credential is not in this file. Log in again, or create a token for k3s.";
  if (!/^[\w.-]{1,64}$/.test(helper) || [helper, server].some(looksLikeToken) || !/^[\w.:/-]{1,200}$/.test(server))
    return "A credential helper keeps the secret, so it is not in this file. Get it from the helper, or create a token for k3s.";
  return `The helper docker-credential-${helper} keeps the secret, so it is not in this file. Run echo ${server} | docker-credential-${helper} get and convert its output, or create a token for k3s.`;
}

interface FoundEntry {
  readonly server: DockerServer;
  readonly auth: RegistryAuth;
  readonly warnings: readonly string[];
}

/** Source: docker/cli `cli/internal/oauth/manager/manager.go`: its web login keeps two tokens beside the one for pulls. */
function hubLoginProblem({ host, path }: DockerServer): string | undefined {
  return host === "docker.io" && /^v1\/(?:access|refresh)-token$/.test(path)
    ? "This is a token of docker's web login, not a password for the registry."
    : undefined;
}

/** The same credential under several names of one host, as docker and podman write them, is one. */
function withoutRepeats(entries: readonly FoundEntry[]): readonly FoundEntry[] {
  const kept = new Map<string, FoundEntry>();
  for (const entry of entries) {
    const identity = JSON.stringify([entry.server.host, entry.auth]);
    const before = kept.get(identity);
    if (!before || (before.server.path !== "" && entry.server.path === "")) kept.set(identity, entry);
  }
  return [...kept.values()];
}

function scopeWarnings({ host, path, shown }: DockerServer, rivals: number): readonly string[] {
  if (rivals > 1)
    return [
      `The file has ${rivals} credentials for ${host}, but registries.yaml allows one per host, without paths. Choose one that may pull all the images.`,
    ];
  if (path === "") return [];
  return [
    `This credential is for ${shown} only, but registries.yaml has no paths. The nodes will use it for all of ${host}.`,
  ];
}

function entryCredential(
  { server, auth, warnings }: FoundEntry,
  named: boolean,
  general: readonly string[],
): Credential {
  const problem = hostProblem(server.host);
  const unusable = problem === undefined ? [] : [`${server.shown}: ${problem}`];
  const credential = registryCredential(auth, server.host);
  return {
    ...credential,
    hosts: problem === undefined ? [server.host] : [],
    description: { ...credential.description, ...(named || problem !== undefined ? { entry: server.shown } : {}) },
    warnings: [...warnings, ...credential.warnings, ...unusable, ...general],
  };
}

/**
 * A username and password, or an identity token, of a docker config or Secret; a Google key in it is told as one.
 *
 * @param host the registry, where it is known; it is not yet among the credential's hosts
 */
export function registryCredential(auth: RegistryAuth, host?: string): Credential {
  const key = "username" in auth ? googleKey(auth.username, auth.password) : undefined;
  if (key?.ok) return keyCredential(key.key);
  const { warnings, ...times } = lifetimeOf(auth);
  const ofPair = "username" in auth ? pairWarnings(auth.username, auth.password, host) : [];
  const account = "username" in auth ? shownAccount(auth.username, auth.password) : undefined;
  return {
    kind: "docker-config",
    auth,
    hosts: [],
    description: { ...(account === undefined ? {} : { account }), ...times },
    warnings: key ? [key.problem] : [...warnings, ...ofPair],
  };
}

function googleKey(username: string, password: string): KeyResult | undefined {
  if (username === keyUsernames.json) return parseGoogleServiceAccountKey(password);
  return username === keyUsernames.base64 ? parseGoogleServiceAccountKey(decodedJson(password) ?? password) : undefined;
}
