import { version } from "../core/lint/version.ts";
import { nearestName } from "../core/text/nearest.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { type Command, type ExitCode, exitCodes, type Output, type Surroundings, shownArgument } from "./command.ts";

/** A command that is loaded when it runs. */
interface ListedCommand {
  /** What it does, in one line. */
  readonly summary: string;
  load(): Promise<Command>;
}

const commands: Readonly<Record<string, ListedCommand>> = {
  lint: {
    summary: "find and fix problems in registries.yaml files",
    load: async () => (await import("./lint.ts")).lintCommand,
  },
  convert: {
    summary: "write credentials into a registries.yaml",
    load: async () => (await import("./loadedLater.ts")).convertCommand,
  },
  read: {
    summary: "show what k3s reads from registries.yaml files, secrets masked",
    load: async () => (await import("./loadedLater.ts")).readCommand,
  },
  render: {
    summary: "show what k3s writes for containerd, secrets masked",
    load: async () => (await import("./loadedLater.ts")).renderCommand,
  },
  explain: {
    summary: "show which registries an image is pulled from, or what a pull error means",
    load: async () => (await import("./loadedLater.ts")).explainCommand,
  },
  images: {
    summary: "check the images of manifests against a registries.yaml",
    load: async () => (await import("./loadedLater.ts")).imagesCommand,
  },
  verify: {
    summary: "send a credential to its registry, and show what the answer proves",
    load: async () => (await import("./loadedLater.ts")).verifyCommand,
  },
  rotate: {
    summary: "replace a Google key in a registries.yaml with a new key of the same account",
    load: async () => (await import("./loadedLater.ts")).rotateCommand,
  },
  deploy: {
    summary: "make the file of a tool that puts a registries.yaml on the nodes",
    load: async () => (await import("./loadedLater.ts")).deployCommand,
  },
  check: {
    summary: "show which nodes have a registries.yaml and run with it",
    load: async () => (await import("./loadedLater.ts")).checkCommand,
  },
  extract: {
    summary: "export a credential, or a registries.yaml that another file carries",
    load: async () => (await import("./loadedLater.ts")).extractCommand,
  },
  init: {
    summary: "write a settings file with every setting in comments",
    load: async () => (await import("./loadedLater.ts")).initCommand,
  },
  completion: {
    summary: "print a script that completes commands in bash, zsh or fish",
    load: async () => (await import("./loadedLater.ts")).completionCommand(commands),
  },
};

const help = `Usage: k3s-registries COMMAND [arguments]

Lints registries.yaml files for k3s and RKE2, and converts credentials into them.

Commands:
${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`)
  .join("\n")}

Run k3s-registries COMMAND --help for the options of a command, and --version for the version.
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
    if (error instanceof UserProblem) output.note(`k3s-registries: ${error.message}`);
    // The message of an unexpected error may quote a file, so only its kind and place in this program are shown.
    else
      output.note(`k3s-registries: unexpected ${error instanceof Error ? thrownAt(error) : "error"}; please report it`);
    return exitCodes.failed;
  }
}

async function runCommand(args: readonly string[], output: Output, surroundings: Surroundings): Promise<ExitCode> {
  const [name = "--help", ...rest] = args;
  if (name === "--help" || name === "-h" || name === "help") {
    await output.write(rest[0] === undefined ? help : (await commandOf(rest[0])).help);
    return args.length === 0 ? exitCodes.failed : exitCodes.clean;
  }
  if (name === "--version" || name === "-V") {
    await output.write(`${version}\n`);
    return exitCodes.clean;
  }
  const command = await commandOf(name);
  const end = rest.indexOf("--");
  if (rest.slice(0, end < 0 ? rest.length : end).some((arg) => arg === "--help" || arg === "-h")) {
    await output.write(command.help);
    return exitCodes.clean;
  }
  return command.run(rest, output, surroundings);
}

function commandOf(name: string): Promise<Command> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command) return command.load();
  const meant = nearestName(name, Object.keys(commands));
  const remedy = meant === undefined ? `use ${Object.keys(commands).join(", ")}` : `did you mean ${meant}?`;
  throw new UserProblem(`unknown command ${shownArgument(name)}; ${remedy}`);
}

function thrownAt(error: Error): string {
  const frame = /\n\s+at ([\w.<> ]+) \(|\n\s+at [^\n]*?([^/\\\n]+:\d+:\d+)\)?/.exec(error.stack ?? "");
  return `${error.name}${frame ? ` at ${frame[1] ?? frame[2]}` : ""}`;
}
