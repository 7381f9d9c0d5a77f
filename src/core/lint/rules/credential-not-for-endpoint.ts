import { hasTls, type Misplaced, matching, settingsOf, type Unaddressed } from "../../file/configLookup.ts";
import type { RegistriesFile } from "../../file/file.ts";
import { defaultAddress } from "../../hosts/endpoint.ts";
import { renameHost } from "../renameHost.ts";
import type { Report, Rule } from "../rule.ts";

/** Source: docs/how-k3s-reads-it/hosts.md#configs-lookup, docs/how-k3s-reads-it/endpoints.md#default-endpoint. */
export const credentialNotForEndpoint: Rule = {
  id: "credential-not-for-endpoint",
  summary: "Credentials stand under another host than the mirror that needs them",
  severity: "warning",
  check(file) {
    const reports: Report[] = [];
    const { misplaced, unaddressed } = matching(file);
    for (const found of misplaced.values()) reports.push(underRegistry(file, found));
    for (const found of unaddressed.values()) reports.push(underOtherHost(file, found));
    return reports;
  },
};

/** How many hosts a message names, and a fix is offered for. */
const shownHosts = 3;

function underRegistry({ doc }: RegistriesFile, { config, mirror, hosts }: Misplaced): Report {
  const settings = settingsOf(config) ?? "settings";
  const fallback = defaultAddress(mirror.registry)?.host ?? mirror.registry;
  const shown = hosts.slice(0, shownHosts).map(({ host }) => host);
  const names = hosts.length > shown.length ? [...shown, `${hosts.length - shown.length} more`] : shown;
  const mirrors =
    names.length === 1
      ? `its mirror ${names[0]} has none. If they belong to it`
      : `its mirrors ${names.slice(0, -1).join(", ")} and ${names.at(-1)} have none. If they belong to one of them`;
  const plainHttp = hosts.every(({ endpoint }) => endpoint.address?.scheme === "http");
  const idle = settings === "TLS settings" && plainHttp;
  return {
    at: config.path,
    part: "key",
    severity: idle ? "information" : "warning",
    message: idle
      ? `The TLS settings of ${config.host} are used only for ${fallback} itself, not for its mirror ${names.join(", ")}, which is contacted by http and needs none. Remove them if ${fallback} needs none either.`
      : `The ${settings} of ${config.host} are used only when a pull falls back to ${fallback === config.host ? "that registry itself" : fallback}; ${mirrors}, put them under its host.`,
    related: hosts.slice(0, shownHosts).map(({ endpoint, host }) => ({
      at: endpoint.path,
      message: `${host} is contacted first, and configs has no entry for it`,
    })),
    fixes: idle
      ? []
      : shown.flatMap((host) => renameHost(doc, config.path, host, false, `Move the ${settings} to ${host}`)),
  };
}

function underOtherHost({ doc }: RegistriesFile, { config, used, near }: Unaddressed): Report {
  const settings = hasTls(config) ? "credentials and TLS settings" : "credentials";
  return {
    at: config.path,
    part: "key",
    severity: near ? "warning" : "information",
    message: `No endpoint is at ${config.host}, so its ${settings} are used only for images of that registry itself, while the endpoint ${used.host} has none. If they belong to ${used.host}, write that as the key.`,
    related: [{ at: used.endpoint.path, message: `configs has no entry for ${used.host}` }],
    fixes: renameHost(doc, config.path, used.host, false, `Move the ${settings} to ${used.host}`),
  };
}
