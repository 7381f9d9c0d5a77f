import { isShownPath } from "../display/shown.ts";
import type { Endpoint, Mirror } from "../file/file.ts";
import { defaultAddress, type EndpointAddress } from "../hosts/endpoint.ts";
import type { Fix } from "./rule.ts";

/** Returns a prefix for an example in a message: anything but a plain path becomes `project`. */
export function shownPrefix(prefix: string): string {
  return /^[a-z\d._/-]+$/.test(prefix) && isShownPath(`/${prefix}`) ? prefix : "project";
}

/**
 * Returns the fix that removes the path of an endpoint and puts it before the names with `rewrite`.
 *
 * @param prefix without slashes around it
 * @returns no fix if the rewrite would change other endpoints too, or would not apply to this one
 */
export function pathAsRewrite(
  { registry, endpoints, rewrite, endpoint: list }: Mirror,
  endpoint: Endpoint,
  address: EndpointAddress,
  prefix: string,
): readonly Fix[] {
  const url = `${address.scheme}://${address.host}`;
  // A rewrite applies to all endpoints of the mirror except the default one.
  if (list.kind !== "list" || list.size !== 1 || endpoints.length !== 1) return [];
  if (rewrite.value.kind !== "missing" || !/^[a-z\d][a-z\d._/-]*$/.test(prefix)) return [];
  if (address.userinfo !== undefined || address.query !== undefined || address.fragment !== "") return [];
  if (defaultAddress(registry)?.url === `${url}/v2`) return [];
  return [
    {
      title: `Move ${isShownPath(`/${prefix}`) ? `${prefix}/` : "the path"} to rewrite`,
      safe: false,
      operations: [
        { replace: endpoint.path, value: url },
        { set: rewrite.path, value: { "^(.*)$": `${prefix}/$1` } },
      ],
    },
  ];
}
