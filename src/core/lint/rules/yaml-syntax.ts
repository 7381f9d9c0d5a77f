import { readRegistry } from "../../file/goDecode.ts";
import type { FirstDocument } from "../../yaml/firstDocument.ts";
import { syntaxFixes } from "../../yaml/syntaxFix.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "The file is not YAML that k3s can read";

/** Source: docs/how-k3s-reads-it/yaml.md#syntax-errors, docs/how-k3s-reads-it/file.md#failure. */
export const yamlSyntax: Rule = {
  id: "yaml-syntax",
  severity: "error",
  fixes: true,
  onBrokenFile: true,
  check({ doc }) {
    const reports: Report[] = [];
    const [first] = doc.problems;
    if (first)
      reports.push({
        at: first.span,
        message: `${first.fault}. k3s can't read the file and hangs at startup; it logs "${first.logged}" after "Waiting to retrieve agent configuration".`,
        fixes: syntaxFixes(doc, rankOf),
      });
    const root = doc.value([]);
    if (!first && !doc.template && (root.kind === "list" || root.kind === "scalar"))
      reports.push({
        at: [],
        message: `The top level is a ${root.kind === "list" ? "list" : "string"}, but must be a map, so k3s can't read the file and hangs at startup. Start with "mirrors:" or "configs:".`,
      });
    return reports;
  },
};

/** How much k3s reads; no more than 1 if it refuses what can only be nested wrongly or meant otherwise. */
function rankOf(document: FirstDocument): number {
  const reading = readRegistry(document);
  const { registry } = (reading.ok ? reading : reading.rest) ?? {};
  if (!registry) return 0;
  const faults = reading.ok ? [] : reading.typeFaults;
  // A string for a list or a bool counts as read: other rules correct it. Types of entries have a name with a dot.
  if (faults.some(({ node, wanted }) => node.kind !== "scalar" || wanted.includes("."))) return 1 / faults.length;
  return JSON.stringify([registry, faults.map(({ path }) => path)]).length;
}
