import { isSchemeAsHost } from "../../file/endpointFlaw.ts";
import type { Mirror, RegistriesFile } from "../../file/file.ts";
import { since, supports, type Target } from "../../file/release.ts";
import { defaultAddress, defaultEndpoint, dockerHubHost, isLoopback } from "../../hosts/endpoint.ts";
import { isHubSite } from "../../hosts/registryKey.ts";
import type { YamlDocument } from "../../yaml/document.ts";
import type { Fix, LintSettings, Report, Rule } from "../rule.ts";
import { wrongTypeEffect } from "../wrongTypeEffect.ts";

export const summary = "A mirror has no endpoint";

/**
 * Source: docs/how-k3s-reads-it/yaml.md#types (null and empty endpoints),
 * docs/how-k3s-reads-it/endpoints.md#default-endpoint, docs/how-k3s-reads-it/endpoints.md#embedded-registry.
 */
export const missingMirrorEndpoint: Rule = {
  id: "missing-mirror-endpoint",
  severity: "warning",
  fixes: true,
  check(file, settings) {
    const reports: Report[] = [];
    const { embeddedRegistry, target = {} } = settings;
    const embedded = embeddedRegistry === true && supports(target, "hosts.toml") !== false;
    const mayBeAdded = file.doc.structural || file.doc.rendersLater;
    let hosts: ReadonlySet<string> | undefined;
    const configured = (host: string): boolean => {
      hosts ??= new Set(file.configs.map((config) => config.host));
      return hosts.has(host);
    };
    for (const mirror of file.mirrors) {
      if (mayHaveBlankItems(mirror))
        for (const report of blankItems(file.doc, mirror, configured)) reports.push(report);
      const served =
        mayBeAdded || (embedded && mirror.rewrite.value.kind === "missing" && !isLoopback(mirror.registry));
      const report = served ? undefined : withoutEndpoint(mirror, configured, target);
      // misplaced-key reports an endpoint beside the registries, which belongs to one of them.
      if (report && file.doc.value(["mirrors", "endpoint"]).kind === "missing") reports.push(report);
    }
    for (const report of unmentionedCredentials(file, settings)) reports.push(report);
    return reports;
  },
};

/** True if `configs` has an entry for a host. */
type IsConfigured = (host: string) => boolean;

/**
 * Adds the default endpoint; with rewrites, under `:443`, because k3s does not rewrite the default endpoint. Source:
 * docs/how-k3s-reads-it/endpoints.md#default-endpoint.
 */
function addEndpoint(
  { registry, endpointPath, rewrites }: Mirror,
  configured: IsConfigured,
  safe: boolean,
): readonly Fix[] {
  if (registry === "*" || /[\s/]/.test(registry)) return [];
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
      message: `The mirror "${registry}" has no endpoint, so it has no effect${exception(registry, target)}.`,
      fixes: addEndpoint(mirror, configured, false),
    };
  if (value.kind !== "map") return undefined;
  const message = `The mirror "${registry}" has no endpoint: k3s uses the default endpoint and ignores what is set here. Add an endpoint.`;
  const fixes = addEndpoint(mirror, configured, true);
  const isEmpty = endpoint.kind === "null" || (endpoint.kind === "list" && endpoint.size === 0);
  if (isEmpty || endpoint.kind === "missing") return { at: isEmpty ? endpointPath : path, part: "key", message, fixes };
  if (endpoint.kind !== "scalar" || endpoint.text.trim() !== "") return undefined;
  return {
    at: endpointPath,
    part: "key",
    severity: "error",
    message: `The endpoint of the mirror "${registry}" is an empty string, not a list: ${wrongTypeEffect(endpointPath)}. Write a list of URLs.`,
    fixes,
  };
}

/** Explains when an empty mirror has an effect, and what to do. */
function exception(registry: string, target: Target): string {
  if (isLoopback(registry)) return "; the embedded registry skips registries on the node itself. Add an endpoint";
  return supports(target, "hosts.toml") === false
    ? `; the embedded registry exists since ${since("hosts.toml")}. Add an endpoint`
    : ' unless the cluster runs the embedded registry. Add an endpoint, or set "k3sRegistries.embeddedRegistry" if it does';
}

function blankMessage(registry: string, text: string): string {
  return text === ""
    ? `An endpoint of the mirror "${registry}" is empty: k3s reads it as "https:///v2", which no pull can reach. Write its URL or remove the item.`
    : `An endpoint of the mirror "${registry}" contains only spaces: k3s ignores it as an invalid URL. Write its URL or remove the item.`;
}

/** True if an endpoint of the list may be blank; cheap, because in most mirrors every endpoint has a host. */
function mayHaveBlankItems({ endpoint, endpoints }: Mirror): boolean {
  if (endpoint.kind !== "list") return false;
  return endpoint.size !== endpoints.length || endpoints.some(({ address }) => !address || address.host === "");
}

function* blankItems(doc: YamlDocument, mirror: Mirror, configured: IsConfigured): Iterable<Report> {
  const items = doc.items(mirror.endpointPath);
  for (const { path, value } of items) {
    const text = value.kind === "scalar" ? value.text : value.kind === "null" ? "" : undefined;
    if (text === undefined || text.trim() !== "") continue;
    // A tool may fill this in later, as Zarf does for ###NAME###, which is a comment.
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
 * Reports credentials that are used only when an image names their host itself. That is often right, so it is a hint.
 * Other rules report a host that may be meant for an endpoint, or that k3s never contacts.
 */
function unmentionedCredentials(file: RegistriesFile, { target = {} }: LintSettings): readonly Report[] {
  const { doc, mirrors, configs } = file;
  const reports: Report[] = [];
  if (file.template || file.mirrorOf("*")) return reports;
  const mentioned = new Set<string>();
  for (const { registry, endpoints } of mirrors) {
    mentioned.add(registry);
    if (registry === "docker.io") mentioned.add(dockerHubHost);
    for (const { address } of endpoints) {
      const host = address?.host ?? "";
      // It may be the host of any credential that is meant.
      if (isSchemeAsHost(host)) return reports;
      mentioned.add(host);
      // containerd looks up a credential without a trailing colon.
      if (host.endsWith(":")) mentioned.add(host.slice(0, -1));
    }
  }
  const { mismatches, unaddressed } = file.matching;
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
      message: `"${host}" has a credential but no mirror. This works: k3s uses the default endpoint "${defaultEndpoint(registry)}" with this credential.`,
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
