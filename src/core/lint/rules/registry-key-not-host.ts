import { shownKey } from "../../display/shown.ts";
import { hasTls, settingsOf } from "../../file/configLookup.ts";
import { type HostConfig, hasCredential, type RegistriesFile } from "../../file/file.ts";
import { supports } from "../../file/release.ts";
import { dockerHubHost } from "../../hosts/endpoint.ts";
import { hostProblem, withoutScheme } from "../../hosts/registryHost.ts";
import { isHubSite, type KeyFault, keyFault, plainHost } from "../../hosts/registryKey.ts";
import { placeholder } from "../../text/placeholder.ts";
import type { Path } from "../../yaml/document.ts";
import { renameHost } from "../renameHost.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "A key of mirrors or configs is not a host with an optional port";

/**
 * Source: containerd `internal/cri/server/images/image_pull.go` (credentials by the exact host and port) and
 * `core/remotes/docker/config/config_unix.go` (mirrors by the registry of an image's name); k3s
 * `pkg/agent/containerd/config.go` (`writeContainerdHosts` joins the key to a path, which drops slashes at its end).
 */
export const registryKeyNotHost: Rule = {
  id: "registry-key-not-host",
  severity: "error",
  fixes: true,
  check(file, { target = {} }) {
    const joins = supports(target, "hosts.toml") !== false;
    return [
      ...notHosts(file, "mirrors", file.mirrors, {
        keyOf: ({ registry }) => registry,
        isReportedElsewhere: () => false,
        effectOf: ({ registry }) => (joins && endsWithSlash(registry) ? mirrorEffect : nothing.mirrors),
      }),
      ...notHosts(file, "configs", file.configs, {
        keyOf: ({ host }) => host,
        isReportedElsewhere: (config) =>
          isHubSettings(config) || (isOfSuchEndpoint(file, config) && !hasCredential(config)),
        effectOf: (config) => {
          if (isOfSuchEndpoint(file, config)) return endpointEffect(config.host);
          return joins && endsWithSlash(config.host) ? settingsEffect(file, config) : nothing.configs;
        },
      }),
    ];
  },
};

/** True if docker-hub-host reports it: that rule knows the host that is meant. */
function isHubSettings(config: HostConfig): boolean {
  return isHubSite(plainHost(config.host)) && settingsOf(config) !== undefined;
}

/** k3s looks the TLS settings of an endpoint up by the host of its URL, which keeps a colon without a port. */
function isOfSuchEndpoint(file: RegistriesFile, config: HostConfig): boolean {
  return hasTls(config) && file.matching.endpoints.has(config.host);
}

function endpointEffect(host: string): Effect {
  return {
    sentence: `Its TLS settings apply to endpoints at "${host}", but containerd looks the credential up without the colon`,
    keeps: true,
  };
}

type Section = "mirrors" | "configs";

interface Keyed {
  readonly path: Path;
  readonly templated: boolean;
}

/** What an entry does under its key, as the second sentence of a message, and its severity. */
interface Effect {
  readonly sentence: string;
  readonly severity?: "information";
  /** True if the key must stay as it is until an endpoint has another host. */
  readonly keeps?: boolean;
}

const nothing: Readonly<Record<Section, Effect>> = {
  mirrors: { sentence: "containerd looks mirrors up by the registry in the image name, so this one has no effect" },
  configs: {
    sentence: "Credentials and TLS settings are looked up by host and port, so these have no effect",
  },
};

const mirrorEffect: Effect = {
  sentence: "k3s drops the slash, so this mirror works anyway",
  severity: "information",
};

/** True if only slashes follow the host. */
function endsWithSlash(key: string): boolean {
  return /^[\w.-]+(?::\d+)?\/+$/.test(key);
}

/** k3s drops the slash where it writes the TLS settings of a registry, not where it looks those of an endpoint up. */
function settingsEffect(file: RegistriesFile, config: HostConfig): Effect {
  const host = plainHost(config.host);
  if (!hasTls(config) || file.matching.endpoints.has(host)) return nothing.configs;
  return hasCredential(config)
    ? {
        sentence: `Its TLS settings apply to images of "${host}", but containerd never sends the credential`,
      }
    : {
        sentence: `Its TLS settings apply to images of "${host}", but not to endpoints at that host`,
        severity: "information",
      };
}

function notHosts<Of extends Keyed>(
  file: RegistriesFile,
  section: Section,
  entries: readonly Of[],
  {
    keyOf,
    isReportedElsewhere,
    effectOf,
  }: {
    readonly keyOf: (entry: Of) => string;
    readonly isReportedElsewhere: (entry: Of) => boolean;
    readonly effectOf: (entry: Of) => Effect;
  },
): readonly Report[] {
  const reports: Report[] = [];
  const faulty: { key: string; path: Path; fault: KeyFault; host: string; effect: Effect }[] = [];
  for (const entry of entries) {
    const key = keyOf(entry);
    const fault = entry.templated ? undefined : keyFault(key);
    if (fault === undefined || isReportedElsewhere(entry)) continue;
    if (fault !== "empty" && (key.includes("*") || placeholder(key, "possible host"))) continue;
    faulty.push({ key, path: entry.path, fault, host: wanted(file, section, key), effect: effectOf(entry) });
  }
  const count = new Map<string, number>();
  for (const { host } of faulty) count.set(host, (count.get(host) ?? 0) + 1);
  for (const { key, path, fault, host, effect } of faulty) {
    const alone = count.get(host) === 1;
    const there = host !== key && file.doc.value([...path.slice(0, -1), host]).kind !== "missing";
    // With an entry for the host itself, it is not certain which of the two takes effect.
    const { sentence, severity, keeps } = there || !alone ? nothing[section] : effect;
    reports.push({
      at: path,
      part: "key",
      // `hostname:port` is a placeholder from the documentation.
      ...(fault === "port" && /:port$/i.test(key) ? { severity: "warning" } : severity ? { severity } : {}),
      message: `${faultText(key, fault)}. ${sentence}. ${host !== "" && (there || !alone) ? onlyOne(host, there) : keeps ? `Write "${host}", here and in the endpoint.` : advice(section, key, fault, host)}`,
      fixes:
        alone && !keeps && isHost(file, section, host)
          ? renameHost(file.doc, path, host, isCertain(file, key, fault))
          : [],
    });
  }
  for (const entry of entries) {
    const key = keyOf(entry);
    // Between double quotes, a tool may still fill in a variable.
    if (/^\$\{\w{0,99}URL\w{0,99}\}$/i.test(key) && file.doc.text[file.doc.span(entry.path, "key").start] === '"')
      reports.push({
        at: entry.path,
        part: "key",
        severity: "hint",
        message: `If "${key}" has a scheme, this key never matches, because containerd looks for a host and port. Use a variable without the scheme.`,
      });
    if (!entry.templated || !/^https?:\/\//i.test(key)) continue;
    reports.push({
      at: entry.path,
      part: "key",
      message: `This key starts with a scheme. ${nothing[section].sentence}. Write only the host and port.`,
    });
  }
  return reports;
}

/** Returns the key to write: in lower case, unless an endpoint has the host in capitals; Docker Hub as its section needs it. */
function wanted(file: RegistriesFile, section: Section, key: string): string {
  const host = plainHost(key);
  if (section === "configs" && host.toLowerCase() === "docker.io") return dockerHubHost;
  if (section === "mirrors" && (host.toLowerCase() === dockerHubHost || isHubSite(host))) return "docker.io";
  return file.matching.endpoints.has(host) ? host : host.toLowerCase();
}

function isHost(file: RegistriesFile, section: Section, host: string): boolean {
  if (section === "configs" && file.matching.endpoints.has(host)) return true;
  return hostProblem(host) === undefined;
}

/**
 * True if the new key certainly is what was meant. Without a path the entry would apply to more images; after a colon the
 * port may be missing.
 */
function isCertain(file: RegistriesFile, key: string, fault: KeyFault): boolean {
  const { endpoints } = file.matching;
  if (fault === "no-port" && !endpoints.has(plainHost(key)) && !endpoints.has(key)) return false;
  return fault !== "user" && !key.includes("@") && /^[^/]*$|^[^/]*\/(?:v[12]\/?)?$/.test(withoutScheme(key));
}

function faultText(key: string, fault: KeyFault): string {
  if (fault === "empty") return "This key is empty";
  const names: Readonly<Record<Exclude<KeyFault, "empty">, string>> = {
    blank: "contains a space",
    scheme: "starts with a scheme",
    user: "contains a user name",
    path: endsWithSlash(key) ? "ends with a slash" : "contains a path",
    "no-port": "ends with a colon but has no port",
    port: "has a port that is not a number",
  };
  return `The key ${JSON.stringify(shownKey(key))} ${names[fault]}`;
}

/** Returns the advice where several keys become one, since settings apply to a whole host. */
function onlyOne(host: string, there: boolean): string {
  return there
    ? `"${host}" already has an entry: move what it lacks there.`
    : `Write "${host}", and keep only one entry for it.`;
}

function advice(section: Section, key: string, fault: KeyFault, host: string): string {
  if (fault === "empty")
    return section === "mirrors"
      ? 'Write the registry, such as "docker.io", or "*" for all registries.'
      : "Write the host and port of the registry.";
  if (section === "mirrors" && fault === "path" && !endsWithSlash(key))
    return `Write "${host}"; to change the path of its images, use "rewrite".`;
  return host === "" || /\s/.test(host) || fault === "port"
    ? "Write the host and port of the registry."
    : `Write "${host}".`;
}
