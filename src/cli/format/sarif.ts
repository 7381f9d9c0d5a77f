import { isAbsolute, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { homepage } from "../../core/lint/rulePage.ts";
import { rules } from "../../core/lint/rules/index.ts";
import { version } from "../../core/lint/version.ts";
import { fingerprintsOf } from "./fingerprint.ts";
import type { Format, FormatOptions, Range, ShownFinding, ShownFix } from "./format.ts";
import { levelOf, reportingDescriptor } from "./sarifRules.ts";

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
        semanticVersion: version,
        informationUri: homepage,
        rules: rules.map(reportingDescriptor),
      };
      const run = `"tool":${JSON.stringify({ driver })},"columnKind":"utf16CodeUnits"`;
      return `{"$schema":${JSON.stringify(schema)},"version":"2.1.0","runs":[{${run},"results":[`;
    },
    *file(file) {
      const fingerprints = fingerprintsOf(file);
      for (const [index, finding] of file.findings.entries()) {
        yield `${separator}\n${JSON.stringify(resultOf(finding, fingerprints[index]))}`;
        separator = ",";
      }
    },
    end: (complete) => `\n],"invocations":[{"executionSuccessful":${complete}}]}]}\n`,
  };

  function resultOf(finding: ShownFinding, fingerprint: string | undefined) {
    const { path, id, severity, message, related, fixes } = finding;
    const uri = uriOf(path, cwd);
    const changes = fixes.flatMap((fix) => fixOf(uri, fix));
    return {
      ruleId: id,
      ruleIndex: indexes.get(id),
      level: levelOf[severity],
      message: { text: message },
      locations: [location(uri, finding)],
      partialFingerprints: { "k3sRegistries/v1": fingerprint },
      ...(related.length > 0
        ? { relatedLocations: related.map((other) => ({ ...location(uri, other), message: { text: other.message } })) }
        : {}),
      ...(changes.length > 0 ? { fixes: changes } : {}),
    };
  }
}

function location(uri: string, range: Range) {
  return { physicalLocation: { artifactLocation: { uri }, region: regionOf(range) } };
}

function regionOf({ line, column, endLine, endColumn }: Range) {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

function fixOf(uri: string, { title, edits }: ShownFix) {
  if (!edits || edits.length === 0) return [];
  const replacements = edits.map((edit) => ({
    deletedRegion: regionOf(edit),
    ...(edit.text === "" ? {} : { insertedContent: { text: edit.text } }),
  }));
  return [{ description: { text: title }, artifactChanges: [{ artifactLocation: { uri }, replacements }] }];
}

/** Relative to the folder that the run started in, as code scanning wants it; absolute for what lies outside of it. */
function uriOf(path: string, cwd: string): string {
  if (path === "-") return "stdin";
  if (isAbsolute(path) || path.startsWith("../")) return pathToFileURL(resolve(cwd, path)).href;
  return path.split("/").map(encodeURIComponent).join("/");
}
