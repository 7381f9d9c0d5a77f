import { statSync } from "node:fs";
import { dirname, resolve, sep } from "node:path";
import { hasCarrierName, mayBeYaml } from "../core/carriers/carrierNames.ts";
import { hasSection } from "../core/carriers/look.ts";
import { mayCarry } from "../core/carriers/mayCarry.ts";
import { mayBeRegistries } from "../core/file/mayBeRegistries.ts";
import { hasRegistriesName, isRegistriesFile } from "../core/file/recognise.ts";
import type { Finding } from "../core/lint/lint.ts";
import type { FilePlace, LintSettings } from "../core/lint/rule.ts";
import { overlaid } from "../core/lint/sharedSettings.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import type { SourceText } from "../core/yaml/source.ts";
import { type CheckedFile, checkedRegistries } from "./checkedFile.ts";
import {
  type Command,
  type ExitCode,
  errorCode,
  exitCodes,
  type Output,
  printable,
  type Surroundings,
} from "./command.ts";
import { readRegularFile } from "./fileBytes.ts";
import { type ShownFile, shownFile } from "./format/format.ts";
import { formatOf } from "./formats.ts";
import { type Input, inputsOf, shownPath } from "./inputs.ts";
import { createK3dLinks } from "./k3dLinks.ts";
import { type LintOptions, lintHelp, lintOptions, severityOrder } from "./lintOptions.ts";
import { readsPrivateKey } from "./privateKey.ts";
import { progressOf } from "./progress.ts";
import { reportTo } from "./report.ts";
import { createRepositories, type Repositories } from "./repository.ts";
import { createSettingsLookup, type SettingsLookup } from "./sharedSettings.ts";
import { styleOf } from "./style.ts";
import { readTextFile, type TextFile, textFileOf } from "./textFile.ts";

/** The formats that a summary on standard error goes with. */
const forPeople: ReadonlySet<string> = new Set(["text", "compact"]);

/** The state that the parts of a run share. */
interface Run {
  readonly options: LintOptions;
  readonly lookup: SettingsLookup;
  readonly repositories: Repositories;
  readonly isNamedByK3d: ReturnType<typeof createK3dLinks>;
  readonly output: Output;
  readonly surroundings: Surroundings;
  readonly onProblem: (line: string) => void;
  /** Takes a line about the run, unless it is to be quiet. */
  readonly onRemark: (line: string) => void;
}

export const lintCommand: Command = {
  help: lintHelp,
  async run(args, output, surroundings) {
    const options = lintOptions(args);
    if (options.explain !== undefined)
      return (await import("./loadedLater.ts")).explainRule(options.explain, options.color, output, surroundings);
    return lintAll(options, output, surroundings);
  },
};

async function lintAll(options: LintOptions, output: Output, surroundings: Surroundings): Promise<ExitCode> {
  const { operands, maxWarnings, stdinFilename } = options;
  const { cwd, env } = surroundings;
  const count = { files: 0, unchecked: 0, error: 0, warning: 0, information: 0, hint: 0, fixable: 0, fixed: 0 };
  let complete = true;
  const onProblem = (line: string): void => {
    complete = false;
    output.note(`k3s-registries: ${line}`);
  };
  const onRemark = options.quiet ? () => {} : output.note;
  const repositories = createRepositories(env);
  const lookup = createSettingsLookup({ cwd, repositories, onProblem, onRemark, config: options.config });
  const isNamedByK3d = createK3dLinks(cwd);
  const run: Run = { options, lookup, repositories, isNamedByK3d, output, surroundings, onProblem, onRemark };
  const report = options.output === undefined ? undefined : reportTo(options.output, cwd);
  const write = report?.write ?? output.write;
  const style = styleOf(options.color, report ? undefined : output.terminal, env);
  const makeFormat = options.mode === "diff" ? (await import("./loadedLater.ts")).diff : await formatOf(options.format);
  const format = makeFormat({ style, cwd });
  const progress = progressOf(output, surroundings.now);
  await write(format.start());
  const onFound = (path: string): void => progress.show(path, count.files);
  const isWanted = options.embedded ? hasCarrierName : hasRegistriesName;
  for (const found of inputsOf(operands, cwd, ({ message }) => onProblem(message), { isWanted, onFound })) {
    const input = found.path === "-" && stdinFilename !== undefined ? namedInput(stdinFilename, cwd) : found;
    try {
      report?.refuse(input);
      const file = await lintInput(input, run);
      if (file === "unchecked") count.unchecked++;
      if (typeof file !== "object") continue;
      count.files++;
      count.fixed += file.change?.fixed ?? 0;
      for (const { severity, fixable } of file.findings) {
        count[severity]++;
        if (fixable) count.fixable++;
      }
      for (const piece of format.file(file)) await write(piece);
    } catch (error) {
      if (!(error instanceof UserProblem)) throw error;
      count.unchecked++;
      onProblem(error.message);
    }
  }
  progress.end();
  await write(format.end(complete));
  report?.end();
  if (forPeople.has(options.format) && (complete || count.files > 0)) onRemark(summary(count, options));
  if (!complete) return exitCodes.failed;
  const hasFindings = count.error > 0 || count.warning > maxWarnings;
  return hasFindings && !options.exitZero ? exitCodes.findings : exitCodes.clean;
}

/** Standard input as the file that it is a version of, such as an unsaved one of an editor. */
function namedInput(name: string, cwd: string): Input {
  return { path: shownPath(name), file: resolve(cwd, name), found: false, isStdin: true };
}

/** Returns one file with its findings; `skipped` if it is not to be linted, `unchecked` if that was said as a problem. */
async function lintInput(input: Input, run: Run): Promise<ShownFile | "skipped" | "unchecked"> {
  const { options, lookup, surroundings, onRemark } = run;
  const { path, file: absolute, found, isStdin = false } = input;
  const isNamedByK3d = async (): Promise<boolean> =>
    options.embedded && absolute !== undefined && (await run.isNamedByK3d(absolute));
  // Most files in a folder carry nothing, so they are skipped before any other work.
  const bytes =
    found && absolute !== undefined && !hasRegistriesName(path)
      ? await bytesOfFound(absolute, isNamedByK3d)
      : undefined;
  if (bytes === "none") return "skipped";
  const shared = await lookup.settingsFor(absolute === undefined ? surroundings.cwd : dirname(absolute));
  if (!shared) return "unchecked";
  if (absolute !== undefined && (await lookup.ignores(absolute))) {
    if (!found) onRemark(`${printable(path)}: skipped, because the settings file ignores it`);
    return "skipped";
  }
  const file =
    bytes === undefined
      ? await readTextFile(isStdin || absolute === undefined ? "-" : absolute, path, surroundings)
      : textFileOf(bytes);
  const check = await checkOf(input, file.source, options, isNamedByK3d);
  if (check === undefined) {
    if (found || options.skipForeign || input.globbed) return "skipped";
    throw new UserProblem(`${printable(path)}: no registries.yaml in it`);
  }
  const wanted = overlaid(overlaid({}, shared), options.settings);
  const isReadByK3d = wanted.target?.product === undefined && check.isWhole && (await isNamedByK3d());
  const settings: LintSettings = {
    ...wanted,
    ...(isReadByK3d ? { target: { ...wanted.target, product: "k3d" as const } } : {}),
    readsPrivateKey,
    ...(absolute === undefined ? {} : { place: await filePlace(absolute, input.realFolder, file.mode, run) }),
  };
  const checked = check.run(settings);
  const { before, after, regionOf } = checked;
  const isReported = ({ severity }: Finding): boolean =>
    severityOrder.indexOf(severity) >= severityOrder.indexOf(options.minSeverity);
  const isFixed = checked.text !== file.source.text && file.whole && (await fixed(input, file, checked, run));
  // What is left is what no run fixes.
  return isFixed
    ? {
        ...shownFile(path, after, checked.left.filter(isReported), { fixable: new Set(), before, regionOf }),
        change: { before, after, fixed: checked.fixed.length },
      }
    : shownFile(path, before, checked.found.filter(isReported), {
        fixable: new Set(file.whole ? checked.fixed : []),
        regionOf,
      });
}

/**
 * The content of a file that may carry a registries.yaml, or is one that a configuration of k3d names. `none` if it can't be
 * read, is too large, or is neither.
 */
async function bytesOfFound(file: string, isNamedByK3d: () => Promise<boolean>): Promise<Buffer | "none"> {
  try {
    const bytes = readRegularFile(file);
    const isWide = bytes[0] === 0xff || bytes[0] === 0xfe;
    const text = bytes.toString("latin1");
    return isWide || mayCarry(text, file) || (hasSection(text) && (await isNamedByK3d())) ? bytes : "none";
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return "none";
  }
}

interface Check {
  /** True if the file is a registries.yaml, and does not only carry some. */
  readonly isWhole: boolean;
  run(settings: LintSettings): CheckedFile;
}

/**
 * Says how a file is checked: as a registries.yaml, or as one that carries some.
 *
 * @returns `undefined` for a file without any
 */
async function checkOf(
  { path, file: absolute, found }: Input,
  source: SourceText,
  { embedded, skipForeign }: LintOptions,
  isNamedByK3d: () => Promise<boolean>,
): Promise<Check | undefined> {
  const { text } = source;
  const slashed = absolute?.replaceAll(sep, "/") ?? "";
  const bare: Check = { isWhole: true, run: (settings) => checkedRegistries(source, settings) };
  if (hasRegistriesName(path) && isRegistriesFile(slashed, text)) return bare;
  if (embedded && mayCarry(text, slashed)) {
    const { carrierFile, checkedCarrier } = await import("./loadedLater.ts");
    const carrier = carrierFile(slashed, text);
    if (carrier.regions.length > 0) return { isWhole: false, run: (settings) => checkedCarrier(carrier, settings) };
  }
  if (found || skipForeign) return mayBeRegistries(text) && (await isNamedByK3d()) ? bare : undefined;
  // A file that is named counts whatever its name is, unless it is certainly another tool's.
  const isNoText = source.cutOff === true || source.refused !== undefined;
  return hasRegistriesName(path) || (mayBeYaml(path) && (isNoText || mayBeRegistries(text))) ? bare : undefined;
}

async function filePlace(
  file: string,
  realFolder: string | undefined,
  mode = modeOf(file),
  { repositories }: Pick<Run, "repositories">,
): Promise<FilePlace> {
  const tracked = await repositories.isTracked(file, realFolder);
  return {
    path: file.replaceAll(sep, "/"),
    ...(tracked === undefined ? {} : { tracked }),
    // Windows has no such bits.
    ...(mode === undefined || process.platform === "win32" ? {} : { mode: mode & 0o777 }),
  };
}

/** The mode of a file; `undefined` for a pipe, where it says nothing of the file behind it. */
function modeOf(file: string): number | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats?.isFile() ? stats.mode : undefined;
}

/** Writes a file with its safe fixes, or says what they are; tells whether what is left is to be reported. */
async function fixed(
  { path, file: absolute }: Input,
  file: TextFile,
  checked: CheckedFile,
  { options: { mode }, output, surroundings, onProblem, onRemark }: Run,
): Promise<boolean> {
  if (mode === "report") return false;
  if (mode === "diff") return true;
  if (mode === "fix-dry-run") {
    const { findings } = shownFile(path, checked.before, checked.fixed, { fixable: new Set(checked.fixed) });
    for (const { line, column, id, fixes: own } of findings) {
      const title = own.find(({ safe }) => safe)?.title ?? "";
      onRemark(`${printable(path)}:${line}:${column} would be fixed: ${printable(title)} [${id}]`);
    }
    return true;
  }
  if (absolute === undefined) return false;
  const { replaceFile } = await import("./loadedLater.ts");
  try {
    await replaceFile({ file: absolute, shown: path }, file.encode(checked.text), file.bytes, output, surroundings);
  } catch (error) {
    if (!(error instanceof UserProblem)) throw error;
    onProblem(`${error.message}; nothing was fixed in it`);
    return false;
  }
  const [before, after] = [checked.found.length, checked.left.length];
  onRemark(`${printable(path)}: fixed, ${before} ${before === 1 ? "problem" : "problems"} before and ${after} after`);
  return true;
}

type Count = Readonly<Record<"files" | "unchecked" | "fixable" | "fixed" | Finding["severity"], number>>;

function numbered(number: number, word: string, several = `${word}s`): string {
  return `${number} ${number === 1 ? word : several}`;
}

function summary(count: Count, { mode, operands }: LintOptions): string {
  const { files, unchecked, error, warning, information, hint } = count;
  const all = error + warning + information + hint;
  const others = unchecked === 0 ? "" : `; ${numbered(unchecked, "file")} not checked`;
  if (files === 0) return "no registries.yaml found";
  const where = numbered(files, "file");
  if (mode === "diff")
    return `${numbered(count.fixed, "problem")} in ${where} would be fixed, ${all} would remain${others}`;
  if (all === 0) return `no problems in ${where}${others}`;
  const kinds = [numbered(error, "error"), numbered(warning, "warning"), numbered(information + hint, "remark")];
  return `${numbered(all, "problem")} in ${where} (${kinds.join(", ")})${remedy(count.fixable, mode, operands)}${others}`;
}

/** Suggests how to apply safe fixes. Standard input has no file to write. */
function remedy(fixable: number, mode: LintOptions["mode"], operands: readonly string[]): string {
  if (fixable === 0 || mode !== "report") return "";
  if (!operands.includes("-")) return `; --fix fixes ${fixable}`;
  return `; --fix-dry-run shows ${numbered(fixable, "fix", "fixes")}`;
}
