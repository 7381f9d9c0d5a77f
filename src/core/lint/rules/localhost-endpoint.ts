import { isEmbeddedRegistry, isLoopback, splitPort } from "../../hosts/endpoint.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "An endpoint is the node itself";

/**
 * Source: docs/how-k3s-reads-it/endpoints.md#url, docs/how-k3s-reads-it/endpoints.md#embedded-registry (it listens on
 * the node itself). A registry on each node is a common setup, so this is a hint; in k3d, a node is a container, in which
 * usually nothing listens.
 */
export const localhostEndpoint: Rule = {
  id: "localhost-endpoint",
  severity: "hint",
  check(file, { target = {} }) {
    const reports: Report[] = [];
    const seen = new Set<string>();
    for (const { mirror, endpoint, address } of file.writtenEndpoints) {
      const host = address?.host;
      if (host === undefined || seen.has(host) || !isNode(host) || isEmbeddedRegistry(host) || isNode(mirror.registry))
        continue;
      seen.add(host);
      const k3d = target.product === "k3d";
      reports.push({
        at: endpoint.path,
        ...(k3d ? { severity: "warning" } : {}),
        message: k3d
          ? `"${host}" is the node itself, a container in k3d, where usually nothing listens. Write the name of the registry's container, or "host.k3d.internal" for the machine that runs k3d.`
          : `"${host}" is the node that pulls: a node without a registry there goes on to the next endpoint. If the registry runs elsewhere, write its own address.`,
      });
    }
    return reports;
  },
};

/** True for a loopback host; Linux also reads the unspecified address as the node itself. */
function isNode(host: string): boolean {
  const { name } = splitPort(host);
  return isLoopback(host) || name === "0.0.0.0" || name === "[::]";
}
