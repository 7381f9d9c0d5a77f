import { withExpressions } from "../core/carriers/region.ts";
import { parseImage } from "../core/images/reference.ts";
import type { AttemptCredential } from "../core/pull/credential.ts";
import { pullPlan } from "../core/pull/plan.ts";
import type { PlanNote, PullAttempt, PullPlan } from "../core/pull/pullPlan.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import type { Path } from "../core/yaml/document.ts";
import { readArguments } from "./arguments.ts";
import { type Command, exitCodes, printable, shownArgument } from "./command.ts";
import { defaultFile, explainErrorText } from "./explainError.ts";
import { fileArgument, nodeTarget, readNamedFile } from "./namedFile.ts";
import { nodeOptions, nodeOptionsHelp, nodesOf } from "./nodes.ts";

const help = `Usage: k3s-registries explain IMAGE... [options]
       k3s-registries explain --error TEXT [options]

Shows how containerd pulls an image with a registries.yaml: which registries it tries, in order, at which address and
with which credential. With --error, explains a pull error and lists its likely causes in the file. Sends no request
and shows no secret.

Options:
  --error TEXT                 output of kubectl describe pod or crictl pull, or lines from the k3s or RKE2 journal or
                               the containerd log; - for standard input
  --file FILE                  the registries.yaml, a file that carries one (FILE#REGION if it carries several), or -
                               for standard input; default: registries.yaml in the current folder. Without one,
                               --error explains the error alone
  --format FORMAT              text, or json (one line per image or error); default: text
${nodeOptionsHelp}
  --help                       show this help

Exit codes: 0 explained, 1 k3s can't read the file, 2 failed.
`;

export const explainCommand: Command = {
  help,
  async run(args, output, surroundings) {
    const { values, positionals } = readArguments(args, {
      error: { type: "string" },
      file: { type: "string" },
      format: { type: "string", default: "text" },
      ...nodeOptions,
    });
    if (values.format !== "text" && values.format !== "json") throw new UserProblem("--format takes text, json");
    if (values.error !== undefined)
      return explainErrorText({ ...values, error: values.error, positionals }, output, surroundings);
    if (positionals.length === 0) throw new UserProblem("explain needs an image, such as nginx or gcr.io/p/i:1");
    const images = positionals.map((text) => {
      const reading = parseImage(text);
      if (!reading.ok) throw new UserProblem(`${shownArgument(text)}: ${reading.problem}`);
      return reading.image;
    });
    const { file: path = defaultFile } = values;
    const asked = await nodesOf(values, fileArgument(path, surroundings.cwd).path, output, surroundings);
    const { region, shown, lineOf: lineAt } = await readNamedFile(path, "standard input", surroundings);
    const { file } = region;
    const target = nodeTarget(region, asked.target);
    const options = { ...asked, ...(target === undefined ? {} : { target }) };
    const written = region.shown.bind(region);
    for (const [index, image] of images.entries()) {
      const reading = pullPlan(file, image, options);
      if (!reading.ok) {
        const problem = printable(written(reading.problem));
        output.note(`k3s-registries: ${printable(shown)}:${lineAt(reading.offset)}: ${problem}`);
        return exitCodes.findings;
      }
      const lineOf = (path: Path): number => lineAt(file.doc.span(path, "key").start);
      const { plan } = reading;
      if (values.format === "json")
        await output.write(`${JSON.stringify(withExpressions(jsonOf(plan, lineOf), written))}\n`);
      else
        await output.write(`${index === 0 ? "" : "\n"}${written(textOf(plan, (path) => `${shown}:${lineOf(path)}`))}`);
    }
    return exitCodes.clean;
  },
};

type PlaceText = (path: Path) => string;

function textOf({ image, mirror, noMirror, stopped, attempts, notes }: PullPlan, place: PlaceText): string {
  const lines = [
    `image   ${image.text}`,
    `mirror  ${mirror ? `${mirror.registry}, ${place(mirror.path)}` : "none"}`,
    ...(stopped ? [`fails   ${stopped.text}${stopped.path ? ` ${place(stopped.path)}` : ""}`] : []),
    ...noteLines(noMirror ? [noMirror] : [], place, ""),
    ...noteLines(notes, place, ""),
    ...attempts.flatMap((attempt, index) => attemptLines(attempt, image.repository, index + 1, place)),
  ];
  return lines.map((line) => `${printable(line)}\n`).join("");
}

const kinds: Readonly<Record<PullAttempt["kind"], string>> = {
  mirror: "mirror",
  embedded: "embedded registry",
  registry: "the registry itself",
};

function attemptLines(
  { kind, path, requests, tls, credential, notes }: PullAttempt,
  repository: string,
  number: number,
  place: PlaceText,
): readonly string[] {
  const at = path ? `, ${place(path)}` : "";
  const lines = [`${number}. ${kinds[kind]}${at}`];
  for (const request of requests) {
    lines.push(`   asks        ${request.url}`);
    if (request.rewrite) lines.push(`   rewrite     ${repository} to ${request.repository}, ${place(request.rewrite)}`);
  }
  if (tls) lines.push(`   TLS         ${tlsText(tls)}, ${place(tls.path)}`);
  lines.push(`   credential  ${credentialText(credential, place)}`);
  return [...lines, ...noteLines(notes, place, "   ")];
}

function tlsText({ files, skipsVerification }: NonNullable<PullAttempt["tls"]>): string {
  const settings = [
    ...files.map(({ key, text }) => (text === undefined ? key : `${key} ${text}`)),
    ...(skipsVerification ? ["certificate not checked"] : []),
  ];
  return settings.length > 0 ? settings.join(", ") : "as usual";
}

function credentialText(credential: AttemptCredential, place: PlaceText): string {
  if (credential.kind === "node") return "the node's own";
  if (!("sentences" in credential)) {
    const what = { anonymous: "NONE", unknown: "not known", unreadable: "NOT READABLE" }[credential.kind];
    return `${what}: ${credential.reason}${credential.path ? ` ${place(credential.path)}` : ""}`;
  }
  const { kind, user, path, sentences } = credential;
  const name = {
    user: user === undefined ? "a user" : `user ${user}`,
    "identity-token": "identity token",
    template: "from a template",
  };
  return `${name[kind]}, ${place(path)}. ${sentences.join(" ")}`;
}

function noteLines(notes: readonly PlanNote[], place: PlaceText, indent: string): readonly string[] {
  return notes.map(({ text, path }) => `${indent}note: ${text}${path ? ` ${place(path)}` : ""}`);
}

/** Returns the plan with line numbers instead of paths. */
function jsonOf(
  { image, mirror, noMirror, stopped, attempts, notes }: PullPlan,
  lineOf: (path: Path) => number,
): object {
  const note = ({ text, path }: PlanNote): object => ({ text, ...line(path) });
  const line = (path: Path | undefined): object => (path ? { line: lineOf(path) } : {});
  return {
    image,
    mirror: mirror ? { registry: mirror.registry, ...line(mirror.path) } : null,
    noMirror: noMirror ? note(noMirror) : null,
    stopped: stopped ? note(stopped) : null,
    attempts: attempts.map(({ path, requests, tls, credential, notes, ...attempt }) => ({
      ...attempt,
      ...line(path),
      requests: requests.map(({ rewrite, ...request }) => ({
        ...request,
        ...(rewrite ? { rewriteLine: lineOf(rewrite) } : {}),
      })),
      tls: tls ? { files: tls.files, skipsVerification: tls.skipsVerification, ...line(tls.path) } : null,
      credential: jsonCredential(credential, line),
      notes: notes.map(note),
    })),
    notes: notes.map(note),
  };
}

function jsonCredential(credential: AttemptCredential, line: (path: Path | undefined) => object): object {
  const { kind } = credential;
  if (credential.kind === "node") return { kind };
  if (!("sentences" in credential)) return { kind, reason: credential.reason, ...line(credential.path) };
  const { host, user, path, sentences } = credential;
  return { kind, host, user, description: sentences, ...line(path) };
}
