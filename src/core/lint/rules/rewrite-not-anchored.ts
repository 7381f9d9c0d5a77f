import { changePattern } from "../../file/rewrites/edits.ts";
import { hostInPattern } from "../../file/rewrites/patternScope.ts";
import type { Rewrite } from "../../file/rewrites/rewrite.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "A rewrite pattern also matches in the middle of a name";

/**
 * Only patterns that begin like a repository's name up to a slash are reported: `(.*)` and the like match from the
 * start anyway, and one for a name in the middle may well be meant so.
 *
 * Source: docs/how-k3s-reads-it/rewrites.md#pattern.
 */
export const rewriteNotAnchored: Rule = {
  id: "rewrite-not-anchored",
  severity: "information",
  check(file) {
    const reports: Report[] = [];
    for (const { mirror, rewrite } of file.rewrites) {
      const start = firstPart(rewrite);
      if (start === undefined || hostInPattern(mirror, rewrite)) continue;
      const name = `my-${start}app`;
      const changed = rewrite.apply(name);
      if (changed === undefined || changed === name) continue;
      const operations = changePattern(file.doc, rewrite, `^${rewrite.pattern}`);
      reports.push({
        at: rewrite.path,
        part: "key",
        message: `This pattern matches anywhere in a name, so it also changes "${mirror.registry}/${name}" to "${changed}". Put "^" before it if only names that start with "${start}" are meant.`,
        fixes: operations.length === 0 ? [] : [{ title: "Put ^ before the pattern", safe: false, operations }],
      });
    }
    return reports;
  },
};

/** Returns what a pattern without `^` starts with, up to a slash: `rancher/`. */
function firstPart(rewrite: Rewrite): string | undefined {
  if (rewrite.pattern.startsWith("^") || rewrite.pattern.endsWith("$") || /^[^/]*$/.test(rewrite.pattern))
    return undefined;
  const { anchored, prefix } = rewrite.start;
  if (anchored) return undefined;
  const choice = /^\((?:\?:)?([a-z0-9][\w.-]*)\|[\w.|-]*\)\//.exec(rewrite.pattern)?.[1];
  return /^[a-z0-9][\w.-]*\//.exec(choice === undefined ? prefix : `${choice}/`)?.[0];
}
