import { defaultAddress, readEndpoint } from "../hosts/endpoint.ts";
import type { AuthReading, Reading } from "./goDecode.ts";

/** How much k3s reads of a file, to be compared before and after a change. */
export interface FileEffect {
  /** All of it; none, since a value has a type that k3s refuses; or none, since it is not YAML. */
  readonly reads: "all" | "types" | "nothing";
  /** How many values k3s refuses. */
  readonly faults: number;
  /** What the file does, where k3s reads it; laid out when it is asked for. */
  readonly reading: Reading;
}

type Readable = Reading & { readonly ok: true };

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
  const uses = usesOf(before, after);
  const counts = (["mirrors", "endpoints", "credentials", "logins", "tls"] as const).filter((count) => uses[count] > 0);
  if (counts.length === 0) return false;
  const left = usesOf(after, before);
  return counts.some((count) => left[count] < uses[count]);
}

/** What is counted of one file to compare it with another: mirrors that are the same in both are left out, to save time. */
function usesOf({ registry: { mirrors, configs, auths } }: Readable, other: Readable): Uses {
  const uses = { mirrors: 0, endpoints: 0, credentials: 0, logins: 0, tls: 0 };
  for (const registry in mirrors) {
    const endpoint = mirrors[registry]?.endpoint ?? [];
    if (endpoint.length === 0 || isSame(endpoint, other.registry.mirrors[registry]?.endpoint)) continue;
    const { size } = addresses(registry, endpoint);
    uses.endpoints += size;
    if (size > 0) uses.mirrors++;
  }
  const login = (...credentials: readonly (AuthReading | null | undefined)[]): void => {
    if (credentials.some((auth) => auth && isCredential(auth))) uses.credentials++;
    if (credentials.some(holds)) uses.logins++;
  };
  for (const host in configs) {
    login(configs[host]?.auth, auths[host]);
    if (holds(configs[host]?.tls)) uses.tls++;
  }
  for (const host in auths) if (!(host in configs)) login(auths[host]);
  return uses;
}

/** Whether anything is set in a part of an entry. */
function holds(setting: object | null | undefined): boolean {
  return Object.values(setting ?? {}).some((value) => value !== "" && value !== false);
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
