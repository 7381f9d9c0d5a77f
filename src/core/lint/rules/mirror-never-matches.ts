import { isStandIn } from "../../file/configLookup.ts";
import type { Mirror, RegistriesFile } from "../../file/file.ts";
import { dockerHubHost } from "../../hosts/endpoint.ts";
import { googleHostFault } from "../../hosts/googleHostFault.ts";
import { isHubSite, keyFault } from "../../hosts/registryKey.ts";
import { renameHost } from "../renameHost.ts";
import type { Report, Rule } from "../rule.ts";

/** Source: docs/how-k3s-reads-it/hosts.md#mirror-lookup. */
export const mirrorNeverMatches: Rule = {
  id: "mirror-never-matches",
  summary: "A mirror's key is no registry that images name",
  severity: "warning",
  check(file) {
    const reports: Report[] = [];
    const hub = file.mirrors.some(({ registry }) => registry === "docker.io");
    for (const mirror of file.mirrors) {
      if (isWord(mirror)) reports.push(neverMatches(file, mirror));
      else if ((mirror.registry === dockerHubHost && !hub) || isHubSite(mirror.registry))
        reports.push(hubName(file, mirror));
    }
    return reports;
  },
};

/**
 * Whether a first part of an image's name is no registry but a folder of Docker Hub: without a dot, port or upper case
 * and not `localhost` (distribution/reference `splitDockerDomain`).
 */
function isWord({ registry, templated }: Mirror): boolean {
  if (templated || isStandIn(registry) || keyFault(registry) !== undefined) return false;
  // A shortened host of Google's is unknown-google-host's.
  if (!/^[a-z0-9_-]+$/.test(registry) || googleHostFault(registry) !== undefined) return false;
  return registry !== "localhost" && registry !== "_default";
}

/** Registries that people call by a short name. */
const meant: Readonly<Record<string, string>> = {
  docker: "docker.io",
  dockerhub: "docker.io",
  "docker-hub": "docker.io",
  hub: "docker.io",
  gcr: "gcr.io",
  ghcr: "ghcr.io",
  quay: "quay.io",
  k8s: "registry.k8s.io",
};

function neverMatches({ doc }: RegistriesFile, { registry, path, endpoints }: Mirror): Report {
  const named = endpoints
    .map(({ address }) => address?.host ?? "")
    .find((host) => /^[.:]/.test(host.slice(registry.length)) && host.startsWith(registry));
  const host = (Object.hasOwn(meant, registry) ? meant[registry] : undefined) ?? named;
  return {
    at: path,
    part: "key",
    message: `In an image's name ${registry}/… is a folder of Docker Hub: a registry has a dot or a port in it, or is localhost. This mirror is never used. Write the registry as images name it${host === undefined ? "" : `, such as ${host}`}.`,
    fixes: host === undefined ? [] : renameHost(doc, path, host, false),
  };
}

/** `index.docker.io` is another spelling of `docker.io` in images' names, so containerd never asks for it by that name. */
function hubName({ doc }: RegistriesFile, { registry, path }: Mirror): Report {
  const never = registry === "index.docker.io";
  return {
    at: path,
    part: "key",
    severity: registry === dockerHubHost ? "information" : "warning",
    message: `Images of Docker Hub have the registry docker.io, also where they name none. ${never ? "This mirror is never used" : `This mirror is used only for images that write ${registry}/… themselves`}. For Docker Hub write docker.io.`,
    fixes: renameHost(doc, path, "docker.io", false),
  };
}
