import { formatKey, type Level } from "./format.ts";

/**
 * Returns what a hover says about a key, a sentence or two each.
 *
 * @returns none for a key that k3s does not read at that level
 */
export function keySentences(level: Level, key: string): readonly string[] {
  const found = formatKey(level, key);
  if (!found) return [];
  const { text, since, defaultValue } = found;
  return [
    text,
    ...(since === undefined ? [] : [`Available since ${since}.`]),
    ...(defaultValue === undefined ? [] : [`Default: ${defaultValue}.`]),
  ];
}
