import { changePattern } from "../../file/rewrites/edits.ts";
import { patternFault, readPattern } from "../../file/rewrites/pattern.ts";
import type { Rewrite } from "../../file/rewrites/rewrite.ts";
import type { YamlDocument } from "../../yaml/document.ts";
import type { Fix, Report, Rule } from "../rule.ts";

export const summary = "A rewrite pattern is not a Go regular expression";

/** Source: docs/how-k3s-reads-it/rewrites.md#pattern; Go `regexp/syntax` for the reasons. */
export const rewritePatternInvalid: Rule = {
  id: "rewrite-pattern-invalid",
  severity: "error",
  check(file) {
    const reports: Report[] = [];
    for (const { mirror, rewrite } of file.rewrites) {
      const { reading, path } = rewrite;
      if (reading.ok) continue;
      const { code, expression } = reading;
      const lost =
        code === "invalid escape sequence" || code === "trailing backslash at end of expression"
          ? `Its backslash also breaks containerd's configuration, so all mirror settings of "${mirror.registry}" are lost`
          : `containerd logs "failed to compile rewrite" and requests the original image name`;
      reports.push({
        at: path,
        part: "key",
        message: `This rewrite of "${mirror.registry}" has no effect, because ${patternFault(code, expression)}. ${lost}. ${advice(code, expression)}`,
        fixes: globFix(file.doc, rewrite),
      });
    }
    return reports;
  },
};

function advice(code: string, expression: string): string {
  if (code === "invalid named capture" && !/^\(\?<[=!]/.test(expression))
    return 'Write it as "(?P<name>…)", with letters, digits and "_" in the name.';
  if (expression.startsWith("(?") && code !== "missing closing )")
    return 'Write a pattern for the start of the names, such as "^library/(.*)".';
  if (code === "missing argument to repetition operator") return 'Write ".*" for any string.';
  if (code === "invalid escape sequence") return "Write the pattern without it.";
  return "Correct the pattern.";
}

/** Returns the fix for a star that is meant as in a file name: any string. */
function globFix(doc: YamlDocument, rewrite: Rewrite): readonly Fix[] {
  const { pattern, replacement = "" } = rewrite;
  if (!/^\*[^*]*$/.test(pattern)) return [];
  const any = /\$\{?1\b/.test(replacement) ? "(.*)" : ".*";
  const repaired = any + pattern.slice(1);
  const operations = changePattern(doc, rewrite, repaired);
  if (!readPattern(repaired).ok) return [];
  return [{ title: `Write ${any} for *`, safe: false, operations }];
}
