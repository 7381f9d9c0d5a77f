import { fieldOf, pairOf, stringOf } from "../yaml/otherYaml.ts";
import type { YamlCarrier } from "./yamlScan.ts";

const mark = /^[ \t]*apiVersion:[ \t]*["']?k3d\.io\//im;

/** The configuration of k3d: https://k3d.io/stable/usage/configfile/. */
export const k3d: YamlCarrier = {
  mark,
  // All of the file, before it is read as YAML.
  dialectOf: (text) => (mark.test(text) ? "environment" : undefined),
  *textsIn({ map, root }) {
    if (map !== root || !/^k3d\.io\//i.test(stringOf(fieldOf(map, "apiVersion")) ?? "")) return;
    const pair = pairOf(fieldOf(map, "registries"), "config");
    const node = pair?.value;
    if (pair === undefined || node === undefined || node.kind === "list" || node.kind === "alias") return;
    // On one line, it is the path of a file.
    if (node.kind === "scalar" && !node.value.includes("\n")) return;
    const facts = {
      at: { start: pair.key.start, end: pair.key.end },
      ...(node.kind === "map" ? { native: true } : {}),
    };
    yield { carrier: "k3d", reader: "k3d", node, path: ["registries", "config"], facts };
  },
};
