import { before } from "../text/trim.ts";
import { ipv6Groups } from "./ipAddress.ts";
import { isDockerHub } from "./registryKey.ts";

/**
 * Converts what people type or paste as a registry to the form that registries.yaml needs: `host[:port]`, lower case,
 * without scheme, path or spaces. Keys are matched as exact strings: docs/how-k3s-reads-it/hosts.md#configs-lookup.
 */
export function normaliseHost(text: string): string {
  return before(withoutScheme(text.trim()), /[/?#]/).toLowerCase();
}

/** Takes the scheme off a URL, and nothing off a host. */
export function withoutScheme(text: string): string {
  return text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "");
}

/**
 * Returns the registry that a tool's name for it means: Docker's `https://index.docker.io/v1/` is `docker.io`, as is any
 * other name of Docker Hub.
 *
 * @param server a host or URL, with or without a user, port and path
 * @returns `host[:port]`; not always one that can be a key (see `hostProblem`)
 */
export function registryHost(server: string): string {
  const host = normaliseHost(server).replace(/^.*@/s, "");
  return isDockerHub(host) ? "docker.io" : host;
}

export const portProblem = "The port must be a number from 1 to 65535.";

/**
 * Explains why a string can't be the key of a registry in registries.yaml.
 *
 * @param host one registry, without scheme or path
 * @returns one sentence, or `undefined` if the host is fine
 */
export function hostProblem(host: string): string | undefined {
  if (host.trim() === "") return "Enter a registry host, such as europe-west3-docker.pkg.dev.";
  if (/\s/.test(host)) return "A registry host can't contain spaces.";
  if (host.includes("://")) return "Remove the scheme: k3s looks up a registry by host and port only.";
  if (host.includes("/")) return "Remove the path: k3s looks up a registry by host and port only.";
  if (host.includes("*")) return "Write a full host name: containerd ignores credentials for a wildcard.";
  if (/[A-Z]/.test(host)) return "Write the host in lower case: k3s compares it exactly.";
  const match = /^(\[[0-9a-f:.]+\]|[^:]+)(?::(.*))?$/.exec(host);
  if (!match || ipv6Groups(host)) return "Put an IPv6 address in brackets, as in [fd00::1]:5000.";
  const [, name = "", port] = match;
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) >= 1 && Number(port) <= 65535)) return portProblem;
  if (name.startsWith("[") && !ipv6Groups(name.slice(1, -1)))
    return "The brackets must contain an IPv6 address, as in [fd00::1]:5000.";
  if (!name.startsWith("[") && !/^(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*$/.test(name))
    return "A host name can contain only letters, digits, dots and hyphens.";
  if (!/[.:]/.test(host) && host !== "localhost")
    return "A registry host needs a dot or a port: k3s never looks up a bare name.";
  return undefined;
}

/**
 * True if Google serves a registry, by the same test as Google's client. Source: go-containerregistry
 * `pkg/v1/google/keychain.go`.
 */
export function isGoogleHost(host: string): boolean {
  return /^(?:[a-z0-9*-]+\.)*(?:gcr\.io|[a-z0-9*-]+\.pkg\.dev)$/i.test(host.replace(/:\d+$/, ""));
}
