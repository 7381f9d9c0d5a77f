import { type Difference, type Mismatch, settingsOf, type UsedEndpoint } from "../../file/configLookup.ts";
import type { HostConfig, RegistriesFile } from "../../file/file.ts";
import { copyHost } from "../copyHost.ts";
import { renameHost } from "../renameHost.ts";
import type { Fix, Report, Rule } from "../rule.ts";

export const summary = "A configs key is almost, but not exactly, the host and port of an endpoint";

/**
 * Source: docs/how-k3s-reads-it/endpoints.md#url (case and port are kept),
 * docs/how-k3s-reads-it/hosts.md#configs-lookup (keys are exact strings).
 */
export const credentialHostMismatch: Rule = {
  id: "credential-host-mismatch",
  severity: "error",
  fixes: true,
  check(file) {
    const reports: Report[] = [];
    for (const mismatch of file.matching.mismatches.values()) reports.push(mismatched(file, mismatch));
    return reports;
  },
};

const differences: Readonly<Record<Difference, string>> = {
  case: "in upper and lower case",
  dot: "in the trailing dot",
  "default-port": "in the port",
  "missing-port": "in the port",
  port: "in the port",
};

function mismatched(file: RegistriesFile, mismatch: Mismatch): Report {
  const { config, used, difference, alsoRegistry } = mismatch;
  const settings = settingsOf(config) ?? "settings";
  const elsewhere = alsoRegistry || difference === "port";
  const port = difference === "default-port" ? '; even ":443" and ":80" count' : "";
  return {
    at: config.path,
    part: "key",
    severity: elsewhere ? "warning" : "error",
    message: `"${config.host}" differs from the endpoint "${used.host}" ${differences[difference]}, so k3s does not use these ${settings} for that endpoint. Write the same host and port in both places${port}.`,
    related: [{ at: used.endpoint.path, message: `The endpoint "${used.host}"` }],
    fixes: fixes(file, mismatch),
  };
}

function fixes(file: RegistriesFile, { config, used, difference, alsoRegistry, only }: Mismatch): readonly Fix[] {
  if (alsoRegistry) return copyHost(file.doc, config, used.host, false);
  if (!only) return [];
  const sure = difference === "case" || difference === "dot";
  if (difference === "case" && /[A-Z]/.test(used.host)) return alignEndpoint(file, config, used);
  return renameHost(file.doc, config.path, used.host, sure);
}

/** Changes the endpoint where it is the one with capitals. */
function alignEndpoint(file: RegistriesFile, { host, path }: HostConfig, used: UsedEndpoint): readonly Fix[] {
  if (/[A-Z]/.test(host)) return renameHost(file.doc, path, used.host, true);
  const places = file.mirrors.flatMap(({ endpoints }) =>
    endpoints.filter(({ address }) => address?.host === used.host),
  );
  return [
    {
      title: `Change the endpoint's host to ${host}`,
      safe: true,
      operations: places.map(({ path: at, text }) => ({ replace: at, value: text.replace(used.host, host) })),
    },
  ];
}
