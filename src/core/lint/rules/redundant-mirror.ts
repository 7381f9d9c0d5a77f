import { defaultAddress } from "../../hosts/endpoint.ts";
import { googleHostFault } from "../../hosts/googleHostFault.ts";
import { isGoogleHost } from "../../hosts/registryHost.ts";
import { isHubSite, plainHost } from "../../hosts/registryKey.ts";
import { placeholder } from "../../text/placeholder.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "The only endpoint of a mirror is the registry itself";

/** Source: docs/how-k3s-reads-it/endpoints.md#default-endpoint. */
export const redundantMirror: Rule = {
  id: "redundant-mirror",
  severity: "hint",
  check({ mirrors, configs, template }, { embeddedRegistry, disableDefaultEndpoint }) {
    const reports: Report[] = [];
    // With these options an entry says that nodes share the registry's images, or where they may be pulled from; so does
    // a mirror with nothing under it.
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
        placeholder(registry, "possible endpoint") ||
        rewrites.length > 0 ||
        endpoint.kind !== "list" ||
        endpoint.size !== endpoints.length
      )
        continue;
      const own = defaultAddress(registry);
      if (!own || !endpoints.every(({ address }) => address?.url === own.url) || endpoints.length === 0) continue;
      if (configured(registry) || configured(own.host)) continue;
      // A Google registry needs a key, or another name: other rules report that.
      if (isGoogleHost(registry) || googleHostFault(registry)) continue;
      reports.push({
        at: path,
        part: "key",
        message: `The only endpoint of "${registry}" is ${registry === own.host ? "the registry itself" : `"${own.host}"`}, which containerd tries anyway. Remove this mirror, unless the cluster runs the embedded registry.`,
        unused: true,
        // What k3s does not read there may be meant for another place.
        fixes: unknown.length > 0 ? [] : [{ title: "Remove the mirror", safe: false, operations: [{ remove: path }] }],
      });
    }
    return reports;
  },
};

/** Returns the registry that an entry is for, also if its key has faults that other rules fix. */
function meantHost(key: string): string {
  const host = plainHost(key)
    .replace(/[^\w.:[\]-]/g, "")
    .toLowerCase();
  return isHubSite(host) ? "docker.io" : host;
}
