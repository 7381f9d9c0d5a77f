import type { RegistryAuth } from "../credentials/credential.ts";
import { isServiceAccountKey } from "../credentials/googleCredential.ts";
import { shownKey } from "../display/shown.ts";
import { chosenCredential } from "../file/authPrecedence.ts";
import { type HostConfig, type RegistriesFile, textOf } from "../file/file.ts";
import { isDockerHub } from "../hosts/registryKey.ts";
import { indentedJson } from "../json/tokens.ts";
import { encodeText } from "../text/base64.ts";
import { type Result, refuse } from "../text/result.ts";

/** What a credential can be written as for other tools. */
export type ExtractForm = "google-key" | "docker-config" | "pull-secret";

/** The text is the secret. */
export type Extraction = Result<{ readonly text: string; readonly language: "json" | "yaml" }>;

/** The hosts of a registries.yaml with a credential that can be extracted. */
export function credentialHosts({ configs }: RegistriesFile): readonly string[] {
  return configs.filter((config) => formsOf(config).length > 0).map(({ host }) => host);
}

/** The forms in which the credential of a host can be extracted; the most fitting first, none when it has none. */
export function extractForms(file: RegistriesFile, host: string): readonly ExtractForm[] {
  const config = file.configOf(host);
  return config ? formsOf(config) : [];
}

/**
 * Writes the credential of one host, as containerd takes it, for another tool: the key file as Google gave it, a docker
 * `config.json`, or a pull Secret of Kubernetes.
 */
export function extract(file: RegistriesFile, host: string, form: ExtractForm): Extraction {
  const config = file.configOf(host);
  if (!config) return refuse(`This registries.yaml has no entry for ${shownKey(host)} under "configs".`);
  const forms = formsOf(config);
  if (forms.length === 0)
    return refuse(
      `The entry of ${shownKey(host)} contains no credential that can be read, so there is nothing to extract.`,
    );
  if (!forms.includes(form)) return refuse(unfit(form, shownKey(host)));
  if (form === "google-key")
    return { ok: true, text: indentedJson(config.auth.jsonPassword?.json ?? "") ?? "", language: "json" };
  const docker = dockerConfig(host, authOf(config) as RegistryAuth);
  if (form === "docker-config") return { ok: true, text: `${JSON.stringify(docker, null, 2)}\n`, language: "json" };
  return { ok: true, text: pullSecret(host, JSON.stringify(docker)), language: "yaml" };
}

function unfit(form: ExtractForm, host: string): string {
  return form === "google-key"
    ? `The credential of ${host} is not a Google key. Extract it as a docker config.json instead.`
    : `The credential of ${host} is an identity token, which a pull Secret can't contain. Extract it as a docker config.json instead.`;
}

function formsOf(config: HostConfig): readonly ExtractForm[] {
  const auth = authOf(config);
  if (!auth) return [];
  // The kubelet reads no identity token out of a pull Secret.
  if ("identityToken" in auth) return ["docker-config"];
  const key = config.auth.jsonPassword;
  return [...(key && isServiceAccountKey(key.fields) ? (["google-key"] as const) : []), "docker-config", "pull-secret"];
}

/**
 * The credential that containerd uses of an entry; where its quoting is broken, the one that is meant. Source:
 * docs/how-k3s-reads-it/credentials.md#precedence.
 */
function authOf({ auth }: HostConfig): RegistryAuth | undefined {
  if (chosenCredential(auth) === "identity_token") {
    const identityToken = textOf(auth.identityToken);
    return identityToken === undefined ? undefined : { identityToken };
  }
  const { username, password } = auth.credential;
  if (username === undefined || password === undefined || password === "") return undefined;
  return { username, password: auth.jsonPassword?.form === "json" ? keyText(auth, password) : password };
}

/** The JSON that is meant where backslashes or quotes around it went wrong. */
function keyText(auth: HostConfig["auth"], password: string): string {
  const key = auth.jsonPassword;
  return key && !key.intact ? key.json : password;
}

/**
 * The server under which docker keeps the credential of Docker Hub. Source: docker/cli `cli/config/configfile/file.go`.
 */
const dockerHubServer = "https://index.docker.io/v1/";

function dockerConfig(host: string, auth: RegistryAuth): object {
  const server = isDockerHub(host) ? dockerHubServer : host;
  return { auths: { [server]: dockerEntry(auth) } };
}

function dockerEntry(auth: RegistryAuth): object {
  if ("identityToken" in auth) return { identitytoken: auth.identityToken };
  const { username, password } = auth;
  // docker cuts `auth` at the first colon.
  if (username.includes(":")) return { username, password };
  return { auth: encodeText(`${username}:${password}`) };
}

function pullSecret(host: string, config: string): string {
  const lines = [
    "apiVersion: v1",
    "kind: Secret",
    "metadata:",
    `  name: ${secretName(host)}`,
    "type: kubernetes.io/dockerconfigjson",
    "data:",
    `  .dockerconfigjson: ${encodeText(config)}`,
  ];
  return `${lines.join("\n")}\n`;
}

/** A name made of a host: a DNS label (RFC 1123), which starts with a letter so that YAML takes it for a text. */
export function secretName(host: string): string {
  const label = host.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return `registry-${label.replace(/^-|-$/g, "")}`.slice(0, 63).replace(/-+$/, "");
}
