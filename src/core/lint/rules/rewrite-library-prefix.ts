import { changePattern } from "../../file/rewrites/edits.ts";
import { lacksLibrary, wantsTag } from "../../file/rewrites/patternScope.ts";
import { searchBudget } from "../../file/rewrites/patternSearch.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "A rewrite for official Docker Hub images lacks library/";

/** Source: docs/how-k3s-reads-it/rewrites.md#pattern. */
export const rewriteLibraryPrefix: Rule = {
  id: "rewrite-library-prefix",
  severity: "information",
  check(file) {
    const reports: Report[] = [];
    const budget = searchBudget();
    for (const { mirror, rewrite } of file.rewrites) {
      const { pattern, path } = rewrite;
      if (wantsTag(mirror, rewrite, budget) || !lacksLibrary(mirror, rewrite, budget)) continue;
      const repaired = `^library/${pattern.slice(1)}`;
      const operations = changePattern(file.doc, rewrite, repaired);
      reports.push({
        at: path,
        part: "key",
        message: `"${pattern}" matches no image of "docker.io": a rewrite sees official images under "library/", such as "library/nginx". Write "${repaired}".`,
        fixes: operations.length === 0 ? [] : [{ title: "Add library/ to the pattern", safe: false, operations }],
      });
    }
    return reports;
  },
};
