import type { Rule } from "../rule.ts";

export const summary = "A here-document with <<- loses the tabs that indent its keys";

/** Source: docs/embedded.md#shell. */
export const heredocTabs: Rule = {
  id: "heredoc-tabs",
  severity: "error",
  *checkRegion({ facts: { at, shell } }) {
    if (shell?.spacesForTabs === undefined) return;
    yield {
      at: { outer: at },
      message:
        "<<- removes the tabs that indent these keys, so k3s ignores them or can't read the file. Indent them with spaces.",
      fixes:
        shell.spacesForTabs.length === 0
          ? []
          : [{ title: "Indent nested keys with spaces", safe: true, outer: shell.spacesForTabs }],
    };
  },
};
