import { type Assignment, convert, googleCredentialHosts } from "../core/convert/convert.ts";
import { alternatives } from "../core/credentials/alternatives.ts";
import type { Credential } from "../core/credentials/credential.ts";
import { parseTarget, type Target } from "../core/file/release.ts";
import { normaliseHost } from "../core/hosts/registryHost.ts";
import { targetProblem } from "../core/lint/sharedSettings.ts";
import { readArguments } from "./arguments.ts";
import { CliProblem, type Command, exitCodes, type Output, plainText } from "./command.ts";
import { chosenEntries, entryName, entryNames, noteWarnings, readCredentialFile } from "./credentialFile.ts";
import { previewText, registriesTarget, reportChanges } from "./registriesTarget.ts";

const help = `Usage: k3s-registries convert FILE [--host HOST] [--into FILE | -o FILE | --dry-run]

Makes the credentials in a file those of registries in a registries.yaml: a Google service-account key, a docker
config.json, a pull Secret of Kubernetes, and what registries and clouds hand out. The kind is told by the content. They
are read from a file, or from standard input for -; never taken from the command line and never printed.

Options:
  --host HOST          a registry that the credential is for, as europe-docker.pkg.dev; can be repeated. Without it, the
                       registries that the file names; for a Google key, the hosts of --into that have one already
  --entry NAME         the one of several credentials in the file: its name there, or its registry
  --key-form FORM      how a Google key is written: json, or base64, which needs no quoting; json unless said
  --target TARGET      what will read the registries.yaml: k3s, rke2, k3d, a version, or both, as "k3s v1.31.6"
  --into FILE          merge into this registries.yaml, or make it; every other byte of it stays
  -o, --output FILE    write a new registries.yaml; one that is there is left alone
  --dry-run            show what would be written, secrets masked, and write nothing
  --no-mirrors         write no mirrors entries
  --help               show this

A new file can be read by its owner alone (mode 0600); one that is there keeps its mode.
Exit code: 0 done, 2 not done.
`;

export const convertCommand: Command = {
  help,
  async run(args, output, surroundings) {
    const { values, positionals } = readArguments(args, {
      host: { type: "string", multiple: true, default: [] },
      entry: { type: "string" },
      "key-form": { type: "string", default: "json" },
      target: { type: "string" },
      into: { type: "string" },
      output: { type: "string", short: "o" },
      "dry-run": { type: "boolean", default: false },
      "no-mirrors": { type: "boolean", default: false },
    });
    const { into, output: newFile, "dry-run": dryRun, "key-form": keyForm } = values;
    if (keyForm !== "json" && keyForm !== "base64") throw new CliProblem("--key-form takes json, base64");
    if (into !== undefined && newFile !== undefined) throw new CliProblem("choose one of --into and -o");
    const path = into ?? newFile;
    if (path === "-") throw new CliProblem("what is written holds the credential, so it goes to a file: name one");
    const reader = readerOf(values.target);

    const { credentials } = await readCredentialFile("convert", positionals, output, surroundings);
    if (path === undefined && !dryRun)
      throw new CliProblem("say where to write to: --into FILE, -o FILE, or --dry-run to only look");
    const file =
      path === undefined
        ? undefined
        : await registriesTarget(path, { there: into === undefined ? "refused" : "fine" }, output, surroundings);
    const existing = file?.text ?? "";
    const assignments = assignmentsOf(chosenEntries(credentials, values.entry), values.host, existing, output);
    const conversion = convert({ assignments, mirrors: !values["no-mirrors"], keyForm, target: reader, existing });
    if (!conversion.ok) throw new CliProblem(plainText(conversion.problem));
    noteWarnings(
      assignments.map(({ credential }) => credential),
      output,
    );
    if (dryRun) await output.write(previewText(conversion.preview));
    else await file?.write(conversion.text);
    reportChanges(conversion.changes, dryRun ? undefined : path, output);
    return exitCodes.clean;
  },
};

function readerOf(text: string | undefined): Target {
  const target = text === undefined ? {} : parseTarget(text);
  if (!target) throw new CliProblem(`--target: ${targetProblem()}`);
  return target;
}

/**
 * Which registries get which credential.
 *
 * @throws CliProblem when that can't be told
 */
function assignmentsOf(
  credentials: readonly Credential[],
  named: readonly string[],
  existing: string,
  output: Output,
): readonly Assignment[] {
  const [only] = credentials;
  if (named.length > 0) {
    if (credentials.length > 1)
      throw new CliProblem(`the file has several credentials: choose with --entry ${entryNames(credentials)}`);
    return only ? [{ credential: only, hosts: named.map(normaliseHost) }] : [];
  }
  const hostsOf = (credential: Credential): readonly string[] =>
    credential.hosts.length > 0 || credential.kind !== "google-key"
      ? credential.hosts
      : googleCredentialHosts(existing);
  const assigned = credentials.map((credential) => ({ credential, hosts: hostsOf(credential) }));
  const ready = assigned.filter(({ hosts }) => hosts.length > 0);
  if (ready.length === 0)
    throw new CliProblem("name the registry that the credential is for, as --host europe-docker.pkg.dev");
  const either = alternatives(ready.map(({ credential }) => credential)).find((group) => group.length > 1);
  if (either)
    throw new CliProblem(
      `these are for the same registry: choose one with --entry ${either.map(entryName).join(", ")}`,
    );
  for (const { credential, hosts } of assigned)
    if (hosts.length === 0)
      output.note(`left out: ${entryName(credential)} names no registry; use --entry and --host for it`);
  return ready;
}
