import { hasTls } from "../../file/configLookup.ts";
import type { HostConfig, Mirror, RegistriesFile } from "../../file/file.ts";
import { supports } from "../../file/release.ts";
import { renameHost } from "../renameHost.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = 'TLS settings under "*" are replaced or apply to more registries';

/**
 * Alone, TLS settings of `*` are used for every registry without a folder of its own. Source: k3s
 * `pkg/agent/containerd/config.go` (`getHostConfigs`), containerd `core/remotes/docker/config/hosts.go`.
 */
export const wildcardTls: Rule = {
  id: "wildcard-tls",
  severity: "warning",
  check(file, { target = {} }) {
    const reports: Report[] = [];
    const wildcard = file.configOf("*");
    if (!wildcard || !hasTls(wildcard) || supports(target, "wildcard in configs") === false) return reports;
    const mirror = file.mirrorOf("*");
    if (mirror && mirror.endpoints.length > 0) reports.push(lost(file, wildcard, mirror));
    if (file.template) return reports;
    for (const { value, path, host, templated } of file.configs) {
      const empty = value.kind === "null" || (value.kind === "map" && value.size === 0);
      if (!empty || host === "*" || templated) continue;
      reports.push({
        at: path,
        part: "key",
        severity: "information",
        message: `This empty entry does not exclude "${host}" from "*": k3s drops it and applies the TLS settings of "*". Give "${host}" settings of its own, or remove the entry.`,
        fixes: [],
      });
    }
    return reports;
  },
};

function lost({ doc, configs }: RegistriesFile, wildcard: HostConfig, mirror: Mirror): Report {
  const keys = new Set(configs.map(({ host }) => host));
  const hosts = new Set(mirror.endpoints.map(({ address }) => address?.host ?? ""));
  const [host, ...more] = [...hosts].filter((name) => name !== "" && !keys.has(name));
  return {
    at: wildcard.tls.path,
    part: "key",
    message: `The TLS settings of "*" have no effect, because the mirror "*" replaces them in containerd's configuration. Put them under the host of the endpoint${host === undefined ? "" : `, "${host}"`}.`,
    related: [{ at: mirror.path, message: "This mirror replaces them" }],
    fixes:
      host !== undefined && more.length === 0
        ? renameHost(doc, wildcard.path, host, false, `Move the entry to ${host}`)
        : [],
  };
}
