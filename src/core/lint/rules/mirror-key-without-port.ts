import { usableAddress } from "../../file/endpointFlaw.ts";
import type { Endpoint, Mirror } from "../../file/file.ts";
import { isLoopback, splitPort } from "../../hosts/endpoint.ts";
import { keyFault } from "../../hosts/registryKey.ts";
import { placeholder } from "../../text/placeholder.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "A mirror key lacks the port of its endpoint";

/**
 * Source: containerd `core/remotes/docker/config/hosts.go` (`HostDirFromRoot`): the folder under certs.d is named
 * after the registry in an image's name, including the port.
 */
export const mirrorKeyWithoutPort: Rule = {
  id: "mirror-key-without-port",
  severity: "hint",
  check({ doc, mirrors, template }) {
    const reports: Report[] = [];
    if (template) return reports;
    const registries = new Set(mirrors.map(({ registry }) => registry));
    for (const mirror of mirrors) {
      const found = withPort(mirror);
      if (!found || registries.has(found.host)) continue;
      const { registry, path } = mirror;
      const { endpoint, host, url } = found;
      const addable = doc.value(["mirrors"]).kind === "map" && mirror.rewrites.length === 0;
      reports.push({
        at: path,
        part: "key",
        message: `This mirror is used for images named "${registry}/…", but not for "${host}/…". If your image names include the port, add it to the key.`,
        related: [{ at: endpoint.path, message: `The endpoint "${host}"` }],
        fixes: addable
          ? [
              {
                title: `Add a mirror for ${host}`,
                safe: false,
                operations: [{ set: ["mirrors", host, "endpoint"], value: [url] }],
              },
            ]
          : [],
      });
    }
    return reports;
  },
};

interface WithPort {
  readonly endpoint: Endpoint;
  readonly host: string;
  /** The endpoint with its scheme. */
  readonly url: string;
}

/** Returns the endpoint that has the host of the mirror's key with an unusual port. */
function withPort({ registry, templated, endpoints }: Mirror): WithPort | undefined {
  if (templated || placeholder(registry, "possible host") || keyFault(registry) !== undefined) return undefined;
  // A key without a dot is part of a Docker Hub name, which mirror-never-matches reports.
  if (splitPort(registry).port !== undefined || !(registry.includes(".") || isLoopback(registry))) return undefined;
  for (const endpoint of endpoints) {
    const { host = "", scheme } = usableAddress(endpoint) ?? {};
    const { name, port = "" } = splitPort(host);
    const usual = scheme === "http" ? "80" : "443";
    const { text } = endpoint;
    if (name === registry && port !== "" && port !== usual)
      return { endpoint, host, url: text.includes("://") ? text : `${scheme}://${text}` };
  }
  return undefined;
}
