import { hasInvisibleCharacter } from "../text/invisible.ts";
import type { Entry, Path, YamlDocument } from "../yaml/document.ts";
import { hasTemplate } from "../yaml/template.ts";
import { clusterResource } from "./clusterResource.ts";
import { type FormatKey, knownKeys, type Level } from "./format.ts";
import { intendedKey, keyElsewhere } from "./keyNames.ts";

/**
 * Returns the key that an unknown key means: by its spelling and, for `registries`, by what is under it.
 *
 * @returns `undefined` if no key is similar
 */
export function meantKey(doc: YamlDocument, level: Level, { key, path, value }: Entry): string | undefined {
  const meant = intendedKey(level, key);
  if (level !== "root" || value.kind !== "map" || !/^registries$/i.test(key)) return meant;
  const below = new Set(doc.entries(path).flatMap((entry) => doc.entries(entry.path).map(({ key }) => key)));
  const has = (...keys: readonly string[]): boolean => keys.some((key) => below.has(key));
  return has("auth", "tls", "username", "password") && !has("endpoint", "rewrite") ? "configs" : meant;
}

/** A key at a level where k3s ignores it. */
export interface MisplacedKey extends Entry {
  readonly place: FormatKey;
}

/**
 * Returns the keys that belong to another level of the file.
 *
 * @param unknown the unknown keys of a map
 * @param level the level of that map
 */
export function misplacedKeys(doc: YamlDocument, unknown: readonly Entry[], level: Level): readonly MisplacedKey[] {
  const found: MisplacedKey[] = [];
  for (const entry of unknown) {
    const { key, path, value } = entry;
    const place = keyElsewhere(level, key);
    if (place && !isLeftAlone(doc, entry)) found.push({ key, path, value, place });
  }
  return found;
}

/**
 * Returns where an unknown key of the top level belongs, by what is under it: a registry belongs in one of the sections;
 * sections under it belong to the top level (`root`), unless they are part of a cluster resource.
 */
export function placeByContent(
  doc: YamlDocument,
  entry: Entry,
): "mirrors" | "configs" | "root" | "cluster-resource" | undefined {
  const { key, path, value } = entry;
  if (value.kind !== "map" || knownKeys.root.includes(key)) return undefined;
  if (clusterResource(doc, entry)) return "cluster-resource";
  const keys = new Set(doc.entries(path).map((entry) => entry.key));
  if (keys.has("mirrors") || keys.has("configs")) return "root";
  if (intendedKey("root", key) !== undefined) return undefined;
  if (keys.has("endpoint") || keys.has("rewrite")) return "mirrors";
  return keys.has("auth") || keys.has("tls") ? "configs" : undefined;
}

/**
 * True if an unknown key is left alone: it starts with `x-` or contains an anchor that is used elsewhere. The keys that a
 * template writes are not known, and a key with a stray character becomes another one when that is fixed.
 */
export function isLeftAlone(doc: YamlDocument, { key, path }: Entry): boolean {
  return /^x-/i.test(key) || hasInvisibleCharacter(key) || isTemplateKey(doc, path) || holdsAnchor(doc, path);
}

function isTemplateKey(doc: YamlDocument, path: Path): boolean {
  if (!doc.template) return false;
  const { start, end } = doc.span(path, "key");
  return hasTemplate(doc.text.slice(start, end));
}

function holdsAnchor(doc: YamlDocument, path: Path): boolean {
  if (doc.document.aliases.length === 0) return false;
  if (doc.properties(path).referenced) return true;
  return path.length < 6 && doc.entries(path).some((entry) => holdsAnchor(doc, entry.path));
}

/** Returns a key for a message. A long or odd one may be a misplaced secret, so it is not shown. */
export function quotedKey(key: string): string {
  return key.length <= 32 && /^[\w.:*/ -]+$/.test(key) ? `"${key}"` : "this key";
}

/** Returns the same for the start of a sentence. */
export function quotedKeyFirst(key: string): string {
  return quotedKey(key).replace(/^t/, "T");
}
