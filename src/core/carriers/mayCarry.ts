import { isTemplate } from "./templateFile.ts";

/** What a carrier has in its text, whatever it is; a file without it is not looked into. */
const mark =
  /registries\.ya?ml|[kK]3[dD]\.[iI][oO]\/|k3s_registries|registries_config_yaml|custom_registries_yaml|rke2_custom_registry|privateRegistriesConfig|rkeConfig|containerd-registry|private_registry_config|rancher2_cluster_v2|--registry-config/;

/**
 * True if a text may carry a registries.yaml. Costs one search.
 *
 * @param path its path or name, with `/`
 */
export function mayCarry(text: string, path: string): boolean {
  return isTemplate(path, text) || mark.test(text);
}
