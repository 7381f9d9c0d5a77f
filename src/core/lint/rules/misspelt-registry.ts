import type { Mirror, RegistriesFile } from "../../file/file.ts";
import { mostNamedRegistries } from "../../hosts/publicRegistries.ts";
import { isHostedRegistry } from "../../hosts/registryKey.ts";
import { nearestName } from "../../text/nearest.ts";
import { renameHost } from "../renameHost.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "A mirror key is one letter away from a well-known registry";

/** Source: docs/how-k3s-reads-it/hosts.md#mirror-lookup. */
export const misspeltRegistry: Rule = {
  id: "misspelt-registry",
  severity: "information",
  check(file) {
    const reports: Report[] = [];
    const credentials = new Set(file.configs.map(({ host }) => host));
    for (const mirror of file.mirrors) {
      const report = credentials.has(mirror.registry) ? undefined : misspelt(file, mirror);
      if (report) reports.push(report);
    }
    return reports;
  },
};

/** Skips a name that is also an endpoint, or beside a mirror with the right name: it is likely a registry of its own. */
function misspelt({ doc }: RegistriesFile, { registry, path, endpoints, templated }: Mirror): Report | undefined {
  if (templated || isHostedRegistry(registry) || !/^[a-z0-9.-]+$/.test(registry)) return undefined;
  if (nearestName(registry, mostNamedRegistries, 1) === undefined) return undefined;
  const others = mostNamedRegistries.filter((name) => doc.value(["mirrors", name]).kind === "missing");
  const meant = nearestName(registry, others, 1);
  if (meant === undefined) return undefined;
  if (endpoints.some(({ address }) => address?.host === registry)) return undefined;
  return {
    at: path,
    part: "key",
    message: `"${registry}" is one letter away from "${meant}", and images of "${meant}" do not use this mirror. Rename the key if you mean "${meant}".`,
    fixes: renameHost(doc, path, meant, false),
  };
}
