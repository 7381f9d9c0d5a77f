import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { documentPage } from "../core/lint/rulePage.ts";
import { fileProblem } from "./command.ts";

/** The pages of the rules, as seen from `src/cli` and from `dist/cli` alike; the npm package has them as well. */
const pages = "docs/rules";

/**
 * Reads the page of a rule, in Markdown.
 *
 * @throws UserProblem when the pages are not where they are installed
 */
export function ruleText(id: string): string {
  const file = join(__dirname, "..", "..", pages, `${id}.md`);
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw fileProblem(error, file);
  }
}

/** What a rule finds, in one line: how its page begins. */
export function ruleSummary(id: string): string {
  return /^# .*\n\n(.*)\. Severity: /m.exec(ruleText(id))?.[1] ?? "";
}

/** The address of what a page of a rule links to. */
export function linkAddress(target: string): string {
  return /^[a-z]+:/.test(target) ? target : documentPage(posix.join(pages, target));
}
