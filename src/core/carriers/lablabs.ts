import { type OtherList, type OtherMap, type OtherNode, pairOf, readOtherYaml, stringOf } from "../yaml/otherYaml.ts";
import type { Placeholders } from "./placeholders.ts";
import type { SchemaFault } from "./schemaFault.ts";
import {
  copied,
  copiedScalar,
  generated,
  type Translated,
  type TranslatedEntry,
  type Translation,
  translatedLayer,
} from "./translatedLayer.ts";
import { spanOf } from "./writtenFile.ts";
import type { YamlCarrier } from "./yamlScan.ts";

/** The variables, the section that the role makes of each, and the keys of an item. */
const variables = [
  { name: "rke2_custom_registry_mirrors", section: "mirrors", host: "name", known: ["name", "endpoint", "rewrite"] },
  { name: "rke2_custom_registry_configs", section: "configs", host: "endpoint", known: ["endpoint", "config"] },
] as const;

/**
 * The variables of the role lablabs.rke2 of Ansible:
 * https://github.com/lablabs/ansible-role-rke2/blob/4f66066/templates/registries.yaml.j2.
 */
export const lablabs: YamlCarrier = {
  mark: /rke2_custom_registry_(?:mirrors|configs)/,
  *textsIn({ map }) {
    const found = variables.flatMap((variable) => {
      const pair = pairOf(map, variable.name);
      const list = pair?.value;
      return pair &&
        list?.kind === "list" &&
        list.items.some((item) => stringOf(pairOf(item, variable.host)?.value) !== undefined)
        ? [{ variable, pair, list }]
        : [];
    });
    const [first] = found;
    if (first === undefined) return;
    const start = Math.min(...found.map(({ pair }) => pair.key.start));
    const end = Math.max(...found.map(({ list }) => list.end));
    yield {
      carrier: "ansible",
      reader: "rke2",
      node: map,
      path: [first.variable.name],
      // The other variable may be in another file.
      facts: { at: spanOf(first.pair.key), native: true, ...(found.length === 1 ? { fragment: true } : {}) },
      translate(_, text, placeholders): Translation {
        const faults: SchemaFault[] = [];
        const entries = found.map(({ variable, pair, list }): TranslatedEntry => {
          const hosts = hostsOf(list, variable, text, placeholders, faults);
          return {
            key: generated(variable.section, pair.key),
            value: { kind: "map", at: spanOf(list), entries: hosts },
          };
        });
        return { layer: translatedLayer({ kind: "map", at: { start, end }, entries }, { start, end }, text), faults };
      },
    };
  },
};

function hostsOf(
  { items }: OtherList,
  { name, host, known }: (typeof variables)[number],
  text: string,
  placeholders: Placeholders,
  faults: SchemaFault[],
): readonly TranslatedEntry[] {
  const replaced = (alias: string): string => placeholders.for(alias, "reference") ?? alias;
  return items.flatMap((item): readonly TranslatedEntry[] => {
    const key = item.kind === "map" ? pairOf(item, host)?.value : undefined;
    if (item.kind !== "map" || key?.kind !== "scalar") return [];
    for (const { key: field } of item.pairs) {
      const own = stringOf(field);
      if (own === undefined || known.some((one) => one === own)) continue;
      const instead = insteadOf(own, host);
      const isMisspelt = own === "endpoints" && host === "name" && pairOf(item, "endpoint") === undefined;
      const quote = field.kind === "scalar" && field.style !== "plain" ? 1 : 0;
      const fix = isMisspelt ? { fix: [{ start: field.end - 1 - quote, end: field.end - quote, text: "" }] } : {};
      faults.push({ kind: "unknown field", field: own, section: name, instead, ...spanOf(field), ...fix });
    }
    const config = pairOf(item, "config")?.value;
    const value = host === "name" ? mirror(item, text, replaced, faults) : config && copied(text, config, replaced);
    return [{ key: copiedScalar(text, key), value }];
  });
}

function insteadOf(field: string, host: "name" | "endpoint"): string {
  if (host === "name") return field === "endpoints" ? 'Write "endpoint".' : "Remove it.";
  return field === "auth" || field === "tls" ? 'Put it under "config".' : "Remove it.";
}

function mirror(item: OtherMap, text: string, replaced: (alias: string) => string, faults: SchemaFault[]): Translated {
  const entries: TranslatedEntry[] = [];
  for (const { key, value } of item.pairs) {
    const field = key.kind === "scalar" ? key.value : "";
    if (key.kind !== "scalar" || value === undefined) continue;
    if (field === "rewrite")
      entries.push({ key: copiedScalar(text, key), value: copied(text, asPair(value), replaced) });
    if (field !== "endpoint") continue;
    const list = copied(text, value, replaced);
    // An expression may give a list.
    if (value.kind === "scalar" && !/[\ufdd0-\ufdef]/.test(value.value))
      faults.push({ kind: "not a list", field, ...spanOf(value) });
    entries.push({
      key: copiedScalar(text, key),
      value: value.kind === "scalar" ? { kind: "list", at: spanOf(value), items: [list] } : list,
    });
  }
  return { kind: "map", at: spanOf(item), entries };
}

/** The role prints a string as it is, so it is YAML of its own: each part of it is where the string is. */
function asPair(node: OtherNode): OtherNode {
  const root = node.kind === "scalar" ? readOtherYaml(node.value).roots[0] : undefined;
  return root?.kind === "map" ? placedAt(root, node) : node;
}

function placedAt(node: OtherNode, { start, end }: OtherNode): OtherNode {
  if (node.kind !== "map") return { ...node, start, end };
  const pairs = node.pairs.map(({ key, value }) => ({
    key: placedAt(key, { ...key, start, end }),
    value: value && placedAt(value, { ...value, start, end }),
  }));
  return { ...node, pairs, start, end };
}
