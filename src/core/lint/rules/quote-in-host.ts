import type { RegistriesFile } from "../../file/file.ts";
import { since } from "../../file/release.ts";
import type { Path } from "../../yaml/document.ts";
import { renameHost } from "../renameHost.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "The name of a registry contains a quote";

/** Source: docs/how-k3s-reads-it/generated-files.md#quoting, docs/how-k3s-reads-it/hosts.md. */
export const quoteInHost: Rule = {
  id: "quote-in-host",
  severity: "error",
  fixes: true,
  check(file) {
    const reports: Report[] = [];
    for (const { registry, path, templated } of file.mirrors)
      if (!templated && /['"]/.test(registry))
        reports.push(report(file, registry, path, "k3s reads it as part of the name, so the mirror has no effect"));
    for (const { host, path, templated, auth } of file.configs) {
      if (templated || !/['"]/.test(host)) continue;
      reports.push(
        report(
          file,
          host,
          path,
          auth.value.kind === "map" ? broken(host) : "k3s reads it as part of the name, so the entry has no effect",
        ),
      );
    }
    return reports;
  },
};

/** Returns what a quote breaks: containerd 2 has the host between `'`, containerd 1.7 between `"`. */
function broken(host: string): string {
  const releases = `containerd 2 (k3s and RKE2 since ${since("containerd 2")})`;
  const reader = host.includes("'") ? (host.includes('"') ? "containerd" : releases) : "containerd 1.7 and older";
  return `${reader} can't read the config.toml that k3s writes, and k3s restarts in a loop`;
}

function report({ doc }: RegistriesFile, host: string, path: Path, consequence: string): Report {
  const name = host.replace(/['"]/g, "");
  const mark = host.includes('"') ? '"' : "'";
  return {
    at: path,
    part: "key",
    message: `The name of this registry contains a quote (${mark}): ${consequence}. Remove it.`,
    fixes: /^[\w.:[\]-]+$/.test(name) ? renameHost(doc, path, name, true, "Remove the quote from the name") : [],
  };
}
