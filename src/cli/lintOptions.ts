import { parseTarget } from "../core/file/release.ts";
import type { Severity } from "../core/lint/lint.ts";
import { isRule, isSeverity, ruleProblem, type SharedSettings, targetProblem } from "../core/lint/sharedSettings.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { readArguments } from "./arguments.ts";
import { printable } from "./command.ts";
import { type FormatName, formatNames, isFormat } from "./formatNames.ts";
import { type ColourChoice, colourChoices, isColourChoice } from "./style.ts";

export const lintHelp = `Usage: k3s-registries lint [files|folders|globs|-] [options]

Finds problems in registries.yaml files, as k3s and RKE2 read them: in files of that name, and in those that carry one
to the nodes, such as k3d configs, cloud-init, Ansible, shell scripts and Terraform. Folders are searched; - reads
standard input. Put globs in quotes, such as 'infra/**/*.yaml'. Default: the current folder.

Fixes:
  --fix                  apply every safe fix, then report the remaining problems
  --fix-dry-run          show what --fix would fix and what would remain; write nothing
  --diff                 show what --fix would change, as a diff with secrets masked; write nothing

Rules:
  --target TARGET        what reads the files: k3s, rke2, k3d, a version, or both, such as "k3s v1.31.6"
  --rule ID=SEVERITY     severity of a rule: off, hint, information, warning or error; can be repeated
  --config FILE          use this settings file instead of the nearest .k3s-registries.yaml
  --explain ID           show the page of a rule, then exit

Files:
  --no-embedded          do not look for a registries.yaml inside other files
  --skip-foreign         skip files without a registries.yaml and those of other tools, even if named
  --stdin-filename FILE  the name of the file on standard input, for messages and settings

Output:
  --format FORMAT        for people: text or compact (a line per finding); for programs: json, sarif, github, gitlab,
                         junit or rdjson; default: text
  --min-severity LEVEL   report only findings of this severity or higher: hint, information, warning or error;
                         default: hint for text, compact and json, otherwise warning
  --output FILE          write the findings to a file instead of standard output; replaces the file
  --color WHEN           auto, always or never; default: auto, which follows NO_COLOR and FORCE_COLOR
  --quiet                print findings and errors only, no summary and no notes

Exit code:
  --max-warnings N       exit with code 1 if there are more than N warnings
  --exit-zero            exit with code 0 even if there are findings

  --help                 show this help

Exit codes: 0 no errors and at most N warnings, 1 errors or more than N warnings, 2 a file could not be read or written.
`;

/** From the mildest on. */
export const severityOrder: readonly Severity[] = ["hint", "information", "warning", "error"];

/** The formats for code review, which show each finding as an alert: remarks such as "This works" are none. */
const alerting: ReadonlySet<string> = new Set(["sarif", "github", "gitlab", "junit", "rdjson"]);

/** What a run of `lint` is to do. */
export interface LintOptions {
  readonly mode: "report" | "fix" | "fix-dry-run" | "diff";
  /** Files, folders, globs, and `-`. */
  readonly operands: readonly string[];
  readonly format: FormatName;
  readonly color: ColourChoice;
  readonly skipForeign: boolean;
  /** Whether a registries.yaml is looked for inside other files. */
  readonly embedded: boolean;
  readonly minSeverity: Severity;
  readonly maxWarnings: number;
  readonly quiet: boolean;
  readonly exitZero: boolean;
  readonly output: string | undefined;
  readonly config: string | undefined;
  readonly stdinFilename: string | undefined;
  /** The rule whose page is to be shown instead. */
  readonly explain: string | undefined;
  /** The settings from options. They override the settings file. */
  readonly settings: Partial<SharedSettings>;
}

/** @throws UserProblem when an option is unknown or its value is wrong */
export function lintOptions(args: readonly string[]): LintOptions {
  const { values, positionals } = readArguments(args, {
    color: { type: "string", default: "auto" },
    config: { type: "string" },
    diff: { type: "boolean", default: false },
    "exit-zero": { type: "boolean", default: false },
    explain: { type: "string" },
    fix: { type: "boolean", default: false },
    "fix-dry-run": { type: "boolean", default: false },
    format: { type: "string", default: "text" },
    "max-warnings": { type: "string" },
    "min-severity": { type: "string" },
    "no-embedded": { type: "boolean", default: false },
    output: { type: "string" },
    quiet: { type: "boolean", default: false },
    rule: { type: "string", multiple: true, default: [] },
    "skip-foreign": { type: "boolean", default: false },
    "stdin-filename": { type: "string" },
    target: { type: "string" },
  });
  const { format, color, diff, fix, quiet, output, config, explain } = values;
  const stdinFilename = values["stdin-filename"];
  const dryRun = values["fix-dry-run"];
  const operands = positionals.length > 0 ? positionals : [stdinFilename === undefined ? "." : "-"];
  if (!isFormat(format)) throw new UserProblem(`--format takes ${formatNames.join(", ")}`);
  if (!isColourChoice(color)) throw new UserProblem(`--color takes ${colourChoices.join(", ")}`);
  if (fix && (dryRun || diff)) throw new UserProblem(`use either --fix or ${diff ? "--diff" : "--fix-dry-run"}`);
  if (fix && operands.includes("-"))
    throw new UserProblem("--fix can't write to standard input; use --fix-dry-run, or name a file");
  if (diff && format !== "text") throw new UserProblem("--diff prints a diff and takes no --format");
  if (stdinFilename !== undefined && !operands.includes("-"))
    throw new UserProblem("--stdin-filename names the file on standard input; add -");
  return {
    mode: fix ? "fix" : diff ? "diff" : dryRun ? "fix-dry-run" : "report",
    operands,
    format,
    color,
    skipForeign: values["skip-foreign"],
    embedded: !values["no-embedded"],
    minSeverity: leastSeverity(values["min-severity"] ?? (alerting.has(format) ? "warning" : "hint")),
    maxWarnings: warningLimit(values["max-warnings"]),
    quiet,
    exitZero: values["exit-zero"],
    output,
    config,
    stdinFilename,
    explain,
    settings: optionSettings(values.target, values.rule),
  };
}

function leastSeverity(text: string): Severity {
  if (isSeverity(text) && text !== "off") return text;
  throw new UserProblem(`--min-severity takes ${severityOrder.join(", ")}`);
}

function warningLimit(text: string | undefined): number {
  if (text === undefined) return Number.POSITIVE_INFINITY;
  if (!/^\d{1,9}$/.test(text)) throw new UserProblem("--max-warnings takes a number, 0 or greater");
  return Number(text);
}

function optionSettings(targetText: string | undefined, ruleTexts: readonly string[]): Partial<SharedSettings> {
  const target = targetText === undefined ? undefined : parseTarget(targetText);
  if (targetText !== undefined && !target) throw new UserProblem(`--target: ${targetProblem()}`);
  const severities = Object.fromEntries(
    ruleTexts.map((text) => {
      const [, id = "", severity = ""] = /^([^=]*)=?([\s\S]*)$/.exec(text) ?? [];
      if (!isRule(id)) throw new UserProblem(`--rule: ${ruleProblem(printable(id).slice(0, 100))}`);
      if (isSeverity(severity)) return [id, severity];
      throw new UserProblem(`--rule ${id}: write it as ${id}=SEVERITY, with off, hint, information, warning or error`);
    }),
  );
  return { ...(target ? { target } : {}), severities };
}
