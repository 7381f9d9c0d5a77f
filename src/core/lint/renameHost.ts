import type { Path, YamlDocument } from "../yaml/document.ts";
import type { Fix } from "./rule.ts";

/**
 * The fix that gives a registry another host as its key.
 *
 * @returns no fix where that host has an entry already, or where the key is repeated or comes out of an anchor
 */
export function renameHost(doc: YamlDocument, path: Path, host: string, safe: boolean, title?: string): readonly Fix[] {
  if (!canRename(doc, path, host)) return [];
  return [{ title: title ?? `Rename the key to ${host}`, safe, operations: [{ rename: path, key: host }] }];
}

/** Whether the key at a path can become another one: it is written once, here, and the other one is not there. */
export function canRename(doc: YamlDocument, path: Path, host: string): boolean {
  const parent = path.slice(0, -1);
  if (doc.value([...parent, host]).kind !== "missing") return false;
  const map = doc.node(parent)?.node;
  const [pair, ...more] = doc.occurrences(path);
  return pair !== undefined && more.length === 0 && map?.kind === "map" && map.pairs.includes(pair);
}
