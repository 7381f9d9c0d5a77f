import { matching } from "../../file/configLookup.ts";
import type { Mirror, RegistriesFile } from "../../file/file.ts";
import { since, supports, type Target } from "../../file/release.ts";
import { defaultAddress, defaultEndpoint, dockerHubHost, isLoopback } from "../../hosts/endpoint.ts";
import { isHubSite } from "../../hosts/registryKey.ts";
import type { YamlDocument } from "../../yaml/document.ts";
import type { Fix, LintSettings, Report, Rule } from "../rule.ts";

/**
 * Source: docs/how-k3s-reads-it/yaml.md#types (null and empty endpoints),
 * docs/how-k3s-reads-it/endpoints.md#default-endpoint, docs/how-k3s-reads-it/endpoints.md#embedded-registry.
 */
export const missingMirrorEndpoint: Rule = {
  id: "missing-mirror-endpoint",
  summary: "A mirror has no endpoint",
  severity: "warning",
  check(file, settings) {
    const reports: Report[] = [];
    const { embeddedRegistry, target = {} } = settings;
    const embedded = embeddedRegistry === true && supports(target, "hosts.toml") !== false;
    let hosts: ReadonlySet<string> | undefined;
    const configured = (host: string): boolean => {
      hosts ??= new Set(file.configs.map((config) => config.host));
      return hosts.has(host);
    };
    for (const mirror of file.mirrors) {
      if (mayHoldBlanks(mirror)) for (const report of blankItems(file.doc, mirror, configured)) reports.push(report);
      const served = embedded && mirror.rewrite.value.kind === "missing" && !isLoopback(mirror.registry);
      const report = served ? undefined : withoutEndpoint(mirror, configured, target);
      // What `misplaced-key` finds among the registries is the endpoint of one of them.
      if (report && file.doc.value(["mirrors", "endpoint"]).kind === "missing") reports.push(report);
    }
    for (const report of unmentionedCredentials(file, settings)) reports.push(report);
    return reports;
  },
};

/** Whether `configs` has settings for a host. */
type IsConfigured = (host: string) => boolean;

/**
 * What is rewritten must not be the default endpoint, which k3s does not rewrite. Source:
 * docs/how-k3s-reads-it/endpoints.md#default-endpoint.
 */
function addEndpoint(
  { registry, endpointPath, rewrites }: Mirror,
  configured: IsConfigured,
  safe: boolean,
): readonly Fix[] {
  if (registry === "*" || registry.trim() === "" || /[\s/]/.test(registry)) return [];
  const address = defaultAddress(registry);
  if (!address) return [];
  const plain = `${address.scheme}://${address.host}`;
  const rewritten = rewrites.length > 0;
  if (rewritten && (/:\d+$/.test(plain) || configured(registry))) return [];
  const endpoint = rewritten ? `${plain}:443` : plain;
  return [
    {
      title: `Add the endpoint ${endpoint}`,
      safe: safe && !rewritten,
      operations: [{ set: endpointPath, value: [endpoint] }],
    },
  ];
}

function withoutEndpoint(mirror: Mirror, configured: IsConfigured, target: Target): Report | undefined {
  const { value, endpoint, path, registry, endpointPath } = mirror;
  if (value.kind === "null" || (value.kind === "map" && value.size === 0))
    return {
      at: path,
      part: "key",
      severity: "information",
      message: `The mirror ${registry} has no endpoint, so it changes nothing${exception(registry, target)}.`,
      fixes: addEndpoint(mirror, configured, false),
    };
  if (value.kind !== "map") return undefined;
  const message = `The mirror ${registry} has no endpoint: k3s goes to the registry's default endpoint and ignores what is set here. Add an endpoint.`;
  if (endpoint.kind === "missing")
    return { at: path, part: "key", message, fixes: addEndpoint(mirror, configured, true) };
  if (endpoint.kind === "null" || (endpoint.kind === "list" && endpoint.size === 0))
    return {
      at: endpointPath,
      part: "key",
      message,
      fixes: addEndpoint(mirror, configured, true),
    };
  if (endpoint.kind === "scalar" && endpoint.text.trim() === "")
    return {
      at: endpointPath,
      part: "key",
      severity: "error",
      message: `The endpoint of the mirror ${registry} is an empty text where a list must stand: k3s can't read the file and hangs at start. Write the list of its URLs.`,
      fixes: addEndpoint(mirror, configured, true),
    };
  return undefined;
}

/** When a mirror with nothing under it has a meaning after all. */
function exception(registry: string, target: Target): string {
  if (isLoopback(registry)) return "; the embedded registry leaves out registries of the node itself. Add an endpoint";
  return supports(target, "hosts.toml") === false
    ? `; the embedded registry is there from ${since("hosts.toml")} on. Add an endpoint`
    : " unless the cluster runs the embedded registry. Add an endpoint, or set k3sRegistries.embeddedRegistry if it does";
}

function blankMessage(registry: string, text: string): string {
  return text === ""
    ? `An endpoint of the mirror ${registry} is empty: k3s makes the address https:///v2 of it, which no pull can reach. Write its URL or remove the item.`
    : `An endpoint of the mirror ${registry} is blank: k3s ignores it as an invalid URL. Write its URL or remove the item.`;
}

/** Every endpoint of the usual mirror has a host, and none of them needs to be looked at again. */
function mayHoldBlanks({ endpoint, endpoints }: Mirror): boolean {
  if (endpoint.kind !== "list") return false;
  return endpoint.size !== endpoints.length || endpoints.some(({ address }) => !address || address.host === "");
}

function* blankItems(doc: YamlDocument, mirror: Mirror, configured: IsConfigured): Iterable<Report> {
  const items = doc.items(mirror.endpointPath);
  for (const { path, value } of items) {
    const text = value.kind === "scalar" ? value.text : value.kind === "null" ? "" : undefined;
    if (text === undefined || text.trim() !== "") continue;
    // What is nothing yet, as where Zarf's ###NAME### is a comment, a tool may write.
    if (doc.template && value.kind === "null") continue;
    const fixes = items.length === 1 ? addEndpoint(mirror, configured, false) : [];
    yield {
      at: value.kind === "null" ? mirror.endpointPath : path,
      part: value.kind === "null" ? "key" : "value",
      severity: "error",
      message: blankMessage(mirror.registry, text),
      fixes,
    };
  }
}

/**
 * Credentials that are used only when an image names their host itself; that is often right, so it is a hint. Where the
 * host may be meant for an endpoint, or is none that k3s asks, another rule speaks.
 */
function unmentionedCredentials(file: RegistriesFile, { target = {} }: LintSettings): readonly Report[] {
  const { doc, mirrors, configs } = file;
  const reports: Report[] = [];
  if (file.template || mirrors.some(({ registry }) => registry === "*")) return reports;
  const mentioned = new Set<string>();
  for (const { registry, endpoints } of mirrors) {
    mentioned.add(registry);
    if (registry === "docker.io") mentioned.add(dockerHubHost);
    for (const { address } of endpoints) {
      const host = address?.host ?? "";
      mentioned.add(host);
      // containerd looks a credential up without a colon that has no port.
      if (host.endsWith(":")) mentioned.add(host.slice(0, -1));
    }
  }
  const { mismatches, unaddressed } = matching(file);
  for (const config of configs) {
    const { host, path, auth } = config;
    if (auth.value.kind !== "map" || mentioned.has(host)) continue;
    if (mismatches.has(config) || unaddressed.has(config)) continue;
    if (isHubSite(host) || (host === "docker.io" && supports(target, "credential of docker.io") !== true)) continue;
    if (host === "*" || (host === "docker.io" && mentioned.has("registry-1.docker.io"))) continue;
    if (!/^[a-z0-9.-]+(?::\d+)?$/.test(host) || !/[.:]/.test(host)) continue;
    const registry = host === "registry-1.docker.io" ? "docker.io" : host;
    const section = doc.value(["mirrors"]).kind;
    const addable = section === "map" || section === "missing" || section === "null";
    reports.push({
      at: path,
      part: "key",
      severity: "hint",
      message: `No mirror names ${host}. That works: k3s goes to the default endpoint ${defaultEndpoint(registry)} with this credential.`,
      fixes: addable
        ? [
            {
              title: `Add a mirror for ${registry}`,
              safe: false,
              operations: [{ set: ["mirrors", registry, "endpoint"], value: [defaultEndpoint(registry)] }],
            },
          ]
        : [],
    });
  }
  return reports;
}
