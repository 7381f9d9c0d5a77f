import { type GoUrl, goUrlText, parseGoUrl, type UrlFault } from "./goUrl.ts";
import { isLoopbackAddress } from "./ipAddress.ts";

/** An endpoint as k3s hands it to containerd. */
export interface EndpointAddress {
  /** `https` where none is written, `http` for a port of the node itself; in lower case. */
  readonly scheme: string;
  /** Host and port exactly as they are compared with the keys of `configs`: case and port are kept. */
  readonly host: string;
  /** `/v2` for none, `/` and `/v2`; any other path as it is written, with its escapes decoded. */
  readonly path: string;
  /** Whether the path stands in the place of `/v2`, so that containerd adds nothing to it. */
  readonly overridesPath: boolean;
  /** User and password as written; never to be shown. */
  readonly userinfo: string | undefined;
  readonly query: string | undefined;
  /** What follows a `#`; empty when nothing does. */
  readonly fragment: string;
  /** The whole address; two endpoints with the same one are duplicates to k3s. It holds the userinfo: not to be shown. */
  readonly url: string;
}

/** Why Go's `url.Parse` refuses an endpoint; k3s then logs "Ignoring invalid endpoint URL" and goes on without it. */
export type EndpointFault = UrlFault;

export type EndpointReading =
  | { readonly ok: true; readonly address: EndpointAddress }
  | { readonly ok: false; readonly fault: EndpointFault };

/** Most endpoints by far. Measured: to read these without `parseGoUrl` takes a fifth of the time. */
const usual = /^(?:https?:\/\/)?[a-z\d.-]+(?::\d+)?(?:\/|\/v2)?$/;

/**
 * Reads an endpoint as k3s does. Source: docs/how-k3s-reads-it/endpoints.md#url; k3s `pkg/agent/containerd/config.go`
 * `normalizeEndpointAddress`, and Go's `net/url` for what is a URL at all.
 *
 * @param endpoint the text as k3s reads it, not trimmed
 * @param embeddedHost host and port of the node's embedded registry, which is `https` even without a scheme
 */
export function readEndpoint(endpoint: string, embeddedHost = "127.0.0.1:6443"): EndpointReading {
  if (usual.test(endpoint)) {
    const slashes = endpoint.indexOf("://");
    const rest = slashes < 0 ? endpoint : endpoint.slice(slashes + 3);
    const slash = rest.indexOf("/");
    const plainHost = slash < 0 ? rest : rest.slice(0, slash);
    const scheme = slashes < 0 ? defaultScheme(plainHost, embeddedHost) : endpoint.slice(0, slashes);
    const host = plainHost === "docker.io" ? dockerHubHost : plainHost;
    const url = `${scheme}://${host}/v2`;
    const [path, overridesPath, userinfo, query, fragment] = ["/v2", false, undefined, undefined, ""] as const;
    return { ok: true, address: { scheme, host, path, overridesPath, userinfo, query, fragment, url } };
  }
  const url = parseGoUrl(endpoint.includes("://") ? endpoint : `//${endpoint}`);
  if (typeof url === "string") return { ok: false, fault: url };
  const overridesPath = !["", "/", "/v2"].includes(url.path);
  const normal: GoUrl = {
    ...url,
    scheme: url.scheme === "" ? defaultScheme(url.host, embeddedHost) : url.scheme,
    host: url.host === "docker.io" ? dockerHubHost : url.host,
    path: overridesPath ? url.path : "/v2",
  };
  const { scheme, host, path, userinfo, query, fragment } = normal;
  return {
    ok: true,
    address: { scheme, host, path, overridesPath, userinfo, query, fragment, url: goUrlText(normal) },
  };
}

/** The host that answers for Docker Hub. Source: docs/how-k3s-reads-it/hosts.md#docker-hub. */
export const dockerHubHost = "registry-1.docker.io";

/**
 * The endpoint that containerd tries last for a registry. Source: docs/how-k3s-reads-it/endpoints.md#default-endpoint.
 *
 * @param registry a key of `mirrors`, or the registry of an image
 * @returns `undefined` for a name that is no host
 */
export function defaultAddress(registry: string): EndpointAddress | undefined {
  if (registry === "*" || registry === "") return undefined;
  const reading = readEndpoint(registry);
  return reading.ok ? reading.address : undefined;
}

/**
 * The default endpoint of a registry as people write it in a list, as `https://registry-1.docker.io`.
 *
 * @param registry a registry's host, as `hostProblem` lets through
 */
export function defaultEndpoint(registry: string): string {
  const address = defaultAddress(registry);
  return address ? `${address.scheme}://${address.host}` : `https://${registry}`;
}

/** Host and port of an address apart; an IPv6 address keeps its brackets. */
export function splitPort(host: string): { readonly name: string; readonly port: string | undefined } {
  const match = /:(\d*)$/.exec(host);
  return match ? { name: host.slice(0, match.index), port: match[1] } : { name: host, port: undefined };
}

/**
 * Whether a host is the node itself, for which k3s takes `http` when a port other than 443 is written. Source:
 * containerd `core/remotes/docker/registry.go` `IsLocalhost`.
 *
 * @param host with or without a port; an IPv6 address with a port stands in brackets
 */
export function isLoopback(host: string): boolean {
  // Most hosts are names, and only one name counts.
  if (!/^(?:localhost|[\d[]|[\da-f]*:)/.test(host)) return false;
  const { name, port } = splitPort(host);
  if (name === "localhost") return true;
  const bracketed = /^\[(.*)\]$/.exec(name)?.[1];
  // Go's `SplitHostPort` takes the brackets off only when a port follows.
  if (bracketed !== undefined) return port !== undefined && isLoopbackAddress(bracketed);
  return isLoopbackAddress(name.includes(":") ? host : name);
}

function defaultScheme(host: string, embeddedHost: string): string {
  const { port } = splitPort(host);
  return host !== embeddedHost && isLoopback(host) && port !== undefined && port !== "" && port !== "443"
    ? "http"
    : "https";
}

/** The address of the registry that k3s (6443) and RKE2 (9345) embed, as a node asks it. */
export function isEmbeddedRegistry(host: string): boolean {
  return host === "127.0.0.1:6443" || host === "127.0.0.1:9345";
}
