import type { Span } from "../text/span.ts";
import type { Path, YamlDocument } from "./document.ts";

/** Where an entry shows what it is: at its key, or as an item of a list at itself. In UTF-16 offsets. */
export function nameSpan(doc: YamlDocument, path: Path): Span {
  const { start, end } = doc.span(path, typeof path.at(-1) === "number" ? "value" : "key");
  return { start, end };
}
