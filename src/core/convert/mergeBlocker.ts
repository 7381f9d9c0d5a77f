import { lineColumnsIn } from "../text/lines.ts";
import type { YamlDocument } from "../yaml/document.ts";

/** Why nothing can be merged into a text without guessing; `undefined` when nothing stands against it. */
export function mergeBlocker(doc: YamlDocument): string | undefined {
  const [problem] = doc.problems;
  if (problem && !doc.onlyCredentials) {
    const { line, column } = lineColumnsIn(doc.text)(problem.span.start);
    return `This registries.yaml can't be read yet (line ${line}, column ${column}): ${problem.fault}. Nothing was changed: fix that first.`;
  }
  if (problem)
    return "A password in this registries.yaml is not quoted, so the file can't be read. Nothing was changed: apply its quick fix first.";
  if (doc.rendersLater)
    return "This registries.yaml is a template, so its final content is not known. Convert into a new file and copy the entries.";
  if (doc.beyond === "aliases")
    return "The aliases of this registries.yaml expand to too much to be followed. Nothing was changed: replace them with their values.";
  const root = doc.value([]);
  if (root.kind !== "map" && root.kind !== "null" && root.kind !== "missing")
    return 'This file is not a registries.yaml: "mirrors" and "configs" must be at the top level. Choose another file.';
  if (root.kind === "null" && /^---[ \t]*\r?\n[\s\S]*^---/m.test(doc.text))
    return "This file starts with an empty document, and k3s reads only the first one. Remove the extra --- line first.";
  for (const section of ["mirrors", "configs"]) {
    const { kind } = doc.value([section]);
    if (kind === "list" || kind === "scalar")
      return `"${section}" in this registries.yaml is not a map of registries. Nothing was changed: fix that first.`;
  }
  return undefined;
}
