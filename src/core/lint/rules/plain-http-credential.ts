import { type HostConfig, hasCredential, type RegistriesFile } from "../../file/file.ts";
import { isLoopback } from "../../hosts/endpoint.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "A credential is sent without encryption";

/** Source: docs/how-k3s-reads-it/hosts.md#configs-lookup. */
export const plainHttpCredential: Rule = {
  id: "plain-http-credential",
  severity: "warning",
  check(file) {
    const reports: Report[] = [];
    const plain = file.writtenEndpoints.filter(({ address }) => address?.scheme === "http");
    if (plain.length === 0) return reports;
    const credentials = credentialsByHost(file);
    for (const { endpoint, address } of plain) {
      if (!address || isLoopback(address.host)) continue;
      const config = credentials.get(address.host);
      if (!config) continue;
      reports.push({
        at: endpoint.path,
        message: `This endpoint uses plain HTTP, so the credential for "${address.host}" is sent unencrypted. Give the registry a certificate and write "https://", or remove the credential if it is not needed.`,
        related: [{ at: config.path, message: "This credential is sent unencrypted" }],
      });
    }
    return reports;
  },
};

/** Returns the credentials by host, also those that are not sent yet because their key differs a little from the host. */
function credentialsByHost(file: RegistriesFile): ReadonlyMap<string, HostConfig> {
  const hosts = new Map<string, HostConfig>();
  const { mismatches, unaddressed } = file.matching;
  for (const config of file.configs) {
    if (config.templated || !hasCredential(config)) continue;
    const meant = mismatches.get(config) ?? unaddressed.get(config);
    if (meant && (!("near" in meant) || meant.near)) hosts.set(meant.used.host, config);
  }
  for (const config of file.configs) if (!config.templated && hasCredential(config)) hosts.set(config.host, config);
  return hosts;
}
