import { readers } from "../../file/reader.ts";
import { syntaxFixes } from "../../yaml/syntaxFix.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "The file is not YAML that k3s can read";

/** Source: docs/how-k3s-reads-it/yaml.md#syntax-errors, docs/how-k3s-reads-it/file.md#failure. */
export const yamlSyntax: Rule = {
  id: "yaml-syntax",
  severity: "error",
  fixes: true,
  onBrokenFile: true,
  check({ doc, reader }) {
    const reports: Report[] = [];
    const [first] = doc.problems;
    if (first)
      reports.push({
        at: first.span,
        message: `${first.fault}. k3s can't read the file and hangs at startup; it logs "${first.logged}" after "Waiting to retrieve agent configuration".`,
        fixes: syntaxFixes(doc, (document) => {
          const reading = readers[reader].read(document);
          return reading.ok ? JSON.stringify(reading.registry) : undefined;
        }),
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
