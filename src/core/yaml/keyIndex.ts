import { isMergeKey, type MapNode, type Pair, resolved } from "./node.ts";

type Pairs = ReadonlyMap<string, readonly Pair[]>;

/**
 * The pairs of each map by their key, those that `<<` merges into it included. Measured: without it, 500 hosts take
 * five times as long. A document never changes, so what was looked up once stays true.
 */
export interface KeyIndex {
  /** Whether `<<` is followed. */
  readonly merges: boolean;
  readonly ofMap: Map<MapNode, Pairs>;
  /** Of several maps that are read into one. */
  readonly ofMaps: Map<readonly MapNode[], Pairs>;
  readonly repeated: Map<readonly Pair[], readonly MapNode[]>;
}

export function createKeyIndex(merges: boolean): KeyIndex {
  return { merges, ofMap: new Map(), ofMaps: new Map(), repeated: new Map() };
}

/** The pairs of a key in maps that are read into one, in order. */
export function pairsOf(keys: KeyIndex, maps: readonly MapNode[], key: string): readonly Pair[] {
  const map = maps[0];
  if (!map) return [];
  if (maps.length > 1) return indexOfAll(keys, maps).get(key) ?? [];
  if (!isSmall(map)) return indexOf(keys, map).get(key) ?? [];
  let found: Pair | undefined;
  for (const pair of map.pairs) {
    if (keyText(pair) !== key) continue;
    if (found) return indexOf(keys, map).get(key) ?? [];
    found = pair;
  }
  return found ? [found] : noPairs;
}

const noPairs: readonly Pair[] = [];

/** The keys of maps that are read into one, each once. */
export function keysOf(keys: KeyIndex, maps: readonly MapNode[]): readonly string[] {
  const map = maps[0];
  if (!map) return [];
  if (maps.length > 1) return [...indexOfAll(keys, maps).keys()];
  if (!isSmall(map)) return [...indexOf(keys, map).keys()];
  const found: string[] = [];
  for (const pair of map.pairs) {
    const key = keyText(pair);
    if (key !== undefined && !found.includes(key)) found.push(key);
  }
  return found;
}

/** The maps that k3s reads into one for a repeated key: those after the last occurrence without a map. */
export function mapsOf({ repeated }: KeyIndex, pairs: readonly Pair[]): readonly MapNode[] {
  const known = repeated.get(pairs);
  if (known) return known;
  const maps: MapNode[] = [];
  for (const { value } of pairs) {
    const target = resolved(value);
    if (target?.kind === "map") maps.push(target);
    else maps.length = 0;
  }
  repeated.set(pairs, maps);
  return maps;
}

/** Merges as yaml.v2 does (`decode.go`): https://yaml.org/type/merge.html. */
function indexOf(keys: KeyIndex, map: MapNode): Pairs {
  const known = keys.ofMap.get(map);
  if (known) return known;
  const index = new Map<string, Pair[]>();
  keys.ofMap.set(map, index);
  for (const pair of map.pairs) {
    const key = keyText(pair);
    if (!isMergeKey(pair.key)) {
      if (key !== undefined) add(index, key, pair);
      continue;
    }
    if (!keys.merges) continue;
    const merged = resolved(pair.value);
    const sources = merged?.kind === "list" ? [...merged.items].reverse() : [merged];
    for (const source of sources) {
      const from = source && resolved(source);
      if (from?.kind === "map" && from !== map)
        for (const [name, pairs] of [...indexOf(keys, from)]) for (const one of pairs) add(index, name, one);
    }
  }
  return index;
}

function indexOfAll(keys: KeyIndex, maps: readonly MapNode[]): Pairs {
  const known = keys.ofMaps.get(maps);
  if (known) return known;
  const index = new Map<string, Pair[]>();
  for (const map of maps)
    for (const [key, pairs] of indexOf(keys, map)) for (const pair of pairs) add(index, key, pair);
  keys.ofMaps.set(maps, index);
  return index;
}

function add(index: Map<string, Pair[]>, key: string, pair: Pair): void {
  const known = index.get(key);
  if (known) known.push(pair);
  else index.set(key, [pair]);
}

/** A small map is searched: an index of each `auth` costs more than it saves. */
function isSmall({ pairs }: MapNode): boolean {
  if (pairs.length > 8) return false;
  for (const { key } of pairs) if (isMergeKey(key)) return false;
  return true;
}

/** The text of a key as k3s reads it; `undefined` for a key that is a map or list. */
function keyText({ key }: Pair): string | undefined {
  const target = resolved(key);
  return target?.kind === "scalar" ? target.value : undefined;
}
