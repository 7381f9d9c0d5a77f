import { fieldOf, type OtherNode, type OtherScalar, pairOf, resolved, stringOf } from "../yaml/otherYaml.ts";
import { looksLikeRegistries } from "./look.ts";
import type { CarrierFacts } from "./region.ts";
import { spanOf, type WrittenFileForm, writtenFile } from "./writtenFile.ts";
import type { CarriedText, Site, YamlCarrier } from "./yamlScan.ts";

const task = { carrier: "ansible", mode: "mode", modeOf, ownerOnly: '"0600"' } as const;

/** Module and parameters: https://docs.ansible.com/ansible/latest/collections/ansible/builtin/copy_module.html. */
const modules: readonly (WrittenFileForm & { readonly name: RegExp })[] = [
  { ...task, name: /^(?:ansible\.builtin\.)?copy$/, target: "dest", content: ["content"] },
  ...["path", "dest"].map((target) => ({
    ...task,
    name: /^(?:ansible\.builtin\.)?blockinfile$/,
    target,
    content: ["block"],
  })),
];

/**
 * A string is octal, a number what YAML 1.1 makes of it. Without a mode, the file keeps its own or gets that of the umask:
 * https://github.com/ansible/ansible/blob/v2.19.0/lib/ansible/module_utils/basic.py (`set_mode_if_different`).
 */
function modeOf(mode: OtherScalar | undefined): number | undefined {
  if (mode === undefined) return undefined;
  if (mode.style === "plain" && /^[1-9]\d{0,8}$/.test(mode.value)) return Number(mode.value);
  return /^(?:0o)?[0-7]{1,6}$/.test(mode.value) ? Number.parseInt(mode.value.replace(/^0o/, ""), 8) : undefined;
}

/**
 * Variables that roles write to the file as they are: https://github.com/k3s-io/k3s-ansible,
 * https://github.com/techno-tim/k3s-ansible, https://github.com/PyratLabs/ansible-role-k3s.
 */
const variables = ["registries_config_yaml", "custom_registries_yaml", "k3s_registries"];

/** Tasks of Ansible that write the file, and the variables of roles that do. */
export const ansible: YamlCarrier = {
  mark: /registries\.ya?ml|registries_config_yaml|custom_registries_yaml|k3s_registries/,
  *textsIn(site) {
    const name = site.path.at(-1);
    for (const form of modules) {
      if (typeof name !== "string" || !form.name.test(name)) continue;
      const text = writtenFile(site, site.map, form);
      if (text === undefined) continue;
      const play = site.root.kind === "list" ? site.root.items[Number(site.path[0])] : undefined;
      const facts = { ...text.facts, ...variablesIn(fieldOf(play, "vars"), site) };
      if (form.content[0] !== "block") yield { ...text, facts };
      // A block is put into what the file already contains.
      else if (text.node.kind === "scalar") yield { ...text, facts: { ...facts, fragment: true } };
    }
    for (const variable of variables) {
      const pair = pairOf(site.map, variable);
      const node = resolved(pair?.value);
      if (pair === undefined || node === undefined || !isContent(node)) continue;
      const isMap = node.kind === "map";
      const facts = {
        at: spanOf(pair.key),
        ...(isMap ? { native: true } : variablesIn(site.map, site)),
        // https://github.com/k3s-io/k3s-ansible/blob/master/roles/prereq/tasks/main.yml
        ...(variable === "registries_config_yaml" ? { mode: 0o644 } : {}),
      };
      yield { carrier: "ansible", reader: "k3s", node, path: [variable], facts };
    }
  },
};

/** More are not looked through for each text. */
const maxVariables = 200;

/** The variables of a map that are one expression alone. */
function variablesIn(node: OtherNode | undefined, { scope }: Site): Pick<CarrierFacts, "variables"> {
  if (node?.kind !== "map") return {};
  const variables = node.pairs.slice(0, maxVariables).flatMap(({ key, value }) => {
    if (key.kind !== "scalar" || value?.kind !== "scalar" || !/^[\ufdd0-\ufdef]+$/.test(value.value)) return [];
    const start = scope.text.indexOf(value.value, value.start);
    const end = start + value.value.length;
    return [{ name: key.value, source: scope.placeholders.written(value.value), start, end }];
  });
  return variables.length === 0 ? {} : { variables };
}

function isContent(node: OtherNode): node is CarriedText["node"] {
  if (node.kind === "map") return pairOf(node, "mirrors") !== undefined || pairOf(node, "configs") !== undefined;
  const text = stringOf(node)?.trim() ?? "";
  return text.includes("\n") || looksLikeRegistries(text);
}
