import { changePattern } from "../../file/rewrites/edits.ts";
import { patternFault, readPattern } from "../../file/rewrites/pattern.ts";
import type { Rewrite } from "../../file/rewrites/rewrite.ts";
import type { YamlDocument } from "../../yaml/document.ts";
import type { Fix, Report, Rule } from "../rule.ts";

/** Source: docs/how-k3s-reads-it/rewrites.md#pattern; Go `regexp/syntax` for the reasons. */
export const rewritePatternInvalid: Rule = {
  id: "rewrite-pattern-invalid",
  summary: "The pattern of a rewrite is no regular expression that Go can read",
  severity: "error",
  check(file) {
    const reports: Report[] = [];
    for (const { mirror, rewrite } of file.rewrites) {
      const { reading, path } = rewrite;
      if (reading.ok) continue;
      const { code, expression } = reading;
      const lost =
        code === "invalid escape sequence" || code === "trailing backslash at end of expression"
          ? `Its backslash also breaks the file that k3s writes for containerd, so that all mirror settings of ${mirror.registry} are lost`
          : `Containerd logs "failed to compile rewrite" and asks the mirror for the image's own name`;
      reports.push({
        at: path,
        part: "key",
        message: `This rewrite of ${mirror.registry} does nothing, because ${patternFault(code, expression)}. ${lost}. ${advice(code, expression)}`,
        fixes: globFix(file.doc, rewrite),
      });
    }
    return reports;
  },
};

function advice(code: string, expression: string): string {
  if (code === "invalid named capture" && !/^\(\?<[=!]/.test(expression))
    return "Write it as (?P<name>…), with letters, digits and _ in the name.";
  if (expression.startsWith("(?") && code !== "missing closing )")
    return "Write a pattern that says what the names begin with, such as ^library/(.*).";
  if (code === "missing argument to repetition operator") return "Any text is .* here.";
  if (code === "invalid escape sequence") return "Write the pattern without it.";
  return "Mend the pattern.";
}

/** A star that was meant as in a file name: any text. */
function globFix(doc: YamlDocument, rewrite: Rewrite): readonly Fix[] {
  const { pattern, replacement = "" } = rewrite;
  if (!/^\*[^*]*$/.test(pattern)) return [];
  const any = /\$\{?1\b/.test(replacement) ? "(.*)" : ".*";
  const mended = any + pattern.slice(1);
  const operations = changePattern(doc, rewrite, mended);
  if (!readPattern(mended).ok || operations.length === 0) return [];
  return [{ title: `Write ${any} for *`, safe: false, operations }];
}
