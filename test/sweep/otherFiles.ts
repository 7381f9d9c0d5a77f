// Secrets in what is read beside a registries.yaml: credential files, errors that are pasted, settings files.
import { readCredentials } from "../../src/core/credentials/readCredentials.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { parseSettingsFile } from "../../src/core/lint/settingsFile.ts";
import { explainErrors } from "../../src/core/pullErrors/explainError.ts";
import { readPullErrors } from "../../src/core/pullErrors/pullError.ts";

interface OtherFile {
  readonly name: string;
  /** All that is told of a file with the secret in it. */
  readonly show: (secret: string) => unknown;
  /** Whether a word in this place is a name like any other. */
  readonly onlyTokens: boolean;
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

const host = "r.example.com";

function docker(server: string, entry: unknown): string {
  return JSON.stringify({ auths: { [server]: entry } });
}

const pair = { auth: base64("fake-user:fake-password") };

const credentials: Readonly<Record<string, (secret: string) => string>> = {
  "docker, user in the server": (secret) => docker(`https://ci:${secret}@${host}`, pair),
  "docker, user in the host": (secret) => docker(`ci:${secret}@${host}`, pair),
  "docker, query of the server": (secret) => docker(`${host}?token=${secret}`, pair),
  "docker, auth": (secret) => docker(host, { auth: base64(`ci:${secret}`) }),
  "docker, auth not in base64": (secret) => docker(host, { auth: `ci:${secret}` }),
  "docker, password": (secret) => docker(host, { username: "ci", password: secret }),
  "docker, password without user": (secret) => docker(host, { password: secret }),
  "docker, user with password": (secret) => docker(host, { username: `ci:${secret}`, password: secret }),
  "docker, user as password": (secret) => docker(host, { username: secret, password: secret }),
  "docker, token": (secret) => docker(host, { identitytoken: secret }),
  "dockercfg, user in the host": (secret) => JSON.stringify({ [`ci:${secret}@${host}`]: pair }),
  "helper, user in the URL": (secret) =>
    JSON.stringify({ ServerURL: `https://ci:${secret}@${host}`, Username: "ci", Secret: "a" }),
  "helper, secret": (secret) => JSON.stringify({ ServerURL: `https://${host}`, Username: secret, Secret: secret }),
  "pull secret": (secret) =>
    `kind: Secret\ntype: kubernetes.io/dockerconfigjson\ndata:\n  .dockerconfigjson: ${base64(docker(host, { auth: base64(`ci:${secret}`) }))}\n`,
  "pull secret, not in base64": (secret) =>
    `kind: Secret\ntype: kubernetes.io/dockerconfigjson\ndata:\n  .dockerconfigjson: "${secret}"\n`,
  "basic-auth secret": (secret) =>
    `kind: Secret\ntype: kubernetes.io/basic-auth\nstringData:\n  username: ci\n  password: "${secret}"\n`,
  "Google key": (secret) =>
    JSON.stringify({ type: "service_account", private_key: secret, client_email: "a@b.example.com" }),
  "Harbor robot": (secret) => JSON.stringify({ name: "robot$ci", secret }),
  "GitLab deploy token": (secret) => JSON.stringify({ username: `ci:${secret}`, token: secret }),
  "ACR token": (secret) => JSON.stringify({ username: secret, passwords: [{ name: "password", value: secret }] }),
  "ECR token": (secret) =>
    JSON.stringify({
      authorizationData: [{ authorizationToken: base64(`AWS:${secret}`), proxyEndpoint: `https://${host}` }],
    }),
  "the secret alone": (secret) => secret,
  "user and password": (secret) => `ci:${secret}`,
  "broken JSON": (secret) => `{"auths": {"r": {"auth": ${secret}}}}`,
};

const namePlaces: Readonly<Record<string, (secret: string) => string>> = {
  "docker, helper": (secret) => JSON.stringify({ credHelpers: { [host]: secret } }),
  "docker, host": (secret) => docker(secret, pair),
  "ACR token, name": (secret) => JSON.stringify({ username: "ci", passwords: [{ name: secret, value: "a1" }] }),
};

const errors: Readonly<Record<string, (secret: string) => string>> = {
  "error, user in the image": (secret) => `Failed to pull image "ci:${secret}@${host}/a:1": 401 Unauthorized`,
  "error, user in the URL": (secret) =>
    `Failed to pull image "${host}/a:1": failed to do request: Head "https://ci:${secret}@${host}/v2/a/manifests/1": x509: certificate signed by unknown authority`,
  "error, token URL": (secret) =>
    `failed to fetch oauth token: unexpected status from GET request to https://ci:${secret}@${host}/token?token=${secret}: 401 Unauthorized`,
  "error, value": (secret) =>
    `level=info msg="Waiting to retrieve agent configuration; server is not ready: yaml: unmarshal errors:\\n  line 5: cannot unmarshal !!str \`${secret}\` into bool"`,
};

const settings: Readonly<Record<string, (secret: string) => string>> = {
  "settings, rule": (secret) => `severities:\n  ${secret}: off\n`,
  "settings, key": (secret) => `${secret}: x\n`,
};

function each(
  texts: Readonly<Record<string, (secret: string) => string>>,
  told: (text: string) => unknown,
  onlyTokens = false,
): readonly OtherFile[] {
  return Object.entries(texts).map(([name, text]) => ({ name, show: (secret) => told(text(secret)), onlyTokens }));
}

function toldOfCredentials(text: string): unknown {
  const reading = readCredentials(text);
  if (!reading.ok) return reading.problem;
  return [reading.credentials.map(({ description, hosts, warnings }) => [description, hosts, warnings]), reading.left];
}

export const otherFiles: readonly OtherFile[] = [
  ...each(credentials, toldOfCredentials),
  ...each(namePlaces, toldOfCredentials, true),
  ...each(errors, (text) => explainErrors(readPullErrors(text), openRegistries("mirrors: {}\n"))),
  ...each(settings, (text) => parseSettingsFile(text).problems, true),
];
