import type { Path, YamlDocument } from "../yaml/document.ts";
import { isOwnPair } from "../yaml/node.ts";
import type { Fix } from "./rule.ts";

/**
 * Returns the fix that renames the key of a registry.
 *
 * @returns no fix if that host has an entry, or if the key is repeated or comes from an anchor
 */
export function renameHost(doc: YamlDocument, path: Path, host: string, safe: boolean, title?: string): readonly Fix[] {
  if (!canRename(doc, path, host)) return [];
  return [{ title: title ?? `Rename the key to ${host}`, safe, operations: [{ rename: path, key: host }] }];
}

/** True if the key at a path can be renamed: it is in this map once, and the new key is not. */
export function canRename(doc: YamlDocument, path: Path, host: string): boolean {
  const parent = path.slice(0, -1);
  if (doc.value([...parent, host]).kind !== "missing") return false;
  const map = doc.node(parent)?.node;
  const [pair, ...more] = doc.occurrences(path);
  return pair !== undefined && more.length === 0 && map?.kind === "map" && isOwnPair(map, pair);
}
