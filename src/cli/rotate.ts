import { rotateInRegion } from "../core/convert/convertIntoRegion.ts";
import { rotate } from "../core/convert/rotate.ts";
import { openRegistries } from "../core/file/openRegistries.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { readArguments } from "./arguments.ts";
import { type Command, exitCodes, printable } from "./command.ts";
import { noteWarnings, readCredentialFile } from "./credentialFile.ts";
import { openDestination, previewText, reportChanges } from "./destination.ts";

const help = `Usage: k3s-registries rotate KEY.json --in FILE [--dry-run]

Replaces a Google service-account key with a new key of the same account, for every host in a registries.yaml that uses
it and in the same form. Keys of other accounts and all other bytes stay. The key is read from a file, or from standard
input for -. It is never accepted as an argument and never printed.

Options:
  --in FILE       the registries.yaml, or a file that carries one; FILE#REGION if it carries several
  --dry-run       show the changes, secrets masked; write nothing
  --help          show this help

Exit codes: 0 done, or the file already contains the key, 2 failed.
`;

export const rotateCommand: Command = {
  help,
  async run(args, output, surroundings) {
    const { values, positionals } = readArguments(args, {
      in: { type: "string" },
      "dry-run": { type: "boolean", default: false },
    });
    const { in: path, "dry-run": dryRun } = values;
    if (path === undefined || path === "-") throw new UserProblem("specify the registries.yaml: --in FILE");
    const { credentials } = await readCredentialFile("rotate", positionals, output, surroundings);
    const [credential, ...more] = credentials;
    if (!credential || more.length > 0)
      throw new UserProblem("the file has several credentials; rotate takes one Google key");
    const file = await openDestination(path, { there: "needed" }, output, surroundings);
    const { inside } = file;
    const region = inside?.carrier.regions[inside.index];
    const rotation = inside
      ? rotateInRegion(inside.carrier, inside.index, credential)
      : rotate(openRegistries(file.text), credential);
    if (!rotation.ok) throw new UserProblem(printable(rotation.problem));
    noteWarnings([credential], output);
    if (dryRun) await output.write(previewText(rotation.preview));
    else await file.write("text" in rotation ? rotation.text : rotation.carrier.text);
    for (const host of rotation.others) output.note(`${printable(host)}: unchanged (a key of another account)`);
    const written = dryRun || rotation.edits.length === 0 ? undefined : { file: path, inside: region };
    reportChanges(rotation.changes, written, output);
    return exitCodes.clean;
  },
};
