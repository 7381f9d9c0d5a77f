import { shownAccount } from "../display/shown.ts";
import type { JsonObject } from "../json/object.ts";
import type { Credential, CredentialFormat } from "./credential.ts";
import { renewal, secondsOf } from "./lifetime.ts";
import { readingOfEntries } from "./readingOfEntries.ts";

/**
 * A deploy token as GitLab's API and `glab deploy-token create --output json` give it. It does not name the registry.
 * Source: GitLab, "Deploy tokens API".
 */
export const gitlabDeployTokenFormat: CredentialFormat = {
  kind: "gitlab-deploy-token",
  recognises: ({ items }) => items.length > 0 && items.every(isDeployToken),
  read({ items }) {
    const tokens = items.filter(isDeployToken);
    const faults = tokens.map(faultOf);
    const usable = tokens.filter((_, at) => faults[at] === undefined);
    const left = faults.flatMap((fault) => (fault ? [fault] : []));
    const credentials = usable.map((token) => read(token, usable.length > 1));
    return readingOfEntries("gitlab-deploy-token", credentials, left, noToken);
  },
};

const noToken =
  "The token itself is not in this file: GitLab shows it only at creation. Create a new deploy token with the scope read_registry and convert GitLab's response.";

function isDeployToken({ username, scopes, token, revoked }: JsonObject): boolean {
  return (
    typeof username === "string" &&
    Array.isArray(scopes) &&
    scopes.every((scope) => typeof scope === "string") &&
    (typeof token === "string" || typeof revoked === "boolean")
  );
}

function faultOf({ username, token, revoked, expired }: JsonObject): string | undefined {
  if (revoked === true)
    return "The deploy token was revoked, so GitLab rejects it. Create a new one with the scope read_registry.";
  if (expired === true)
    return "The deploy token has expired, so GitLab rejects it. Create a new one with the scope read_registry.";
  return typeof token === "string" && token !== "" && username !== "" ? undefined : noToken;
}

function read({ username, token, scopes, expires_at }: JsonObject, several: boolean): Credential {
  const [user, password] = [String(username), String(token)];
  const account = shownAccount(user, password);
  const expires = secondsOf(expires_at);
  const warnings: string[] = [];
  if (!Array.isArray(scopes) || !scopes.includes("read_registry"))
    warnings.push(
      "The deploy token lacks the scope read_registry, so it can't pull images. Create a new one with that scope.",
    );
  if (expires !== undefined) warnings.push(renewal(expires));
  return {
    kind: "gitlab-deploy-token",
    auth: { username: user, password },
    hosts: [],
    description: {
      ...(account === undefined ? {} : { account }),
      ...(several && account !== undefined ? { entry: account } : {}),
      ...(expires === undefined ? {} : { expires }),
    },
    warnings,
  };
}
