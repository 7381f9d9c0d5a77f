import { isEmbeddedRegistry } from "../hosts/endpoint.ts";
import { isGoogleHost } from "../hosts/registryHost.ts";
import type { PullErrorKind } from "./errorKinds.ts";
import type { ErrorRequest } from "./errorRequest.ts";

/**
 * The kind of an error whose words are those of another one, but whose request tells what is behind it.
 *
 * @param told the kind by its words
 * @param asked the request, its host, and the text of the error without blanks
 */
export function kindOfRequest(
  told: PullErrorKind,
  {
    request,
    host,
    squeezed,
  }: { readonly request: ErrorRequest | undefined; readonly host: string | undefined; readonly squeezed: string },
): PullErrorKind {
  if (host === undefined) return told;
  if (told === "no-such-host" && isMisspeltScheme(host)) return "misspelt-scheme";
  const forImage = request?.path.startsWith("/v2/") ?? /tryingnexthost/i.test(squeezed);
  if (isEmbeddedRegistry(host) && forImage && (told === "server-error" || told === "not-found"))
    return "embedded-registry-miss";
  if (request && tokenKinds.has(told) && scopes(squeezed) > 1 && refusesTwoScopes(host, request)) return "two-scopes";
  return told;
}

const tokenKinds: ReadonlySet<PullErrorKind> = new Set([
  "anonymous-token-refused",
  "token-refused",
  "token-not-found",
  "token-server-error",
  "anonymous-denied",
  "permission-denied",
]);

/** How many repositories the request for a token is about. */
function scopes(squeezed: string): number {
  return squeezed.split(/[?&]scope=repository(?::|%3A)/i).length - 1;
}

/**
 * Registries that give out no token for two repositories of which one is not theirs: Google's and GitHub's refuse it
 * (containerd#8415, #9648), Harbor fails on a name without a project (harbor#11108, #11852).
 */
function refusesTwoScopes(host: string, { path }: ErrorRequest): boolean {
  return isGoogleHost(host) || host === "ghcr.io" || path.startsWith("/service/token");
}

/** A scheme, also with letters too many, missing or swapped: for `htps://host`, containerd contacts the host `htps`. */
function isMisspeltScheme(host: string): boolean {
  return /^(?:h{1,2}t{1,3}p{1,3}s{0,2}|t{2,3}p{1,2}s{0,2}|htt?sp|hpt{1,2}s?|ftps?)$/i.test(host);
}
