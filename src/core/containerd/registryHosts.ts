import { supports, type Target } from "../file/release.ts";
import { tomlText } from "../file/rewrites/tomlText.ts";
import { dockerHubHost, isLoopback, splitPort } from "../hosts/endpoint.ts";
import { parseGoUrl } from "../hosts/goUrl.ts";
import type { HostsFile, RegistryEndpoint } from "./hostsFiles.ts";
import type { HostsSource } from "./hostsSource.ts";

/** A registry that containerd asks, as it makes it of a hosts.toml or of the name of an image. */
export interface RegistryHost {
  /** What hosts.toml says of it; `undefined` for the registry of an image of which no hosts.toml tells. */
  readonly endpoint: RegistryEndpoint | undefined;
  /** Whether it is the registry that the image names, not one of its mirrors. */
  readonly isServer: boolean;
  /** Whether containerd itself knows its address, because no hosts.toml gives one. */
  readonly implied: boolean;
  /** The scheme that is set: `https` where containerd does not know the one that is written. */
  readonly scheme: string;
  /** The schemes that are tried, in order: where TLS settings exist, https goes before http. */
  readonly schemes: readonly string[];
  /** Host and port as in requests and in keys of `configs`. */
  readonly host: string;
  /** Whether requests name the registry of the image, since this is another one. */
  readonly isProxy: boolean;
  /** The root of its API. */
  readonly path: string;
  /** Whether its certificate is not checked. */
  readonly skipsVerification: boolean;
}

/**
 * The registries that containerd asks for the images of a registry, in order. Source: containerd
 * `core/remotes/docker/config/hosts.go` (`ConfigureHosts`, `parseHostConfig`) and `core/remotes/docker/registry.go`.
 *
 * @param registry as an image names it
 */
export function registryHosts({ file }: HostsSource, registry: string, target: Target): readonly RegistryHost[] {
  if (!file) return [impliedHost(registry, undefined, target)];
  const { server, endpoints } = file;
  const mirrors = endpoints.map((endpoint) => hostOf(endpoint, file, registry, target));
  // Where no server is written, containerd asks nobody else; for `*` it is the registry of the image.
  if (!server) return mirrors;
  if (server.address) return [...mirrors, hostOf(server, file, registry, target)];
  return [...mirrors, impliedHost(registry, server, target)];
}

function hostOf(endpoint: RegistryEndpoint, file: HostsFile, registry: string, target: Target): RegistryHost {
  const written = tomlText(endpoint.url ?? "") ?? "";
  const url = parseGoUrl(written.startsWith("http") ? written : `https://${written}`);
  const { scheme, host, path } = typeof url === "string" ? { scheme: "https", host: "", path: "" } : url;
  const root = path === "" ? "" : cleanPath(path);
  const overridden = endpoint.address?.overridesPath === true && endpoint !== file.server;
  const skipsVerification = endpoint.tls?.insecure_skip_verify === true;
  return {
    endpoint,
    isServer: endpoint === file.server,
    implied: false,
    scheme,
    schemes: schemesOf(scheme, host, setsTls(endpoint), target),
    host: host.replace(/:$/, ""),
    isProxy: isProxy(host, registry),
    path: overridden || root.endsWith("/v2") ? root : `${root}/v2`,
    skipsVerification,
  };
}

/** The registry of an image, of which no hosts.toml has the address. */
function impliedHost(registry: string, endpoint: RegistryEndpoint | undefined, target: Target): RegistryHost {
  const host = registry === "docker.io" ? dockerHubHost : registry;
  const { port } = splitPort(host);
  const own = isLoopback(host);
  const scheme = own && port !== undefined && port !== "" && port !== "443" ? "http" : "https";
  const trusted = own && port !== "80";
  return {
    endpoint,
    isServer: true,
    implied: true,
    scheme,
    schemes: schemesOf(scheme, host, trusted || setsTls(endpoint), target),
    host,
    isProxy: isProxy(host, registry),
    path: "/v2",
    skipsVerification: trusted || endpoint?.tls?.insecure_skip_verify === true,
  };
}

/** With TLS settings https is tried before http, unless the port says which of them is meant. */
function schemesOf(scheme: string, host: string, tls: boolean, target: Target): readonly string[] {
  if (scheme !== "http" || !tls) return [scheme];
  const port = portOf(host);
  const plain = port === "80" || (port === "" && supports(target, "https before http without a port") === false);
  return plain ? ["http"] : ["https", "http"];
}

/** The port as Go's `net.SplitHostPort` finds it; empty where there is none. */
function portOf(host: string): string {
  return splitPort(host).port ?? "";
}

function isProxy(host: string, registry: string): boolean {
  return host !== registry && !(registry === "docker.io" && host === dockerHubHost);
}

function setsTls(endpoint: RegistryEndpoint | undefined): boolean {
  const tls = endpoint?.tls;
  return !!tls && (tls.insecure_skip_verify || `${tls.ca_file}${tls.cert_file}${tls.key_file}` !== "");
}

/**
 * Go's `path.Clean` of an absolute path: no empty parts, no `.`, each `..` resolved, and no slash at the end.
 */
export function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}
