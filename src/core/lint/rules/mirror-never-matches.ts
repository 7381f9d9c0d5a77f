import type { Mirror, RegistriesFile } from "../../file/file.ts";
import { dockerHubHost } from "../../hosts/endpoint.ts";
import { googleHostFault } from "../../hosts/googleHostFault.ts";
import { isHubSite, keyFault } from "../../hosts/registryKey.ts";
import { placeholder } from "../../text/placeholder.ts";
import { renameHost } from "../renameHost.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "A mirror key never matches an image";

/** Source: docs/how-k3s-reads-it/hosts.md#mirror-lookup. */
export const mirrorNeverMatches: Rule = {
  id: "mirror-never-matches",
  severity: "warning",
  check(file) {
    const reports: Report[] = [];
    const hub = file.mirrorOf("docker.io") !== undefined;
    for (const mirror of file.mirrors) {
      if (isWord(mirror)) reports.push(neverMatches(file, mirror));
      else if ((mirror.registry === dockerHubHost && !hub) || isHubSite(mirror.registry))
        reports.push(hubName(file, mirror));
    }
    return reports;
  },
};

/**
 * True if the first part of an image name is not a registry but part of a Docker Hub name: it has no dot, port or capital
 * and is not `localhost` (distribution/reference `splitDockerDomain`).
 */
function isWord({ registry, templated }: Mirror): boolean {
  if (templated || placeholder(registry, "possible host") || keyFault(registry) !== undefined) return false;
  // unknown-google-host reports a shortened Google host.
  if (!/^[a-z0-9_-]+$/.test(registry) || googleHostFault(registry) !== undefined) return false;
  return registry !== "localhost" && registry !== "_default";
}

/** Registries with a common short name. */
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
    message: `This mirror is never used: in an image name, "${registry}/…" means Docker Hub, because a registry has a dot or a port or is "localhost". Write the registry as images name it${host === undefined ? "" : `, such as "${host}"`}.`,
    fixes: host === undefined ? [] : renameHost(doc, path, host, false),
  };
}

/** In image names, `index.docker.io` is another spelling of `docker.io`, so containerd never looks it up. */
function hubName({ doc }: RegistriesFile, { registry, path }: Mirror): Report {
  const never = registry === "index.docker.io";
  return {
    at: path,
    part: "key",
    severity: registry === dockerHubHost ? "information" : "warning",
    message: `${never ? "This mirror is never used" : `This mirror is used only for images named "${registry}/…"`}, because the registry of Docker Hub images is "docker.io", even if they name none. Write "docker.io" to mirror Docker Hub.`,
    fixes: renameHost(doc, path, "docker.io", false),
  };
}
