import { rulePage } from "../core/lint/rulePage.ts";
import { isRule, ruleProblem } from "../core/lint/sharedSettings.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { type ExitCode, exitCodes, type Output, printable, type Surroundings } from "./command.ts";
import { shownMarkdown } from "./markdown.ts";
import { linkAddress, ruleText } from "./rulePages.ts";
import { type ColourChoice, styleOf } from "./style.ts";

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
  if (!isRule(id)) throw new UserProblem(`--explain: ${ruleProblem(printable(id).slice(0, 100))}`);
  const style = styleOf(color, output.terminal, env);
  await output.write(`${shownMarkdown(ruleText(id), style, linkAddress)}\n${rulePage(id)}\n`);
  return exitCodes.clean;
}
