import type { RegistriesFile } from "../../file/file.ts";
import { isHubSite, keyFault } from "../../hosts/registryKey.ts";
import { placeholder } from "../../text/placeholder.ts";
import type { Path } from "../../yaml/document.ts";
import { renameHost } from "../renameHost.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "A key contains upper-case letters, but hosts are case-sensitive";

/**
 * Source: docs/how-k3s-reads-it/endpoints.md#url (the case is kept), docs/how-k3s-reads-it/hosts.md (keys are exact
 * strings).
 */
export const uppercaseHost: Rule = {
  id: "uppercase-host",
  severity: "warning",
  check(file) {
    const reports: Report[] = [];
    for (const { registry, path, templated } of file.mirrors)
      if (!templated && hasCapitals(registry)) reports.push(capitals(file, path, registry, "images that write"));
    for (const config of file.configs) {
      const { host, path, templated } = config;
      if (templated || !hasCapitals(host) || isHubSite(host)) continue;
      const { endpoints, mismatches } = file.matching;
      if (!endpoints.has(host) && !mismatches.has(config))
        reports.push(capitals(file, path, host, "images and endpoints that write"));
    }
    return reports;
  },
};

function hasCapitals(key: string): boolean {
  return (
    /[A-Z]/.test(key) &&
    keyFault(key) === undefined &&
    !placeholder(key, "possible host") &&
    !key.includes("*") &&
    !/^[A-Z0-9_]+$/.test(key)
  );
}

function capitals({ doc }: RegistriesFile, path: Path, key: string, who: string): Report {
  const lower = key.toLowerCase();
  return {
    at: path,
    part: "key",
    message: `"${key}" has no effect for "${lower}", because hosts are case-sensitive: it matches only ${who} it with the same capitals. Write it in lower case.`,
    fixes: renameHost(doc, path, lower, false),
  };
}
