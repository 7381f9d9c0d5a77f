import type { Mirror, RegistriesFile } from "../../registries/file.ts";
import { keyFault } from "../../registries/keys.ts";
import { isStandIn } from "../../registries/matching.ts";
import { renameHost } from "../renameHost.ts";
import type { Report, Rule } from "../rule.ts";

/** Source: reference §4.3 (a mirror's key is the registry of an image's name), §9 row 9. */
export const mirrorNeverMatches: Rule = {
  id: "mirror-never-matches",
  summary: "A mirror's key is a word that no image name has as its registry",
  severity: "warning",
  *check(file) {
    for (const mirror of file.mirrors) if (isWord(mirror)) yield neverMatches(file, mirror);
  },
};

/**
 * Whether a first part of an image's name is no registry but a folder of Docker Hub: without a dot, port or upper case
 * and not `localhost` (distribution/reference `splitDockerDomain`).
 */
function isWord({ registry, templated }: Mirror): boolean {
  if (templated || isStandIn(registry) || keyFault(registry) !== undefined) return false;
  return /^[a-z0-9_-]+$/.test(registry) && registry !== "localhost" && registry !== "_default";
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
