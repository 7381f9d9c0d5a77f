import { rotate } from "../core/convert/rotate.ts";
import { readArguments } from "./arguments.ts";
import { CliProblem, type Command, exitCodes, plainText } from "./command.ts";
import { noteWarnings, readCredentialFile } from "./credentialFile.ts";
import { previewText, registriesTarget, reportChanges } from "./registriesTarget.ts";

const help = `Usage: k3s-registries rotate KEY.json --in FILE [--dry-run]

Puts a new Google service-account key in the place of the old one of the same account, in every host of a
registries.yaml that has it and in the form that it has there. Keys of other accounts stay, and all other bytes too.
The key is read from a file, or from standard input for -; never taken from the command line and never printed.

Options:
  --in FILE       the registries.yaml
  --dry-run       show what would be written, secrets masked, and write nothing
  --help          show this

Exit code: 0 done, or the key is there already, 2 not done.
`;

export const rotateCommand: Command = {
  help,
  async run(args, output, surroundings) {
    const { values, positionals } = readArguments(args, {
      in: { type: "string" },
      "dry-run": { type: "boolean", default: false },
    });
    const { in: path, "dry-run": dryRun } = values;
    if (path === undefined || path === "-") throw new CliProblem("name the registries.yaml: --in FILE");
    const { credentials } = await readCredentialFile("rotate", positionals, output, surroundings);
    const [credential, ...more] = credentials;
    if (!credential || more.length > 0)
      throw new CliProblem("the file has several credentials; rotate takes one Google key");
    const file = await registriesTarget(path, { there: "needed" }, output, surroundings);
    const rotation = rotate(file.text, credential);
    if (!rotation.ok) throw new CliProblem(plainText(rotation.problem));
    noteWarnings([credential], output);
    if (dryRun) await output.write(previewText(rotation.preview));
    else await file.write(rotation.text);
    for (const host of rotation.others) output.note(`${plainText(host)}: left as it is (a key of another account)`);
    reportChanges(rotation.changes, dryRun || rotation.edits.length === 0 ? undefined : path, output);
    return exitCodes.clean;
  },
};
