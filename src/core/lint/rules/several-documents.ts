import { lineStop } from "../../text/lines.ts";
import { withoutEnd } from "../../text/trim.ts";
import { type Path, parseYaml, type YamlDocument } from "../../yaml/document.ts";
import type { Fix, Report, Rule } from "../rule.ts";

/** Source: docs/how-k3s-reads-it/yaml.md#documents. */
export const severalDocuments: Rule = {
  id: "several-documents",
  summary: "More than one YAML document, of which k3s reads only the first",
  severity: "warning",
  check({ doc }) {
    const reports: Report[] = [];
    const { root, rest } = doc.document;
    if (!rest || !holdsContent(doc.text.slice(rest.offset))) return reports;
    const span = { start: rest.offset, end: lineEndAfter(doc.text, rest.offset) };
    const first = doc.value([]);
    if (first.kind === "scalar" || first.kind === "list") return reports;
    if (rest.kind === "text") {
      reports.push({
        at: span,
        message:
          "k3s stops reading before this text, since the top level of the file ends there, and ignores all that follows. Put it inside, or remove it.",
      });
      return reports;
    }
    const empty = root === undefined || first.kind === "null" || (first.kind === "map" && first.size === 0);
    reports.push({
      at: span,
      severity: empty ? "error" : "warning",
      message: empty
        ? "k3s reads only the first YAML document of the file, and that one is empty: it ignores all that follows this line, so nothing is configured. Remove the line."
        : "k3s reads only the first YAML document of the file and ignores all that follows this line. Remove the line if the rest belongs to it.",
      fixes: joinedDocuments(doc, span.start, empty),
    });
    return reports;
  },
};

/** More than separators, directives and comments. */
function holdsContent(text: string): boolean {
  return text.split(/\r\n|\n|\r/).some((line) => !/^(?:---|\.\.\.)?[ \t]*(?:#.*)?$|^%/.test(line));
}

function lineEndAfter(text: string, offset: number): number {
  const line = text.slice(offset, lineStop(text, offset));
  return offset + withoutEnd(line, (char) => char === " " || char === "\t").length;
}

/** Takes a bare `---` line out, when what is left is one document that k3s reads, and no key of the top level repeats. */
function joinedDocuments(doc: YamlDocument, start: number, safe: boolean): readonly Fix[] {
  const { text } = doc;
  const line = /^---[ \t]*(?:\r\n|\n|\r)/.exec(text.slice(start))?.[0];
  if (line === undefined) return [];
  const write = { start, end: start + line.length };
  const after = parseYaml(text.slice(0, write.start) + text.slice(write.end));
  const { root, rest, failure } = after.document;
  if (failure || (rest && holdsContent(after.text.slice(rest.offset)))) return [];
  if (root?.kind !== "map" || root.flow) return [];
  const repeated = (path: Path): boolean => after.occurrences(path).length > 1;
  if (after.entries([]).some(({ path }) => repeated(path))) return [];
  return [{ title: "Make it one document", safe, operations: [{ write, text: "" }] }];
}
