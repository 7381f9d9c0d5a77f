import { defaultAddress } from "../hosts/endpoint.ts";
import { hostProblem } from "../hosts/registryHost.ts";
import type { RegistriesFile } from "./file.ts";

/**
 * The registries that a registries.yaml speaks of, as `host[:port]`: those with an entry in `configs`, and all that its
 * mirrors lead to. Each once, in the order of the file.
 What can't be read names none.
 */
export function namedHosts({ configs, mirrors }: RegistriesFile): readonly string[] {
  const hosts = [
    ...configs.filter(({ templated }) => !templated).map(({ host }) => host),
    ...mirrors.flatMap(({ endpoints }) => endpoints.map(({ address }) => address?.host)),
    ...mirrors.filter(({ templated }) => !templated).map(({ registry }) => defaultAddress(registry)?.host),
  ];
  return [...new Set(hosts.filter((host) => host !== undefined && hostProblem(host) === undefined))] as string[];
}
