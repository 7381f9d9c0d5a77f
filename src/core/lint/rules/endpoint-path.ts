import type { Endpoint, Mirror } from "../../file/file.ts";
import { defaultAddress, type EndpointAddress } from "../../hosts/endpoint.ts";
import { pathAsRewrite, shownPrefix } from "../pathAsRewrite.ts";
import type { Fix, Report, Rule } from "../rule.ts";

export const summary = "The path of an endpoint replaces /v2";

/**
 * Source: docs/how-k3s-reads-it/endpoints.md#path. Harbor, ECR and GitLab serve a proxy cache at a path below `/v2`, and
 * Artifactory serves a repository at a path that ends in `/v2`: both work.
 */
export const endpointPath: Rule = {
  id: "endpoint-path",
  severity: "warning",
  fixes: true,
  check(file) {
    const reports: Report[] = [];
    for (const { mirror, endpoint, address } of file.writtenEndpoints) {
      if (!address?.overridesPath) continue;
      const parts = address.path.split("/").filter((part) => part !== "");
      if (parts.length === 1 && parts[0] === "v2") reports.push(trailingSlash(mirror, endpoint, address));
      else if (parts.length === 1 && parts[0] === "v1") reports.push(oldApi(mirror, endpoint, address));
      else if (!parts.includes("v2")) reports.push(replacesRoot(mirror, endpoint, address, parts));
    }
    return reports;
  },
};

function trailingSlash(mirror: Mirror, endpoint: Endpoint, address: EndpointAddress): Report {
  return {
    at: endpoint.path,
    severity: "information",
    message: `The path of this endpoint of "${mirror.registry}" is "${address.path}", which k3s does not read as "/v2": pulls work, but k3s no longer detects a duplicate or the default endpoint. Write "/v2" or no path.`,
    fixes: withoutPath(mirror, endpoint, address, { title: "Change the path to /v2", path: "/v2", safe: true }),
  };
}

function oldApi(mirror: Mirror, endpoint: Endpoint, address: EndpointAddress): Report {
  return {
    at: endpoint.path,
    severity: "information",
    message: `This endpoint makes containerd pull from "${address.host}" under "${address.path}", but registries answer under "/v2". Remove the path.`,
    fixes: withoutPath(mirror, endpoint, address, { title: "Remove the path", path: "", safe: false }),
  };
}

function replacesRoot(mirror: Mirror, endpoint: Endpoint, address: EndpointAddress, parts: readonly string[]): Report {
  const shown = /^[\w./~-]+$/.test(address.path) ? `"${address.path}"` : "its path";
  const prefix = parts.join("/");
  return {
    at: endpoint.path,
    message: `The path of this endpoint is not a prefix for image names: containerd pulls from "${address.host}" under ${shown} instead of "/v2", where registries rarely answer. Remove the path and put it before the names with "rewrite", such as "^(.*)$": "${shownPrefix(prefix)}/$1".`,
    fixes: pathAsRewrite(mirror, endpoint, address, prefix),
  };
}

interface NewPath {
  readonly title: string;
  readonly path: string;
  readonly safe: boolean;
}

/** No fix where the endpoint would become a duplicate or the default one, which other rules report. */
function withoutPath(
  { registry, endpoints, rewrites }: Mirror,
  endpoint: Endpoint,
  address: EndpointAddress,
  { title, path, safe }: NewPath,
): readonly Fix[] {
  const url = `${address.scheme}://${address.host}`;
  if (address.userinfo !== undefined || address.query !== undefined || address.fragment !== "") return [];
  if (endpoints.some((other) => other.address?.url === `${url}/v2`)) return [];
  const isDefault = defaultAddress(registry)?.url === `${url}/v2`;
  if (isDefault && (rewrites.length > 0 || endpoints.length === 1)) return [];
  return [{ title, safe, operations: [{ replace: endpoint.path, value: `${url}${path}` }] }];
}
