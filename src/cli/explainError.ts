import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { withExpressions } from "../core/carriers/region.ts";
import { type ErrorExplanation, explainErrors } from "../core/pullErrors/explainError.ts";
import { readPullErrors } from "../core/pullErrors/pullError.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { type ExitCode, exitCodes, type Output, printable, type Surroundings } from "./command.ts";
import { fileArgument, nodeTarget, readNamedFile } from "./namedFile.ts";
import { nodesOf } from "./nodes.ts";
import { readsPrivateKey } from "./privateKey.ts";
import { ruleSummary } from "./rulePages.ts";
import { readTextFile } from "./textFile.ts";

/** The registries.yaml of the current folder, used by default. */
export const defaultFile = "registries.yaml";

type NodeValues = Parameters<typeof nodesOf>[0];

interface Asked extends NodeValues {
  /** The pasted text, or `-` for standard input. */
  readonly error: string;
  /** As it was named; without a name, and without one in the current folder, the error is explained alone. */
  readonly file?: string | undefined;
  readonly format: string;
  readonly positionals: readonly string[];
}

/**
 * Tells what the errors in a text mean, and what in a registries.yaml leads to them.
 *
 * @throws UserProblem when the text contains no known error, or the file that was named can't be read
 */
export async function explainErrorText(
  { error, file: named, format, positionals, ...values }: Asked,
  output: Output,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const file = named ?? defaultFile;
  if (positionals.length > 0) throw new UserProblem("pass an image or --error, not both");
  if (error === "-" && file === "-") throw new UserProblem("standard input can't be both --error and --file");
  const pasted = error === "-" ? (await readTextFile("-", "standard input", surroundings)).source.text : error;
  const errors = readPullErrors(pasted);
  if (errors.length === 0)
    throw new UserProblem('--error: no known pull error found; paste the whole line, starting at "Failed"');
  const asked = await nodesOf(values, fileArgument(file, surroundings.cwd).path, output, surroundings);
  const isThere = named !== undefined || existsSync(resolve(surroundings.cwd, file));
  const given = isThere ? await readNamedFile(file, "standard input", surroundings) : undefined;
  const target = given === undefined ? asked.target : nodeTarget(given.region, asked.target);
  const settings = { ...asked, ...(target === undefined ? {} : { target }), readsPrivateKey };
  const written = given === undefined ? (text: string) => text : given.region.shown.bind(given.region);
  const lineOf = (offset: number): number => given?.lineOf(offset) ?? 1;
  for (const [index, explanation] of explainErrors(errors, given?.region.file, settings).entries()) {
    if (format === "json") {
      const shown = withExpressions(jsonOf(explanation, lineOf), written);
      await output.write(`${JSON.stringify({ file: given?.shown ?? null, ...shown })}\n`);
      continue;
    }
    const place = given && ((offset: number): string => `${given.shown}:${lineOf(offset)}`);
    await output.write(`${index === 0 ? "" : "\n"}${written(textOf(explanation, place))}`);
  }
  return exitCodes.clean;
}

/** @param place names an offset of the file; `undefined` without a file */
function textOf(
  { kind, headline, image, host, remarks, causes, lookFor, outside }: ErrorExplanation,
  place: ((offset: number) => string) | undefined,
): string {
  const lines = [
    `error   ${kind}: ${headline}`,
    ...(image === undefined ? [] : [`image   ${image}`]),
    ...(host === undefined ? [] : [`host    ${host}`]),
    ...remarks.map((remark) => `note    ${remark}`),
    ...(place
      ? [causes.length === 0 ? "no cause found in the file" : "causes in the file:"]
      : [`note    No registries.yaml was given. With --file FILE you also see what in it leads to the error.`]),
    ...(lookFor.length === 0 ? [] : ["what to look for in registries.yaml, most likely first:"]),
    ...lookFor.map((ruleId) => `- ${ruleSummary(ruleId)} [${ruleId}]`),
    ...causes.flatMap(({ text, details, span, ruleId, fixes }, index) => [
      `${index + 1}. ${[text, ...details].join(" ")}`,
      ...(span && place ? [`   ${place(span.start)}${ruleId === undefined ? "" : ` [${ruleId}]`}`] : []),
      ...fixes.map(({ title }) => `   fix: ${title}`),
    ]),
    ...(outside.length === 0 ? [] : ["other causes, most likely first:", ...outside.map((cause) => `- ${cause}`)]),
  ];
  return lines.map((line) => `${printable(line)}\n`).join("");
}

function jsonOf(
  { kind, headline, image, host, status, remarks, causes, lookFor, outside }: ErrorExplanation,
  lineOf: (offset: number) => number,
): object {
  return {
    kind,
    headline,
    image,
    host,
    status,
    remarks,
    causes: causes.map(({ text, details, span, ruleId, fixes }) => ({
      text,
      details,
      ...(span ? { line: lineOf(span.start) } : {}),
      ...(ruleId === undefined ? {} : { rule: ruleId }),
      fixes: fixes.map(({ title }) => title),
    })),
    lookFor: lookFor.map((rule) => ({ text: ruleSummary(rule), rule })),
    outside,
  };
}
