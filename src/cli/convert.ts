import { existsSync } from "node:fs";
import { resolve } from "node:path";
import {
  type Conversion,
  convert,
  googleCredentialHosts,
  type HeldCredential,
  type HostChange,
} from "../core/convert/convert.ts";
import {
  type GoogleServiceAccountKey,
  keyCredential,
  parseGoogleServiceAccountKey,
} from "../core/credentials/googleServiceAccountKey.ts";
import { nextSteps } from "../core/deploy/nextSteps.ts";
import { normaliseHost } from "../core/registries/hosts.ts";
import { say } from "../core/text/phrase.ts";
import { readArguments } from "./arguments.ts";
import { CliProblem, type Command, exitCodes, type Output, plainText, shownArgument } from "./command.ts";
import { shownPath } from "./inputs.ts";
import { readTextFile, type TextFile, writeTextFile } from "./textFile.ts";

const help = `Usage: k3s-registries convert KEY.json --host HOST [--into FILE | -o FILE | --dry-run]

Makes a Google service-account key the credential of registries in a registries.yaml. The key is read from a file, or
from standard input for -; it is never taken from the command line and never printed.

Options:
  --host HOST          a registry that the key is for, as europe-docker.pkg.dev; can be repeated. Without it, the hosts
                       of --into that have a Google key already
  --into FILE          merge into this registries.yaml, or make it; every other byte of it stays
  -o, --output FILE    write a new registries.yaml; one that is there is not written over
  --dry-run            show what would be written, secrets masked, and write nothing
  --no-mirrors         write no mirrors entries
  --help               show this

A new file can be read by its owner alone (mode 0600); one that is there keeps its mode.
Exit code: 0 done, 2 not done.
`;

export const convertCommand: Command = {
  summary: "write a Google service-account key into a registries.yaml",
  help,
  async run(args, output) {
    const { values, positionals } = readArguments(args, {
      host: { type: "string", multiple: true, default: [] },
      into: { type: "string" },
      output: { type: "string", short: "o" },
      "dry-run": { type: "boolean", default: false },
      "no-mirrors": { type: "boolean", default: false },
    });
    const [keyFile] = positionals;
    if (keyFile === undefined || positionals.length > 1)
      throw new CliProblem("convert needs one key file, or - for standard input");
    if (/^\s*\{|PRIVATE KEY/.test(keyFile))
      throw new CliProblem("give the key as a file or on standard input (-): arguments can be seen by others");
    const { into, output: newFile, "dry-run": dryRun } = values;
    if (into !== undefined && newFile !== undefined) throw new CliProblem("choose one of --into and -o");
    const target = into ?? newFile;
    if (target === undefined && !dryRun)
      throw new CliProblem("say where to write to: --into FILE, -o FILE, or --dry-run to only look");
    if (target === "-") throw new CliProblem("what is written holds the key, so it goes to a file: name one");

    const credential = keyCredential(await readKey(keyFile));
    const existing =
      target !== undefined && existsSync(resolve(target)) ? await readTarget(target, into !== undefined) : undefined;
    const text = existing?.source.text ?? "";
    const conversion = convert({
      assignments: [{ credential, hosts: hostsFor(values.host, text) }],
      mirrors: !values["no-mirrors"],
      existing: text,
    });
    if (!conversion.ok) throw new CliProblem(say(conversion.problem));
    if (dryRun) await output.write(preview(conversion));
    else if (target !== undefined && conversion.text !== text)
      await writeTextFile(
        resolve(target),
        target,
        existing?.encode(conversion.text) ?? Buffer.from(conversion.text),
        existing?.bytes,
      );
    report(conversion.changes, dryRun ? undefined : target, output);
    return exitCodes.clean;
  },
};

async function readKey(file: string): Promise<GoogleServiceAccountKey> {
  const shown = file === "-" ? "standard input" : file;
  const { source } = await readTextFile(file === "-" ? undefined : resolve(file), shown);
  if (source.cutOff)
    throw new CliProblem(`${shownArgument(shown)}: this is not a text file; name the JSON key that Google gave you`);
  const result = parseGoogleServiceAccountKey(source.text);
  if (!result.ok) throw new CliProblem(`${shownArgument(shown)}: ${say(result.problem)}`);
  return result.key;
}

async function readTarget(target: string, merge: boolean): Promise<TextFile> {
  const file = await readTextFile(resolve(target), target);
  if (!file.whole)
    throw new CliProblem(`${shownArgument(target)}: this file is not text in UTF-8; nothing was changed`);
  if (!merge && file.source.text.trim() !== "")
    throw new CliProblem(`${shownArgument(target)}: this file is there already; --into merges into it`);
  return file;
}

function hostsFor(named: readonly string[], existing: string): readonly string[] {
  if (named.length > 0) return named.map(normaliseHost);
  const known = googleCredentialHosts(existing);
  if (known.length > 0) return known;
  throw new CliProblem("name the registry that the key is for, as --host europe-docker.pkg.dev");
}

const signs = { same: "  ", added: "+ ", removed: "- ", gap: "  " } as const;

function preview({ preview: lines }: Extract<Conversion, { readonly ok: true }>): string {
  return lines.map(({ kind, text }) => `${signs[kind]}${plainText(text)}\n`).join("");
}

function shownCredential({ keyId, username }: HeldCredential): string {
  if (keyId !== undefined) return `key ${keyId}`;
  return username === undefined ? "a token" : `user ${username}`;
}

/** What was done and what is left to do, on standard error: a preview stays alone on standard output. */
function report(changes: readonly HostChange[], written: string | undefined, output: Output): void {
  for (const { host, action, old, new: held } of changes) {
    const what = { added: "added", replaced: "replaced", unchanged: "there already" }[action];
    const name = shownCredential(held);
    const names = action === "replaced" && old ? `${shownCredential(old)} by ${name}` : name;
    output.note(`${plainText(host)}: ${what} (${plainText(names)})`);
  }
  if (written === undefined) return;
  output.note(`${plainText(shownPath(written))} is ready. On every node that pulls:`);
  for (const { product, commands } of nextSteps) output.note(`  ${product}: ${commands[0] ?? ""}`);
  output.note("Then restart k3s or RKE2 there; the file is read only at start.");
}
