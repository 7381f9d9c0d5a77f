import { fieldOf, type OtherMap, type OtherNode, type OtherPair, pairOf, stringOf } from "../yaml/otherYaml.ts";
import { mapAt } from "./clusterSettings.ts";
import type { Placeholders } from "./placeholders.ts";
import type { SchemaFault } from "./schemaFault.ts";
import {
  copied,
  copiedScalar,
  generated,
  type Translated,
  type TranslatedEntry,
  type TranslatedMap,
  type Translation,
  translatedLayer,
} from "./translatedLayer.ts";
import { spanOf } from "./writtenFile.ts";
import type { YamlCarrier } from "./yamlScan.ts";

/** A field by its name in Go, the key of registries.yaml, and what is below it. */
interface Field {
  readonly name: string;
  readonly key: string;
  /** Set if it is a map of such fields, or one of registries with such maps. */
  readonly fields?: readonly Field[];
  readonly byRegistry?: true;
  /** True for a path on the node, which does not get there. */
  readonly lost?: true;
}

const auth: readonly Field[] = [
  { name: "Username", key: "username" },
  { name: "Password", key: "password" },
  { name: "Auth", key: "auth" },
  { name: "IdentityToken", key: "identity_token" },
];

/** Source: https://github.com/harvester/harvester/blob/afcda8e/pkg/containerd/registry.go, which has no names for JSON. */
const root: readonly Field[] = [
  {
    name: "Mirrors",
    key: "mirrors",
    byRegistry: true,
    fields: [
      { name: "Endpoints", key: "endpoint" },
      { name: "Rewrites", key: "rewrite" },
    ],
  },
  {
    name: "Configs",
    key: "configs",
    byRegistry: true,
    fields: [
      { name: "Auth", key: "auth", fields: auth },
      {
        name: "TLS",
        key: "tls",
        fields: [
          { name: "CAFile", key: "ca_file", lost: true },
          { name: "CertFile", key: "cert_file", lost: true },
          { name: "KeyFile", key: "key_file", lost: true },
          { name: "InsecureSkipVerify", key: "insecure_skip_verify" },
        ],
      },
    ],
  },
  { name: "Auths", key: "auths", byRegistry: true, fields: auth },
];

/**
 * The setting `containerd-registry` of Harvester: JSON with the names of Go, in a resource or in the configuration of an
 * installation. https://docs.harvesterhci.io/v1.4/advanced/index#containerd-registry
 */
export const harvester: YamlCarrier = {
  mark: /containerd-registry/,
  *textsIn({ map, path }) {
    const isConfiguration = path.length === 1 && /^(?:systemSettings|system_settings)$/.test(String(path[0]));
    const key = isConfiguration ? "containerd-registry" : isSetting(map, path) ? "value" : undefined;
    const pair = key === undefined ? undefined : pairOf(map, key);
    if (key === undefined || pair?.value?.kind !== "scalar") return;
    yield {
      carrier: "harvester",
      reader: "rke2",
      node: pair.value,
      path: [key],
      facts: { at: spanOf(pair.key) },
      translate,
    };
  },
};

function isSetting(map: OtherMap, path: readonly unknown[]): boolean {
  return (
    path.length === 0 &&
    stringOf(fieldOf(map, "kind")) === "Setting" &&
    /^harvesterhci\.io\//.test(stringOf(fieldOf(map, "apiVersion")) ?? "") &&
    stringOf(fieldOf(mapAt(map, "metadata"), "name")) === "containerd-registry"
  );
}

interface State {
  readonly text: string;
  readonly placeholders: Placeholders;
  readonly faults: SchemaFault[];
}

function translate(settings: OtherNode, text: string, placeholders: Placeholders): Translation | undefined {
  if (settings.kind !== "map") return undefined;
  const state: State = { text, placeholders, faults: [] };
  if (!isJson(text)) state.faults.push({ kind: "not JSON", ...spanOf(settings) });
  const map = translated(settings, { fields: root, section: "the setting" }, state);
  return { layer: translatedLayer(map, { start: 0, end: text.length }, text), faults: state.faults };
}

/** True for JSON, and for a text in which something is still replaced that may be any part of it. */
function isJson(text: string): boolean {
  if (/[\ufdd0-\ufdef]/.test(text)) return true;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

interface Level {
  readonly fields: readonly Field[];
  /** As people name it. */
  readonly section: string;
}

function translated(map: OtherMap, level: Level, state: State): TranslatedMap {
  const entries = map.pairs.flatMap((pair) => entryOf(pair, level, state) ?? []);
  return { kind: "map", at: spanOf(map), entries };
}

/** Go compares the names of fields without their case: https://pkg.go.dev/encoding/json#Unmarshal. */
function entryOf({ key, value }: OtherPair, { fields, section }: Level, state: State): TranslatedEntry | undefined {
  const name = stringOf(key) ?? "";
  const field = fields.find((known) => known.name.toLowerCase() === name.toLowerCase());
  if (field === undefined) {
    const meant = fields.find((known) => known.key === name);
    const instead = meant ? `Write "${meant.name}".` : "Remove it.";
    state.faults.push({ kind: "unknown field", field: name, section, instead, ...spanOf(key) });
    return undefined;
  }
  if (value === undefined || isNull(value)) return undefined;
  if (field.lost && stringOf(value) !== "")
    state.faults.push({ kind: "not written", field: name, instead: ca, ...spanOf(key) });
  return { key: generated(field.key, key), value: translatedValue(value, field, state) };
}

const ca = 'Put the certificate of the CA into the setting "additional-ca".';

function translatedValue(value: OtherNode, { name, key, fields, byRegistry }: Field, state: State): Translated {
  const { text, placeholders } = state;
  if (value.kind !== "map" || fields === undefined) {
    if (key === "insecure_skip_verify") return generated(stringOf(value) ?? "", value, true);
    return copied(text, value, (alias) => placeholders.for(alias, "reference") ?? alias);
  }
  if (!byRegistry) return translated(value, { fields, section: name }, state);
  const entries = value.pairs.flatMap(({ key: registry, value: own }): readonly TranslatedEntry[] => {
    if (registry.kind !== "scalar") return [];
    const level = { fields, section: name };
    return [
      { key: copiedScalar(text, registry), value: own?.kind === "map" ? translated(own, level, state) : undefined },
    ];
  });
  return { kind: "map", at: spanOf(value), entries };
}

function isNull(value: OtherNode): boolean {
  return value.kind === "scalar" && value.style === "plain" && value.value === "null";
}
