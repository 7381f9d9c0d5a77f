import { shownAccount } from "../display/shown.ts";
import { looksLikeToken } from "../display/token.ts";
import { hostProblem, registryHost } from "../hosts/registryHost.ts";
import { isJsonObject, type JsonObject } from "../json/object.ts";
import type { Credential, CredentialFormat, CredentialReading, CredentialSource } from "./credential.ts";
import { azureTokenUsername, lifetimeOf, renewal, secondsOf } from "./lifetime.ts";
import { readingOfEntries } from "./readingOfEntries.ts";

/**
 * What the Azure command line prints of credentials for Azure Container Registry (Microsoft, "Create a token with
 * repository-scoped permissions"). Only that of `az acr login --expose-token` names the registry.
 */
export const acrCredentialFormat: CredentialFormat = {
  kind: "acr-credential",
  recognises: (source) => reader(source) !== undefined,
  read: (source): CredentialReading => reader(source)?.() ?? readingOfEntries("acr-credential", [], [], noPassword),
};

const noPassword =
  "The passwords are not in this file: Azure shows them only at creation. Run az acr token credential generate and convert its output.";

/** Reads the form that a file has; `undefined` when it has none of them. */
function reader({ json }: CredentialSource): (() => CredentialReading) | undefined {
  if (json === undefined) return undefined;
  const { credentials, passwords, username, appId, tenant, accessToken, loginServer } = json;
  if (isJsonObject(credentials) && Array.isArray(credentials["passwords"]))
    return () => readToken(credentials, json["status"] === "disabled");
  if (Array.isArray(passwords) && typeof username === "string") return () => readToken(json, false);
  if (typeof appId === "string" && typeof tenant === "string") return () => readPrincipal(json);
  if (typeof accessToken === "string" && typeof loginServer === "string") return () => readLogin(json);
  return undefined;
}

/** A token or the admin user: two passwords that are good for the same. */
function readToken({ username, passwords }: JsonObject, disabled: boolean): CredentialReading {
  const written = Array.isArray(passwords) ? passwords.filter(isJsonObject) : [];
  const usable = written.flatMap(({ name, value, expiry }) =>
    typeof username === "string" && username !== "" && typeof value === "string" && value !== ""
      ? [{ name, value, username, expires: secondsOf(expiry) }]
      : [],
  );
  const off = disabled
    ? ["The token is disabled, so the registry rejects it. Enable it with az acr token update --status enabled."]
    : [];
  const found = usable.map(({ name, value, username: user, expires }) => {
    const entry =
      typeof name === "string" && /^[\w-]{1,40}$/.test(name) && !looksLikeToken(name) ? { entry: name } : {};
    const ends = expires === undefined ? [] : [renewal(expires)];
    return pair(user, value, { ...entry, ...(expires === undefined ? {} : { expires }) }, [...off, ...ends]);
  });
  return readingOfEntries("acr-credential", found, [], noPassword);
}

/** Source for the year: Microsoft, `az ad sp create-for-rbac`. */
function readPrincipal({ appId, password }: JsonObject): CredentialReading {
  const none =
    "The password of the service principal is not in this file: Azure shows it only at creation. Run az ad sp credential reset and convert its output.";
  if (typeof password !== "string" || password === "") return readingOfEntries("acr-credential", [], [], none);
  const ends =
    "The password of a service principal expires, by default after a year. Put a new one into registries.yaml before that.";
  return readingOfEntries("acr-credential", [pair(String(appId), password, {}, [ends])], [], none);
}

function readLogin({ accessToken, loginServer, username }: JsonObject): CredentialReading {
  const user = typeof username === "string" && username !== "" ? username : azureTokenUsername;
  const password = String(accessToken);
  if (password === "") return readingOfEntries("acr-credential", [], [], noPassword);
  const { warnings, ...times } = lifetimeOf({ username: azureTokenUsername, password });
  const host = registryHost(String(loginServer));
  const credential = pair(user, password, times, warnings);
  return readingOfEntries(
    "acr-credential",
    [{ ...credential, hosts: hostProblem(host) === undefined ? [host] : [] }],
    [],
    noPassword,
  );
}

function pair(
  username: string,
  password: string,
  details: Credential["description"],
  warnings: readonly string[],
): Credential {
  const account = shownAccount(username, password);
  return {
    kind: "acr-credential",
    auth: { username, password },
    hosts: [],
    description: { ...(account === undefined ? {} : { account }), ...details },
    warnings,
  };
}
