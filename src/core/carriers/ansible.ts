import { type OtherNode, pairOf, stringOf } from "../yaml/otherYaml.ts";
import { looksLikeRegistries } from "./look.ts";
import { spanOf, type WrittenFileForm, writtenFile } from "./writtenFile.ts";
import type { CarriedText, YamlCarrier } from "./yamlScan.ts";

/** Module and parameters: https://docs.ansible.com/ansible/latest/collections/ansible/builtin/copy_module.html. */
const modules: readonly (WrittenFileForm & { readonly name: RegExp })[] = [
  { name: /^(?:ansible\.builtin\.)?copy$/, carrier: "ansible", target: "dest", content: ["content"], mode: "mode" },
  ...["path", "dest"].map((target) => ({
    name: /^(?:ansible\.builtin\.)?blockinfile$/,
    carrier: "ansible" as const,
    target,
    content: ["block"],
    mode: "mode",
  })),
];

/**
 * Variables that roles write to the file as they are: https://github.com/k3s-io/k3s-ansible,
 * https://github.com/techno-tim/k3s-ansible, https://github.com/PyratLabs/ansible-role-k3s.
 */
const variables = ["registries_config_yaml", "custom_registries_yaml", "k3s_registries"];

/** Tasks of Ansible that write the file, and the variables of roles that do. */
export const ansible: YamlCarrier = {
  mark: /rancher\/(?:k3s|rke2)\/registries\.ya?ml|registries_config_yaml|custom_registries_yaml|k3s_registries/,
  *textsIn(site) {
    const name = site.path.at(-1);
    for (const form of modules) {
      if (typeof name !== "string" || !form.name.test(name)) continue;
      const text = writtenFile(site, site.map, form);
      if (text === undefined) continue;
      if (form.content[0] !== "block") yield text;
      else if (text.node.kind === "scalar") yield { ...text, ...asPart(text) };
    }
    for (const variable of variables) {
      const pair = pairOf(site.map, variable);
      const node = pair?.value;
      if (pair === undefined || node === undefined || !isContent(node)) continue;
      const facts = { at: spanOf(pair.key), ...(node.kind === "map" ? { native: true } : {}) };
      yield { carrier: "ansible", reader: "k3s", node, path: [variable], facts };
    }
  },
};

/** A block is put into what the file already contains. */
function asPart({ facts }: CarriedText): Pick<CarriedText, "facts"> {
  return { facts: { ...facts, fragment: true } };
}

function isContent(node: OtherNode): node is CarriedText["node"] {
  if (node.kind === "map") return pairOf(node, "mirrors") !== undefined || pairOf(node, "configs") !== undefined;
  const text = stringOf(node)?.trim() ?? "";
  return text.includes("\n") || looksLikeRegistries(text);
}
