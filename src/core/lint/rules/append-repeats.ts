import type { Rule } from "../rule.ts";

export const summary = "The script adds the same sections again each time it runs";

/** Source: docs/embedded.md#shell; docs/how-k3s-reads-it/yaml.md#duplicate-keys. */
export const appendRepeats: Rule = {
  id: "append-repeats",
  severity: "hint",
  *checkRegion({ carrier, facts: { append, fragment, example, shell } }) {
    if (carrier !== "shell" || append === undefined || fragment === true || example === true) return;
    yield {
      at: { outer: append },
      message:
        "Each run adds these sections again, and a registry in a later section replaces the one before it. Replace the file instead.",
      fixes: shell?.replace === undefined ? [] : [{ title: "Replace the file", safe: false, outer: shell.replace }],
    };
  },
};
