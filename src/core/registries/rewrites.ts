import type { YamlDocument } from "../yaml/document.ts";
import type { Mirror, RegistriesFile } from "./file.ts";
import type { Rewrite } from "./rewrite.ts";

export interface MirrorRewrite {
  readonly mirror: Mirror;
  readonly rewrite: Rewrite;
}

/** The rewrites that are not templates. One that several mirrors share through an anchor comes with the first of them. */
export function* rewritesOf({ doc, mirrors }: RegistriesFile): Iterable<MirrorRewrite> {
  const seen = new Set<number>();
  for (const mirror of mirrors)
    for (const rewrite of mirror.rewrites)
      if (!rewrite.templated && isNew(doc, rewrite, seen)) yield { mirror, rewrite };
}

function isNew(doc: YamlDocument, { path }: Rewrite, seen: Set<number>): boolean {
  const { start } = doc.span(path, "key");
  if (seen.has(start)) return false;
  seen.add(start);
  return true;
}

/** Whether a mirror's images are those of Docker Hub, whose repositories all have a `/` in their names. */
export function isDockerHub({ registry }: Mirror): boolean {
  return registry === "docker.io";
}
