import type { Rule } from "../rule.ts";

/** Source: docs/embedded.md#shell. */
export const heredocTabs: Rule = {
  id: "heredoc-tabs",
  summary: "A here-document with <<- loses the tabs that indent its keys",
  severity: "error",
  *checkRegion({ facts: { at, shell } }) {
    if (shell?.spacesForTabs === undefined) return;
    yield {
      at: { outer: at },
      message:
        "<<- removes all leading tabs, so the keys arrive without their indentation and k3s ignores them or can't read the file. Indent the nested keys with spaces.",
      fixes:
        shell.spacesForTabs.length === 0
          ? []
          : [{ title: "Indent nested keys with spaces", safe: true, outer: shell.spacesForTabs }],
    };
  },
};
