import { quotingReport } from "../quotingReport.ts";
import type { Report, Rule } from "../rule.ts";

export const summary = "A password is not quoted, or its quotes are broken";

/** Source: docs/how-k3s-reads-it/yaml.md#strings, docs/how-k3s-reads-it/other-readers.md#k3d. */
export const passwordNotQuoted: Rule = {
  id: "password-not-quoted",
  severity: "error",
  fixes: true,
  onBrokenFile: true,
  check({ doc, configs }, settings) {
    const reports: Report[] = [];
    for (const { auth } of configs) {
      const report = quotingReport(doc, auth.password, "password", settings);
      if (report) reports.push(report);
    }
    return reports;
  },
};
