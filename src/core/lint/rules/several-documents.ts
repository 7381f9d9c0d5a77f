import { openRegistries } from "../../file/openRegistries.ts";
import { lineStop } from "../../text/lines.ts";
import { withoutEnd } from "../../text/trim.ts";
import type { Path, YamlDocument } from "../../yaml/document.ts";
import type { Fix, Report, Rule } from "../rule.ts";

export const summary = "The file has more than one YAML document, but k3s reads only the first";

/** Source: docs/how-k3s-reads-it/yaml.md#documents. */
export const severalDocuments: Rule = {
  id: "several-documents",
  severity: "warning",
  fixes: true,
  check({ doc }) {
    const reports: Report[] = [];
    const { root, rest } = doc.document;
    if (!rest || !holdsContent(doc.text.slice(rest.offset))) return reports;
    const span = { start: rest.offset, end: lineEndAfter(doc.text, rest.offset) };
    const first = doc.value([]);
    if (first.kind === "scalar" || first.kind === "list" || first.kind === "template") return reports;
    if (rest.kind === "text") {
      reports.push({
        at: span,
        message:
          "This content follows the end of the top-level map, so k3s ignores it and everything after it. Move it into the map, or remove it.",
      });
      return reports;
    }
    const empty = root === undefined || first.kind === "null" || (first.kind === "map" && first.size === 0);
    reports.push({
      at: span,
      severity: empty ? "error" : "warning",
      message: empty
        ? "The first YAML document is empty, and k3s ignores everything after this line, so nothing is configured. Remove the line."
        : "This line ends the first YAML document, and k3s ignores everything after it. Remove the line if the rest belongs to the same file.",
      fixes: joinedDocuments(doc, span.start, empty),
    });
    return reports;
  },
};

/** True if a text contains more than separators, directives and comments. */
function holdsContent(text: string): boolean {
  return text.split(/\r\n|\n|\r/).some((line) => !/^(?:---|\.\.\.)?[ \t]*(?:#.*)?$|^%/.test(line));
}

function lineEndAfter(text: string, offset: number): number {
  const line = text.slice(offset, lineStop(text, offset));
  return offset + withoutEnd(line, (char) => char === " " || char === "\t").length;
}

/** Returns the fix that removes a bare `---` line if one document that k3s reads is left, without a repeated top-level key. */
function joinedDocuments(doc: YamlDocument, start: number, safe: boolean): readonly Fix[] {
  const { text } = doc;
  const line = /^---[ \t]*(?:\r\n|\n|\r)/.exec(text.slice(start))?.[0];
  if (line === undefined) return [];
  const write = { start, end: start + line.length };
  const after = openRegistries(text.slice(0, write.start) + text.slice(write.end)).doc;
  const { root, rest, failure } = after.document;
  if (failure || (rest && holdsContent(after.text.slice(rest.offset)))) return [];
  if (root?.kind !== "map" || root.flow) return [];
  const repeated = (path: Path): boolean => after.occurrences(path).length > 1;
  if (after.entries([]).some(({ path }) => repeated(path))) return [];
  return [{ title: "Join the documents", safe, operations: [{ write, text: "" }] }];
}
