import { withoutEnds } from "../text/trim.ts";
import { dockerHubHost } from "./endpoint.ts";

/**
 * Why the key of a registry can't be a host: a registry is looked up by `host[:port]` alone. Source:
 * docs/how-k3s-reads-it/hosts.md#mirror-lookup, docs/how-k3s-reads-it/hosts.md#configs-lookup.
 */
export type KeyFault = "empty" | "blank" | "scheme" | "user" | "path" | "no-port" | "port";

/** What of a key is no host and port; the first fault from its left. */
export function keyFault(key: string): KeyFault | undefined {
  // Most keys by far.
  if (/^[\w.-]+(?::\d+)?$/.test(key)) return undefined;
  if (/^[ \t\r\n]*$/.test(key)) return "empty";
  if (/^[a-z][a-z0-9+.-]*:?\/\/?|^\/\//i.test(key) && key !== plainHost(key)) {
    if (/^(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(key) || /^https?:?\//i.test(key)) return "scheme";
  }
  if (/[ \t\r\n]/.test(key)) return "blank";
  if (key.includes("/")) return "path";
  if (key.includes("@")) return "user";
  if (/^[\w.-]+:$/.test(key)) return "no-port";
  return /^[\w.-]+:[^:]+$/.test(key) ? "port" : undefined;
}

/** Whether a key has a quote or an invisible character in it, which other rules speak of. */
export function hasStrayCharacter(key: string): boolean {
  return /[^\x21-\x7e]|['"\\]/.test(key);
}

/** Host and port of a key, without the blanks around it, scheme, user, path and a colon at the end; upper case stays. */
export function plainHost(key: string): string {
  const trimmed = withoutEnds(key, (char) => /[ \t\r\n]/.test(char));
  const bare = trimmed.replace(/^(?:[a-z][a-z0-9+.-]*:\/\/?|https?\/\/|\/\/)/i, "");
  const authority = bare.replace(/[/?#].*$/s, "");
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  // The slash was one of the password of a user before the host.
  const inPassword = host !== authority && !/[.:]|^localhost$/.test(host) && bare.length > authority.length;
  const named = inPassword ? bare.slice(bare.lastIndexOf("@") + 1).replace(/[/?#].*$/s, "") : host;
  return /^[^:]+:$/.test(named) ? named.slice(0, -1) : named;
}

/** Names of Docker Hub under which its registry does not answer. Source: docs/how-k3s-reads-it/hosts.md#docker-hub. */
const hubSites: ReadonlySet<string> = new Set([
  "index.docker.io",
  "hub.docker.com",
  "registry.hub.docker.com",
  "docker.com",
  "www.docker.com",
  "registry.docker.io",
  "auth.docker.io",
]);

/** Whether a host stands for Docker Hub without being the host that containerd asks. */
export function isHubSite(host: string): boolean {
  return hubSites.has(host.toLowerCase());
}

/** Whether a key is one that credentials of Docker Hub belong under. */
export function isHubKey(host: string): boolean {
  return host === "docker.io" || host === dockerHubHost;
}

/** Whether a host is Docker Hub, under whatever name. */
export function isDockerHub(host: string): boolean {
  return isHubKey(host) || isHubSite(host);
}

const hosted: readonly RegExp[] = [
  /^(?:registry-1\.)?docker\.io$/,
  /(?:^|\.)gcr\.io$/,
  /\.pkg\.dev$/,
  /^(?:ghcr\.io|quay\.io|registry\.k8s\.io|mcr\.microsoft\.com|public\.ecr\.aws|registry\.gitlab\.com|nvcr\.io)$/,
  /^(?:cgr\.dev|docker\.elastic\.co|registry\.redhat\.io|registry\.access\.redhat\.com|lscr\.io)$/,
  /^registry\.(?:suse|rancher)\.com$/,
  /(?:^|\.)icr\.io$/,
  /\.azurecr\.io$/,
  /\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/,
];

/** Whether a host is a registry of the internet, whose images are named after it and need no mirror. */
export function isHostedRegistry(host: string): boolean {
  return hosted.some((pattern) => pattern.test(host));
}
