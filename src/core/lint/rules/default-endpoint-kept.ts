import { supports } from "../../file/release.ts";
import { defaultAddress } from "../../hosts/endpoint.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "The default endpoint is still used although it is disabled";

/** Source: docs/how-k3s-reads-it/endpoints.md#disable-default-endpoint. */
export const defaultEndpointKept: Rule = {
  id: "default-endpoint-kept",
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
        message: `k3s still falls back to "${own.host}" when these endpoints fail, because --disable-default-registry-endpoint does not apply to a registry with an entry in configs. Remove that entry if images must come only from the mirror.`,
        related: [{ at: config.path, message: "This entry keeps the default endpoint" }],
      });
    }
    return reports;
  },
};
