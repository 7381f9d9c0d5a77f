import { type Document, isAlias, isScalar, visit } from "yaml";
import type { Span } from "../text/span.ts";

/** A fault for which yaml.v2, and so k3s, refuses the whole file. */
export interface SyntaxProblem {
  readonly span: Span;
  /** What is wrong, as a sentence without a full stop. */
  readonly fault: string;
}

/** Faults in words that need no YAML grammar; other codes share one sentence. */
const faults: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: "A tab is used for indentation",
  BAD_DQ_ESCAPE: "There is an unknown backslash escape between double quotes",
  BAD_ALIAS: "A name after `*` or `&` is missing or has a character that is not allowed",
  MISSING_CHAR: "A quote or bracket is opened and not closed, or a colon is missing",
  BAD_INDENT: "The indentation does not fit the lines above",
  BLOCK_AS_IMPLICIT_KEY: "There is a second `key:` on a line where none may stand, or the line above lacks its colon",
  MULTILINE_IMPLICIT_KEY: "A key has no colon after it",
  BAD_SCALAR_START: "A value starts with a character that YAML reserves (such as `@`, `%` or a backtick)",
  BLOCK_IN_FLOW: "Indented lines stand inside brackets that are still open",
  UNEXPECTED_TOKEN: "There is text where none may stand",
};

/**
 * What makes k3s refuse a text, where the `yaml` package sees it too, plus what yaml.v2 alone refuses: unknown aliases,
 * `\/` between double quotes, control characters (reference §2.1, §2.3).
 *
 * @param source the text that `document` was composed from
 */
export function syntaxProblems(document: Document.Parsed, source: string): readonly SyntaxProblem[] {
  const problems: SyntaxProblem[] = document.errors
    .filter((error) => !acceptedByK3s(error.code, source, error.pos[0]))
    .map((error) => ({
      span: {
        start: error.pos[0],
        end: Math.max(error.pos[1], error.pos[0] + 1),
      },
      fault: faults[error.code] ?? "The text is not YAML from here on",
    }));
  const anchors = new Set<string>();
  visit(document, (_, node) => {
    if (isAlias(node)) {
      if (!anchors.has(node.source) && node.range)
        problems.push({
          span: { start: node.range[0], end: node.range[1] },
          fault: "A value that starts with `*` names an anchor that is not defined before it",
        });
      return;
    }
    if (node && typeof node === "object" && "anchor" in node && typeof node.anchor === "string")
      anchors.add(node.anchor);
    if (isScalar(node) && node.type === "QUOTE_DOUBLE" && node.range) {
      const slash = /^(?:[^\\]|\\[^/])*?\\\//.exec(source.slice(node.range[0], node.range[1]));
      if (slash) {
        const end = node.range[0] + slash[0].length;
        problems.push({
          span: { start: end - 2, end },
          fault: faults["BAD_DQ_ESCAPE"] as string,
        });
      }
    }
  });
  const control = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]/.exec(source);
  if (control)
    problems.push({
      span: { start: control.index, end: control.index + 1 },
      fault: "There is an invisible control character",
    });
  const lastLine = /(?:^|[\r\n])([ ]*\t[ \t]*)$/.exec(source);
  if (lastLine) {
    const end = source.length;
    problems.push({
      span: { start: end - (lastLine[1] as string).length, end },
      fault: faults["TAB_AS_INDENT"] as string,
    });
  }
  return problems.sort((a, b) => a.span.start - b.span.start);
}

/** yaml.v2 reads some texts that YAML 1.2 forbids: tabs after `key:`, and unknown directives. */
function acceptedByK3s(code: string, source: string, offset: number): boolean {
  if (code !== "TAB_AS_INDENT") return false;
  const line = source.slice(source.lastIndexOf("\n", offset - 1) + 1, offset);
  return /\S/.test(line);
}
