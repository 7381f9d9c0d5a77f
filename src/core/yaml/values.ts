import { maxDepth } from "../text/limits.ts";
import { documentParts } from "./documents.ts";
import { otherFault } from "./otherFault.ts";
import { isMergeKey, type OtherMap, type OtherNode, readOtherYaml, resolved } from "./otherYaml.ts";
import { nulls } from "./resolve.ts";

/** A YAML value as plain data. Numbers, dates and booleans stay the text that is written; only null is none. */
export type YamlValue = string | null | readonly YamlValue[] | { readonly [key: string]: YamlValue };

export type YamlValues =
  | { readonly ok: true; readonly documents: readonly YamlValue[] }
  | {
      readonly ok: false;
      readonly fault: "too-large";
    }
  | {
      readonly ok: false;
      readonly fault: "syntax";
      /** UTF-16 offset where reading stopped: the fault is there or before it. */
      readonly offset: number;
      /** What is wrong, as a sentence without a full stop. */
      readonly inWords: string;
    };

/**
 * Reads all documents of any YAML text. They are cut at the lines that start with `---`, as kubectl does. Never throws.
 *
 * @param wanted says of the text of a document whether it is to be read; the others are skipped, whatever is in them
 * @returns the documents that have something in them
 */
export function yamlValues(text: string, wanted: (part: string) => boolean = () => true): YamlValues {
  const documents: YamlValue[] = [];
  for (const { text: part, offset } of documentParts(text)) {
    if (!wanted(part)) continue;
    const { roots, fault, beyond } = readOtherYaml(part);
    if (beyond) return { ok: false, fault: "too-large" };
    if (fault) return { ok: false, fault: "syntax", offset: offset + fault.start, inWords: otherFault(fault) };
    if (roots[0] === undefined) continue;
    const value = plainValue(roots[0], 0);
    if (value === undefined) return { ok: false, fault: "too-large" };
    if (value !== null) documents.push(value);
  }
  return { ok: true, documents };
}

/** A node as plain data; `undefined` when aliases nest it too deeply. */
function plainValue(written: OtherNode | undefined, depth: number): YamlValue | undefined {
  if (written === undefined) return null;
  const node = resolved(written);
  if (!node || depth > maxDepth) return undefined;
  if (node.kind === "scalar") return node.style === "plain" && nulls.has(node.value) ? null : node.value;
  if (node.kind === "list") {
    const items: YamlValue[] = [];
    for (const item of node.items) {
      const value = plainValue(item, depth + 1);
      if (value === undefined) return undefined;
      items.push(value);
    }
    return items;
  }
  return node.kind === "map" ? plainMap(node, depth) : undefined;
}

function plainMap(node: OtherMap, depth: number): YamlValue | undefined {
  const own = new Map<string, YamlValue>();
  const merged = new Map<string, YamlValue>();
  for (const { key, value } of node.pairs) {
    const plain = plainValue(value, depth + 1);
    const name = resolved(key);
    if (plain === undefined || !name) return undefined;
    if (isMergeKey(key)) merge(merged, plain);
    else if (name.kind === "scalar") own.set(name.value, plain);
  }
  return Object.fromEntries([...merged, ...own]);
}

/** The maps of `<<`; of several, the first to have a key counts. */
function merge(into: Map<string, YamlValue>, value: YamlValue): void {
  for (const map of Array.isArray(value) ? value : [value])
    if (typeof map === "object" && map !== null && !Array.isArray(map))
      for (const [key, one] of Object.entries(map as Readonly<Record<string, YamlValue>>))
        if (!into.has(key)) into.set(key, one);
}
