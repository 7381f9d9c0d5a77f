import type { Entry, Path, YamlDocument } from "../yaml/document.ts";
import { type ClusterTool, clusterKeys } from "./clusterKeys.ts";
import { intendedKey } from "./keyNames.ts";

/** The registries of a cluster resource, in the place of a registries.yaml. */
export interface ClusterResource {
  readonly tool: ClusterTool;
  /** `mirrors` and `configs`. */
  readonly sections: readonly Entry[];
  /** What only the tool reads: its keys under the hosts of `configs`. */
  readonly keys: readonly Entry[];
}

/** The keys of the resources on the way to their registries, each with the tool that it names. */
const wrappers: ReadonlyMap<string, ClusterTool | undefined> = new Map([
  ["spec", undefined],
  ["template", undefined],
  ["rkeConfig", "rancher"],
  ["registries", undefined],
  ["privateRegistriesConfig", "cluster-api"],
]);

/**
 * The part of a cluster resource that a key of the top level is; `undefined` where the sections under it are those of
 * registries.yaml, or none are there. Sources: rancher `pkg/apis/rke.cattle.io/v1/registries.go`;
 * rancher/cluster-api-provider-rke2 `controlplane/api/v1beta1/rke2controlplane_types.go`.
 *
 * @param entry an unknown key of the top level
 */
export function clusterResource(doc: YamlDocument, entry: Entry): ClusterResource | undefined {
  let named: ClusterTool | undefined;
  let current: Entry | undefined = entry;
  for (let depth = 0; current && depth < wrappers.size; depth++) {
    named = wrappers.get(current.key) ?? named;
    const below = doc.entries(current.path);
    const sections = below.filter(({ key }) => key === "mirrors" || key === "configs");
    if (sections.length > 0) {
      const keys = sections.filter(({ key }) => key === "configs").flatMap((section) => keysOf(doc, section));
      const tool = toolOf(keys) ?? named;
      return tool && { tool, sections, keys };
    }
    current = wrappers.has(current.key) ? below.find(({ key }) => wrappers.has(key)) : undefined;
  }
  return undefined;
}

/** Whose keys they are; `insecureSkipVerify` is in the resources of both. */
export function toolOf(keys: readonly Entry[]): ClusterTool | undefined {
  const tools = keys.map(({ key }) => clusterKeys.get(key));
  return tools.find((tool) => tool === "cluster-api") ?? tools[0];
}

function keysOf(doc: YamlDocument, configs: Entry): readonly Entry[] {
  return doc.entries(configs.path).flatMap(({ path }) => [
    ...clusterEntries(doc, path),
    ...clusterEntries(doc, [...path, "auth"]),
    // There insecureSkipVerify is only another spelling.
    ...clusterEntries(doc, [...path, "tls"]).filter(({ key }) => intendedKey("tls", key) === undefined),
  ]);
}

function clusterEntries(doc: YamlDocument, path: Path): readonly Entry[] {
  return doc.entries(path).filter(({ key }) => clusterKeys.has(key));
}
