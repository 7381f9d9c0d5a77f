import { readBasicAuth } from "../file/authPrecedence.ts";
import { hostProblem, registryHost } from "../hosts/registryHost.ts";
import { decodedJson, isJsonObject, type JsonObject } from "../json/object.ts";
import { paddedBase64 } from "../text/base64.ts";
import type { Credential, CredentialFormat, CredentialReading, CredentialSource } from "./credential.ts";
import { lifetimeOf, secondsOf } from "./lifetime.ts";
import { readingOfEntries } from "./readingOfEntries.ts";

/**
 * What `aws ecr get-authorization-token` and `aws ecr-public get-authorization-token` print, and the bare password of
 * `get-login-password` (Amazon ECR and ECR Public API reference, AuthorizationData).
 */
export const ecrTokenFormat: CredentialFormat = {
  kind: "ecr-token",
  recognises: (source) => tokensOf(source) !== undefined || passwordOf(source) !== undefined,
  read(source): CredentialReading {
    const password = passwordOf(source);
    if (password !== undefined)
      return readingOfEntries(
        "ecr-token",
        [credential({ username: "AWS", password }, undefined, undefined)],
        [],
        noToken,
      );
    const { fields, publicHost } = tokensOf(source) ?? { fields: [] };
    const found = fields.map((token) => read(token, publicHost));
    const credentials = found.flatMap((one) => (one ? [one] : []));
    const left = found.flatMap((one) => (one ? [] : [damaged]));
    return readingOfEntries("ecr-token", credentials, left, noToken);
  },
};

const noToken = "This Amazon ECR output contains no token. Run aws ecr get-authorization-token again.";
const damaged =
  "The authorizationToken is missing or damaged: it must be a username and password in base64. Run aws ecr get-authorization-token again.";

interface Tokens {
  readonly fields: readonly JsonObject[];
  /** The registry of tokens that name none. */
  readonly publicHost?: string;
}

/** ECR Public gives one object and no registry, since it has but one. */
function tokensOf({ json, items }: CredentialSource): Tokens | undefined {
  const data = json?.["authorizationData"];
  if (Array.isArray(data)) return { fields: data.filter(isJsonObject) };
  if (isJsonObject(data)) return { fields: [data], publicHost: "public.ecr.aws" };
  // What is left when the answer was cut down with --query authorizationData.
  const cut = items.filter((item) => "authorizationToken" in item && "expiresAt" in item);
  return cut.length > 0 ? { fields: cut } : undefined;
}

function read(token: JsonObject, publicHost: string | undefined): Credential | undefined {
  const { authorizationToken, proxyEndpoint, expiresAt } = token;
  if (typeof authorizationToken !== "string") return undefined;
  const pair = readBasicAuth(paddedBase64(authorizationToken.replace(/\s/g, "")));
  if (!pair.ok || pair.username === "" || pair.password === "") return undefined;
  const host = typeof proxyEndpoint === "string" ? registryHost(proxyEndpoint) : publicHost;
  return credential(pair, host, secondsOf(expiresAt));
}

function credential(
  { username, password }: { readonly username: string; readonly password: string },
  host: string | undefined,
  expires: number | undefined,
): Credential {
  return {
    kind: "ecr-token",
    auth: { username, password },
    hosts: host === undefined || hostProblem(host) !== undefined ? [] : [host],
    description: { account: "AWS", ...(expires === undefined ? {} : { expires }) },
    warnings: lifetimeOf({ username: "AWS", password }).warnings,
  };
}

/** The password is the base64 of JSON with these fields; AWS does not document them, so others are left alone. */
function passwordOf({ text }: CredentialSource): string | undefined {
  const password = text.trim();
  if (password.length > 20_000 || !password.startsWith("eyJ") || /\s/.test(password)) return undefined;
  const json = decodedJson(password);
  return json !== undefined && ["payload", "datakey", "version"].every((field) => json.includes(`"${field}"`))
    ? password
    : undefined;
}
