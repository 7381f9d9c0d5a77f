import { defaultAddress, dockerHubHost, isLoopback, splitPort } from "../hosts/endpoint.ts";
import { hasStrayCharacter, isHostedRegistry, isHubKey, isHubSite, keyFault } from "../hosts/registryKey.ts";
import { placeholder } from "../text/placeholder.ts";
import { isSchemeAsHost } from "./endpointFlaw.ts";
import { type Endpoint, type Field, type HostConfig, hasCredential, type Mirror, type RegistriesFile } from "./file.ts";

/** An endpoint that k3s can contact, with the mirror that names it. */
export interface UsedEndpoint {
  readonly mirror: Mirror;
  readonly endpoint: Endpoint;
  readonly host: string;
}

/** What differs between two hosts that were meant to be the same. */
export type Difference = "case" | "dot" | "default-port" | "missing-port" | "port";

/** Settings that k3s will not use for an endpoint, because their key is not its host and port to the letter. */
export interface Mismatch {
  readonly config: HostConfig;
  readonly used: UsedEndpoint;
  readonly difference: Difference;
  /** Whether the key is right for the registry itself, which is asked after its mirrors. */
  readonly alsoRegistry: boolean;
  /** Whether the endpoint is the only one that the key can be meant for. */
  readonly only: boolean;
}

/** Settings under the registry that is mirrored, while its mirrors have none. */
export interface Misplaced {
  readonly config: HostConfig;
  readonly mirror: Mirror;
  /** The mirrors' hosts, each once. */
  readonly hosts: readonly UsedEndpoint[];
}

/** Settings of a host that no endpoint names, beside an endpoint that has none. */
export interface Unaddressed {
  readonly config: HostConfig;
  readonly used: UsedEndpoint;
  /** Whether one host is written as the beginning of the other. */
  readonly near: boolean;
}

/**
 * How the keys of `configs` and the hosts of endpoints meet: as exact strings. Source:
 * docs/how-k3s-reads-it/hosts.md#configs-lookup.
 */
export interface Matching {
  /** The first use of each host that an endpoint has. */
  readonly endpoints: ReadonlyMap<string, UsedEndpoint>;
  readonly mismatches: ReadonlyMap<HostConfig, Mismatch>;
  readonly misplaced: ReadonlyMap<HostConfig, Misplaced>;
  readonly unaddressed: ReadonlyMap<HostConfig, Unaddressed>;
}

/** Whether TLS settings are there that change anything. */
export function hasTls({ tls }: HostConfig): boolean {
  const set = ({ value }: Field): boolean =>
    value.kind === "template" || (value.kind === "scalar" && !/^(?:|false|no|off|n)$/i.test(value.text));
  return set(tls.caFile) || set(tls.certFile) || set(tls.keyFile) || set(tls.skipVerify);
}

/** What an entry sets, as messages name it; `undefined` for one without effect. */
export function settingsOf(config: HostConfig): string | undefined {
  if (hasCredential(config)) return hasTls(config) ? "credentials and TLS settings" : "credentials";
  return hasTls(config) ? "TLS settings" : undefined;
}

const nothing: ReadonlyMap<HostConfig, never> = new Map<HostConfig, never>();

/** Compares all keys with all endpoints; a template's other keys are not known yet, so it has none. */
export function matchConfigs(file: RegistriesFile): Matching {
  const endpoints = endpointHosts(file);
  const none: Matching = { endpoints, mismatches: nothing, misplaced: nothing, unaddressed: nothing };
  if (file.template) return none;
  // A colon without a port is left out of the host of a request, so the credential under the bare host is the one.
  const isSent = (config: HostConfig): boolean => hasCredential(config) && endpoints.has(`${config.host}:`);
  const comparable = file.configs.filter(
    (config) => !endpoints.has(config.host) && !isSent(config) && isComparable(config),
  );
  if (comparable.length === 0 || endpoints.size === 0) return none;
  const mismatches = new Map<HostConfig, Mismatch>();
  const misplaced = new Map<HostConfig, Misplaced>();
  const unaddressed = new Map<HostConfig, Unaddressed>();
  const result: Matching = { endpoints, mismatches, misplaced, unaddressed };
  const covered = (host: string): boolean =>
    file.configOf(host) !== undefined || (host === dockerHubHost && file.configOf("docker.io") !== undefined);
  const bare = [...endpoints.values()].filter(({ host }) => !covered(host));
  const byName = new Map<string, UsedEndpoint[]>();
  for (const used of bare) {
    const name = bareName(used.host);
    const same = byName.get(name);
    if (same) same.push(used);
    else byName.set(name, [used]);
  }
  for (const config of comparable) {
    const same = byName.get(bareName(config.host));
    const used = same?.[0];
    if (!used) continue;
    mismatches.set(config, {
      config,
      used,
      difference: difference(config.host, used.host),
      alsoRegistry: file.mirrorOf(config.host) !== undefined,
      only: same?.length === 1,
    });
  }
  const usable = comparable.filter((config) => settingsOf(config) !== undefined && !mismatches.has(config));
  for (const config of usable) {
    const mirror = file.mirrorOf(isHubKey(config.host) ? "docker.io" : config.host);
    const hosts = mirror && mirrorsWithout(mirror, covered);
    if (mirror && hosts) misplaced.set(config, { config, mirror, hosts });
  }
  if (file.mirrorOf("*")) return result;
  const loose = usable.filter(
    (config) =>
      !file.mirrorOf(config.host) && !isHostedRegistry(config.host) && !isHubSite(config.host) && hasCredential(config),
  );
  const [only] = bare;
  if (bare.length > 4 || loose.length > 4 || !only) return result;
  for (const config of loose) {
    const near = bare.find(({ host }) => isNear(host, config.host));
    const used = near ?? (bare.length === 1 && loose.length === 1 ? only : undefined);
    if (used && !isHostedRegistry(used.host) && !isLoopback(used.host))
      unaddressed.set(config, { config, used, near: near !== undefined });
  }
  return result;
}

function endpointHosts({ mirrors }: RegistriesFile): ReadonlyMap<string, UsedEndpoint> {
  const hosts = new Map<string, UsedEndpoint>();
  for (const mirror of mirrors)
    for (const endpoint of mirror.endpoints) {
      const host = endpoint.address?.host ?? "";
      if (host === "" || isSchemeAsHost(host) || placeholder(host, "possible host") || hosts.has(host)) continue;
      hosts.set(host, { mirror, endpoint, host });
    }
  return hosts;
}

/** Whether an entry is under a key that can be compared, and not empty; other rules speak of the rest. */
function isComparable({ host, templated, value }: HostConfig): boolean {
  if (templated || host.includes("*") || placeholder(host, "possible host") || keyFault(host) !== undefined)
    return false;
  if (hasStrayCharacter(host)) return false;
  return value.kind === "map" && value.size > 0;
}

/** The hosts of a mirror's endpoints, when neither has settings and none is the registry itself. */
function mirrorsWithout(mirror: Mirror, covered: (host: string) => boolean): readonly UsedEndpoint[] | undefined {
  const { registry, endpoints } = mirror;
  const itself = defaultAddress(registry)?.host;
  const hosts = new Map<string, UsedEndpoint>();
  for (const endpoint of endpoints) {
    const host = endpoint.address?.host ?? "";
    if (host === "" || isSchemeAsHost(host)) continue;
    if (host === itself || host === registry || covered(host) || placeholder(host, "possible host")) return undefined;
    if (!hosts.has(host)) hosts.set(host, { mirror, endpoint, host });
  }
  return hosts.size === 0 ? undefined : [...hosts.values()];
}

/** A host as people think of it: without port, case and the dot of the DNS root. */
export function bareName(host: string): string {
  return splitPort(host).name.toLowerCase().replace(/\.$/, "");
}

function difference(key: string, endpoint: string): Difference {
  const [a, b] = [key.toLowerCase(), endpoint.toLowerCase()];
  if (a === b) return "case";
  const [portA, portB] = [splitPort(a).port, splitPort(b).port];
  if (portA === portB) return "dot";
  if (portA !== undefined && portB !== undefined) return "port";
  return /^(?:443|80|)$/.test(portA ?? portB ?? "") ? "default-port" : "missing-port";
}

/** Whether one name is the beginning of the other, as in `registry` and `registry.example.com`. */
function isNear(a: string, b: string): boolean {
  const [one, other] = [bareName(a), bareName(b)];
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  return short.length >= 4 && long.startsWith(short) && (long.length - short.length < 3 || long[short.length] === ".");
}
