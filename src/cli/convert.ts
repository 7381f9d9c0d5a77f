import type { Region } from "../core/carriers/region.ts";
import { type Assignment, convert, googleCredentialHosts } from "../core/convert/convert.ts";
import { convertIntoRegion } from "../core/convert/convertIntoRegion.ts";
import { alternatives } from "../core/credentials/alternatives.ts";
import type { Credential } from "../core/credentials/credential.ts";
import type { RegistriesFile } from "../core/file/file.ts";
import { openRegistries } from "../core/file/openRegistries.ts";
import { parseTarget, type Target } from "../core/file/release.ts";
import { normaliseHost } from "../core/hosts/registryHost.ts";
import { targetProblem } from "../core/lint/sharedSettings.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { readArguments } from "./arguments.ts";
import { type Command, exitCodes, type Output, printable } from "./command.ts";
import { chosenEntries, entryName, entryNames, noteWarnings, readCredentialFile } from "./credentialFile.ts";
import { openDestination, previewText, reportChanges } from "./destination.ts";

const help = `Usage: k3s-registries convert FILE [--host HOST] [--into FILE | -o FILE | --dry-run]

Writes the credentials in a file into a registries.yaml. The file is a Google service-account key, a Docker config.json,
a Kubernetes pull Secret, or a credential file of another registry or cloud; its content decides, not its name. Use -
for standard input. Credentials are never accepted as arguments and never printed.

Options:
  --host HOST          a registry that the credential is for, such as europe-docker.pkg.dev; can be repeated. Default:
                       the registries in the file; for a Google key, the hosts in --into that already have one
  --entry NAME         which of several credentials in the file to use, by its name there or its registry
  --key-form FORM      how a Google key is written: json, or base64 (needs no quoting); default: json
  --target TARGET      what will read the registries.yaml: k3s, rke2, k3d, a version, or both, such as "k3s v1.31.6"
  --into FILE          merge into this registries.yaml, or create it; all other bytes stay. A file that carries one,
                       such as a cloud-init file, is named as FILE, or as FILE#REGION if it carries several
  -o, --output FILE    create this registries.yaml; never overwrites a file
  --dry-run            show the changes, secrets masked; write nothing
  --no-mirrors         write no mirrors entries
  --help               show this help

A new file is readable only by its owner (mode 0600); an existing file keeps its mode.
Exit codes: 0 done, 2 failed.
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
    if (keyForm !== "json" && keyForm !== "base64") throw new UserProblem("--key-form takes json, base64");
    if (into !== undefined && newFile !== undefined) throw new UserProblem("use either --into or -o");
    const path = into ?? newFile;
    if (path === "-")
      throw new UserProblem("the output contains the credential and is not written to standard output; name a file");
    const reader = readerOf(values.target);

    const { credentials } = await readCredentialFile("convert", positionals, output, surroundings);
    if (path === undefined && !dryRun)
      throw new UserProblem("specify where to write: --into FILE, -o FILE, or --dry-run to only show the changes");
    const file =
      path === undefined
        ? undefined
        : await openDestination(path, { there: into === undefined ? "refused" : "fine" }, output, surroundings);
    const inside = file?.inside;
    const region = inside?.carrier.regions[inside.index];
    const existing = region?.file ?? openRegistries(file?.text ?? "");
    const assignments = assignmentsOf(chosenEntries(credentials, values.entry), values.host, existing, output);
    const target = targetIn(region, reader);
    const request = { assignments, mirrors: !values["no-mirrors"], keyForm, target } as const;
    const conversion = inside
      ? convertIntoRegion(inside.carrier, inside.index, request)
      : convert({ ...request, existing });
    if (!conversion.ok) throw new UserProblem(printable(conversion.problem));
    noteWarnings(
      assignments.map(({ credential }) => credential),
      output,
    );
    if (dryRun) await output.write(previewText(conversion.preview));
    else await file?.write("text" in conversion ? conversion.text : conversion.carrier.text);
    reportChanges(conversion.changes, dryRun ? undefined : { file: path ?? "", inside: region }, output);
    return exitCodes.clean;
  },
};

/** The carrier says what reads the file, unless a product is named. */
function targetIn(region: Region | undefined, target: Target): Target {
  return region === undefined || target.product !== undefined ? target : { ...target, product: region.reader };
}

function readerOf(text: string | undefined): Target {
  const target = text === undefined ? {} : parseTarget(text);
  if (!target) throw new UserProblem(`--target: ${targetProblem()}`);
  return target;
}

/**
 * Which registries get which credential.
 *
 * @throws UserProblem when that can't be told
 */
function assignmentsOf(
  credentials: readonly Credential[],
  named: readonly string[],
  existing: RegistriesFile,
  output: Output,
): readonly Assignment[] {
  const [only] = credentials;
  if (named.length > 0) {
    if (credentials.length > 1)
      throw new UserProblem(`the file has several credentials; choose one with --entry ${entryNames(credentials)}`);
    return only ? [{ credential: only, hosts: named.map(normaliseHost) }] : [];
  }
  const hostsOf = (credential: Credential): readonly string[] =>
    credential.hosts.length > 0 || credential.kind !== "google-key"
      ? credential.hosts
      : googleCredentialHosts(existing);
  const assigned = credentials.map((credential) => ({ credential, hosts: hostsOf(credential) }));
  const ready = assigned.filter(({ hosts }) => hosts.length > 0);
  if (ready.length === 0)
    throw new UserProblem("specify the registry that the credential is for, such as --host europe-docker.pkg.dev");
  const either = alternatives(ready.map(({ credential }) => credential)).find((group) => group.length > 1);
  if (either)
    throw new UserProblem(
      `several credentials are for the same registry; choose one with --entry ${either.map(entryName).join(", ")}`,
    );
  for (const { credential, hosts } of assigned)
    if (hosts.length === 0)
      output.note(`skipped: ${entryName(credential)} names no registry; convert it with --entry and --host`);
  return ready;
}
