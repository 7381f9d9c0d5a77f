import type { Format } from "./format.ts";

/** One array of findings, each on a line of its own. */
export function json(): Format {
  let separator = "";
  return {
    start: () => "[",
    *file({ findings }) {
      for (const { related: _, span: __, fixes: ___, ...finding } of findings) {
        yield `${separator}\n${JSON.stringify(finding)}`;
        separator = ",";
      }
    },
    end: () => "\n]\n",
  };
}
