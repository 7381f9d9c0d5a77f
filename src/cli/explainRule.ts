import { readFileSync } from "node:fs";
import { join } from "node:path";
import { documentPage, rulePage } from "../core/lint/rulePage.ts";
import { isRule, ruleProblem } from "../core/lint/sharedSettings.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { type ExitCode, exitCodes, fileProblem, type Output, plainText, type Surroundings } from "./command.ts";
import { shownMarkdown } from "./markdown.ts";
import { type ColourChoice, styleOf } from "./style.ts";

/** The pages of the rules, seen from `src/cli` and from `dist/cli` alike; the npm package has them as well. */
const pages = join("docs", "rules");

/**
 * Shows the page of a rule.
 *
 * @throws UserProblem when there is no such rule
 */
export async function explainRule(
  id: string,
  color: ColourChoice,
  output: Output,
  { env }: Surroundings,
): Promise<ExitCode> {
  if (!isRule(id)) throw new UserProblem(`--explain: ${ruleProblem(plainText(id).slice(0, 100))}`);
  const style = styleOf(color, output.terminal, env);
  const addressOf = (link: string): string =>
    /^[a-z]+:/.test(link) ? link : documentPage(join(pages, link).replaceAll("\\", "/"));
  await output.write(`${shownMarkdown(pageOf(id), style, addressOf)}\n${rulePage(id)}\n`);
  return exitCodes.clean;
}

function pageOf(id: string): string {
  const file = join(__dirname, "..", "..", pages, `${id}.md`);
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw fileProblem(error, file);
  }
}
