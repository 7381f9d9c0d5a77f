import { dockerHubHost } from "../hosts/endpoint.ts";
import { isJsonObject, type JsonObject, jsonObject } from "../json/object.ts";
import { decodeBase64, paddedBase64 } from "../text/base64.ts";
import { refuse } from "../text/result.ts";
import { lossyUtf8 } from "../text/utf8.ts";
import type { CredentialFormat, CredentialReading, RegistryAuth } from "./credential.ts";
import { dockerServer, missingSecret, readDockerEntries } from "./dockerEntries.ts";
import { readDockerEntry } from "./dockerEntry.ts";
import { isSopsFile, sopsProblem } from "./encryptedFile.ts";
import { readJsonText } from "./jsonText.ts";
import { readingOfEntries } from "./readingOfEntries.ts";

/** One registry of a docker `config.json`, as far as registries.yaml can take it over. */
export interface DockerCredential {
  /** Host and port as `configs` needs them; Docker Hub is `registry-1.docker.io`. */
  readonly host: string;
  readonly auth: RegistryAuth;
  /** True if username and password are together, in base64. */
  readonly isEncoded: boolean;
}

/** Whether a text is a docker `config.json`, or the base64 of one as a Kubernetes Secret contains it. */
export function hasDockerConfig(text: string): boolean {
  return dockerConfigJson(text) !== undefined;
}

/**
 * Docker's `config.json` or podman's `auth.json`, as it is or in base64, as a file to convert. Sources: docker/cli
 * `cli/config/configfile/file.go`, containers/image `docs/containers-auth.json.5.md`.
 */
export const dockerConfigFormat: CredentialFormat = {
  kind: "docker-config",
  recognises: ({ text, json }) => (json === undefined ? hasDockerConfig(text) : isConfig(json)),
  read({ text }) {
    const reading = readJsonText(dockerConfigJson(text) ?? text);
    if (!reading.ok) return { ...reading, kind: "docker-config" };
    return readConfig(isJsonObject(reading.value) ? reading.value : {}, reading.warnings);
  },
};

function isConfig(json: JsonObject): boolean {
  if ("mirrors" in json || "configs" in json) return false;
  const { auths, credHelpers, credsStore, HttpHeaders } = json;
  return (
    isJsonObject(auths) ||
    auths === null ||
    isJsonObject(credHelpers) ||
    typeof credsStore === "string" ||
    isJsonObject(HttpHeaders)
  );
}

/**
 * Reads a whole docker config.
 *
 * @param general what is to be said of every credential in it
 */
export function readConfig(config: JsonObject, general: readonly string[]): CredentialReading {
  if (isSopsFile(config)) return { ...refuse(sopsProblem), kind: "docker-config" };
  const auths = isJsonObject(config["auths"]) ? config["auths"] : {};
  const helpers = isJsonObject(config["credHelpers"]) ? config["credHelpers"] : {};
  const store = config["credsStore"];
  const ofHost = new Map(Object.entries(helpers).map(([key, helper]) => [dockerServer(key).host, helper]));
  const helperOf = (server: string): string | undefined => {
    const helper = ofHost.get(dockerServer(server).host) ?? store;
    return typeof helper === "string" && helper !== "" ? helper : undefined;
  };
  const { credentials, left } = readDockerEntries(auths, helperOf, general);
  const hosts = new Set(Object.keys(auths).map((key) => dockerServer(key).host));
  const unlisted = Object.keys(helpers).filter((key) => !hosts.has(dockerServer(key).host));
  const elsewhere = unlisted.map((key) => `${dockerServer(key).shown}: ${missingSecret(key, helperOf(key))}`);
  return readingOfEntries("docker-config", credentials, [...left, ...elsewhere], nothingIn(store));
}

function nothingIn(store: unknown): string {
  if (typeof store === "string" && /^[\w.-]{1,64}$/.test(store))
    return `The helper docker-credential-${store} keeps the credentials of this Docker config, so they are not in this file. Run docker-credential-${store} list to see its servers and docker-credential-${store} get with one of them as input, and convert its output.`;
  return "This Docker config contains no credential. Log in with docker or podman first, then convert the file.";
}

/** The credentials in a docker `config.json` that is there as it is or in base64; `undefined` for any other text. */
export function readDockerConfig(text: string): readonly DockerCredential[] | undefined {
  const json = dockerConfigJson(text);
  if (json === undefined) return undefined;
  const auths = jsonObject(json)?.["auths"];
  return isJsonObject(auths)
    ? Object.entries(auths).flatMap(([server, entry]) => dockerCredential(server, entry) ?? [])
    : [];
}

/**
 * Reads one entry of `auths`.
 *
 * @param server its key: a host, or a URL as docker writes it
 * @returns `undefined` when it holds no credential, because docker keeps it elsewhere, or one that can't be read
 */
export function dockerCredential(server: string, entry: unknown): DockerCredential | undefined {
  const reading = readDockerEntry(entry, () => "");
  if (!reading.ok) return undefined;
  const { host } = dockerServer(server);
  const isEncoded = isJsonObject(entry) && typeof entry["auth"] === "string";
  return { host: host === "docker.io" ? dockerHubHost : host, auth: reading.auth, isEncoded };
}

function dockerConfigJson(text: string): string | undefined {
  const bare = text.trim();
  if (isJson(bare)) return bare;
  if (!/^e[wy]/.test(bare)) return undefined;
  const reading = decodeBase64(paddedBase64(bare.replace(/\s+/g, "")));
  const decoded = reading.ok ? lossyUtf8(reading.bytes).trim() : "";
  return isJson(decoded) ? decoded : undefined;
}

function isJson(text: string): boolean {
  if (!text.startsWith("{")) return false;
  return (
    /^\{\s*"(?:auths|credHelpers|credsStore|HttpHeaders)"\s*:/.test(text) ||
    (text.includes('"auths"') && /"auths"\s*:\s*\{/.test(text))
  );
}
