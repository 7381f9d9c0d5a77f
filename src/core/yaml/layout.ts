import { lineStart } from "../text/lines.ts";
import type { YamlDocument } from "./document.ts";

/** The line end of a text: CRLF where its first line ends so. */
export function lineEnd(text: string): "\n" | "\r\n" {
  const at = text.indexOf("\n");
  return at > 0 && text[at - 1] === "\r" ? "\r\n" : "\n";
}

/** Measures how far each level is indented in a document, going by its first section; two spaces where none tells. */
export function measuredStep(doc: YamlDocument): number {
  for (const { path, value } of doc.entries([])) {
    if (value.kind !== "map" || value.flow) continue;
    const child = doc.entries(path)[0];
    if (!child) continue;
    const inner = column(doc.text, doc.span(child.path, "key").start);
    const outer = column(doc.text, doc.span(path, "key").start);
    if (inner > outer) return inner - outer;
  }
  return 2;
}

/** The column of an offset, from 0; a byte order mark does not count. */
export function column(text: string, offset: number): number {
  if (offset === 0) return 0;
  // Right after a carriage return is the start of a line, even before the line feed that belongs to it.
  const start = /[\r\n]/.test(text[offset - 1] ?? "") ? offset : lineStart(text, offset);
  return offset - start - (start === 0 && text.startsWith("\ufeff") ? 1 : 0);
}
