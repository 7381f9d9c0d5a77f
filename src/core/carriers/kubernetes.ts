import { fieldOf, type OtherScalar, pairOf, resolved, stringOf } from "../yaml/otherYaml.ts";
import { base64Layer } from "./scalarLayer.ts";
import { spanOf } from "./writtenFile.ts";
import type { Site, YamlCarrier } from "./yamlScan.ts";

/** The sections of a registries.yaml, each with a registry that has a key of k3s: other tools have files of that name. */
const sections = /^(?:\{\s{0,99})?["']?(?:mirrors|configs)["']?[ \t]*:/m;
const entries = /(?:^[ \t]+|[{,]\s{0,99})["']?(?:endpoint|rewrite|auth|tls)["']?[ \t]*:/m;

/**
 * The key `registries.yaml` of a ConfigMap or a Secret: https://kubernetes.io/docs/concepts/configuration/configmap/,
 * https://kubernetes.io/docs/concepts/configuration/secret/#restriction-names-data.
 */
export const kubernetes: YamlCarrier = {
  mark: /registries\.ya?ml/,
  *textsIn(site) {
    const { map, path } = site;
    const section = path.at(-1);
    if (section !== "data" && section !== "stringData" && section !== "binaryData") return;
    for (const name of ["registries.yaml", "registries.yml"]) {
      const pair = pairOf(map, name);
      const node = resolved(pair?.value);
      if (pair === undefined || node?.kind !== "scalar") continue;
      const facts = { at: spanOf(pair.key) };
      const found = { carrier: "kubernetes", reader: "k3s", node, path: [name], facts } as const;
      if (isContent(node.value)) yield found;
      else if (isBase64(site, node)) yield { ...found, encoding: "base64" };
    }
  },
};

/** `private_registry_config` of hetzner-k3s: https://github.com/vitobotta/hetzner-k3s/blob/main/docs/Creating_a_cluster.md. */
export const hetznerK3s: YamlCarrier = {
  mark: /private_registry_config/,
  *textsIn({ map, path }) {
    const embedded = stringOf(fieldOf(map, "enabled")) === "true";
    const pair = pairOf(map, "private_registry_config");
    const node = resolved(pair?.value);
    if (path.at(-1) !== "embedded_registry_mirror" || pair === undefined || node?.kind !== "scalar") return;
    if (!node.value.includes("\n")) return;
    yield {
      carrier: "hetzner-k3s",
      reader: "k3s",
      node,
      path: ["private_registry_config"],
      facts: { at: spanOf(pair.key), ...(embedded && { embedded }) },
    };
  },
};

function isContent(text: string): boolean {
  return sections.test(text) && entries.test(text);
}

/** True for the `data` of a Secret, and for `binaryData`. */
function isBase64({ path, parent }: Site, { value }: OtherScalar): boolean {
  const section = path.at(-1);
  if (section === "stringData" || (section === "data" && stringOf(fieldOf(parent, "kind")) !== "Secret")) return false;
  const content = base64Layer(value)?.text;
  return content !== undefined && isContent(content);
}
