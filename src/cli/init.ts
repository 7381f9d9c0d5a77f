import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { documentPage } from "../core/lint/rulePage.ts";
import { settingsFileName } from "../core/lint/settingsFileName.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { readArguments } from "./arguments.ts";
import { type Command, exitCodes, fileProblem, printable } from "./command.ts";
import { shownPath } from "./inputs.ts";

const help = `Usage: k3s-registries init [folder]

Writes a ${settingsFileName} with every setting in comments: the target, severities of rules, ignored files and how the
cluster runs. It applies to the registries.yaml files in the folder and below. Default: the current folder. Never
overwrites a file.

Options:
  --help   show this help

Exit codes: 0 done, 2 failed.
`;

const settings = `# Settings for registries.yaml files in this folder and below, for the editor and the command line:
# ${documentPage("docs/settings-file.md")}
# Remove the # in front of a setting to use it.

# The product that reads the files (k3s, rke2, k3d), a version, or both. Default: any supported version.
# target: k3s v1.31.6+k3s1

# Severities by rule ID: off, hint, information, warning, error.
# severities:
#   missing-mirror-endpoint: error
#   unknown-key: off

# Files that are not linted, relative to this folder. Put patterns in quotes.
# ignores:
#   - 'examples/**'
#   - '*.bak.yaml'

# The servers run with --embedded-registry.
# embeddedRegistry: true

# The servers run with --disable-default-registry-endpoint.
# disableDefaultEndpoint: true
`;

export const initCommand: Command = {
  help,
  async run(args, output, { cwd }) {
    const { positionals } = readArguments(args, {});
    const [folder = ".", ...more] = positionals;
    if (more.length > 0) throw new UserProblem("init takes one folder");
    const shown = shownPath(join(folder, settingsFileName).replaceAll("\\", "/"));
    try {
      writeFileSync(resolve(cwd, folder, settingsFileName), settings, { flag: "wx" });
    } catch (error) {
      throw fileProblem(error, shown);
    }
    output.note(`${printable(shown)} is ready. Remove the # in front of a setting to use it.`);
    return exitCodes.clean;
  },
};
