import type { Severity } from "../../core/lint/lint.ts";
import { homepage, rulePage } from "../../core/lint/rulePage.ts";
import type { Format, Range, ShownFile, ShownFinding } from "./format.ts";

const severityOf: Readonly<Record<Severity, string>> = {
  error: "ERROR",
  warning: "WARNING",
  information: "INFO",
  hint: "INFO",
};

/** What reviewdog reads with `-f=rdjson`: https://github.com/reviewdog/reviewdog/tree/master/proto/rdf. */
export function rdjson(): Format {
  let separator = "";
  return {
    start() {
      const source = { name: "k3s-registries", url: homepage };
      return `{"source":${JSON.stringify(source)},"diagnostics":[`;
    },
    *file(file) {
      for (const finding of file.findings) {
        yield `${separator}\n${JSON.stringify(diagnosticOf(file, finding))}`;
        separator = ",";
      }
    },
    end: () => "\n]}\n",
  };
}

function diagnosticOf({ byteColumn }: ShownFile, finding: ShownFinding) {
  const { path, id, severity, message, related, fixes } = finding;
  /** Its columns count bytes. */
  const rangeOf = ({ line, column, endLine, endColumn }: Range) => ({
    start: { line, column: byteColumn(line, column) },
    end: { line: endLine, column: byteColumn(endLine, endColumn) },
  });
  const [fix] = fixes;
  return {
    message,
    location: { path, range: rangeOf(finding) },
    severity: severityOf[severity],
    code: { value: id, url: rulePage(id) },
    // It offers each suggestion alone, so that a fix of several edits is none.
    ...(fix?.edits?.length === 1
      ? { suggestions: fix.edits.map((edit) => ({ range: rangeOf(edit), text: edit.text })) }
      : {}),
    ...(related.length > 0
      ? {
          related_locations: related.map((other) => ({
            message: other.message,
            location: { path, range: rangeOf(other) },
          })),
        }
      : {}),
  };
}
