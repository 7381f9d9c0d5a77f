import { clusterKeys } from "./clusterKeys.ts";
import type { Level } from "./format.ts";
import { intendedKey, keyElsewhere } from "./keyNames.ts";

const places: Readonly<Record<Level, string>> = {
  root: "at the top level",
  mirror: 'in an entry of "mirrors"',
  config: 'in an entry of "configs"',
  auth: 'under "auth"',
  tls: 'under "tls"',
};

/**
 * What becomes of a key that k3s does not read where it stands: it ignores it without a word. Source: wharfie
 * `pkg/registries/types.go`, which is read without strict checks.
 */
export function ignoredKeySentences(level: Level, key: string): readonly string[] {
  const meant = intendedKey(level, key);
  if (meant !== undefined) return [`k3s does not know this key and ignores it. Did you mean "${meant}"?`];
  const place = keyElsewhere(level, key);
  if (place) return [`k3s reads "${place.name}" only ${places[place.level]} and ignores it here.`];
  const tool = level === "root" ? undefined : clusterKeys.get(key);
  if (tool !== undefined)
    return [
      tool === "rancher"
        ? "This is a key of Rancher's cluster resource; k3s ignores it in this file."
        : "This is a key of Cluster API's RKE2 control plane; k3s ignores it in this file.",
    ];
  return ["k3s does not know this key and ignores it."];
}
