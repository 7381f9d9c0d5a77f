import { printable } from "../command.ts";
import { painted } from "../style.ts";
import type { Format, FormatOptions } from "./format.ts";

/** One line a finding: `path:line:col severity message [id]`. */
export function compact({ style }: FormatOptions): Format {
  return {
    start: () => "",
    *file({ findings }) {
      for (const { path, line, column, severity, message, id } of findings)
        yield `${printable(path)}:${line}:${column} ${painted(style, severity, severity)} ${printable(message)} ${painted(style, "quiet", `[${id}]`)}\n`;
    },
    end: () => "",
  };
}
