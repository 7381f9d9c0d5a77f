import { type Phrase, phrase } from "../text/phrase.ts";
import { clusterKeys, intendedKey, type Level, placeOf } from "./schema.ts";

const places: Readonly<Record<Level, Phrase>> = {
  root: phrase("at the top level"),
  mirror: phrase("in an entry of mirrors"),
  config: phrase("in an entry of configs"),
  auth: phrase("under auth"),
  tls: phrase("under tls"),
};

/**
 * What becomes of a key that k3s does not read where it stands: it ignores it without a word. Source: wharfie
 * `pkg/registries/types.go`, which is read without strict checks.
 */
export function strayKeySentences(level: Level, key: string): readonly Phrase[] {
  const meant = intendedKey(level, key);
  if (meant !== undefined) return [phrase("k3s does not know this key and ignores it. Did you mean {0}?", meant)];
  const place = placeOf(level, key);
  if (place) return [phrase("k3s reads {0} {1} only; here it ignores it.", place.name, places[place.level])];
  const tool = level === "root" ? undefined : clusterKeys.get(key);
  if (tool !== undefined)
    return [
      tool === "rancher"
        ? phrase("This is a key of Rancher's cluster resource; in this file k3s ignores it.")
        : phrase("This is a key of Cluster API's RKE2 control plane; in this file k3s ignores it."),
    ];
  return [phrase("k3s does not know this key and ignores it.")];
}
