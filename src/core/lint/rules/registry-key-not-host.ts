import { shownKey } from "../../display/shown.ts";
import { dockerHubHost } from "../../registries/endpoint.ts";
import type { HostConfig, RegistriesFile } from "../../registries/file.ts";
import { hostProblem } from "../../registries/hosts.ts";
import { isHubSite, type KeyFault, keyFault, plainHost } from "../../registries/keys.ts";
import { isStandIn, matching, settingsOf } from "../../registries/matching.ts";
import type { Path } from "../../yaml/document.ts";
import { renameHost } from "../renameHost.ts";
import type { Report, Rule } from "../rule.ts";

/** Source: reference §4.2 (settings by exact host and port), §4.3 (mirrors by the registry of an image's name). */
export const registryKeyNotHost: Rule = {
  id: "registry-key-not-host",
  summary: "A key of mirrors or configs is not a host with an optional port",
  severity: "error",
  check(file) {
    const reports: Report[] = [];
    for (const report of notHosts(file, "mirrors", file.mirrors, ({ registry }) => registry)) reports.push(report);
    for (const report of notHosts(file, "configs", file.configs, ({ host }) => host, isHubSettings))
      reports.push(report);
    return reports;
  },
};

/** docker-hub-host speaks of these, which knows the host that is meant. */
function isHubSettings(config: HostConfig): boolean {
  return isHubSite(plainHost(config.host)) && settingsOf(config) !== undefined;
}

type Section = "mirrors" | "configs";

interface Keyed {
  readonly path: Path;
  readonly templated: boolean;
}

function notHosts<Of extends Keyed>(
  file: RegistriesFile,
  section: Section,
  entries: readonly Of[],
  keyOf: (entry: Of) => string,
  isSpokenOf?: (entry: Of) => boolean,
): readonly Report[] {
  const reports: Report[] = [];
  const faulty: { key: string; path: Path; fault: KeyFault; host: string }[] = [];
  for (const entry of entries) {
    const key = keyOf(entry);
    const fault = entry.templated ? undefined : keyFault(key);
    if (fault === undefined || isSpokenOf?.(entry)) continue;
    if (fault !== "empty" && (key.includes("*") || isStandIn(key))) continue;
    faulty.push({ key, path: entry.path, fault, host: wanted(file, section, key) });
  }
  const count = new Map<string, number>();
  for (const { host } of faulty) count.set(host, (count.get(host) ?? 0) + 1);
  for (const { key, path, fault, host } of faulty) {
    const alone = count.get(host) === 1;
    const there = host !== key && file.doc.value([...path.slice(0, -1), host]).kind !== "missing";
    reports.push({
      at: path,
      part: "key",
      message: `${faultText(key, fault)}. ${consequences[section]}. ${host !== "" && (there || !alone) ? onlyOne(host, there) : advice(section, fault, host)}`,
      fixes: alone && isHost(file, section, host) ? renameHost(file.doc, path, host, isCertain(key, fault)) : [],
    });
  }
  for (const entry of entries) {
    const key = keyOf(entry);
    if (!entry.templated || !/^https?:\/\//i.test(key)) continue;
    reports.push({
      at: entry.path,
      part: "key",
      message: `This key starts with a scheme, whatever is filled in behind it. ${consequences[section]}. Write the host and port alone.`,
    });
  }
  return reports;
}

/** Written small, unless an endpoint has the host in capitals; Docker Hub under the name that its section needs. */
function wanted(file: RegistriesFile, section: Section, key: string): string {
  const host = plainHost(key);
  if (section === "configs" && host.toLowerCase() === "docker.io") return dockerHubHost;
  if (section === "mirrors" && (host.toLowerCase() === dockerHubHost || isHubSite(host))) return "docker.io";
  return matching(file).endpoints.has(host) ? host : host.toLowerCase();
}

function isHost(file: RegistriesFile, section: Section, host: string): boolean {
  if (section === "configs" && matching(file).endpoints.has(host)) return true;
  return hostProblem(host) === undefined;
}

/** A path can stand for less than the whole registry, so that the entry would mean more without it. */
function isCertain(key: string, fault: KeyFault): boolean {
  return (
    fault !== "user" &&
    !key.includes("@") &&
    /^[^/]*$|^[^/]*\/(?:v[12]\/?)?$/.test(key.replace(/^[a-z][a-z0-9+.-]*:\/\//i, ""))
  );
}

const consequences: Readonly<Record<Section, string>> = {
  mirrors: "k3s looks mirrors up by the registry of an image's name, so this one is never used",
  configs: "k3s looks credentials and TLS settings up by host and port alone, so these are never used",
};

function faultText(key: string, fault: KeyFault): string {
  if (fault === "empty") return "This key is empty, which is no registry";
  const names: Readonly<Record<Exclude<KeyFault, "empty">, string>> = {
    blank: "has a blank in it",
    scheme: "starts with a scheme",
    user: "has a user before the host",
    path: plainHost(key) === key.replace(/\/$/, "") ? "ends with a slash" : "has a path behind the host",
  };
  return `The key ${JSON.stringify(shownKey(key))} ${names[fault]}`;
}

/** Settings hold for a whole host, so that what stood under several of its paths has to become one entry. */
function onlyOne(host: string, there: boolean): string {
  return there
    ? `${host} has an entry already: move what is missing there into it.`
    : `A registry can have only one entry: write ${host} and keep one of them.`;
}

function advice(section: Section, fault: KeyFault, host: string): string {
  if (fault === "empty")
    return section === "mirrors"
      ? 'Write the registry, as docker.io; for every registry write "*".'
      : "Write the host and port of the registry.";
  if (section === "mirrors" && fault === "path")
    return `Write ${host}; to send its images to another path, use rewrite.`;
  return host === "" || /\s/.test(host) ? "Write the host and port of the registry." : `Write ${host}.`;
}
