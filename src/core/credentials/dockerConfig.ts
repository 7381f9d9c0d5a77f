import { dockerHubHost } from "../registries/endpoint.ts";
import { decodeBase64 } from "../text/base64.ts";
import { phrase } from "../text/phrase.ts";
import { lossyUtf8 } from "../yaml/source.ts";
import { readBasicAuth } from "./choice.ts";
import type { Credential, CredentialFormat } from "./credential.ts";

/** One registry of a docker `config.json`, as far as registries.yaml can take it over. */
export interface DockerCredential {
  /** Host and port as `configs` needs them; Docker Hub is `registry-1.docker.io`. */
  readonly host: string;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly identityToken: string | undefined;
  /** The base64 of both, with its padding. */
  readonly auth: string | undefined;
}

/** Whether a text is a docker `config.json`, or the base64 of one as a Kubernetes Secret holds it (reference §8). */
export function holdsDockerConfig(text: string): boolean {
  return dockerConfigJson(text) !== undefined;
}

/** A docker `config.json`, or one in base64, as a file to convert. */
export const dockerConfigFormat: CredentialFormat = {
  kind: "docker-config",
  recognises: ({ text }) => holdsDockerConfig(text),
  read({ text }) {
    const credentials = (readDockerConfig(text) ?? []).map(asCredential);
    if (credentials.length > 0) return { ok: true, kind: "docker-config", credentials, left: [] };
    return { ok: false, kind: "docker-config", problem: phrase("This Docker config holds no credential.") };
  },
};

function asCredential({ host, username, password, identityToken }: DockerCredential): Credential {
  return {
    kind: "docker-config",
    auth: identityToken === undefined ? { username: username ?? "", password: password ?? "" } : { identityToken },
    hosts: [host],
    description: username === undefined ? {} : { account: username },
    warnings: [],
  };
}

/** The credentials in a docker `config.json` that is there as it is or in base64; `undefined` for any other text. */
export function readDockerConfig(text: string): readonly DockerCredential[] | undefined {
  const json = dockerConfigJson(text);
  if (json === undefined) return undefined;
  try {
    const { auths } = JSON.parse(json) as { readonly auths?: unknown };
    if (typeof auths !== "object" || auths === null) return [];
    return Object.entries(auths).flatMap(([server, entry]) =>
      typeof entry === "object" && entry !== null
        ? (dockerCredential(server, (key) => Reflect.get(entry, key)) ?? [])
        : [],
    );
  } catch {
    return [];
  }
}

/**
 * Reads one entry of `auths`.
 *
 * @param server its key: a host, or a URL as docker writes it
 * @param field what the entry has under a key
 * @returns `undefined` when it holds no credential, because docker keeps it elsewhere, or one that can't be read
 */
export function dockerCredential(server: string, field: (key: string) => unknown): DockerCredential | undefined {
  const text = (key: string): string | undefined => {
    const value = field(key);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const host = hostOf(server);
  const identityToken = text("identitytoken");
  if (identityToken !== undefined)
    return { host, identityToken, username: undefined, password: undefined, auth: undefined };
  const bare = text("auth")?.replace(/=+$/, "");
  const auth = bare && bare + "=".repeat((4 - (bare.length % 4)) % 4);
  const basic = auth === undefined ? undefined : readBasicAuth(auth);
  if (basic?.ok && basic.username !== "")
    return { host, auth, username: basic.username, password: basic.password, identityToken };
  const [username, password] = [text("username"), text("password")];
  return username === undefined || password === undefined
    ? undefined
    : { host, username, password, identityToken, auth: undefined };
}

function hostOf(server: string): string {
  const host = server.replace(/^[a-z]+:\/\//i, "").replace(/\/.*$/, "");
  return /^(?:index\.)?docker\.io$/.test(host) ? dockerHubHost : host;
}

function dockerConfigJson(text: string): string | undefined {
  const bare = text.trim();
  if (isJson(bare)) return bare;
  if (!/^e[wy]/.test(bare)) return undefined;
  const reading = decodeBase64(bare.replace(/\s+/g, ""));
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
