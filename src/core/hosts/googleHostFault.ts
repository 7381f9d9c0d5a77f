import { googleRegistryHosts } from "./googleHosts.ts";

/** Why a host that is meant as one of Google's is none. */
export interface GoogleHostFault {
  readonly kind: "no-registry" | "other-format" | "unknown-location" | "no-regional-endpoint" | "misspelt";
  /** Whether Google certainly has no Docker registry there; a location may be newer than the list of them. */
  readonly certain: boolean;
  /** The host that was probably meant. */
  readonly meant?: string;
  /** Whether it was certainly meant. */
  readonly sure?: boolean;
}

const hosts: ReadonlySet<string> = new Set(googleRegistryHosts.map(({ host }) => host));
const docker = "-docker.pkg.dev";
/** Locations of Artifact Registry by name, with the place in lower case. */
const locations: ReadonlyMap<string, string> = new Map(
  googleRegistryHosts
    .filter(({ host }) => host.endsWith(docker))
    .map(({ host, location }) => [host.slice(0, -docker.length), location.toLowerCase()]),
);

/** Words that stand for a location in examples. */
const example =
  /^(?:(?:your|my|the|some|gcp|google)-?)?(?:region|location|loc|multi-?region|zone|x+)(?:-?(?:name|here))?$/;

/**
 * Compares a host with the registries that Google's own client knows. Source: docs/how-k3s-reads-it/google.md#hosts.
 *
 * @param host as a key or an endpoint has it; its case and port make no difference here
 * @returns `undefined` for Google's registries, for hosts that have nothing to do with Google, and for examples
 */
export function googleHostFault(host: string): GoogleHostFault | undefined {
  const name = host.toLowerCase().replace(/:(?:443)?$/, "");
  if (hosts.has(name) || !/^[a-z0-9.-]*[a-z0-9]$/.test(name)) return undefined;
  if (/^(?:[a-z0-9-]*artifactregistry|containerregistry)\.googleapis\.com$|^console\.cloud\.google\.com$/.test(name))
    return { kind: "no-registry", certain: true };
  if (name === "pkg.dev" || name === "docker.pkg.dev") return { kind: "no-registry", certain: true };
  if (name.endsWith(".pkg.dev")) return artifactHost(name.slice(0, -".pkg.dev".length));
  if (name.endsWith(".gcr.io")) return containerHost(name.slice(0, -".gcr.io".length));
  const [, location = "", domain] = /^([a-z0-9-]+)-docker(\..+)?$/.exec(name) ?? [];
  if (!locations.has(location)) return undefined;
  const meant = location + docker;
  if (domain === undefined) return { kind: "no-registry", certain: true, meant, sure: true };
  return /^\.(?:pkg|pgk|kpg|pk|pck|pkgs)\.(?:dev|de|com|io|net|cloud)$|^\.google\.com$/.test(domain)
    ? { kind: "misspelt", certain: false, meant, sure: false }
    : undefined;
}

/** What stands before `.pkg.dev`. */
function artifactHost(written: string): GoogleHostFault | undefined {
  const multiRegion = written === "eu" || written === "eu-docker" ? "europe" : undefined;
  const plain = multiRegion ?? (locations.has(written) ? written : undefined);
  if (plain !== undefined) return { kind: "no-registry", certain: true, meant: plain + docker, sure: true };
  const format = /^(.+)-(?:npm|python|maven|apt|yum|go|generic|kfp|googet)$/.exec(written)?.[1];
  if (format !== undefined && locations.has(format))
    return { kind: "other-format", certain: true, meant: format + docker, sure: false };
  const regional = /^docker\.([a-z0-9-]+)\.rep$/.exec(written)?.[1];
  if (regional !== undefined) {
    if (example.test(regional)) return undefined;
    if (locations.has(regional))
      return { kind: "no-regional-endpoint", certain: false, meant: regional + docker, sure: false };
    return unknownLocation(nearest(regional, (name) => `docker.${name}.rep.pkg.dev`));
  }
  const inside = /^(?:docker[.-])?([a-z0-9-]+?)(?:-docker)?(?:\.rep)?$/.exec(written)?.[1];
  if (inside === undefined || example.test(inside)) return undefined;
  const meant = locations.has(inside) ? inside + docker : nearest(inside, (name) => name + docker);
  return written === `${inside}-docker` ? unknownLocation(meant) : { ...unknownLocation(meant), kind: "misspelt" };
}

/** What stands before `.gcr.io`, where Google has more hosts than are listed anywhere. */
function containerHost(written: string): GoogleHostFault | undefined {
  if (written === "europe") return { kind: "misspelt", certain: false, meant: "eu.gcr.io", sure: false };
  const location = written.replace(/-docker$/, "");
  if (!locations.has(location)) return undefined;
  return { kind: "misspelt", certain: false, meant: location + docker, sure: false };
}

function unknownLocation(meant: string | undefined): GoogleHostFault {
  return { kind: "unknown-location", certain: false, ...(meant === undefined ? {} : { meant, sure: false }) };
}

/** The one host whose location is at most two letters from the written one, or lies in the place that was written. */
function nearest(written: string, hostOf: (location: string) => string): string | undefined {
  const spelt = written
    .replace(/^eu-/, "europe-")
    .replace(/^usa?-/, "us-")
    .replace(/-(?=\d+$)/, "");
  const near = [...locations.keys()]
    .filter((name) => Math.abs(name.length - spelt.length) <= 2)
    .map((name) => ({ name, distance: editDistance(spelt, name) }))
    .filter(({ distance }) => distance <= 2)
    .sort((a, b) => a.distance - b.distance);
  const [first, second] = near;
  const name = first && first.distance !== second?.distance ? first.name : onlyInPlace(written.replaceAll("-", " "));
  const host = name === undefined ? undefined : hostOf(name);
  return host !== undefined && hosts.has(host) ? host : undefined;
}

/** The one location in a place whose name contains some words. */
function onlyInPlace(words: string): string | undefined {
  const found = words.length > 3 ? [...locations].filter(([, place]) => place.includes(words)) : [];
  return found.length === 1 ? found[0]?.[0] : undefined;
}

/**
 * How many letters have to be written, taken out or changed (Levenshtein); 3 for all that are more than 2. Only letters
 * at most two places apart can be the same one.
 */
function editDistance(a: string, b: string): number {
  const row = Array.from({ length: b.length + 1 }, (_, index) => Math.min(index, 3));
  for (let i = 1; i <= a.length; i++) {
    const from = Math.max(1, i - 2);
    const to = Math.min(b.length, i + 2);
    let before = row[from - 1] ?? 3;
    let steps = from === 1 ? Math.min(i, 3) : 3;
    row[from - 1] = steps;
    let least = steps;
    for (let j = from; j <= to; j++) {
      const above = row[j] ?? 3;
      steps = Math.min(before + (a[i - 1] === b[j - 1] ? 0 : 1), above + 1, steps + 1);
      before = above;
      row[j] = steps;
      if (steps < least) least = steps;
    }
    if (least > 2) return 3;
  }
  return Math.min(row[b.length] ?? 3, 3);
}
