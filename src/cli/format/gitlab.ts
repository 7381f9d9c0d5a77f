import type { Severity } from "../../core/lint/lint.ts";
import { fingerprintsOf } from "./fingerprint.ts";
import type { Format } from "./format.ts";

const severityOf: Readonly<Record<Severity, string>> = {
  error: "critical",
  warning: "major",
  information: "minor",
  hint: "info",
};

/** GitLab's Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format. */
export function gitlab(): Format {
  let separator = "";
  return {
    start: () => "[",
    *file(file) {
      const fingerprints = fingerprintsOf(file, file.path);
      for (const [index, { path, line, endLine, id, severity, message }] of file.findings.entries()) {
        const issue = {
          description: message,
          check_name: id,
          fingerprint: fingerprints[index],
          severity: severityOf[severity],
          location: { path, lines: { begin: line, end: endLine } },
        };
        yield `${separator}\n${JSON.stringify(issue)}`;
        separator = ",";
      }
    },
    end: () => "\n]\n",
  };
}
