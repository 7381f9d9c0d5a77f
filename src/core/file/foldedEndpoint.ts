import { defaultAddress } from "../hosts/endpoint.ts";
import type { Endpoint, Mirror } from "./file.ts";

/**
 * The endpoint that k3s does not write as a mirror, but as the server that containerd falls back to: the last item of
 * the list when it is the registry's default endpoint, and not there before as well, since a duplicate is skipped
 * before its place in the list counts. Source: docs/how-k3s-reads-it/endpoints.md#default-endpoint; k3s
 * `pkg/agent/containerd/config.go` `getHostConfigs`.
 */
export function foldedEndpoint({ registry, templated, endpoint: list, endpoints }: Mirror): Endpoint | undefined {
  const last = endpoints.at(-1);
  const url = last?.address?.url;
  if (templated || url === undefined || list.kind !== "list" || last?.path.at(-1) !== list.size - 1) return undefined;
  if (url !== defaultAddress(registry)?.url) return undefined;
  return endpoints.every((endpoint) => endpoint === last || endpoint.address?.url !== url) ? last : undefined;
}
