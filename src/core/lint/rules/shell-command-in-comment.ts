import type { Rule } from "../rule.ts";

export const summary = "The shell runs a command that is in a comment of the file";

/** Source: docs/embedded.md#shell. */
export const shellCommandInComment: Rule = {
  id: "shell-command-in-comment",
  severity: "information",
  *checkRegion(region) {
    const { text, expressions } = region;
    for (const { dialect, source, start, end } of expressions) {
      if (dialect !== "heredoc" && dialect !== "quotes") continue;
      if (!/^(?:`|\$\((?!\())/.test(source)) continue;
      const before = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
      if (!/^[ \t]*#/.test(before)) continue;
      const outer = region.outerEdits([{ start, end, text: source }]);
      const way = `Put a backslash before ${source.startsWith("`") ? "each backtick" : "the $"}`;
      yield {
        at: { start, end },
        message: `The shell runs ${text.slice(start, end)} although it is in a comment, and writes the output to the file. ${way}.`,
        fixes: outer === undefined ? [] : [{ title: way, safe: true, outer }],
      };
    }
  },
};
