import { usableAddress } from "../../file/endpointFlaw.ts";
import type { Endpoint, Mirror } from "../../file/file.ts";
import { type CloudRegistry, cloudRegistry } from "../../hosts/cloudRegistries.ts";
import { dockerHubHost, splitPort } from "../../hosts/endpoint.ts";
import { areOtherPublicRegistries, isRegistryWebSite, isWellKnown } from "../../hosts/publicRegistries.ts";
import { isGoogleHost } from "../../hosts/registryHost.ts";
import type { Fix, Report, Rule } from "../rule.ts";

export const summary = "An endpoint does not mirror the registry";

/** Source: rke2#1829. With a path or a rewrite, another registry can contain copies. */
export const foreignEndpoint: Rule = {
  id: "foreign-endpoint",
  severity: "warning",
  check({ mirrors }) {
    const reports: Report[] = [];
    for (const mirror of mirrors) {
      for (const endpoint of mirror.endpoints) {
        const host = splitPort(endpoint.address?.host ?? "").name;
        const site = isRegistryWebSite(host);
        const cloud = cloudOf(mirror.registry, host);
        if (!site && !cloud && !areOtherPublicRegistries(mirror.registry, host)) continue;
        const address = usableAddress(endpoint);
        if (!address) continue;
        if (site) {
          const registry = host === "hub.docker.com" ? `; the registry of Docker Hub is "${dockerHubHost}"` : "";
          reports.push({
            at: endpoint.path,
            message: `"${host}" is a website, not a registry, so a pull of "${mirror.registry}" from it fails and goes on to the next endpoint. Remove it${registry}.`,
            fixes: fixes(mirror, endpoint),
          });
        } else if (mirror.rewrites.length === 0 && !address.overridesPath)
          reports.push({
            at: endpoint.path,
            ...(cloud?.kind === "account" ? { severity: "hint" } : {}),
            message: difference(mirror.registry, host, cloud),
            fixes: fixes(mirror, endpoint),
          });
      }
    }
    return reports;
  },
};

/** Returns the cloud registry at a host. Google image names include the project, so Artifact Registry can serve them. */
function cloudOf(registry: string, host: string): CloudRegistry | undefined {
  const cloud = isWellKnown(registry) ? cloudRegistry(host) : undefined;
  return cloud?.kind === "project" && isGoogleHost(registry) ? undefined : cloud;
}

/** Explains why a host does not serve the images of a registry under the same names. */
function difference(registry: string, host: string, cloud: CloudRegistry | undefined): string {
  if (cloud?.kind === "account")
    return `"${host}" has images of "${registry}" only in repositories with the same names. If you use the ECR pull-through cache, add its prefix with "rewrite".`;
  if (cloud?.kind === "project")
    return `"${host}" has images only as PROJECT/REPOSITORY/IMAGE, so pulls of "${registry}" find nothing there. Add a "rewrite" that puts the project and repository before each name.`;
  const accelerator = registry === "docker.io" ? cloud?.accelerator : undefined;
  const instead = accelerator === undefined ? "Remove it" : `Use "${accelerator}", its mirror of Docker Hub`;
  return `"${host}" is a separate registry, not a mirror of "${registry}": it has other images under these names, or none. ${instead}, or add a "rewrite" if it has copies.`;
}

/** No fix unless another endpoint remains that serves the mirror. */
function fixes(mirror: Mirror, endpoint: Endpoint): readonly Fix[] {
  const own = mirror.registry === "docker.io" ? dockerHubHost : mirror.registry;
  const left = mirror.endpoints.filter((other) => {
    const host = other === endpoint ? undefined : usableAddress(other)?.host;
    return host !== undefined && host !== own && !isRegistryWebSite(host);
  });
  if (left.length === 0 || mirror.rewrites.length > 0) return [];
  return [{ title: "Remove this endpoint", safe: false, operations: [{ remove: endpoint.path }] }];
}
