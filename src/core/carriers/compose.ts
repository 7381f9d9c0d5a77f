import type { OtherMap, OtherNode } from "../yaml/otherYaml.ts";
import { fieldOf, pairOf, resolved, stringOf } from "../yaml/otherYaml.ts";
import { looksLikeRegistries } from "./look.ts";
import { readerAt } from "./nodePath.ts";
import type { Region } from "./region.ts";
import { spanOf } from "./writtenFile.ts";
import type { CarriedText, YamlCarrier } from "./yamlScan.ts";

/** The text of a config of Compose: https://docs.docker.com/reference/compose-file/configs/. */
export const compose: YamlCarrier = {
  mark: /^configs[ \t]*:/m,
  *textsIn({ map, path, root }): Iterable<CarriedText> {
    if (path.length !== 2 || path[0] !== "configs" || root.kind !== "map" || pairOf(root, "services") === undefined)
      return;
    const node = resolved(fieldOf(map, "content"));
    if (node?.kind !== "scalar" || !node.value.includes("\n")) return;
    const name = String(path[1]);
    const reader = mountedFor(root, name) ?? namedFor([name, stringOf(fieldOf(map, "name")) ?? ""], node.value);
    if (reader === undefined) return;
    const key = pairOf(map, "content")?.key ?? node;
    yield { carrier: "compose", reader, node, path: ["content"], facts: { at: spanOf(key) }, dialect: "compose" };
  },
};

/** What reads the file at whose path a service has the config. */
function mountedFor(root: OtherMap, name: string): Region["reader"] | undefined {
  const services = fieldOf(root, "services");
  for (const { value } of services?.kind === "map" ? services.pairs : [])
    for (const config of itemsOf(fieldOf(value, "configs"))) {
      if (stringOf(fieldOf(config, "source")) !== name) continue;
      const reader = readerAt(stringOf(fieldOf(config, "target")) ?? "");
      if (reader !== undefined) return reader;
    }
  return undefined;
}

function itemsOf(node: OtherNode | undefined): readonly OtherNode[] {
  return node?.kind === "list" ? node.items : [];
}

function namedFor(names: readonly string[], text: string): Region["reader"] | undefined {
  if (!names.some((name) => /registries/i.test(name)) || !looksLikeRegistries(text)) return undefined;
  return names.some((name) => /rke2/i.test(name)) ? "rke2" : "k3s";
}
