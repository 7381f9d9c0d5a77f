import { readRegistry } from "../../file/goDecode.ts";
import { syntaxFixes } from "../../yaml/syntaxFix.ts";
import type { Report, Rule } from "../rule.ts";

const consequence = "k3s can't read the file and hangs at start";

/** Source: docs/how-k3s-reads-it/yaml.md#syntax-errors, docs/how-k3s-reads-it/file.md#failure. */
export const yamlSyntax: Rule = {
  id: "yaml-syntax",
  summary: "The file is not YAML that k3s can read",
  severity: "error",
  onBrokenFile: true,
  check({ doc }) {
    const reports: Report[] = [];
    const [first] = doc.problems;
    if (first)
      reports.push({
        at: first.span,
        message: `${first.fault}. k3s can't read the file and hangs at start; its log says "${first.logged}" behind "Waiting to retrieve agent configuration".`,
        fixes: syntaxFixes(doc, (document) => {
          const reading = readRegistry(document);
          return reading.ok ? JSON.stringify(reading.registry) : undefined;
        }),
      });
    const root = doc.value([]);
    if (!first && !doc.template && (root.kind === "list" || root.kind === "scalar"))
      reports.push({
        at: [],
        message: `The file must start with keys such as mirrors: and configs:, not a ${root.kind === "list" ? "list" : "text"}: ${consequence}.`,
      });
    return reports;
  },
};
