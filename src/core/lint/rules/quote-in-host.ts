import type { RegistriesFile } from "../../file/file.ts";
import { since } from "../../file/release.ts";
import type { Path } from "../../yaml/document.ts";
import { renameHost } from "../renameHost.ts";
import type { Report, Rule } from "../rule.ts";

/** Source: docs/how-k3s-reads-it/generated-files.md#quoting, docs/how-k3s-reads-it/hosts.md. */
export const quoteInHost: Rule = {
  id: "quote-in-host",
  summary: "A registry's name has a quote in it",
  severity: "error",
  check(file) {
    const reports: Report[] = [];
    for (const { registry, path, templated } of file.mirrors)
      if (!templated && /['"]/.test(registry))
        reports.push(report(file, registry, path, "k3s takes it for a part of the name, so the mirror is never used"));
    for (const { host, path, templated, auth } of file.configs) {
      if (templated || !/['"]/.test(host)) continue;
      reports.push(
        report(
          file,
          host,
          path,
          auth.value.kind === "map" ? broken(host) : "k3s takes it for a part of the name, so the entry is never used",
        ),
      );
    }
    return reports;
  },
};

/** containerd 2 has the host between `'`, containerd 1.7 between `"`. */
function broken(host: string): string {
  const releases = `containerd 2 (k3s and RKE2 since ${since("containerd 2")})`;
  const where = host.includes("'") ? (host.includes('"') ? "every containerd" : releases) : "containerd 1.7 and older";
  return `k3s writes it into containerd's config.toml, which ${where} then can't read: containerd ends and k3s restarts for ever`;
}

function report({ doc }: RegistriesFile, host: string, path: Path, consequence: string): Report {
  const name = host.replace(/['"]/g, "");
  const mark = host.includes('"') ? '"' : "'";
  return {
    at: path,
    part: "key",
    message: `The name of this registry has a ${mark} in it: ${consequence}. Take it out.`,
    fixes: /^[\w.:[\]-]+$/.test(name) ? renameHost(doc, path, name, true, "Take the quote out of the name") : [],
  };
}
