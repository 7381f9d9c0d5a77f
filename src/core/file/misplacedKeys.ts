import { holdsStrayCharacter } from "../text/invisible.ts";
import type { Entry, Path, YamlDocument } from "../yaml/document.ts";
import { holdsTemplate } from "../yaml/template.ts";
import { clusterResource } from "./clusterResource.ts";
import { type FormatKey, knownKeys, type Level } from "./format.ts";
import { intendedKey, keyElsewhere } from "./keyNames.ts";

/**
 * The key that was meant by an unknown one: by its spelling and, for `registries`, by what is under it.
 *
 * @returns `undefined` when nothing is near it
 */
export function meantKey(doc: YamlDocument, level: Level, { key, path, value }: Entry): string | undefined {
  const meant = intendedKey(level, key);
  if (level !== "root" || value.kind !== "map" || !/^registries$/i.test(key)) return meant;
  const below = new Set(doc.entries(path).flatMap((entry) => doc.entries(entry.path).map(({ key }) => key)));
  const has = (...keys: readonly string[]): boolean => keys.some((key) => below.has(key));
  return has("auth", "tls", "username", "password") && !has("endpoint", "rewrite") ? "configs" : meant;
}

/** A key that stands at a level where k3s does not look for it. */
export interface Stray extends Entry {
  readonly place: FormatKey;
}

/**
 * The keys that belong to another level of the file.
 *
 * @param unknown the unknown keys of a map
 * @param level what its keys should be
 */
export function strayKeys(doc: YamlDocument, unknown: readonly Entry[], level: Level): readonly Stray[] {
  return unknown.flatMap((entry): readonly Stray[] => {
    const place = keyElsewhere(level, entry.key);
    return place && !isLeftAlone(doc, entry) ? [{ ...entry, place }] : [];
  });
}

/**
 * Where an unknown key of the top level belongs by what is under it: a registry in one of the sections; or the sections
 * are under it and belong to the top level themselves, unless they are those of a cluster resource.
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
 * Whether an unknown key is meant to be ignored: it starts with `x-`, or holds an anchor that is used elsewhere. What a
 * template will write is not known at all, and a key with a stray character in it is another one when that is mended.
 */
export function isLeftAlone(doc: YamlDocument, { key, path }: Entry): boolean {
  return /^x-/i.test(key) || holdsStrayCharacter(key) || isTemplateKey(doc, path) || holdsAnchor(doc, path);
}

function isTemplateKey(doc: YamlDocument, path: Path): boolean {
  if (!doc.template) return false;
  const { start, end } = doc.span(path, "key");
  return holdsTemplate(doc.text.slice(start, end));
}

function holdsAnchor(doc: YamlDocument, path: Path): boolean {
  if (doc.properties(path).referenced) return true;
  return path.length < 6 && doc.entries(path).some((entry) => holdsAnchor(doc, entry.path));
}

/** A key as a message shows it: a long or odd one may be a misplaced secret. */
export function quotedKey(key: string): string {
  return key.length <= 32 && /^[\w.:*/ -]+$/.test(key) ? `"${key}"` : "this key";
}

/** The same at the start of a sentence. */
export function quotedKeyFirst(key: string): string {
  return quotedKey(key).replace(/^t/, "T");
}
