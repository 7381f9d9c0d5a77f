import { placesIn } from "../text/lines.ts";
import type { YamlDocument } from "../yaml/document.ts";

/** Why nothing can be merged into a text without guessing; `undefined` when nothing stands against it. */
export function mergeObstacle(doc: YamlDocument): string | undefined {
  const [problem] = doc.problems;
  if (problem && !doc.onlyCredentials) {
    const { line, column } = placesIn(doc.text)(problem.span.start);
    return `This registries.yaml can't be read yet (line ${line}, column ${column}): ${problem.fault}. Mend that first; nothing was changed.`;
  }
  if (problem)
    return "A password in this registries.yaml is not quoted, so the file can't be read. Apply its quick fix first; nothing was changed.";
  if (doc.rendersLater)
    return "This registries.yaml is a template: what it will be is not known yet. Convert into a new file and copy the entries over.";
  if (doc.beyond === "aliases")
    return "The aliases of this registries.yaml stand for too much to be followed. Write out what they stand for; nothing was changed.";
  const root = doc.value([]);
  if (root.kind !== "map" && root.kind !== "null" && root.kind !== "missing")
    return "This file is not a registries.yaml: mirrors and configs have to stand at its root. Choose another file.";
  if (root.kind === "null" && /^---[ \t]*\r?\n[\s\S]*^---/m.test(doc.text))
    return "This file starts with an empty document, and k3s reads only the first one. Remove the extra --- line first.";
  for (const section of ["mirrors", "configs"]) {
    const { kind } = doc.value([section]);
    if (kind === "list" || kind === "scalar")
      return `The ${section} section of this registries.yaml is not a map of registries. Mend that first; nothing was changed.`;
  }
  return undefined;
}
