import { maxAliasedText, maxDepth } from "../../text/limits.ts";
import type { Report, Rule } from "../rule.ts";

/** Source: yaml.v2 v2.4.0 `decode.go` (`allowedAliasRatio`), which counts only the values that k3s has a use for. */
export const tooLargeToCheck: Rule = {
  id: "too-large-to-check",
  summary: "The aliases or the nesting of the file go beyond what is checked",
  severity: "warning",
  onBrokenFile: true,
  check({ doc, reading }): readonly Report[] {
    if (doc.beyond === "depth")
      return [
        {
          at: [],
          part: "key",
          message: `This file is nested more than ${maxDepth} levels deep. k3s reads five; what is deeper is not checked.`,
        },
      ];
    if (doc.beyond !== "aliases") return [];
    const logged = !reading.ok && reading.typeFaults.length === 0 && doc.problems.length === 0 ? reading.error : "";
    if (logged !== "")
      return [
        {
          at: [],
          severity: "error",
          message: `The aliases of this file repeat too much: k3s can't read the file and hangs at start; its log says "${logged}" behind "Waiting to retrieve agent configuration". Write out what they stand for.`,
        },
      ];
    return [
      {
        at: [],
        message: `The aliases and merges (<<) of this file stand for more than ${maxAliasedText} values, so the file is not checked. Write out what they stand for.`,
      },
    ];
  },
};
