import { changePattern } from "../../file/rewrites/edits.ts";
import { hostInPattern, lacksLibrary } from "../../file/rewrites/patternScope.ts";
import { matchesSomething, searchBudget } from "../../file/rewrites/patternSearch.ts";
import { plainPattern } from "../../file/rewrites/plainPattern.ts";
import { ReadRewrite } from "../../file/rewrites/rewrite.ts";
import { isHubMirror } from "../../file/rewrites/rewrites.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "A rewrite pattern matches no image";

/**
 * Source: docs/how-k3s-reads-it/rewrites.md#pattern, distribution/reference `regexp.go` (what a repository's name can
 * be).
 */
export const rewriteNeverMatches: Rule = {
  id: "rewrite-never-matches",
  severity: "warning",
  check(file) {
    const reports: Report[] = [];
    const budget = searchBudget();
    for (const { mirror, rewrite } of file.rewrites) {
      const { path } = rewrite;
      const pattern = plainPattern(rewrite.pattern);
      // What can't be written in a form that containerd reads is reported by rewrite-backslash.
      if (pattern === undefined) continue;
      const plain = pattern === rewrite.pattern ? rewrite : new ReadRewrite(path, pattern, rewrite.replacement, false);
      if (!plain.reading.ok || (rewrite.reading.ok && !rewrite.program)) continue;
      if (matchesSomething(plain, isHubMirror(mirror), budget) !== false) continue;
      if (/[:@]/.test(pattern) || hostInPattern(mirror, rewrite) || lacksLibrary(mirror, rewrite, budget)) continue;
      const slash = pattern.replace(/^(\^?)\/+/, "$1");
      const lower = /\\[A-Z]|\(\?P?<|\[:/.test(pattern) ? pattern : pattern.toLowerCase();
      const [repaired, why] =
        slash !== pattern
          ? [slash, "A repository name does not start with a slash"]
          : lower !== pattern
            ? [lower, "A repository name has no upper-case letters"]
            : [pattern, 'A repository name consists of lower-case letters, digits, ".", "_", "-" and slashes'];
      const operations = repaired === pattern ? [] : changePattern(file.doc, rewrite, repaired);
      reports.push({
        at: path,
        part: "key",
        message: `This rewrite of "${mirror.registry}" has no effect, because its pattern matches no image. ${why}: change the pattern to match names such as "library/nginx".`,
        fixes: operations.length === 0 ? [] : [{ title: `Write ${repaired}`, safe: false, operations }],
        unused: true,
      });
    }
    return reports;
  },
};
