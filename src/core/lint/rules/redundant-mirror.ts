import { isPlaceholderEndpoint } from "../../file/endpointFlaw.ts";
import { defaultAddress } from "../../hosts/endpoint.ts";
import { googleHostFault } from "../../hosts/googleHostFault.ts";
import { isGoogleHost } from "../../hosts/registryHost.ts";
import { isHubSite, plainHost } from "../../hosts/registryKey.ts";
import type { Report, Rule } from "../rule.ts";

/** Source: docs/how-k3s-reads-it/endpoints.md#default-endpoint. */
export const redundantMirror: Rule = {
  id: "redundant-mirror",
  summary: "A mirror names nothing but the registry itself",
  severity: "hint",
  check({ mirrors, configs, template }, { embeddedRegistry, disableDefaultEndpoint }) {
    const reports: Report[] = [];
    // There, an entry of its own says that the registry is shared between nodes, or where it may be pulled from; a
    // mirror with nothing under it means the embedded registry, too.
    if (template || embeddedRegistry === true || disableDefaultEndpoint === true) return reports;
    if (mirrors.some(({ value }) => value.kind === "null")) return reports;
    let hosts: ReadonlySet<string> | undefined;
    const configured = (host: string): boolean => {
      hosts ??= new Set(configs.map((config) => meantHost(config.host)));
      return hosts.has(host);
    };
    for (const { registry, path, templated, endpoint, endpoints, rewrites, unknown } of mirrors) {
      if (
        templated ||
        isPlaceholderEndpoint(registry) ||
        rewrites.length > 0 ||
        endpoint.kind !== "list" ||
        endpoint.size !== endpoints.length
      )
        continue;
      const own = defaultAddress(registry);
      if (!own || !endpoints.every(({ address }) => address?.url === own.url) || endpoints.length === 0) continue;
      if (configured(registry) || configured(own.host)) continue;
      // A Google registry wants a key, or another name: other rules speak of that.
      if (isGoogleHost(registry) || googleHostFault(registry)) continue;
      reports.push({
        at: path,
        part: "key",
        message: `The only endpoint of ${registry} is ${registry === own.host ? "itself" : own.host}, which k3s tries anyway: this mirror changes nothing, unless the cluster runs the embedded registry.`,
        unused: true,
        // What k3s does not read there may be meant for another place.
        fixes: unknown.length > 0 ? [] : [{ title: "Remove the mirror", safe: false, operations: [{ remove: path }] }],
      });
    }
    return reports;
  },
};

/** The registry that an entry is for, also where its key has faults that other rules mend. */
function meantHost(key: string): string {
  const host = plainHost(key)
    .replace(/[^\w.:[\]-]/g, "")
    .toLowerCase();
  return isHubSite(host) ? "docker.io" : host;
}
