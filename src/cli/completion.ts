import { wrapForms } from "../core/deploy/wrapRegistries.ts";
import { rules } from "../core/lint/rules/index.ts";
import { severityLevels } from "../core/lint/sharedSettings.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { readArguments } from "./arguments.ts";
import { type Command, exitCodes } from "./command.ts";
import { bashScript, fishScript, zshScript } from "./completionScripts.ts";
import { formatNames } from "./formatNames.ts";
import { severityOrder } from "./lintOptions.ts";
import { colourChoices } from "./style.ts";

const help = `Usage: k3s-registries completion bash|zsh|fish

Prints a script that completes commands, options, formats and rules in a shell.

Write it to a file, and source that file at the end of ~/.bashrc, of ~/.zshrc after compinit, or of
~/.config/fish/config.fish.

Options:
  --help   show this help

Exit codes: 0 done, 2 failed.
`;

/** An option as a shell completes it. */
export interface CompletedOption {
  /** Such as `--format`. */
  readonly name: string;
  readonly short: string | undefined;
  readonly summary: string;
  /** What it takes: nothing, one of some words, a file, or a text that can't be completed. */
  readonly value: readonly string[] | "file" | "text" | undefined;
}

export interface CompletedCommand {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly CompletedOption[];
  /** What the arguments are that are no options. */
  readonly operands: readonly string[] | "file";
}

const scripts: Readonly<Record<string, (commands: readonly CompletedCommand[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** @param commands all commands by name */
export function completionCommand(
  commands: Readonly<Record<string, { readonly summary: string; load(): Promise<Command> }>>,
): Command {
  return {
    help,
    async run(args, output) {
      const { positionals } = readArguments(args, {});
      const [shell = "", ...more] = positionals;
      const script = Object.hasOwn(scripts, shell) && more.length === 0 ? scripts[shell] : undefined;
      if (!script) throw new UserProblem(`completion takes one of ${Object.keys(scripts).join(", ")}`);
      const completed: CompletedCommand[] = [];
      for (const [name, { summary, load }] of Object.entries(commands)) {
        // Loading this one would go round in a circle.
        const text = name === "completion" ? help : (await load()).help;
        const operands = name === "completion" ? Object.keys(scripts) : ("file" as const);
        completed.push({ name, summary, options: optionsIn(name, text), operands });
      }
      completed.push({
        name: "help",
        summary: "show the help of a command",
        options: [],
        operands: Object.keys(commands),
      });
      await output.write(script(completed));
      return exitCodes.clean;
    },
  };
}

/** The options that a help text lists: the help is their one description. */
function optionsIn(command: string, text: string): readonly CompletedOption[] {
  return [...text.matchAll(/^ {2}(?:(-\w), )?(--[\w-]+)(?: ([A-Z][A-Z=]*))? {2,}(.*)$/gm)].map(
    ([, short, name = "", value, summary = ""]) => ({
      name,
      short,
      summary: summary.replace(/[;:(,].*$/, "").trimEnd(),
      value: value === undefined ? undefined : completedValue(command, name, value),
    }),
  );
}

const targets = ["k3s", "rke2"];

/** The words that options take, by the command that takes others than the rest. */
const words: Readonly<Record<string, readonly string[]>> = {
  "--as": ["key", "docker-config", "pull-secret", "registries.yaml"],
  "--color": colourChoices,
  "--explain": rules.map(({ id }) => id),
  "--format": ["text", "json"],
  "lint --format": formatNames,
  "--key-form": ["json", "base64"],
  "--min-severity": severityOrder,
  "--rule": rules.flatMap(({ id }) => severityLevels.map((level) => `${id}=${level}`)),
  "--target": targets,
  "--to": ["ssh", ...wrapForms],
  "lint --target": [...targets, "k3d", "any"],
  "convert --target": [...targets, "k3d"],
};

function completedValue(command: string, option: string, value: string): CompletedOption["value"] {
  const known = words[`${command} ${option}`] ?? words[option];
  return known ?? (/^(?:FILE|DIR|OUT)$/.test(value) ? "file" : "text");
}
