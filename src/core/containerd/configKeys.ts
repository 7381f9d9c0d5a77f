import { dockerHubHost } from "../hosts/endpoint.ts";

/** Whether `configs` has an entry under a key, of the kind that is looked for. */
export type HasKey = (key: string) => boolean;

/**
 * The key of `configs` whose TLS settings k3s uses for a registry or host: that of Docker Hub's own host takes
 * precedence over that of its name. Source: docs/how-k3s-reads-it/hosts.md#docker-hub.
 */
export function hostKey(has: HasKey, host: string): string | undefined {
  if (host === "docker.io" && has(dockerHubHost)) return dockerHubHost;
  return has(host) ? host : undefined;
}

/**
 * The key of `configs` whose TLS settings k3s uses for an endpoint: Docker Hub's own host is looked up by its name too.
 * Source: k3s `pkg/agent/containerd/config.go` (`normalizeEndpointAddress`, `configForHost`).
 *
 * @param host the host of the endpoint, as `readEndpoint` gives it
 */
export function endpointKey(has: HasKey, host: string): string | undefined {
  return hostKey(has, host === dockerHubHost ? "docker.io" : host);
}

/**
 * The key of `configs` whose credential containerd uses for a host that it asks. Docker Hub's may be under its name
 * since v1.31.11, v1.32.7 and v1.33.3. Source: docs/how-k3s-reads-it/hosts.md#docker-hub.
 *
 * @param has whether there is a credential under a key
 * @param host host and port of the request
 */
export function credentialKey(has: HasKey, host: string): string | undefined {
  if (has(host)) return host;
  return host === dockerHubHost && has("docker.io") ? "docker.io" : undefined;
}
