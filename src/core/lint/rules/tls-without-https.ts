import type { Region } from "../../carriers/region.ts";
import { hasTls } from "../../file/configLookup.ts";
import type { HostConfig, RegistriesFile } from "../../file/file.ts";
import { supports } from "../../file/release.ts";
import { plainHttpWithTls } from "../../file/tls.ts";
import { splitPort } from "../../hosts/endpoint.ts";
import { canRemove } from "../../yaml/restructure.ts";
import type { LintSettings, Report, Rule } from "../rule.ts";

export const summary = "A host with plain HTTP has TLS settings";

/** Source: containerd `core/remotes/docker/config/hosts.go` (`ConfigureHosts`, with its own warning). */
export const tlsWithoutHttps: Rule = {
  id: "tls-without-https",
  severity: "warning",
  check(file, settings) {
    const reports: Report[] = [];
    for (const [config, endpoint] of plainHttpWithTls(file))
      reports.push({
        ...reportOf(file, config, config.host, settings),
        related: [{ at: endpoint.path, message: "This endpoint uses plain HTTP" }],
      });
    return reports;
  },
  *checkRegion(region, settings) {
    const { file, facts } = region;
    if (facts.translated !== undefined) return;
    for (const config of file.configs) {
      if (!config.templated || !hasTls(config) || config.tls.value.kind !== "map") continue;
      const host = region.written(config.host);
      if (isPlainHttp(region, host)) yield reportOf(file, config, host, settings);
    }
  },
};

function reportOf({ doc }: RegistriesFile, config: HostConfig, host: string, settings: LintSettings): SimpleReport {
  return {
    at: config.tls.path,
    part: "key",
    message: `"${host}" is contacted over plain HTTP, which needs no TLS settings${consequence(config, settings)}. Remove "tls", or write "https://" in the endpoint.`,
    fixes: canRemove(doc, config.tls.path)
      ? [{ title: "Remove the TLS settings", safe: false, operations: [{ remove: config.tls.path }] }]
      : [],
  };
}

type SimpleReport = Omit<Report, "related">;

/** True if a host of variables is that of an endpoint with `http://`, since both are written the same. */
function isPlainHttp(region: Region, host: string): boolean {
  if (!/^(?:[\w.-]|\$\w|\$\{[\w.]+\})+(?::(?:\d+|\$\w+|\$\{[\w.]+\}))?$/.test(host)) return false;
  const { doc, mirrors } = region.file;
  const isRegistry = mirrors.some(({ registry }) => region.written(registry) === host);
  if (!isRegistry && !host.includes(":")) return false;
  const urls = mirrors.flatMap(({ endpoint, endpointPath }) =>
    endpoint.kind === "list" ? doc.items(endpointPath).map(({ path }) => region.written(doc.source(path))) : [],
  );
  const has = (url: string): boolean => urls.some((one) => one.replace(/^["']|["']$/g, "").replace(/\/$/, "") === url);
  return has(`http://${host}`) && !has(`https://${host}`);
}

/** Returns what the settings do: on port 80, and without a port before containerd 1.7.24, HTTPS is not tried first. */
function consequence({ host }: HostConfig, { target = {} }: LintSettings): string {
  const { port } = splitPort(host);
  if (port === "80" || (port === undefined && supports(target, "https before http without a port") === false))
    return port === "80" ? "" : ": they apply only if the pull falls back to HTTPS";
  if (supports(target, "hosts.toml") === false) return "";
  return ": because of them containerd tries HTTPS first at each pull and logs a warning";
}
