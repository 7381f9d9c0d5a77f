import type { Mirror, RegistriesFile } from "../file.ts";
import type { Rewrite } from "./rewrite.ts";

export interface MirrorRewrite {
  readonly mirror: Mirror;
  readonly rewrite: Rewrite;
}

/** The rewrites that are not templates. One that several mirrors share through an anchor comes with the first of them. */
export function distinctRewrites({ doc, mirrors }: RegistriesFile): readonly MirrorRewrite[] {
  const places = new Set<number>();
  const found: MirrorRewrite[] = [];
  for (const mirror of mirrors)
    for (const rewrite of mirror.rewrites) {
      if (rewrite.templated) continue;
      const { start } = doc.span(rewrite.path, "key");
      if (places.has(start)) continue;
      places.add(start);
      found.push({ mirror, rewrite });
    }
  return found;
}

/** Whether a mirror's images are those of Docker Hub, whose repositories all have a `/` in their names. */
export function isHubMirror({ registry }: Mirror): boolean {
  return registry === "docker.io";
}
