import { defaultAddress, readEndpoint } from "../hosts/endpoint.ts";
import type { AuthReading, Reading, Registry } from "./goDecode.ts";

/** How much k3s reads of a file, to be compared before and after a change. */
export interface FileEffect {
  /** All of it; none, since a value has a type that k3s refuses; or none, since it is not YAML. */
  readonly reads: "all" | "types" | "nothing";
  /** How many values k3s refuses. */
  readonly faults: number;
  /** What the file does, where k3s reads it; laid out when it is asked for. */
  readonly reading: Reading;
}

interface Uses {
  /** Mirrors with an endpoint other than the registry itself. */
  readonly mirrors: number;
  /** Those endpoints, each once in its mirror. */
  readonly endpoints: number;
  /** Hosts with a credential that containerd can send. */
  readonly credentials: number;
  /** Hosts with a part of a credential. */
  readonly logins: number;
  /** Hosts with a setting for TLS. */
  readonly tls: number;
}

export function effectOf(reading: Reading): FileEffect {
  if (reading.ok) return { reads: "all", faults: 0, reading };
  const faults = reading.typeFaults.length;
  return { reads: faults > 0 ? "types" : "nothing", faults, reading };
}

const ranks = { nothing: 0, types: 1, all: 2 } as const;

/** Whether k3s reads less of a file after a change: it hangs where it did not, or refuses more values. */
export function readsLess(before: FileEffect, after: FileEffect): boolean {
  return ranks[after.reads] < ranks[before.reads] || (after.reads === before.reads && after.faults > before.faults);
}

/** Whether k3s reads no less of a file after a change, and uses every mirror, endpoint and credential that it used. */
export function losesNothing(before: FileEffect, after: FileEffect): boolean {
  return !readsLess(before, after) && !usesLess(before.reading, after.reading);
}

function usesLess(before: Reading, after: Reading): boolean {
  if (!before.ok || !after.ok) return false;
  const uses = usesOf(before.registry, after.registry);
  const left = usesOf(after.registry, before.registry);
  const counts = ["mirrors", "endpoints", "credentials", "logins", "tls"] as const;
  return counts.some((count) => left[count] < uses[count]);
}

/** What is counted of one file to compare it with another: mirrors that are the same in both are left out, to save time. */
function usesOf({ mirrors, configs, auths }: Registry, other: Registry): Uses {
  const endpoints = Object.entries(mirrors)
    .filter(([registry, { endpoint }]) => !isSame(endpoint, other.mirrors[registry]?.endpoint))
    .map(([registry, { endpoint }]) => addresses(registry, endpoint).size);
  const credentials = new Set<string>();
  const logins = new Set<string>();
  const settings = new Set<string>();
  const holds = (setting: object | null): boolean =>
    setting !== null && Object.values(setting).some((value) => value !== "" && value !== false);
  for (const [host, { auth, tls }] of Object.entries(configs)) {
    if (auth && isCredential(auth)) credentials.add(host);
    if (holds(auth)) logins.add(host);
    if (holds(tls)) settings.add(host);
  }
  for (const [host, auth] of Object.entries(auths)) {
    if (isCredential(auth)) credentials.add(host);
    if (holds(auth)) logins.add(host);
  }
  return {
    mirrors: endpoints.filter((number) => number > 0).length,
    endpoints: endpoints.reduce((sum, number) => sum + number, 0),
    credentials: credentials.size,
    logins: logins.size,
    tls: settings.size,
  };
}

function isSame(list: readonly string[], other: readonly string[] = []): boolean {
  return list.length === other.length && list.every((text, index) => text === other[index]);
}

/** Endpoints that are one to containerd count once, and the registry itself not at all: it is asked in any case. */
function addresses(registry: string, endpoints: readonly string[]): ReadonlySet<string> {
  const all = endpoints.flatMap((text) => {
    const endpoint = readEndpoint(text);
    return endpoint.ok ? [endpoint.address.url] : [];
  });
  const itself = defaultAddress(registry)?.url;
  return new Set(all.filter((url) => url !== itself));
}

/** Whether containerd has something to send: a username or a password alone is never sent. */
function isCredential({ username, password, auth, identity_token }: AuthReading): boolean {
  return (username !== "" && password !== "") || auth !== "" || identity_token !== "";
}
