import type { Format } from "./format.ts";

/** One array of findings, each on a line of its own. */
export function json(): Format {
  return {
    start: () => "[",
    finding: ({ related: _, ...finding }, isFirst) => `${isFirst ? "" : ","}\n${JSON.stringify(finding)}`,
    end: () => "\n]\n",
  };
}
