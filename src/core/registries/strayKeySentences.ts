import { type Phrase, phrase } from "../text/phrase.ts";
import { intendedKey, type Level, placeOf, rancherKeys } from "./schema.ts";

const places: Readonly<Record<Level, Phrase>> = {
  root: phrase("at the top level"),
  mirror: phrase("in an entry of mirrors"),
  config: phrase("in an entry of configs"),
  auth: phrase("under auth"),
  tls: phrase("under tls"),
};

/**
 * What becomes of a key that k3s does not read where it stands: it ignores it without a word. Source: reference §1.1, §7.5
 * (Rancher's keys).
 */
export function strayKeySentences(level: Level, key: string): readonly Phrase[] {
  const meant = intendedKey(level, key);
  if (meant !== undefined)
    return [phrase("k3s does not know this key and ignores it with all that is under it. Did you mean {0}?", meant)];
  const place = placeOf(level, key);
  if (place) return [phrase("k3s reads {0} {1} only; here it ignores it.", place.name, places[place.level])];
  if (level !== "root" && rancherKeys.has(key))
    return [phrase("This is a key of Rancher's cluster resource; in this file k3s ignores it.")];
  return [phrase("k3s does not know this key and ignores it with all that is under it.")];
}
