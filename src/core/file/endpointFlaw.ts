import { type EndpointAddress, type EndpointFault, readEndpoint, splitPort } from "../hosts/endpoint.ts";
import { ipv6Groups } from "../hosts/ipAddress.ts";
import { hasInvisibleCharacter } from "../text/invisible.ts";
import { placeholder } from "../text/placeholder.ts";
import type { Endpoint, Mirror, RegistriesFile } from "./file.ts";

/**
 * Why nothing can be pulled from an endpoint: `EndpointFault` when k3s itself ignores it, else what is wrong with the
 * address that k3s makes of it.
 */
export type EndpointFlaw =
  | EndpointFault
  /** An IPv6 address without brackets, in which the port can't be told from the address. */
  | "bare-ipv6"
  /** `https:/host` and `https//host`: k3s takes `https` for the host. */
  | "broken-scheme"
  /** A scheme other than `http` and `https`. */
  | "other-scheme"
  | "no-host"
  /** Characters that no host has, as in `*.example.com` or `a,b`. */
  | "host-name"
  | "port-number"
  /** A blank at the end counts as part of the path. */
  | "blank-at-end";

/** @returns `undefined` for an endpoint that may work, and for a blank one, which stands for none */
export function endpointFlaw({ text, address }: Pick<Endpoint, "text" | "address">): EndpointFlaw | undefined {
  if (/^https?:\/\/[a-z][a-z\d.-]*(?::[1-9]\d{0,3})?$/.test(text)) return undefined;
  if (text.trim() === "") return undefined;
  if (isBareIpv6(text)) return "bare-ipv6";
  if (!address) {
    const reading = readEndpoint(text);
    return reading.ok ? undefined : reading.fault;
  }
  const { scheme, host } = address;
  if (isSchemeAsHost(host)) return "broken-scheme";
  if (scheme !== "http" && scheme !== "https") return "other-scheme";
  const { name, port } = splitPort(host);
  if (name === "") return "no-host";
  if (!name.startsWith("[") && !/^[\p{L}\p{N}._-]+$/u.test(name)) return "host-name";
  if (port !== undefined && port !== "" && (Number(port) < 1 || Number(port) > 65535)) return "port-number";
  return /\s$/.test(text) ? "blank-at-end" : undefined;
}

/** True for the host of `https//host` and the like, which says nothing of the host that is meant. */
export function isSchemeAsHost(host: string): boolean {
  return /^https?:?$/i.test(host);
}

/** The address of an endpoint that may work: not one with a flaw, and not one that stands for another. */
export function usableAddress(endpoint: Endpoint): EndpointAddress | undefined {
  const { text, address } = endpoint;
  if (!address || text.trim() === "" || placeholder(text, "possible endpoint")) return undefined;
  return endpointFlaw(endpoint) ? undefined : address;
}

export interface WrittenEndpoint {
  readonly mirror: Mirror;
  readonly endpoint: Endpoint;
  readonly flaw: EndpointFlaw | undefined;
  /** `undefined` where there is a flaw. */
  readonly address: EndpointAddress | undefined;
}

/** Every endpoint with its mirror: placeholders and blank ones left out, one that several mirrors share given once. */
export function findEndpoints(file: RegistriesFile): readonly WrittenEndpoint[] {
  const found: WrittenEndpoint[] = [];
  for (const mirror of mirrorsWithOwnList(file))
    for (const endpoint of mirror.endpoints) {
      const { text, address } = endpoint;
      if (text.trim() === "" || placeholder(text, "possible endpoint") || hasInvisibleCharacter(text)) continue;
      const flaw = endpointFlaw(endpoint);
      found.push({ mirror, endpoint, flaw, address: flaw === undefined ? address : undefined });
    }
  return found;
}

/** The mirrors without those that only refer to the list of an earlier one. */
function mirrorsWithOwnList({ doc, mirrors }: RegistriesFile): readonly Mirror[] {
  if (!doc.text.includes("*") || !/(?:^|\s)[*]\w/.test(doc.text)) return mirrors;
  const seen = new Set<number>();
  return mirrors.filter((mirror) => {
    if (mirror.endpoints.length === 0) return true;
    const start = doc.node(mirror.endpointPath)?.resolved?.start ?? -1;
    return !seen.has(start) && seen.add(start);
  });
}

function isBareIpv6(text: string): boolean {
  const authority = /^(?:[a-z][a-z\d+.-]*:\/\/)?(?:[^/?#]*@)?([\da-f:.]+)\/?(?:v2\/?)?$/i.exec(text)?.[1];
  if (authority === undefined) return false;
  const colons = authority.split(":").length - 1;
  return colons > 1 && (ipv6Groups(authority) !== undefined || ipv6Groups(splitPort(authority).name) !== undefined);
}
