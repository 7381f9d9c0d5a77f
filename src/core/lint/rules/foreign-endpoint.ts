import { dockerHubHost, splitPort } from "../../registries/endpoint.ts";
import { usableAddress } from "../../registries/endpointFlaw.ts";
import type { Endpoint, Mirror } from "../../registries/file.ts";
import { areOtherPublicRegistries, isRegistryWebSite } from "../../registries/publicRegistries.ts";
import type { Fix, Report, Rule } from "../rule.ts";

/** Source: reference §9 row 34 (rke2#1829). With a rewrite, another public registry may well hold copies. */
export const foreignEndpoint: Rule = {
  id: "foreign-endpoint",
  summary: "An endpoint is no mirror of the registry",
  severity: "warning",
  check({ mirrors }) {
    const reports: Report[] = [];
    for (const mirror of mirrors) {
      for (const endpoint of mirror.endpoints) {
        const host = splitPort(endpoint.address?.host ?? "").name;
        const site = isRegistryWebSite(host);
        if (!site && !areOtherPublicRegistries(mirror.registry, host)) continue;
        const address = usableAddress(endpoint);
        if (!address) continue;
        if (site) {
          const registry = host === "hub.docker.com" ? ` The registry itself is ${dockerHubHost}.` : "";
          reports.push({
            at: endpoint.path,
            message: `${host} is a web site, not a registry: a pull of ${mirror.registry} from it fails and goes on to the next endpoint.${registry} Remove it.`,
            fixes: fixes(mirror, endpoint),
          });
        } else if (mirror.rewrites.length === 0 && !address.overridesPath)
          reports.push({
            at: endpoint.path,
            message: `${host} is a registry of its own, not a mirror of ${mirror.registry}: it has other images under these names, or none. Remove it, or add a rewrite if it holds copies.`,
            fixes: fixes(mirror, endpoint),
          });
      }
    }
    return reports;
  },
};

/** Only where another endpoint is left that serves the mirror. */
function fixes(mirror: Mirror, endpoint: Endpoint): readonly Fix[] {
  const own = mirror.registry === "docker.io" ? dockerHubHost : mirror.registry;
  const left = mirror.endpoints.filter((other) => {
    const host = other === endpoint ? undefined : usableAddress(other)?.host;
    return host !== undefined && host !== own && !isRegistryWebSite(host);
  });
  if (left.length === 0 || mirror.rewrites.length > 0) return [];
  return [{ title: "Remove this endpoint", safe: false, operations: [{ remove: endpoint.path }] }];
}
