import type { HostConfig } from "../../file/file.ts";
import { supports } from "../../file/release.ts";
import { plainHttpWithTls } from "../../file/tls.ts";
import { splitPort } from "../../hosts/endpoint.ts";
import { canRemove } from "../../yaml/restructure.ts";
import type { LintSettings, Report, Rule } from "../rule.ts";

/** Source: containerd `core/remotes/docker/config/hosts.go` (`ConfigureHosts`, with its own warning). */
export const tlsWithoutHttps: Rule = {
  id: "tls-without-https",
  summary: "A host with plain HTTP has TLS settings",
  severity: "warning",
  check(file, settings) {
    const reports: Report[] = [];
    for (const [config, endpoint] of plainHttpWithTls(file))
      reports.push({
        at: config.tls.path,
        part: "key",
        message: `"${config.host}" is contacted over plain HTTP, which needs no TLS settings${consequence(config, settings)}. Remove "tls", or write "https://" in the endpoint.`,
        related: [{ at: endpoint.path, message: "This endpoint uses plain HTTP" }],
        fixes: canRemove(file.doc, config.tls.path)
          ? [{ title: "Remove the TLS settings", safe: false, operations: [{ remove: config.tls.path }] }]
          : [],
      });
    return reports;
  },
};

/** Returns what the settings do: on port 80, and without a port before containerd 1.7.24, HTTPS is not tried first. */
function consequence({ host }: HostConfig, { target = {} }: LintSettings): string {
  const { port } = splitPort(host);
  if (port === "80" || (port === undefined && supports(target, "https before http without a port") === false))
    return port === "80" ? "" : ": they apply only if the pull falls back to HTTPS";
  if (supports(target, "hosts.toml") === false) return "";
  return ": because of them containerd tries HTTPS first at each pull and logs a warning";
}
