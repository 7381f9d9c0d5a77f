import { changePattern } from "../../file/rewrites/edits.ts";
import { lacksLibrary, wantsTag } from "../../file/rewrites/patternScope.ts";
import { searchBudget } from "../../file/rewrites/patternSearch.ts";
import type { Report, Rule } from "../rule.ts";

/** Source: docs/how-k3s-reads-it/rewrites.md#pattern. */
export const rewriteLibraryPrefix: Rule = {
  id: "rewrite-library-prefix",
  summary: "A rewrite for official images of Docker Hub lacks library/",
  severity: "information",
  check(file) {
    const reports: Report[] = [];
    const budget = searchBudget();
    for (const { mirror, rewrite } of file.rewrites) {
      const { pattern, path } = rewrite;
      if (wantsTag(mirror, rewrite, budget) || !lacksLibrary(mirror, rewrite, budget)) continue;
      const mended = `^library/${pattern.slice(1)}`;
      const operations = changePattern(file.doc, rewrite, mended);
      reports.push({
        at: path,
        part: "key",
        message: `Every repository of docker.io has a / in its name, and official images stand under library/: nginx is library/nginx to a rewrite, so that ${pattern} does not match them. Write ${mended}.`,
        fixes: operations.length === 0 ? [] : [{ title: "Put library/ before the name", safe: false, operations }],
      });
    }
    return reports;
  },
};
