import { quotingReport } from "../quotingReport.ts";
import type { Report, Rule } from "../rule.ts";

const fields = { username: "username", "auth value": "encoded", "identity token": "identityToken" } as const;
const names = ["username", "auth value", "identity token"] as const;

export const summary = "A username or token is not quoted, or its quotes are broken";

/** Source: docs/how-k3s-reads-it/yaml.md#strings, docs/how-k3s-reads-it/other-readers.md#k3d. */
export const usernameNotQuoted: Rule = {
  id: "username-not-quoted",
  severity: "error",
  fixes: true,
  onBrokenFile: true,
  check({ doc, configs }, settings) {
    const reports: Report[] = [];
    for (const { auth } of configs)
      for (const name of names) {
        const report = quotingReport(doc, auth[fields[name]], name, settings);
        // None of these contains a space and #: what follows is a remark.
        if (report && report.severity !== "hint") reports.push(report);
      }
    return reports;
  },
};
