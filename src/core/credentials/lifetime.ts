import { shownTime } from "../text/shownTime.ts";
import type { RegistryAuth } from "./credential.ts";
import { isAccessToken, isTokenUsername } from "./googleCredential.ts";
import { readTokenTimes, type TokenTimes } from "./jsonWebToken.ts";

/** What is known of how long a credential lasts. */
export interface Lifetime {
  /** At most one: that it ends too soon for a file that k3s reads only when it starts. */
  readonly warnings: readonly string[];
  /** When it ends, in seconds since 1970. */
  readonly expires?: number;
}

/**
 * Tells tokens that expire from passwords. Sources: docs/how-k3s-reads-it/google.md#username; Amazon ECR API reference,
 * GetAuthorizationToken; Microsoft, `az acr login --expose-token`; GitHub, "Authenticating as a GitHub App
 * installation" (`ghs_`); GitLab, "CI/CD job token"; RFC 7519.
 */
export function lifetimeOf(auth: RegistryAuth): Lifetime {
  const secret = "username" in auth ? auth.password : auth.identityToken;
  const times = readTokenTimes(secret);
  const kind = "username" in auth ? tokenKind(auth.username, auth.password) : undefined;
  const warning = kind ?? (times && endOf(times));
  return { warnings: warning === undefined ? [] : [warning], ...(times && { expires: times.expires }) };
}

/** True for a token that lives so long that it is renewed like a password. */
export function livesLong({ lifetime = 0 }: TokenTimes): boolean {
  return lifetime > 90 * 24 * 60 * 60;
}

/** What to say of a token that ends. */
export function endOf(times: TokenTimes): string {
  return livesLong(times)
    ? renewal(times.expires)
    : endsTooSoon(
        `This token expires on ${shownTime(times.expires)}`,
        "Use a credential that does not expire, or the kubelet's credential provider for this registry",
      );
}

/** What to say of a credential that ends, but not soon after it was made; `expires` is in seconds since 1970. */
export function renewal(expires: number): string {
  return `This token expires on ${shownTime(expires)}. Put a new one into registries.yaml before that.`;
}

function endsTooSoon(end: string, remedy: string): string {
  return `${end}, but k3s reads registries.yaml only at startup, so pulls then fail with 401 or 403. ${remedy}.`;
}

/** What to say of tokens that always end soon after they were made. */
export const shortLived = {
  amazon: endsTooSoon(
    "This Amazon ECR password expires after 12 hours",
    "Use the kubelet's credential provider for ECR instead",
  ),
  azure: endsTooSoon(
    "This Azure access token expires after about 3 hours",
    "Use a token or service principal of the registry, or the kubelet's credential provider for ACR",
  ),
  google: endsTooSoon(
    "This Google access token expires after an hour",
    'Use a service-account key with the username "_json_key", or the kubelet\'s credential provider',
  ),
  job: endsTooSoon(
    "This token expires after an hour or with its CI job",
    "Use an access token or deploy token that may read the registry (on GitHub: read:packages)",
  ),
} as const;

/**
 * Reads a time as APIs write it: RFC 3339 or a date alone, or the time since 1970 in seconds or milliseconds.
 *
 * @returns whole seconds since 1970; `undefined` for what is no time, and for one before 1970, as never is written
 */
export function secondsOf(time: unknown): number | undefined {
  if (typeof time === "string") return /^\d{4}-\d\d-\d\d/.test(time) ? secondsOf(Date.parse(time)) : undefined;
  if (typeof time !== "number" || !(time > 0)) return undefined;
  const seconds = Math.floor(time < latestSeconds ? time : time / 1000);
  return seconds < latestSeconds ? seconds : undefined;
}

/** The year 5138 in seconds, March 1973 in milliseconds. */
const latestSeconds = 100_000_000_000;

/** The username with which Azure takes an access token for the password. */
export const azureTokenUsername = "00000000-0000-0000-0000-000000000000";

function tokenKind(username: string, password: string): string | undefined {
  if (username === "AWS") return shortLived.amazon;
  if (username === azureTokenUsername) return shortLived.azure;
  if (isTokenUsername(username) || isAccessToken(password)) return shortLived.google;
  return password.startsWith("ghs_") || username === "gitlab-ci-token" ? shortLived.job : undefined;
}
