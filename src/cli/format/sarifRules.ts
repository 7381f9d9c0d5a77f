import type { Severity } from "../../core/lint/lint.ts";
import type { Rule } from "../../core/lint/rule.ts";
import { rulePage } from "../../core/lint/rulePage.ts";
import { linkAddress, ruleSummary, ruleText } from "../rulePages.ts";

/** How SARIF calls severities. */
export const levelOf: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  information: "note",
  hint: "note",
};

/** How code scanning sorts results of rules about secrets: https://docs.github.com/code-security, `security-severity`. */
const securitySeverity: Readonly<Record<string, string>> = {
  "secret-exposed": "7.5",
  "plain-http-credential": "7.5",
  "tls-verification-off": "6.5",
  "endpoint-userinfo": "5.0",
};

const precisionOf: Readonly<Record<Severity, string>> = {
  error: "very-high",
  warning: "high",
  information: "medium",
  hint: "low",
};

const problemOf: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  information: "recommendation",
  hint: "recommendation",
};

/** A rule as SARIF describes it, with its page as help. */
export function reportingDescriptor({ id, severity }: Rule) {
  const summary = ruleSummary(id);
  const page = ruleText(id)
    .replace(/<!--[\s\S]*?-->\n?/g, "")
    .replace(/\]\(([^)\s]+)\)/g, (_, target: string) => `](${linkAddress(target)})`)
    .trim();
  const security = Object.hasOwn(securitySeverity, id) ? securitySeverity[id] : undefined;
  return {
    id,
    name: id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: `${summary}.` },
    fullDescription: { text: `${summary}. ${plain(section(page, "Why it matters"))}` },
    help: { text: `${plain(section(page, "How to fix it"))}\n\n${rulePage(id)}`, markdown: page },
    helpUri: rulePage(id),
    defaultConfiguration: { level: levelOf[severity] },
    properties: {
      tags: ["k3s", "rke2", ...(security === undefined ? [] : ["security"])],
      precision: precisionOf[severity],
      "problem.severity": problemOf[severity],
      ...(security === undefined ? {} : { "security-severity": security }),
    },
  };
}

/** The first paragraph below a heading. */
function section(page: string, heading: string): string {
  const below = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
  return below.split("\n\n")[1] ?? "";
}

/** Markdown without links and marks of code, in one line that ends with a period. */
function plain(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\([^)\s]*\)/g, "$1")
    .replaceAll("`", "")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/:$/, ".");
}
