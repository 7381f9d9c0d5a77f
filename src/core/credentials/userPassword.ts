import { shownAccount } from "../display/shown.ts";
import { hostProblem, registryHost } from "../hosts/registryHost.ts";
import { placeholder } from "../text/placeholder.ts";
import { type Result, refuse } from "../text/result.ts";
import { controlProblem } from "./controlCharacter.ts";
import type { Credential, RegistryAuth } from "./credential.ts";
import { keyUsernames } from "./googleCredential.ts";
import { keyCredential, parseGoogleServiceAccountKey } from "./googleServiceAccountKey.ts";
import { lifetimeOf } from "./lifetime.ts";

/** A user and password that someone typed. */
export type PairReading = Result<
  { readonly credential: Credential },
  { readonly field: "username" | "password" | "host" }
>;

/**
 * Makes a credential of what a person types. Blanks stay: k3s would send them.
 *
 * @param host the registry, as people write it; left out when it is not known yet
 */
export function pairCredential(username: string, password: string, host?: string): PairReading {
  const user = usernameProblem(username);
  if (user !== undefined) return { ...refuse(user), field: "username" };
  const secret = passwordProblem(password);
  if (secret !== undefined) return { ...refuse(secret), field: "password" };
  const registry = host === undefined ? undefined : registryHost(host);
  const unusable = registry === undefined ? undefined : hostProblem(registry);
  if (unusable !== undefined) return { ...refuse(unusable), field: "host" };
  const hosts = registry === undefined ? [] : [registry];
  if (Object.values(keyUsernames).includes(username)) {
    const key = parseGoogleServiceAccountKey(password);
    if (!key.ok) return { ...key, field: "password" };
    return { ok: true, credential: { ...keyCredential(key.key), hosts } };
  }
  const auth: RegistryAuth = { username, password };
  const { warnings: ends, ...times } = lifetimeOf(auth);
  const warnings = [...ends, ...pairWarnings(username, password, registry)];
  const account = shownAccount(username.trim(), password.trim());
  const description = { ...(account === undefined ? {} : { account }), ...times };
  return { ok: true, credential: { kind: "user-password", auth, hosts, description, warnings } };
}

/**
 * Why a text can't be a user. Source: RFC 7617 §2 (no colon, as that ends the name);
 * docs/how-k3s-reads-it/generated-files.md#quoting.
 *
 * @returns one sentence, or `undefined` when it can
 */
export function usernameProblem(username: string): string | undefined {
  if (username.trim() === "") return "Enter the username.";
  return username.includes(":") ? colonInUsername : controlProblem(username);
}

/** Source: RFC 7617 §2. */
export const colonInUsername =
  "The username contains a colon, so the registry would read the rest as the password. Remove the colon.";

/**
 * Why a text can't be a password in registries.yaml.
 *
 * @returns one sentence, or `undefined` when it can
 */
export function passwordProblem(password: string): string | undefined {
  if (password.trim() === "") return "Enter the password or token.";
  return controlProblem(password);
}

/**
 * What speaks against a pair that k3s can read.
 *
 * @param registry the registry it is for, where that is known
 */
export function pairWarnings(username: string, password: string, registry: string | undefined): readonly string[] {
  return [...textWarnings(username, password), ...registryWarnings(password, registry)];
}

function textWarnings(username: string, password: string): readonly string[] {
  const warnings: string[] = [];
  if (username !== username.trim())
    warnings.push("The username has spaces around it, which the registry reads as part of it. Remove them.");
  if (password !== password.trim())
    warnings.push(
      "The password has spaces or a line break around it, which the registry reads as part of it. Remove them if they are not meant.",
    );
  else if (/[\r\n\t]/.test(password))
    warnings.push("The password contains a line break or tab, which few registries accept. Check how it was copied.");
  if (placeholder(username, "credential"))
    warnings.push("The username looks like a placeholder, which k3s does not fill in. Enter the real one.");
  if (placeholder(password, "credential"))
    warnings.push("The password looks like a placeholder, which k3s does not fill in. Enter the real one.");
  return warnings;
}

/** What is wrong with a token of GitHub that starts with `github_pat_`. */
export const fineGrainedToken =
  "GitHub's registry rejects fine-grained tokens (github_pat_…), so pulls will fail. Create a classic token with the scope read:packages.";

function registryWarnings(password: string, registry: string | undefined): readonly string[] {
  if (registry !== "ghcr.io" || !password.startsWith("github_pat_")) return [];
  return [fineGrainedToken];
}
