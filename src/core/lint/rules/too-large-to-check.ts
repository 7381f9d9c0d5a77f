import { maxAliasedText, maxDepth } from "../../text/limits.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "The file has too many aliases or levels to be checked";

/** Source: yaml.v2 v2.4.0 `decode.go` (`allowedAliasRatio`), which counts only the values that k3s has a use for. */
export const tooLargeToCheck: Rule = {
  id: "too-large-to-check",
  severity: "warning",
  onBrokenFile: true,
  check({ doc, reading }): readonly Report[] {
    if (doc.beyond === "depth")
      return [
        {
          at: [],
          part: "key",
          message: `This file is nested more than ${maxDepth} levels deep, but k3s reads only five. Anything deeper is not checked.`,
        },
      ];
    if (doc.beyond !== "aliases") return [];
    const logged = !reading.ok && reading.typeFaults.length === 0 && doc.problems.length === 0 ? reading.error : "";
    if (logged !== "")
      return [
        {
          at: [],
          severity: "error",
          message: `The aliases expand to too many values, so k3s can't read the file and hangs at startup. It logs "${logged}" after "Waiting to retrieve agent configuration". Replace the aliases with their values.`,
        },
      ];
    return [
      {
        at: [],
        message: `The aliases and merges ("<<") of this file expand to more than ${maxAliasedText} values, so it is not checked. Replace them with their values.`,
      },
    ];
  },
};
