import { nearestName } from "../core/text/nearest.ts";
import {
  CliProblem,
  type Command,
  type ExitCode,
  exitCodes,
  type Output,
  type Surroundings,
  shownArgument,
} from "./command.ts";
import { convertCommand } from "./convert.ts";
import { explainCommand } from "./explain.ts";
import { extractCommand } from "./extract.ts";
import { imagesCommand } from "./images.ts";
import { lintCommand } from "./lint.ts";
import { readCommand } from "./read.ts";
import { renderCommand } from "./render.ts";
import { rotateCommand } from "./rotate.ts";
import { version } from "./version.ts";

const commands: Readonly<Record<string, Command>> = {
  lint: lintCommand,
  convert: convertCommand,
  read: readCommand,
  render: renderCommand,
  explain: explainCommand,
  images: imagesCommand,
  rotate: rotateCommand,
  extract: extractCommand,
};

const help = `Usage: k3s-registries COMMAND [arguments]

Linter and converter for registries.yaml of k3s and RKE2.

Commands:
${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`)
  .join("\n")}

k3s-registries COMMAND --help tells more; --version shows the version.
`;

/**
 * Runs the command that the arguments name.
 *
 * @returns the exit code; what went wrong is noted on the output
 */
export async function run(args: readonly string[], output: Output, surroundings: Surroundings): Promise<ExitCode> {
  try {
    return await runCommand(args, output, surroundings);
  } catch (error) {
    if (error instanceof CliProblem) output.note(`k3s-registries: ${error.message}`);
    // The message of an unexpected error may quote a file, so only its kind and place in this program are shown.
    else
      output.note(`k3s-registries: unexpected ${error instanceof Error ? placeOf(error) : "error"}; please report it`);
    return exitCodes.failed;
  }
}

async function runCommand(args: readonly string[], output: Output, surroundings: Surroundings): Promise<ExitCode> {
  const [name = "--help", ...rest] = args;
  if (name === "--help" || name === "-h" || name === "help") {
    await output.write(rest[0] === undefined ? help : commandOf(rest[0]).help);
    return args.length === 0 ? exitCodes.failed : exitCodes.clean;
  }
  if (name === "--version" || name === "-V") {
    await output.write(`${version}\n`);
    return exitCodes.clean;
  }
  const command = commandOf(name);
  const end = rest.indexOf("--");
  if (rest.slice(0, end < 0 ? rest.length : end).some((arg) => arg === "--help" || arg === "-h")) {
    await output.write(command.help);
    return exitCodes.clean;
  }
  return command.run(rest, output, surroundings);
}

function commandOf(name: string): Command {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) return command;
  const meant = nearestName(name, Object.keys(commands));
  const remedy = meant === undefined ? `use ${Object.keys(commands).join(", ")}` : `did you mean ${meant}?`;
  throw new CliProblem(`unknown command ${shownArgument(name)}; ${remedy}`);
}

function placeOf(error: Error): string {
  const frame = /\n\s+at ([\w.<> ]+) \(|\n\s+at [^\n]*?([^/\\\n]+:\d+:\d+)\)?/.exec(error.stack ?? "");
  return `${error.name}${frame ? ` at ${frame[1] ?? frame[2]}` : ""}`;
}
