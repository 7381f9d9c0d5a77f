import { rulePage } from "../../core/lint/rulePage.ts";
import { printable } from "../command.ts";
import type { Format, ShownFile } from "./format.ts";

/** A test suite for each file; each finding is a test that failed, and a file without one is a test that passed. */
export function junit(): Format {
  return {
    start: () => '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="k3s-registries">\n',
    *file(file) {
      const { path, findings } = file;
      const counts = `tests="${Math.max(1, findings.length)}" failures="${findings.length}" errors="0" skipped="0"`;
      yield `  <testsuite name="${escaped(path)}" ${counts}>\n`;
      if (findings.length === 0) yield `    <testcase name="no problems" classname="${escaped(path)}" time="0"/>\n`;
      yield* failures(file);
      yield "  </testsuite>\n";
    },
    end: () => "</testsuites>\n",
  };
}

function* failures({ path, findings }: ShownFile): Iterable<string> {
  for (const { id, line, column, severity, message } of findings) {
    const name = `${id} at ${line}:${column}`;
    const text = `${path}:${line}:${column}\n${printable(message)}\n${rulePage(id)}`;
    yield `    <testcase name="${name}" classname="${escaped(path)}" time="0">
      <failure type="${severity}" message="${escaped(printable(message))}">${escaped(text)}</failure>
    </testcase>
`;
  }
}

/** What XML takes for itself, and what it can't contain at all. */
function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd");
}
