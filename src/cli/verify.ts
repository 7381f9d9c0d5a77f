import type { NodeOptions } from "../core/containerd/hostsFiles.ts";
import { convert } from "../core/convert/convert.ts";
import { credentialHosts } from "../core/convert/extract.ts";
import { credentialKind, readCredentials } from "../core/credentials/readCredentials.ts";
import type { RegistriesFile } from "../core/file/file.ts";
import { openRegistries } from "../core/file/openRegistries.ts";
import { normaliseHost } from "../core/hosts/registryHost.ts";
import { type ImageReference, parseImage } from "../core/images/reference.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { curlLines } from "../core/verify/curl.ts";
import type { Talk, Verification } from "../core/verify/exchange.ts";
import { keyCheck } from "../core/verify/googleKey.ts";
import {
  deliversImage,
  planLines,
  type Subject,
  verificationLines,
  verifySubject,
  wordsOf,
} from "../core/verify/subject.ts";
import { hostTarget, imageTargets } from "../core/verify/target.ts";
import type { VerdictKind } from "../core/verify/verdict.ts";
import { readArguments } from "./arguments.ts";
import {
  type Command,
  type ExitCode,
  exitCodes,
  type Output,
  printable,
  type Surroundings,
  shownArgument,
} from "./command.ts";
import { chosenEntries, entryNames } from "./credentialFile.ts";
import { fileArgument, type NamedFile, nodeTarget, readNamedFile } from "./namedFile.ts";
import { nodeOptions, nodeOptionsHelp, nodesOf } from "./nodes.ts";
import { requestOptions, sender, signer } from "./verifyRequests.ts";

const help = `Usage: k3s-registries verify FILE [--host HOST | --image IMAGE | --key] [options]

Sends a credential to its registry, and shows what the answer proves. FILE is a registries.yaml, a file that carries one
(FILE#REGION if it carries several), a credential file, or - for standard input. What is sent where is shown before the
first request, with a question. Without --host, --image and --key, each host with a credential is verified, and a Google
key file as with --key. The requests come from this computer: the nodes may have another network.

Options:
  --host HOST                  a host, as written under configs; can be repeated
  --image IMAGE                an image: its mirrors, rewritten names and credentials, until a registry gives it
  --key                        ask Google about a service-account key, without a registry; the key is not sent
  --entry NAME                 which of several credentials in a credential file to use
  --yes                        send without a question
  --token-server HOST          a token server on another host, or with plain http, that may get the credential
  --insecure                   do not check certificates where the file has insecure_skip_verify
  --ca FILE                    trust the authorities in this file (PEM) too; default: ca_file, if it is on this computer
  --cert FILE                  the client certificate (PEM); default: cert_file, if it is on this computer
  --cert-key FILE              its private key (PEM); default: key_file, if it is on this computer
  --timeout SECONDS            the time limit of each request; default: 15
  --curl                       print the requests for curl and send nothing; passwords are not in them
  --format FORMAT              text, or json (one line per registry); default: text
${nodeOptionsHelp}
  --help                       show this help

Exit codes: 0 accepted or may pull, 1 refused or no right, 2 failed, or nothing is proven.
`;

/** Where the requests come from, in words. */
const here = "this computer";

export const verifyCommand: Command = {
  help,
  async run(args, output, surroundings) {
    const { values, positionals } = readArguments(args, {
      host: { type: "string", multiple: true, default: [] },
      image: { type: "string" },
      key: { type: "boolean", default: false },
      entry: { type: "string" },
      yes: { type: "boolean", default: false },
      "token-server": { type: "string", multiple: true, default: [] },
      curl: { type: "boolean", default: false },
      format: { type: "string", default: "text" },
      ...requestOptions,
      ...nodeOptions,
    });
    const [path] = positionals;
    if (path === undefined || positionals.length > 1)
      throw new UserProblem("verify needs one file with a credential, or - for standard input");
    const { image: imageName, host: hosts, key, format, curl } = values;
    if (format !== "text" && format !== "json") throw new UserProblem("--format takes text, json");
    if ([hosts.length > 0, imageName !== undefined, key].filter(Boolean).length > 1)
      throw new UserProblem("use one of --host, --image and --key");
    const image = imageName === undefined ? undefined : imageNamed(imageName);
    const asked = await nodesOf(values, fileArgument(path, surroundings.cwd).path, output, surroundings);
    const named = await readNamedFile(path, "standard input", surroundings);
    const { file, keyFile } = fileOf(named, { hosts, image, entry: values.entry });
    const target = nodeTarget(named.region, asked.target);
    const options = { ...asked, ...(target && { target }) };
    const subjects =
      keyFile !== undefined && (key || (hosts.length === 0 && !image))
        ? [keySubject(keyFile)]
        : subjectsIn(file, { hosts, image, key, options }, named);
    const shown = (text: string): string => printable(named.region.shown(text));
    if (curl) {
      for (const subject of subjects) {
        if (!("target" in subject)) throw new UserProblem("--curl prints no request for --key: curl can't sign");
        await output.write(curlLines(subject.target));
      }
      return exitCodes.clean;
    }
    await askFirst(subjects, values.yes, output, surroundings, shown);
    const confirm: Talk["confirm"] = async ({ host, shown: url, warning }) => {
      if (values["token-server"].includes(host)) return true;
      output.note(`warning: ${shown(warning ?? "")}`);
      return (await surroundings.ask?.(`Send the credential to ${shown(url)} too? [y/N] `)) === true;
    };
    const sign = await signer();
    const found: VerdictKind[] = [];
    for (const subject of subjects) {
      const target = "target" in subject ? subject.target : undefined;
      const send = await sender(target, values, surroundings.cwd, output);
      const verification = await verifySubject(subject, { send, confirm, sign });
      await output.write(
        format === "json" ? jsonLine(subject, verification, shown) : textOf(subject, verification, shown),
      );
      const { verdict } = verification;
      // Without a credential there is nothing to prove: the image is pulled.
      found.push(image && !target?.secret && verdict === "public" ? "may-pull" : verdict);
      if (deliversImage(subject, verification)) return exitCodeOf(found.slice(-1));
    }
    return exitCodeOf(found);
  },
};

function exitCodeOf(found: readonly VerdictKind[]): ExitCode {
  if (found.some((verdict) => verdict === "refused" || verdict === "no-right")) return exitCodes.findings;
  return found.every((verdict) => verdict === "accepted" || verdict === "may-pull")
    ? exitCodes.clean
    : exitCodes.failed;
}

function imageNamed(text: string): ImageReference {
  const reading = parseImage(text);
  if (!reading.ok) throw new UserProblem(`${shownArgument(text)}: ${reading.problem}`);
  return reading.image;
}

/** The registries.yaml of an argument; of a credential file the one that it would become. */
function fileOf(
  { region, shown }: NamedFile,
  wanted: {
    readonly hosts: readonly string[];
    readonly image: ImageReference | undefined;
    readonly entry: string | undefined;
  },
): { readonly file: RegistriesFile; readonly keyFile?: string } {
  const { file, carrier } = region;
  const { text } = file.doc;
  if (carrier !== undefined || file.mirrors.length + file.configs.length > 0 || credentialKind(text) === undefined) {
    if (wanted.entry !== undefined) throw new UserProblem("--entry chooses in a credential file; use --host here");
    return { file };
  }
  const reading = readCredentials(text);
  if (!reading.ok) throw new UserProblem(`${shownArgument(shown)}: ${printable(reading.problem)}`);
  const chosen = chosenEntries(reading.credentials, wanted.entry);
  const [credential] = chosen;
  const hosts = wanted.image ? [wanted.image.registry] : wanted.hosts.map(normaliseHost);
  if (hosts.length > 0 && chosen.length > 1)
    throw new UserProblem(`the file has several credentials; choose one with --entry ${entryNames(chosen)}`);
  const assignments = chosen.map((one) => ({ credential: one, hosts: hosts.length > 0 ? hosts : one.hosts }));
  const isKey = reading.kind === "google-key";
  if (assignments.every((one) => one.hosts.length === 0) && !isKey)
    throw new UserProblem("specify the registry that the credential is for, such as --host ghcr.io");
  const conversion = convert({ assignments: assignments.filter((one) => one.hosts.length > 0), mirrors: false });
  if (!conversion.ok && !isKey) throw new UserProblem(printable(conversion.problem));
  const made = openRegistries(conversion.ok ? conversion.text : "");
  const password = credential && "password" in credential.auth ? credential.auth.password : undefined;
  return isKey && password !== undefined ? { file: made, keyFile: password } : { file: made };
}

function subjectsIn(
  file: RegistriesFile,
  {
    hosts: named,
    image,
    key,
    options,
  }: {
    readonly hosts: readonly string[];
    readonly image: ImageReference | undefined;
    readonly key: boolean;
    readonly options: NodeOptions;
  },
  { shown, region }: NamedFile,
): readonly Subject[] {
  const refused = (problem: string): UserProblem =>
    new UserProblem(`${shownArgument(shown)}: ${printable(region.shown(problem))}`);
  if (image) {
    const made = imageTargets(file, image, options);
    if (!made.ok) throw refused(made.problem);
    return made.targets.map((target) => ({ target }));
  }
  const known = credentialHosts(file);
  if (key) {
    const keys = file.configs.flatMap(({ auth }) => auth.jsonPassword?.json ?? []);
    if (keys.length === 0) throw refused("No host has a Google key as its password.");
    return [...new Set(keys)].map(keySubject);
  }
  const hosts = named.length > 0 ? named.map((host) => (known.includes(host) ? host : normaliseHost(host))) : known;
  if (hosts.length === 0) throw refused("No host under configs has a credential.");
  return hosts.map((host) => {
    const made = hostTarget(file, host, options);
    if (!made.ok) throw refused(made.problem);
    if (!made.target.secret) throw refused(`There is no credential to verify. ${made.target.credential}`);
    return made;
  });
}

function keySubject(text: string): Subject {
  const made = keyCheck(text);
  if (!made.ok) throw new UserProblem(printable(made.problem));
  return made;
}

/**
 * Shows what is sent where, and asks.
 *
 * @throws UserProblem without a terminal to ask on, or if the answer is no
 */
async function askFirst(
  subjects: readonly Subject[],
  yes: boolean,
  output: Output,
  { ask }: Surroundings,
  shown: (text: string) => string,
): Promise<void> {
  output.note("Requests from this computer:");
  for (const subject of subjects) for (const line of planLines(subject)) output.note(`  ${shown(line)}`);
  if (yes) return;
  if (!ask) throw new UserProblem("verify asks before it sends a credential; run it in a terminal, or add --yes");
  if (!(await ask("Send? [y/N] "))) throw new UserProblem("nothing was sent");
}

function textOf(subject: Subject, verification: Verification, shown: (text: string) => string): string {
  const lines = verificationLines(subject, verification, here);
  return lines.map((line, at) => `${at > 0 ? "  " : ""}${shown(line)}\n`).join("");
}

function jsonLine(subject: Subject, verification: Verification, shown: (text: string) => string): string {
  const { verdict, reasons, steps } = verification;
  const where =
    "check" in subject
      ? { account: subject.check.account }
      : { host: subject.target.host, image: subject.target.image?.name };
  const text = shown(wordsOf(subject, verification, here));
  return `${JSON.stringify({ ...where, verdict, text, reasons: reasons.map(shown), requests: steps })}\n`;
}
