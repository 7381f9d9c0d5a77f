import { supports } from "../../file/release.ts";
import { defaultAddress } from "../../hosts/endpoint.ts";
import type { Report, Rule } from "../rule.ts";

/** Source: docs/how-k3s-reads-it/endpoints.md#disable-default-endpoint. */
export const defaultEndpointKept: Rule = {
  id: "default-endpoint-kept",
  summary: "The default endpoint stays although it is disabled",
  severity: "information",
  check({ mirrors, configs }, { target = {}, disableDefaultEndpoint }) {
    const reports: Report[] = [];
    if (disableDefaultEndpoint !== true || supports(target, "hosts.toml") === false) return reports;
    const configured = new Map(configs.map((config) => [config.host, config]));
    for (const { registry, path, templated, endpoints } of mirrors) {
      const config = configured.get(registry);
      const own = registry === "*" || templated ? undefined : defaultAddress(registry);
      if (!config || !own || endpoints.length === 0) continue;
      if (endpoints.some(({ address }) => address?.host === own.host)) continue;
      reports.push({
        at: path,
        part: "key",
        message: `k3s still falls back to ${own.host} when the endpoints of ${registry} fail: --disable-default-registry-endpoint does not count for a registry that has an entry in configs. Remove that entry if images must come from the mirror alone.`,
        related: [{ at: config.path, message: "The entry that keeps it" }],
      });
    }
    return reports;
  },
};
