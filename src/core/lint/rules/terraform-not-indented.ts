import type { Expression } from "../../carriers/placeholders.ts";
import type { Region } from "../../carriers/region.ts";
import type { RegionFix, Rule } from "../rule.ts";

export const summary = "Terraform indents only the first line of what yamlencode gives";

/** Source: docs/embedded.md#terraform. */
export const terraformNotIndented: Rule = {
  id: "terraform-not-indented",
  severity: "warning",
  *checkRegion(region) {
    for (const expression of region.expressions) {
      const { dialect, source, start, end } = expression;
      if (dialect !== "terraform" || !/^\$\{\s*yamlencode\(/.test(source)) continue;
      const column = start - (region.text.lastIndexOf("\n", start - 1) + 1);
      // In a block string of YAML, every line is indented.
      const isNested = region.carrier !== "terraform" && region.carrier !== "shell";
      if (column === 0 && !isNested) continue;
      const fix = isNested ? undefined : indentFix(region, expression, column);
      const way = isNested ? "Put indent() around it." : `Write "indent(${column}, yamlencode(…))".`;
      yield {
        at: { start, end },
        message: `Terraform indents only the first line of yamlencode(), so the other lines are not below this key. ${way}`,
        fixes: fix === undefined ? [] : [fix],
      };
    }
  },
};

function indentFix(region: Region, expression: Expression, column: number): RegionFix | undefined {
  const { start, end } = region.outerSpan(expression);
  const { source } = expression;
  if (end - start !== source.length || source.endsWith("~}")) return undefined;
  const outer = [
    { start: start + 2, end: start + 2, text: `indent(${column}, ` },
    { start: end - 1, end: end - 1, text: ")" },
  ];
  return { title: `Indent it by ${column}`, safe: false, outer };
}
