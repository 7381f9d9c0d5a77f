import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { carriedText, defaultTimeout, sshScript } from "../core/deploy/sshScript.ts";
import {
  type NodeProduct,
  unfit,
  type WrapForm,
  wrapForms,
  wrapMasked,
  wrapRegistries,
} from "../core/deploy/wrapRegistries.ts";
import { maskedFile, writtenSecrets } from "../core/display/maskedFile.ts";
import { lint } from "../core/lint/lint.ts";
import type { LintSettings } from "../core/lint/rule.ts";
import type { Refusal } from "../core/text/result.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { readArguments } from "./arguments.ts";
import { type Command, exitCodes, type Output, printable, type Surroundings, shownArgument } from "./command.ts";
import { createFile, isThere } from "./fileWriting.ts";
import { shownPath } from "./inputs.ts";
import { fileArgument, type NamedFile, nodeTarget, readNamedFile } from "./namedFile.ts";
import { listedNodes, nodeListOptions } from "./nodeList.ts";
import { nodesOf } from "./nodes.ts";

const help = `Usage: k3s-registries deploy FILE --to FORM [options]

Writes a registries.yaml into the file of a tool that puts it on the nodes, or a script that does so with ssh. If lint
finds errors in it, or the tool would change the text, nothing is written, and messages say what to do instead. Use - for
standard input, and FILE#REGION for one of several registries.yaml files inside a file.

Options:
  --to FORM            ssh (a shell script for one node after the other), k3d (a config), k3d-running (a script for a
                       running cluster), cloud-init, ansible-playbook (restarts one node after the other, and takes a
                       file back with which k3s does not start), ansible (tasks), ansible-variable (for
                       k3s-io/k3s-ansible), ansible-techno-tim, ansible-pyratlabs, ansible-lablabs (variables for these
                       roles), kairos, butane, terraform, nixos, rancher (a Cluster with Secrets) or capi (Cluster API's
                       RKE2 provider)
  --target TARGET      what reads the file on the nodes: k3s or rke2; default: what the settings file says, or k3s
  -o, --output OUT     create this file, readable only by its owner (mode 0600); never overwrites a file
  --reveal             do not mask secrets on standard output
  --help               show this help

Options of --to ssh:
  --nodes FILE         lines of user@host [server|agent], the output of kubectl get nodes -o wide, or an Ansible inventory
  --user USER          user of nodes without one; default: that of ssh
  --port PORT          port of nodes without one; default: that of ssh
  --no-sudo            use neither sudo nor doas; default: use them unless the user is root
  --test-pull IMAGE    pull this image on each node afterwards
  --timeout SECONDS    how long a restart may take; default: ${defaultTimeout}

Exit codes: 0 done, 2 failed.
`;

const sshOptions = {
  ...nodeListOptions,
  "test-pull": { type: "string" },
  timeout: { type: "string" },
} as const;

/** What is written: with its secrets, and as it is shown. */
interface Written {
  readonly text: string;
  /** `undefined` if it can't be shown without its secrets. */
  readonly masked: string | undefined;
  /** What to do with a file that has no secret. */
  readonly next?: (file: string) => string;
}

export const deployCommand: Command = {
  help,
  async run(args, output, surroundings) {
    const { values, positionals } = readArguments(args, {
      to: { type: "string" },
      target: { type: "string" },
      output: { type: "string", short: "o" },
      reveal: { type: "boolean", default: false },
      ...sshOptions,
    });
    const [file] = positionals;
    if (file === undefined || positionals.length > 1)
      throw new UserProblem("deploy needs one registries.yaml, or - for standard input");
    const form = values.to === "ssh" ? values.to : wrapForms.find((one) => one === values.to);
    if (form === undefined) throw new UserProblem(`--to takes ssh, ${wrapForms.join(", ")}`);
    const { output: path, reveal, target: asTarget } = values;
    const foreign = Object.keys(sshOptions).find((name) => form !== "ssh" && Object.hasOwn(values, name));
    if (foreign !== undefined) throw new UserProblem(`--${foreign} is for --to ssh`);
    if (path === "-" || (path !== undefined && reveal))
      throw new UserProblem("use -o with the name of a file, or --reveal for standard output");
    const destination = path === undefined ? undefined : { file: resolve(surroundings.cwd, path), shown: path };
    if (destination && (await isThere(destination)))
      throw new UserProblem(`${shownArgument(destination.shown)}: this file already exists; name a new one`);
    const nodes = { target: asTarget, "embedded-registry": false, "disable-default-endpoint": false };
    const asked = await nodesOf(nodes, fileArgument(file, surroundings.cwd).path, output, surroundings);
    const named = await readNamedFile(file, "standard input", surroundings);
    const target = nodeTarget(named.region, asked.target);
    refuseErrors(named, { ...asked, ...(target && { target }) }, output);
    const product = target?.product === "rke2" ? "rke2" : "k3s";
    const { text, masked, next } =
      form === "ssh" ? await sshDeployment(file, named, product, values, surroundings) : wrapped(named, form, product);
    if (destination) {
      await createFile(destination, Buffer.from(text));
      const ready = `${printable(shownPath(destination.shown))} is ready.`;
      output.note(`${ready} ${masked === text && next ? next(destination.shown) : "It contains the credentials."}`);
    } else if (reveal) await output.write(text);
    else {
      if (masked === undefined)
        throw new UserProblem(
          `${shownArgument(named.shown)}: this file can't be shown with its secrets masked; use -o OUT`,
        );
      await output.write(masked);
      if (masked !== text)
        output.note("Secrets are masked here. Use -o OUT to write the file, or --reveal to print it.");
    }
    return exitCodes.clean;
  },
};

function wrapped({ region, shown }: NamedFile, form: WrapForm, product: NodeProduct): Written {
  const made = wrapRegistries(region.file, form, product);
  if (!made.ok) throw problemOf(shown, made);
  const masked = wrapMasked(region.file, form, product);
  return { text: made.text, masked: masked.ok ? masked.text : undefined };
}

/** A file of its own stays outside of the script, one inside another goes into it. */
async function sshDeployment(
  file: string,
  { region, bytes, shown }: NamedFile,
  product: NodeProduct,
  values: Parameters<typeof listedNodes>[0] & {
    readonly timeout?: string | undefined;
    readonly "test-pull"?: string | undefined;
  },
  surroundings: Surroundings,
): Promise<Written> {
  const { timeout, "test-pull": testPull } = values;
  const refusal = unfit(region.file);
  if (refusal !== undefined) throw problemOf(shown, refusal);
  if (values.nodes === "-" && file === "-")
    throw new UserProblem("standard input can't be both the registries.yaml and the nodes");
  const { nodes, sudo } = await listedNodes(values, surroundings);
  const script = (text: string) =>
    sshScript({
      sha256: createHash("sha256")
        .update(bytes ?? carriedText(region.arriving))
        .digest("hex"),
      ...(!bytes && { text }),
      nodes,
      product,
      options: {
        sudo,
        ...(timeout !== undefined && { timeout: Number(timeout) }),
        ...(testPull !== undefined && { testPull }),
      },
    });
  const made = script(region.arriving);
  if (!made.ok) throw problemOf(shown, made);
  const masked = bytes ? made : script(maskedFile(writtenSecrets(region.file.doc), { asWritten: true }));
  return {
    text: made.text,
    masked: masked.ok ? masked.text : undefined,
    next: (file) => `Run it where ssh reaches the nodes: sh ${printable(file)} ${printable(shown)}`,
  };
}

function problemOf(shown: string, { problem }: Refusal): UserProblem {
  return new UserProblem(`${shownArgument(shown)}: ${printable(problem)}`);
}

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
