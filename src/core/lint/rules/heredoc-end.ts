import type { Rule } from "../rule.ts";

export const summary = "A line that should end the here-document does not end it";

/** Source: docs/embedded.md#shell. */
export const heredocEnd: Rule = {
  id: "heredoc-end",
  severity: "error",
  *checkRegion({ facts: { shell } }) {
    if (shell?.falseEnd === undefined) return;
    const { start, end, delimiter } = shell.falseEnd;
    yield {
      at: { outer: { start, end } },
      message: `With spaces beside it, "${delimiter}" does not end the here-document: the shell also writes the lines after it to the file. Put it alone at the start of the line.`,
      fixes: [{ title: "Remove the spaces", safe: true, outer: [{ start, end, text: delimiter }] }],
    };
  },
};
