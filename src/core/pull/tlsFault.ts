import type { RegistryHost } from "../containerd/registryHosts.ts";
import type { Target } from "../file/release.ts";
import { fileFields, isAbsolutePath } from "../file/tls.ts";
import type { PlanNote } from "./pullPlan.ts";

/**
 * Why containerd gives up a pull before it asks any registry, as far as the file tells: it reads the TLS files of all of
 * them first. Source: containerd `core/remotes/docker/config/hosts.go` (`ConfigureHosts`, `updateTLSConfigFromHost`,
 * `makeAbsPath`).
 *
 * @param hosts the registries that it would ask
 */
export function tlsFault(hosts: readonly RegistryHost[], { product }: Target): PlanNote | undefined {
  for (const { endpoint } of hosts) {
    const { tls, configKey } = endpoint ?? {};
    if (!tls || configKey === undefined || endpoint?.embedded) continue;
    const path = ["configs", configKey, "tls"];
    if ((tls.cert_file === "") !== (tls.key_file === "")) {
      const [set, other] = tls.cert_file === "" ? ["key_file", "cert_file"] : ["cert_file", "key_file"];
      return {
        text: `${set} is set without ${other}, so containerd tries no registry and the pull fails.`,
        path: [...path, set],
      };
    }
    const relative = fileFields.find((key) => tls[key] !== "" && !isAbsolutePath(tls[key], product));
    if (relative)
      return {
        text: `${relative} is not an absolute path, so containerd tries no registry and the pull fails.`,
        path: [...path, relative],
      };
  }
  return undefined;
}
