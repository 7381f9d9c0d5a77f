import { type OtherMap, type OtherNode, type OtherPair, pairOf, stringOf } from "../yaml/otherYaml.ts";
import { type WrittenFileForm, writtenFile, writtenFileMark } from "./writtenFile.ts";
import type { YamlCarrier } from "./yamlScan.ts";

/** Any way to write the mode is octal: https://docs.saltproject.io/en/latest/ref/states/all/salt.states.file.html. */
const state: WrittenFileForm = {
  carrier: "salt",
  target: "name",
  content: ["contents"],
  mode: "mode",
  modeOf: (mode) =>
    mode !== undefined && /^[0-7]{3,4}$/.test(mode.value) ? Number.parseInt(mode.value, 8) : undefined,
};

/**
 * The state `file.managed` of Salt: a list of maps with one key each. Without a name, the identifier of the state is the path:
 * https://docs.saltproject.io/en/latest/ref/states/all/salt.states.file.html#salt.states.file.managed.
 */
export const salt: YamlCarrier = {
  mark: writtenFileMark,
  *textsIn(site) {
    const { map, path, root } = site;
    if (path.length === 0) return;
    const pair = pairOf(map, "file.managed") ?? managed(pairOf(map, "file"));
    if (pair?.value?.kind !== "list") return;
    const { items } = pair.value;
    const parts = items.flatMap((item) => (item.kind === "map" ? item.pairs : []));
    const id = pairOf(root, String(path[0]))?.key;
    const entry = { ...pair.value, kind: "map", flow: false, pairs: withName(parts, id) } satisfies OtherMap;
    const text = writtenFile(site, entry, state);
    if (text?.node.kind !== "scalar") return;
    const key = pair.key.kind === "scalar" ? pair.key.value : "file";
    const index = items.findIndex((item) => pairOf(item, "contents") !== undefined);
    yield { ...text, path: [key, index, "contents"] };
  },
};

/** The pair of `file`, if its function is `managed`. */
function managed(pair: OtherPair | undefined): OtherPair | undefined {
  const { value } = pair ?? {};
  return value?.kind === "list" && value.items.some((item) => stringOf(item) === "managed") ? pair : undefined;
}

function withName(pairs: readonly OtherPair[], id: OtherNode | undefined): readonly OtherPair[] {
  if (id === undefined || pairs.some(({ key }) => stringOf(key) === "name")) return pairs;
  return [
    { key: { kind: "scalar", value: "name", style: "plain", start: id.start, end: id.end }, value: id },
    ...pairs,
  ];
}
