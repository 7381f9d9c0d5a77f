import { rulePage } from "../../core/lint/rulePage.ts";
import { version } from "../../core/lint/version.ts";
import type { Format, Range, ShownFinding } from "./format.ts";

/** The number of the format: it grows when a field changes its meaning or goes. */
const formatVersion = 1;

/** One object with all findings, each on a line of its own. */
export function json(): Format {
  let separator = "";
  return {
    start() {
      const tool = { name: "k3s-registries", version };
      return `{"version":${formatVersion},"tool":${JSON.stringify(tool)},"findings":[`;
    },
    *file({ findings }) {
      for (const finding of findings) {
        yield `${separator}\n${JSON.stringify(shown(finding))}`;
        separator = ",";
      }
    },
    end: () => "\n]}\n",
  };
}

function shown(finding: ShownFinding) {
  const { path, id, severity, message, fixable, related, fixes, region } = finding;
  return {
    path,
    ...rangeOf(finding),
    id,
    severity,
    message,
    url: rulePage(id),
    fixable,
    ...(region === undefined ? {} : { region: { carrier: region.carrier, name: region.name } }),
    related: related.map((other) => ({ ...rangeOf(other), message: other.message })),
    fixes: fixes.map(({ title, safe, edits }) => ({ title, safe, edits: edits ?? null })),
  };
}

function rangeOf({ line, column, endLine, endColumn }: Range): Range {
  return { line, column, endLine, endColumn };
}
