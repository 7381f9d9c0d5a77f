import { isLoginOnly } from "./loginOnly.ts";

/** Registries that everyone pulls from, by host; hosts with the same images at the same names share a line. */
const publicRegistries: readonly (readonly string[])[] = [
  ["docker.io", "registry-1.docker.io", "index.docker.io", "registry.hub.docker.com"],
  ["ghcr.io", "lscr.io"],
  ["quay.io"],
  ["registry.k8s.io", "k8s.gcr.io"],
  ["gcr.io"],
  ["us.gcr.io"],
  ["eu.gcr.io"],
  ["asia.gcr.io"],
  ["public.ecr.aws"],
  ["mcr.microsoft.com"],
  ["nvcr.io"],
  ["registry.gitlab.com"],
  ["registry.access.redhat.com", "registry.redhat.io"],
  ["icr.io"],
  ["cgr.dev"],
  ["docker.elastic.co"],
  ["registry.suse.com"],
];

const lines = new Map(publicRegistries.flatMap((hosts) => hosts.map((host) => [host, hosts] as const)));

/** The registries that images name most, each under its one name: those that a slip of the hand may be meant for. */
export const mostNamedRegistries: readonly string[] = [
  "docker.io",
  "gcr.io",
  "ghcr.io",
  "quay.io",
  "registry.k8s.io",
  "mcr.microsoft.com",
  "nvcr.io",
  "public.ecr.aws",
  "registry.gitlab.com",
];

/** Whether both are public registries, and the second has not the images of the first under their names. */
export function areOtherPublicRegistries(registry: string, host: string): boolean {
  const own = lines.get(registry);
  const other = lines.get(host);
  return own !== undefined && other !== undefined && own !== other;
}

/** Whether everyone pulls from a registry, so that it is known which images it has. */
export function isWellKnown(registry: string): boolean {
  return lines.has(registry);
}

/** Registries from which most pull public images, without a credential; private ones may be there too. */
export function isPublicRegistry(host: string): boolean {
  if (host === "k8s.gcr.io" || host === "mirror.gcr.io") return true;
  return lines.has(host) && !isLoginOnly(host) && !/^(?:[a-z]+\.)?gcr\.io$/.test(host);
}

/** Sites for people, which answer pulls with a web page. */
const webSites: ReadonlySet<string> = new Set([
  "hub.docker.com",
  "www.docker.com",
  "docker.com",
  "cloud.docker.com",
  "github.com",
  "gitlab.com",
  "artifacthub.io",
  "console.cloud.google.com",
  "console.aws.amazon.com",
  "portal.azure.com",
  "catalog.ngc.nvidia.com",
  "gallery.ecr.aws",
]);

/** Whether a host is that of a web site on which people look at images, and not of a registry. */
export function isRegistryWebSite(host: string): boolean {
  return webSites.has(host);
}
