import { writtenHost } from "../hosts/writtenHost.ts";
import type { Span } from "../text/span.ts";
import type { YamlDocument } from "../yaml/document.ts";
import {
  isMergeKey,
  type ListNode,
  type MapNode,
  type Node,
  type Pair,
  resolved,
  type ScalarNode,
} from "../yaml/node.ts";
import { scalarPart } from "../yaml/scalarPart.ts";
import { hasTemplate } from "../yaml/template.ts";
import type { Level } from "./format.ts";
import { intendedKey, isKeyName } from "./keyNames.ts";

/** A place of a registries.yaml that means a registry host: a key of a section, or an endpoint. */
export interface HostPlace {
  readonly kind: "mirror" | "endpoint" | "config" | "auths";
  /** The whole key or endpoint, as k3s reads it; it may hold a user: not to be shown. */
  readonly text: string;
  /** The name of the host as it is written in `text`, without a port; `*` for all registries. */
  readonly name: string;
  readonly port: string | undefined;
  /** Where the name stands in `text`. */
  readonly part: Span;
  /** Where the name stands in the file; `undefined` where escapes or line breaks are in it. */
  readonly span: Span | undefined;
  readonly node: ScalarNode;
  /** The map or list that it is a key or an item of. */
  readonly owner: MapNode | ListNode | undefined;
}

/** Deeper than any maps are merged into each other. */
const maxMerges = 50;

/**
 * Every place where a host is written, in the order in which the file is read: repeated keys too, of which k3s reads one,
 * and what stands in an anchor, once for each kind of place that it is used as. Templates in a host's place are none.
 */
export function findHostPlaces(doc: YamlDocument): readonly HostPlace[] {
  const places: HostPlace[] = [];
  const seen = new Map<Node, Set<HostPlace["kind"]>>();

  function add(kind: HostPlace["kind"], node: Node | undefined, owner: HostPlace["owner"]): void {
    const scalar = node && resolved(node);
    if (scalar?.kind !== "scalar") return;
    const kinds = seen.get(scalar) ?? new Set();
    if (kinds.has(kind)) return;
    seen.set(scalar, kinds.add(kind));
    const found = writtenHost(scalar.value);
    if (!found) return;
    const { name, port, start, end } = found;
    const span = scalarPart(doc.text, scalar, { start, end });
    if (!span && doc.template && hasTemplate(doc.text.slice(scalar.start, scalar.end))) return;
    places.push({ kind, text: scalar.value, name, port, part: { start, end }, span, node: scalar, owner });
  }

  function addEndpoints(mirror: Node): void {
    for (const { pair } of pairsOf(mirror)) {
      if (!isField("mirror", pair, "endpoint")) continue;
      const list = resolved(pair.value);
      if (list?.kind === "list") for (const item of list.items) add("endpoint", item, list);
      else add("endpoint", pair.value, undefined);
    }
  }

  for (const { pair: section } of pairsOf(doc.node([])?.node)) {
    const kind = (["mirrors", "configs", "auths"] as const).find((name) => isField("root", section, name));
    if (!kind) continue;
    for (const { pair, map } of pairsOf(section.value)) {
      if (isKeyName(keyText(pair) ?? "")) continue;
      add(kind === "mirrors" ? "mirror" : kind === "configs" ? "config" : "auths", pair.key, map);
      if (kind === "mirrors") addEndpoints(pair.value);
    }
  }
  return places;
}

/**
 * The place whose key or endpoint an offset is in, or right after.
 *
 * @param offset in UTF-16 units
 */
export function placeAt(places: readonly HostPlace[], offset: number): HostPlace | undefined {
  const at = places.filter(({ node }) => node.start <= offset && offset <= node.end);
  return at.find(({ node }) => offset < node.end) ?? at[0];
}

/** What stands for a place in an editor: the host's name, or the whole text where that can't be told apart. */
export function shownSpan({ span, node }: HostPlace): Span {
  return span ?? { start: node.start, end: node.end };
}

/** The entries of a map and of those merged into it (`<<`), as they are written, each with the map that it stands in. */
function* pairsOf(
  node: Node | undefined,
  seen = new Set<Node>(),
  depth = 0,
): Generator<{ readonly pair: Pair; readonly map: MapNode }> {
  const map = node && resolved(node);
  if (map?.kind !== "map" || seen.has(map) || depth > maxMerges) return;
  seen.add(map);
  for (const pair of map.pairs) {
    if (!isMergeKey(pair.key)) {
      yield { pair, map };
      continue;
    }
    const merged = resolved(pair.value);
    for (const source of merged?.kind === "list" ? merged.items : [pair.value]) yield* pairsOf(source, seen, depth + 1);
  }
}

function keyText({ key }: Pair): string | undefined {
  const target = resolved(key);
  return target?.kind === "scalar" ? target.value : undefined;
}

/** Whether a key is the one of this name, or a misspelling of it. */
function isField(level: Level, pair: Pair, name: string): boolean {
  const key = keyText(pair);
  return key !== undefined && (key === name || intendedKey(level, key) === name);
}
