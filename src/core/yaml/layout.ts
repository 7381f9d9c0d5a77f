import type { YamlDocument } from "./document.ts";

/** The line end of a text: CRLF where its first line ends so. */
export function lineEnd(text: string): "\n" | "\r\n" {
  return /\r?\n/.exec(text)?.[0] === "\r\n" ? "\r\n" : "\n";
}

/** How far each level is indented in a document, going by its first section; two blanks where none tells. */
export function indentStep(doc: YamlDocument): number {
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
  const lineStart = Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
  return offset - lineStart - (lineStart === 0 && text.startsWith("\ufeff") ? 1 : 0);
}

/** The offset where the line of an offset ends, before its line end. */
export function lineStop(text: string, offset: number): number {
  const rest = /[\r\n]/.exec(text.slice(offset));
  return rest ? offset + rest.index : text.length;
}
