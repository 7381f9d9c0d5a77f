/** An endpoint as k3s hands it to containerd. */
export interface EndpointAddress {
  /** `https` where none is written, `http` for a port of the node itself. */
  readonly scheme: string;
  /** Host and port exactly as they are compared with the keys of `configs`: case and port are kept. */
  readonly host: string;
  /** `/v2` for none, `/` and `/v2`; any other path as it is written. */
  readonly path: string;
  /** Whether the path stands in the place of `/v2`, so that containerd adds nothing to it. */
  readonly overridesPath: boolean;
  readonly userinfo: string | undefined;
  readonly query: string | undefined;
  /** The whole address; two endpoints with the same one are duplicates to k3s. */
  readonly url: string;
}

/** Why Go's `url.Parse` refuses an endpoint; k3s then logs "Ignoring invalid endpoint URL" and goes on without it. */
export type EndpointFault = "scheme" | "host" | "port" | "userinfo" | "escape" | "control-character" | "colon-in-path";

export type EndpointReading =
  | { readonly ok: true; readonly address: EndpointAddress }
  | { readonly ok: false; readonly fault: EndpointFault };

/**
 * Reads an endpoint as k3s does. Source: reference §4.1; k3s `pkg/agent/containerd/config.go`
 * `normalizeEndpointAddress`, and Go's `net/url` for what is a URL at all.
 *
 * @param endpoint the text as k3s reads it, not trimmed
 */
export function readEndpoint(endpoint: string): EndpointReading {
  const parts = parseUrl(endpoint.includes("://") ? endpoint : `//${endpoint}`);
  if (typeof parts === "string") return { ok: false, fault: parts };
  const { userinfo, query } = parts;
  const scheme = parts.scheme === "" ? defaultScheme(parts.host) : parts.scheme;
  const host = parts.host === "docker.io" ? dockerHubHost : parts.host;
  const overridesPath = !["", "/", "/v2"].includes(parts.path);
  const path = overridesPath ? parts.path : "/v2";
  const url = `${scheme}://${userinfo === undefined ? "" : `${userinfo}@`}${host}${path}${query === undefined ? "" : `?${query}`}`;
  return { ok: true, address: { scheme, host, path, overridesPath, userinfo, query, url } };
}

/** The host that answers for Docker Hub (reference §4.1, §4.4). */
export const dockerHubHost = "registry-1.docker.io";

/**
 * The endpoint that containerd tries last for a registry, without being told (reference §4.4).
 *
 * @param registry a key of `mirrors`, or the registry of an image
 * @returns `undefined` for a name that is no host
 */
export function defaultAddress(registry: string): EndpointAddress | undefined {
  if (registry === "*" || registry === "") return undefined;
  const reading = readEndpoint(registry);
  return reading.ok ? reading.address : undefined;
}

/** Host and port of an address apart; an IPv6 address keeps its brackets. */
export function splitPort(host: string): { readonly name: string; readonly port: string | undefined } {
  const match = /^(.*?)(?::(\d*))?$/s.exec(host);
  return { name: match?.[1] ?? host, port: match?.[2] };
}

/** Whether a host is the node itself, for which k3s takes `http` when a port other than 443 is written. */
export function isLoopback(host: string): boolean {
  const { name } = splitPort(host);
  return /^(?:localhost|127(?:\.\d{1,3}){3}|\[(?:::1|::ffff:127(?:\.\d{1,3}){3})\])$/.test(name);
}

function defaultScheme(host: string): string {
  const { port } = splitPort(host);
  return isLoopback(host) && port !== undefined && port !== "" && port !== "443" ? "http" : "https";
}

interface UrlParts {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  readonly userinfo: string | undefined;
  readonly query: string | undefined;
}

/** Go's `url.Parse`, as far as endpoints need it. */
function parseUrl(text: string): UrlParts | EndpointFault {
  if (/[\x00-\x1f\x7f]/.test(text)) return "control-character";
  const [whole = ""] = text.split("#", 1);
  const colon = /^[^a-zA-Z]/.test(whole) ? undefined : /^([a-zA-Z][a-zA-Z0-9+.-]*):/.exec(whole);
  if (whole.startsWith(":")) return "scheme";
  const scheme = (colon?.[1] ?? "").toLowerCase();
  const afterScheme = colon ? whole.slice(colon[0].length) : whole;
  const mark = afterScheme.indexOf("?");
  const query = mark < 0 || mark === afterScheme.length - 1 ? undefined : afterScheme.slice(mark + 1);
  const rest = mark < 0 ? afterScheme : afterScheme.slice(0, mark);
  if (!rest.startsWith("/")) {
    if (scheme !== "") return { scheme, host: "", path: "", userinfo: undefined, query };
    if (/^[^/]*:/.test(rest)) return "colon-in-path";
  }
  if (!rest.startsWith("//")) return withPath({ scheme, host: "", path: rest, userinfo: undefined, query });
  const slash = rest.indexOf("/", 2);
  const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
  const path = slash < 0 ? "" : rest.slice(slash);
  const at = authority.lastIndexOf("@");
  const userinfo = at < 0 ? undefined : authority.slice(0, at);
  if (userinfo !== undefined && !/^[\w.:~!$&'()*+,;=%@-]*$/.test(userinfo)) return "userinfo";
  const host = authority.slice(at + 1);
  const fault = hostFault(host);
  return fault ?? withPath({ scheme, host, path, userinfo, query });
}

function withPath(parts: UrlParts): UrlParts | EndpointFault {
  return /%(?![\da-fA-F]{2})/.test(parts.path) ? "escape" : parts;
}

function hostFault(host: string): EndpointFault | undefined {
  if (host.startsWith("[")) {
    const close = host.lastIndexOf("]");
    if (close < 0) return "host";
    if (!/^(?::\d*)?$/.test(host.slice(close + 1))) return "port";
  } else if (host.includes(":") && !/:\d*$/.test(host)) return "port";
  if (/%(?![\da-fA-F]{2})/.test(host)) return "escape";
  return /[ {}|\\^`%]/.test(host) ? "host" : undefined;
}
