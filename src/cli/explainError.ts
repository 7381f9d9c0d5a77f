import { relative, resolve } from "node:path";
import { type ErrorExplanation, explainErrors } from "../core/pull/explainError.ts";
import { readPullErrors } from "../core/pull/pullError.ts";
import { placesIn } from "../core/text/lines.ts";
import { type Phrase, say } from "../core/text/phrase.ts";
import { CliProblem, type ExitCode, exitCodes, type Output, plainText } from "./command.ts";
import { shownPath } from "./inputs.ts";
import { nodesOf } from "./nodes.ts";
import { checkPrivateKey } from "./privateKey.ts";
import { readTextFile } from "./textFile.ts";

type NodeValues = Parameters<typeof nodesOf>[0];

interface Asked extends NodeValues {
  /** The pasted text, or `-` for standard input. */
  readonly error: string;
  readonly file: string;
  readonly format: string;
  readonly positionals: readonly string[];
}

/**
 * Tells what the errors in a text mean, and what in a registries.yaml leads to them.
 *
 * @throws CliProblem when the text holds no error that is known, or the file can't be read
 */
export async function explainErrorText(
  { error, file, format, positionals, ...values }: Asked,
  output: Output,
): Promise<ExitCode> {
  if (positionals.length > 0) throw new CliProblem("explain takes an image or --error, not both");
  if (error === "-" && file === "-") throw new CliProblem("standard input can't be both the error and the file");
  const pasted = error === "-" ? (await readTextFile(undefined, "standard input")).source.text : error;
  const errors = readPullErrors(pasted);
  if (errors.length === 0)
    throw new CliProblem(
      "--error: there is no known error of a pull in this text; give the whole line, from Failed on",
    );
  const settings = { ...nodesOf(values, file, output), checkPrivateKey };
  const shown = file === "-" ? "standard input" : shownPath(relative(process.cwd(), resolve(file)));
  const { source } = await readTextFile(file === "-" ? undefined : resolve(file), shown);
  const placeOf = placesIn(source.text);
  const lineOf = (offset: number): number => placeOf(offset).line;
  for (const [index, explanation] of explainErrors(errors, source.text, settings).entries()) {
    if (format === "json") await output.write(`${JSON.stringify(jsonOf(explanation, lineOf))}\n`);
    else
      await output.write(`${index === 0 ? "" : "\n"}${textOf(explanation, (offset) => `${shown}:${lineOf(offset)}`)}`);
  }
  return exitCodes.clean;
}

function textOf(
  { kind, headline, image, host, remarks, causes, outside }: ErrorExplanation,
  place: (offset: number) => string,
): string {
  const lines = [
    `error   ${kind}: ${say(headline)}`,
    ...(image === undefined ? [] : [`image   ${image}`]),
    ...(host === undefined ? [] : [`host    ${host}`]),
    ...remarks.map((remark) => `note    ${say(remark)}`),
    causes.length === 0 ? "nothing in the file leads to it" : "in the file:",
    ...causes.flatMap(({ text, details, span, ruleId, fixes }, index) => [
      `${index + 1}. ${[text, ...details].map((phrase) => say(phrase)).join(" ")}`,
      ...(span ? [`   ${place(span.start)}${ruleId === undefined ? "" : ` [${ruleId}]`}`] : []),
      ...fixes.map(({ title }) => `   fix: ${title}`),
    ]),
    ...(outside.length === 0
      ? []
      : ["elsewhere, the most likely first:", ...outside.map((cause) => `- ${say(cause)}`)]),
  ];
  return lines.map((line) => `${plainText(line)}\n`).join("");
}

function jsonOf(
  { kind, headline, image, host, status, remarks, causes, outside }: ErrorExplanation,
  lineOf: (offset: number) => number,
): object {
  const said = (phrases: readonly Phrase[]): readonly string[] => phrases.map((phrase) => say(phrase));
  return {
    kind,
    headline: say(headline),
    image,
    host,
    status,
    remarks: said(remarks),
    causes: causes.map(({ text, details, span, ruleId, fixes }) => ({
      text: say(text),
      details: said(details),
      ...(span ? { line: lineOf(span.start) } : {}),
      ...(ruleId === undefined ? {} : { rule: ruleId }),
      fixes: fixes.map(({ title }) => title),
    })),
    outside: said(outside),
  };
}
