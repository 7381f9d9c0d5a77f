import { isAbsolute, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Severity } from "../../core/lint/lint.ts";
import { homepage, rulePage } from "../../core/lint/rulePage.ts";
import { rules } from "../../core/lint/rules/index.ts";
import { version } from "../../core/lint/version.ts";
import type { Format, FormatOptions, Range, ShownFinding } from "./format.ts";

const levelOf: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  information: "note",
  hint: "note",
};
const schema = "https://json.schemastore.org/sarif-2.1.0.json";

/** A SARIF 2.1.0 log with one run; each result is on a line of its own. */
export function sarif({ cwd }: FormatOptions): Format {
  let separator = "";
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  return {
    start() {
      const driver = {
        name: "k3s-registries",
        version,
        informationUri: homepage,
        rules: rules.map(({ id, summary, severity }) => ({
          id,
          shortDescription: { text: `${summary}.` },
          helpUri: rulePage(id),
          defaultConfiguration: { level: levelOf[severity] },
        })),
      };
      const run = `"tool":${JSON.stringify({ driver })},"columnKind":"utf16CodeUnits"`;
      return `{"$schema":${JSON.stringify(schema)},"version":"2.1.0","runs":[{${run},"results":[`;
    },
    *file({ findings }) {
      for (const finding of findings) {
        yield `${separator}\n${JSON.stringify(resultOf(finding))}`;
        separator = ",";
      }
    },
    end: (complete) => `\n],"invocations":[{"executionSuccessful":${complete}}]}]}\n`,
  };

  function resultOf(finding: ShownFinding) {
    const { path, id, severity, message, related } = finding;
    return {
      ruleId: id,
      ruleIndex: indexes.get(id),
      level: levelOf[severity],
      message: { text: message },
      locations: [location(path, finding, cwd)],
      ...(related.length > 0
        ? {
            relatedLocations: related.map((other) => ({
              ...location(path, other, cwd),
              message: { text: other.message },
            })),
          }
        : {}),
    };
  }
}

function location(path: string, { line, column, endLine, endColumn }: Range, cwd: string) {
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(path, cwd) },
      region: { startLine: line, startColumn: column, endLine, endColumn },
    },
  };
}

/** Relative to the folder that the run started in, as code scanning wants it; absolute for what lies outside of it. */
function uriOf(path: string, cwd: string): string {
  if (path === "-") return "stdin";
  if (isAbsolute(path) || path.startsWith("../")) return pathToFileURL(resolve(cwd, path)).href;
  return path.split("/").map(encodeURIComponent).join("/");
}
