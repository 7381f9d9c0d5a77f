import type { Severity } from "../../core/lint/lint.ts";
import { printable } from "../command.ts";
import type { Format } from "./format.ts";

const commandOf: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  information: "notice",
  hint: "notice",
};

/** Workflow commands that GitHub Actions shows as annotations of the lines. */
export function github(): Format {
  return {
    start: () => "",
    *file({ findings }) {
      for (const { path, line, column, endLine, endColumn, severity, message, id } of findings) {
        const properties = {
          file: path,
          line,
          endLine,
          // GitHub takes columns for an annotation within one line only.
          ...(line === endLine ? { col: column, endColumn } : {}),
          title: id,
        };
        const list = Object.entries(properties).map(([name, value]) => `${name}=${escapedProperty(String(value))}`);
        yield `::${commandOf[severity]} ${list.join(",")}::${escaped(printable(message))}\n`;
      }
    },
    end: () => "",
  };
}

function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
