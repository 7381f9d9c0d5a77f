import { resolve } from "node:path";
import { wrapForms, wrapMasked, wrapRegistries } from "../core/deploy/wrapRegistries.ts";
import { lint } from "../core/lint/lint.ts";
import type { LintSettings } from "../core/lint/rule.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { readArguments } from "./arguments.ts";
import { type Command, exitCodes, type Output, printable, shownArgument } from "./command.ts";
import { createFile, isThere } from "./fileWriting.ts";
import { shownPath } from "./inputs.ts";
import { fileArgument, type NamedFile, nodeTarget, readNamedFile } from "./namedFile.ts";
import { nodesOf } from "./nodes.ts";

const help = `Usage: k3s-registries deploy FILE --to FORM [--target TARGET] [-o OUT | --reveal]

Writes a registries.yaml into the file of a tool that puts it on the nodes. If lint finds errors in it, or the tool would
change the text, nothing is written, and messages say what to do instead. Use - for standard input, and FILE#REGION for
one of several registries.yaml files inside a file.

Options:
  --to FORM            k3d (a config), cloud-init, ansible-playbook (restarts one node after the other, and takes a file
                       back with which k3s does not start), ansible (tasks), ansible-variable (for k3s-io/k3s-ansible),
                       ansible-techno-tim, ansible-pyratlabs, ansible-lablabs (variables for their roles), kairos, butane,
                       terraform, nixos, rancher (a Cluster with Secrets) or capi (Cluster API's RKE2 provider)
  --target TARGET      what reads the file on the nodes: k3s or rke2; default: what the settings file says, or k3s
  -o, --output OUT     create this file, readable only by its owner (mode 0600); never overwrites a file
  --reveal             do not mask secrets on standard output
  --help               show this help

Exit codes: 0 done, 2 failed.
`;

export const deployCommand: Command = {
  help,
  async run(args, output, surroundings) {
    const { values, positionals } = readArguments(args, {
      to: { type: "string" },
      target: { type: "string" },
      output: { type: "string", short: "o" },
      reveal: { type: "boolean", default: false },
    });
    const [file] = positionals;
    if (file === undefined || positionals.length > 1)
      throw new UserProblem("deploy needs one registries.yaml, or - for standard input");
    const form = wrapForms.find((one) => one === values.to);
    if (form === undefined) throw new UserProblem(`--to takes ${wrapForms.join(", ")}`);
    const { output: path, reveal } = values;
    if (path === "-" || (path !== undefined && reveal))
      throw new UserProblem("use -o with the name of a file, or --reveal for standard output");
    const destination = path === undefined ? undefined : { file: resolve(surroundings.cwd, path), shown: path };
    if (destination && (await isThere(destination)))
      throw new UserProblem(`${shownArgument(destination.shown)}: this file already exists; name a new one`);
    const nodes = { target: values.target, "embedded-registry": false, "disable-default-endpoint": false };
    const asked = await nodesOf(nodes, fileArgument(file, surroundings.cwd).path, output, surroundings);
    const named = await readNamedFile(file, "standard input", surroundings);
    const { region, shown } = named;
    const target = nodeTarget(region, asked.target);
    refuseErrors(named, { ...asked, ...(target && { target }) }, output);
    const product = target?.product === "rke2" ? "rke2" : "k3s";
    const made = wrapRegistries(region.file, form, product);
    if (!made.ok) throw new UserProblem(`${shownArgument(shown)}: ${printable(made.problem)}`);
    if (destination) {
      await createFile(destination, Buffer.from(made.text));
      output.note(`${printable(shownPath(destination.shown))} is ready. It contains the credentials.`);
    } else if (reveal) await output.write(made.text);
    else {
      const masked = wrapMasked(region.file, form, product);
      if (!masked.ok)
        throw new UserProblem(`${shownArgument(shown)}: this file can't be shown with its secrets masked; use -o OUT`);
      await output.write(masked.text);
      if (masked.text !== made.text)
        output.note("Secrets are masked here. Use -o OUT to write the file, or --reveal to print it.");
    }
    return exitCodes.clean;
  },
};

/** Lists the errors of a registries.yaml. Throws a UserProblem if there are any: nodes would fail with it. */
function refuseErrors({ region, shown, lineOf }: NamedFile, settings: LintSettings, output: Output): void {
  const errors = lint(region.file, settings).filter(({ severity }) => severity === "error");
  for (const { id, start, message } of errors)
    output.note(`${printable(shown)}:${lineOf(start)} error ${printable(region.shown(message))} [${id}]`);
  if (errors.length > 0)
    throw new UserProblem(
      `${shownArgument(shown)}: ${errors.length === 1 ? "this error is" : "these errors are"} in the file, so nothing is written; fix ${errors.length === 1 ? "it" : "them"} first`,
    );
}
