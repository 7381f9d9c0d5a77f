import { statSync } from "node:fs";
import { dirname, sep } from "node:path";
import { isRegistriesFile } from "../core/file/recognise.ts";
import { parseTarget } from "../core/file/release.ts";
import { type Fixing, fixing } from "../core/lint/fixing.ts";
import type { Finding } from "../core/lint/lint.ts";
import type { FilePlace, LintSettings } from "../core/lint/rule.ts";
import {
  isRule,
  isSeverity,
  overlaid,
  ruleProblem,
  type SharedSettings,
  targetProblem,
} from "../core/lint/sharedSettings.ts";
import { version } from "../core/lint/version.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { readArguments } from "./arguments.ts";
import { type Command, type ExitCode, exitCodes, type Output, plainText, type Surroundings } from "./command.ts";
import { type ShownFile, shownFile } from "./format/format.ts";
import { formats } from "./formats.ts";
import { type Input, inputsOf } from "./inputs.ts";
import { readsPrivateKey } from "./privateKey.ts";
import { createRepositories, type Repositories } from "./repository.ts";
import { createSettingsLookup, type SettingsLookup } from "./sharedSettings.ts";
import { colourChoices, isColourChoice, styleOf } from "./style.ts";
import { readTextFile, type TextFile } from "./textFile.ts";

const help = `Usage: k3s-registries lint [files|folders|-] [options]

Finds problems in registries.yaml files, as k3s and RKE2 read them. A file that you name is read as a registries.yaml,
whatever its name is. Folders are searched for them; - reads standard input. Default: the current folder.

Options:
  --format FORMAT      text, compact (a line per finding), json, sarif or github; default: text
  --color WHEN         auto, always or never; default: auto, which follows NO_COLOR and FORCE_COLOR
  --fix                apply every safe fix, then report the remaining problems
  --fix-dry-run        show what --fix would fix and what would remain; write nothing
  --max-warnings N     exit with code 1 if there are more than N warnings
  --target TARGET      what reads the files: k3s, rke2, k3d, a version, or both, such as "k3s v1.31.6"
  --rule ID=SEVERITY   severity of a rule: off, hint, information, warning or error; can be repeated
  --skip-foreign       skip registries.yaml files of other tools, even if named
  --help               show this help

Shared settings are read from .k3s-registries.yaml.
Exit codes: 0 no errors and at most N warnings, 1 errors or more than N warnings, 2 a file could not be read or written.
`;

/** The formats that a summary on standard error goes with. */
const forPeople: ReadonlySet<string> = new Set(["text", "compact"]);

interface Wish {
  readonly mode: "report" | "fix" | "fix-dry-run";
  readonly skipForeign: boolean;
  /** The settings from options. They override the settings file. */
  readonly options: Partial<SharedSettings>;
}

/** The state that the parts of a run share. */
interface Run {
  readonly wish: Wish;
  readonly lookup: SettingsLookup;
  readonly repositories: Repositories;
  readonly output: Output;
  readonly surroundings: Surroundings;
  readonly onProblem: (line: string) => void;
}

export const lintCommand: Command = {
  help,
  async run(args, output, surroundings) {
    const { values, positionals } = readArguments(args, {
      format: { type: "string", default: "text" },
      color: { type: "string", default: "auto" },
      fix: { type: "boolean", default: false },
      "fix-dry-run": { type: "boolean", default: false },
      "max-warnings": { type: "string" },
      target: { type: "string" },
      rule: { type: "string", multiple: true, default: [] },
      "skip-foreign": { type: "boolean", default: false },
    });
    const operands = positionals.length === 0 ? ["."] : positionals;
    const loadFormat = Object.hasOwn(formats, values.format) ? formats[values.format] : undefined;
    if (!loadFormat) throw new UserProblem(`--format takes ${Object.keys(formats).join(", ")}`);
    if (values.fix && values["fix-dry-run"]) throw new UserProblem("use either --fix or --fix-dry-run");
    if (values.fix && operands.includes("-"))
      throw new UserProblem("--fix can't write to standard input; use --fix-dry-run, or name a file");
    const { color } = values;
    if (!isColourChoice(color)) throw new UserProblem(`--color takes ${colourChoices.join(", ")}`);
    const maxWarnings = warningLimit(values["max-warnings"]);
    const wish: Wish = {
      mode: values.fix ? "fix" : values["fix-dry-run"] ? "fix-dry-run" : "report",
      skipForeign: values["skip-foreign"],
      options: optionSettings(values.target, values.rule),
    };

    const count = { files: 0, error: 0, warning: 0, information: 0, hint: 0, fixable: 0 };
    let complete = true;
    const onProblem = (line: string): void => {
      complete = false;
      output.note(`k3s-registries: ${line}`);
    };
    const { cwd, env } = surroundings;
    const repositories = createRepositories(env);
    const lookup = createSettingsLookup({ cwd, repositories, onProblem, onRemark: output.note });
    const run: Run = { wish, lookup, repositories, output, surroundings, onProblem };
    const style = styleOf(color, output.terminal, env);
    const format = (await loadFormat())({ style, version, cwd });
    await output.write(format.start());
    for (const input of inputsOf(operands, cwd, ({ message }) => onProblem(message))) {
      try {
        const file = await lintInput(input, run);
        if (!file) continue;
        count.files++;
        for (const { severity, fixable } of file.findings) {
          count[severity]++;
          if (fixable) count.fixable++;
        }
        for (const piece of format.file(file)) await output.write(piece);
      } catch (error) {
        if (!(error instanceof UserProblem)) throw error;
        onProblem(error.message);
      }
    }
    await output.write(format.end(complete));
    if (forPeople.has(values.format) && (complete || count.files > 0))
      output.note(summary(count, remedy(count.fixable, wish.mode, operands)));
    return exitCode(complete, count.error > 0 || count.warning > maxWarnings);
  },
};

function exitCode(complete: boolean, hasFindings: boolean): ExitCode {
  if (!complete) return exitCodes.failed;
  return hasFindings ? exitCodes.findings : exitCodes.clean;
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
      if (!isRule(id)) throw new UserProblem(`--rule: ${ruleProblem(plainText(id).slice(0, 100))}`);
      if (isSeverity(severity)) return [id, severity];
      throw new UserProblem(`--rule ${id}: write it as ${id}=SEVERITY, with off, hint, information, warning or error`);
    }),
  );
  return { ...(target ? { target } : {}), severities };
}

/** Returns one file with its findings; `undefined` if it is not to be linted. */
async function lintInput(input: Input, run: Run): Promise<ShownFile | undefined> {
  const { wish, lookup, output, surroundings } = run;
  const { path, file: absolute, found } = input;
  const shared = await lookup.settingsFor(absolute === undefined ? surroundings.cwd : dirname(absolute));
  if (!shared) return undefined;
  if (absolute !== undefined && (await lookup.ignores(absolute))) {
    if (!found) output.note(`${plainText(path)}: skipped, because the settings file ignores it`);
    return undefined;
  }
  const file = await readTextFile(absolute ?? "-", path, surroundings);
  const { text } = file.source;
  const slashed = absolute?.replaceAll(sep, "/") ?? "";
  if ((found || wish.skipForeign) && !isRegistriesFile(slashed, text)) return undefined;
  const settings: LintSettings = {
    ...overlaid(overlaid({}, shared), wish.options),
    readsPrivateKey,
    ...(absolute === undefined ? {} : { place: await placeOf(absolute, run.repositories) }),
  };
  const fixes = fixing(file.source, settings);
  const fixable = new Set(file.whole ? fixes.fixed : []);
  const isFixed = fixes.text !== text && file.whole && (await fixed(input, file, fixes, run));
  // What is left is what no run fixes.
  return isFixed
    ? shownFile(path, fixes.result, fixes.left, new Set())
    : shownFile(path, fixes.linted, fixes.found, fixable);
}

async function placeOf(file: string, { isTracked }: Repositories): Promise<FilePlace> {
  const stats = statSync(file, { throwIfNoEntry: false });
  const tracked = await isTracked(file);
  return {
    path: file.replaceAll(sep, "/"),
    ...(tracked === undefined ? {} : { tracked }),
    // Windows has no such bits, and those of a pipe say nothing of the file behind it.
    ...(stats?.isFile() && process.platform !== "win32" ? { mode: stats.mode & 0o777 } : {}),
  };
}

/** Writes a file with its safe fixes, or says what they are; tells whether what is left is to be reported. */
async function fixed(
  { path, file: absolute }: Input,
  file: TextFile,
  fixes: Fixing,
  { wish: { mode }, output, surroundings, onProblem }: Run,
): Promise<boolean> {
  if (mode === "report") return false;
  if (mode === "fix-dry-run") {
    const { findings } = shownFile(path, fixes.linted, fixes.fixed, new Set(fixes.fixed));
    for (const { line, column, id, fixes: own } of findings) {
      const title = own.find(({ safe }) => safe)?.title ?? "";
      output.note(`${plainText(path)}:${line}:${column} would be fixed: ${plainText(title)} [${id}]`);
    }
    return true;
  }
  if (absolute === undefined) return false;
  const { replaceFile } = await import("./loadedLater.ts");
  try {
    await replaceFile({ file: absolute, shown: path }, file.encode(fixes.text), file.bytes, output, surroundings);
  } catch (error) {
    if (!(error instanceof UserProblem)) throw error;
    onProblem(`${error.message}; nothing was fixed in it`);
    return false;
  }
  const [before, after] = [fixes.found.length, fixes.left.length];
  output.note(
    `${plainText(path)}: fixed, ${before} ${before === 1 ? "problem" : "problems"} before and ${after} after`,
  );
  return true;
}

type Count = Readonly<Record<"files" | "fixable" | Finding["severity"], number>>;

/** Suggests how to apply safe fixes. Standard input has no file to write. */
function remedy(fixable: number, mode: Wish["mode"], operands: readonly string[]): string {
  if (fixable === 0 || mode !== "report") return "";
  if (!operands.includes("-")) return `; --fix fixes ${fixable}`;
  return `; --fix-dry-run shows ${numbered(fixable, "fix", "fixes")}`;
}

function numbered(number: number, word: string, several = `${word}s`): string {
  return `${number} ${number === 1 ? word : several}`;
}

function summary({ files, error, warning, information, hint }: Count, remedy: string): string {
  const all = error + warning + information + hint;
  if (files === 0) return "no registries.yaml found";
  if (all === 0) return `no problems in ${numbered(files, "file")}`;
  const kinds = [numbered(error, "error"), numbered(warning, "warning"), numbered(information + hint, "remark")];
  return `${numbered(all, "problem")} in ${numbered(files, "file")} (${kinds.join(", ")})${remedy}`;
}
