import { type Misplaced, settingsOf, type Unaddressed } from "../../file/configLookup.ts";
import type { RegistriesFile } from "../../file/file.ts";
import { defaultAddress } from "../../hosts/endpoint.ts";
import { listed } from "../../text/listed.ts";
import { renameHost } from "../renameHost.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "Credentials are under a different host than the mirror that needs them";

/** Source: docs/how-k3s-reads-it/hosts.md#configs-lookup, docs/how-k3s-reads-it/endpoints.md#default-endpoint. */
export const credentialNotForEndpoint: Rule = {
  id: "credential-not-for-endpoint",
  severity: "warning",
  check(file) {
    const reports: Report[] = [];
    const { misplaced, unaddressed } = file.matching;
    for (const found of misplaced.values()) reports.push(underRegistry(file, found));
    for (const found of unaddressed.values()) reports.push(underOtherHost(file, found));
    return reports;
  },
};

/** The most hosts that a message names and that a fix is offered for. */
const shownHosts = 3;

function underRegistry({ doc }: RegistriesFile, { config, mirror, hosts }: Misplaced): Report {
  const settings = settingsOf(config) ?? "settings";
  const fallback = defaultAddress(mirror.registry)?.host ?? mirror.registry;
  const shown = hosts.slice(0, shownHosts).map(({ host }) => host);
  const quoted = shown.map((host) => `"${host}"`);
  const names = hosts.length > shown.length ? [...quoted, `${hosts.length - shown.length} more`] : quoted;
  const one = names.length === 1;
  const mirrors = `${one ? "mirror" : "mirrors"} ${listed(names)}`;
  const target = one ? `it, move them under ${names[0]}` : "one of them, move them under its host";
  const itself = fallback === config.host ? "that registry itself" : `"${fallback}" itself`;
  const plainHttp = hosts.every(({ endpoint }) => endpoint.address?.scheme === "http");
  const idle = settings === "TLS settings" && plainHttp;
  return {
    at: config.path,
    part: "key",
    severity: idle ? "information" : "warning",
    message: idle
      ? `The TLS settings of "${config.host}" are used only for ${itself}, not for its ${mirrors}, which ${one ? "is" : "are"} contacted over plain HTTP. Remove them if "${fallback}" does not need them.`
      : `The ${settings} of "${config.host}" are used only when a pull falls back to ${itself}; its ${mirrors} ${one ? "has" : "have"} none. If they are for ${target}.`,
    related: hosts.slice(0, shownHosts).map(({ endpoint, host }) => ({
      at: endpoint.path,
      message: `"${host}" is tried first and has no entry in configs`,
    })),
    fixes: idle
      ? []
      : shown.flatMap((host) => renameHost(doc, config.path, host, false, `Move the ${settings} to ${host}`)),
  };
}

function underOtherHost({ doc }: RegistriesFile, { config, used, near }: Unaddressed): Report {
  const settings = settingsOf(config);
  return {
    at: config.path,
    part: "key",
    severity: near ? "warning" : "information",
    message: `No endpoint has the host "${config.host}", so its ${settings} are used only for images of that registry, while the endpoint "${used.host}" has none. If they are for "${used.host}", rename the key.`,
    related: [{ at: used.endpoint.path, message: `"${used.host}" has no entry in configs` }],
    fixes: renameHost(doc, config.path, used.host, false, `Move the ${settings} to ${used.host}`),
  };
}
