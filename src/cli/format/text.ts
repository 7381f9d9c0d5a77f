import type { Severity } from "../../core/lint/lint.ts";
import { plainText } from "../command.ts";
import type { Format, FormatOptions } from "./format.ts";

const colourOf: Readonly<Record<Severity, number>> = { error: 31, warning: 33, information: 34, hint: 36 };

/** One line a finding: `path:line:col severity message [id]`. */
export function text({ colours }: FormatOptions): Format {
  const coloured = (code: number, part: string): string => (colours ? `\x1b[${code}m${part}\x1b[0m` : part);
  return {
    start: () => "",
    finding: ({ path, line, column, severity, message, id }) =>
      `${plainText(path)}:${line}:${column} ${coloured(colourOf[severity], severity)} ${plainText(message)} ${coloured(2, `[${id}]`)}\n`,
    end: () => "",
  };
}
