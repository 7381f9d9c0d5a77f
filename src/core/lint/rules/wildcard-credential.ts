import { type HostConfig, hasCredential } from "../../file/file.ts";
import { renameHost } from "../renameHost.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = 'Credentials under "*" are not used';

/** Source: docs/how-k3s-reads-it/hosts.md#wildcard. */
export const wildcardCredential: Rule = {
  id: "wildcard-credential",
  severity: "error",
  check(file, { target }) {
    const reports: Report[] = [];
    const wildcard = file.configOf("*");
    if (!wildcard || !hasCredential(wildcard)) return reports;
    const hosts = uncovered(file.configs, file.matching.endpoints.keys());
    const [host] = hosts;
    const rke2 = target?.product === "rke2";
    reports.push({
      at: wildcard.auth.path,
      part: "key",
      severity: rke2 ? "warning" : "error",
      message: `containerd never uses the credentials of "*", so private registries answer 401 or 403${target?.product === "k3s" || target?.product === "k3d" ? "" : " (RKE2 uses them only for its own runtime image)"}. Write an entry for each host${
        host === undefined
          ? ""
          : `, here ${hosts
              .slice(0, 3)
              .map((name) => `"${name}"`)
              .join(", ")}`
      }.`,
      fixes:
        host !== undefined && hosts.length === 1
          ? renameHost(file.doc, wildcard.path, host, false, `Move the entry to ${host}`)
          : [],
    });
    return reports;
  },
};

function uncovered(configs: readonly HostConfig[], endpoints: Iterable<string>): readonly string[] {
  const keys = new Set(configs.map(({ host }) => host));
  return [...endpoints].filter((host) => !keys.has(host));
}
