import { sep } from "node:path";
import { type Region, withExpressions } from "../core/carriers/region.ts";
import { maskedError, maskedRegistry } from "../core/display/masked.ts";
import { type Reading, type Registry, readRegistry } from "../core/file/goDecode.ts";
import { isRegistriesFile } from "../core/file/recognise.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { parseFirstDocument } from "../core/yaml/parser.ts";
import { readArguments } from "./arguments.ts";
import { type Command, exitCodes, printable } from "./command.ts";
import { namedInputs, regionIn } from "./namedFile.ts";
import { readTextFile } from "./textFile.ts";

const help = `Usage: k3s-registries read [files|folders|-] [options]

Shows what k3s and RKE2 read from registries.yaml files: each value as parsed by YAML 1.1, without ignored keys.
Passwords, tokens and keys are masked. Folders are searched; - reads standard input. A file that carries registries.yaml
files, such as a cloud-init file, is named as FILE, or as FILE#REGION with the number or the name of one of several.

Options:
  --format FORMAT   text, or json (one line per file, {"path", "parsed"} or {"path", "error"}); default: text
  --reveal          do not mask secrets
  --help            show this help

Exit codes: 0 k3s reads every file, 1 it can't read one of them, 2 a file could not be opened.
`;

export const readCommand: Command = {
  help,
  async run(args, output, surroundings) {
    const { values, positionals } = readArguments(args, {
      format: { type: "string", default: "text" },
      reveal: { type: "boolean", default: false },
    });
    if (values.format !== "text" && values.format !== "json") throw new UserProblem("--format takes text, json");
    if (positionals.length === 0) throw new UserProblem("read needs a file, a folder, or - for standard input");
    let complete = true;
    let refused = false;
    const onProblem = ({ message }: UserProblem): void => {
      complete = false;
      output.note(`k3s-registries: ${message}`);
    };
    for (const { path, file, found, region } of namedInputs(positionals, surroundings.cwd, onProblem)) {
      try {
        const { source } = await readTextFile(file ?? "-", path, surroundings);
        if (found && !isRegistriesFile(file?.replaceAll(sep, "/") ?? "", source.text)) continue;
        const part = found ? undefined : regionIn(file ?? "", source, path, region);
        const reading = shown(part, part?.file.reading ?? readRegistry(parseFirstDocument(source)), values.reveal);
        refused ||= !reading.ok;
        await output.write(values.format === "json" ? jsonLine(path, part, reading) : textOf(path, part, reading));
      } catch (error) {
        if (!(error instanceof UserProblem)) throw error;
        onProblem(error);
      }
    }
    if (!complete) return exitCodes.failed;
    return refused ? exitCodes.findings : exitCodes.clean;
  },
};

type Shown = { readonly ok: true; readonly registry: Registry } | { readonly ok: false; readonly error: string };

/** @param part the region; `undefined` for a file that is a registries.yaml itself */
function shown(part: Region | undefined, reading: Reading, reveal: boolean): Shown {
  const written =
    part === undefined ? (text: string) => text : reveal ? part.written.bind(part) : part.shown.bind(part);
  if (reading.ok) {
    const registry = reveal ? reading.registry : maskedRegistry(reading.registry);
    return { ok: true, registry: part === undefined ? registry : withExpressions(registry, written) };
  }
  return { ok: false, error: written(reveal ? reading.error : maskedError(reading)) };
}

function jsonLine(path: string, part: Region | undefined, reading: Shown): string {
  const name = { path, ...(part === undefined ? {} : { region: part.name }) };
  return `${JSON.stringify(reading.ok ? { ...name, parsed: reading.registry } : { ...name, error: reading.error })}\n`;
}

/** Returns the values as a tree, one per line. Ambiguous strings are in quotes. */
function textOf(path: string, part: Region | undefined, reading: Shown): string {
  const name = printable(part === undefined ? path : `${path}#${part.name}`);
  if (!reading.ok) return `${name}: ${part?.file.reader ?? "k3s"} can't read this file: ${printable(reading.error)}\n`;
  const lines = treeLines(reading.registry, "  ");
  return `${name}\n${lines.length > 0 ? lines.map((line) => `${line}\n`).join("") : "  nothing\n"}`;
}

function treeLines(value: object, indent: string): readonly string[] {
  return Object.entries(value).flatMap(([key, item]: [string, unknown]) => {
    if (item === null || item === "" || item === false) return [];
    const name = `${indent}${quoted(key)}:`;
    if (Array.isArray(item))
      return item.length === 0 ? [] : [name, ...item.map((text) => `${indent}  - ${quoted(String(text))}`)];
    if (typeof item !== "object") return [`${name} ${quoted(String(item))}`];
    const below = treeLines(item, `${indent}  `);
    // A registry with nothing below it was read all the same.
    if (below.length === 0) return Object.keys(item).length > 0 ? [`${name} {}`] : [];
    return [name, ...below];
  });
}

function quoted(text: string): string {
  return /^[\w./:@*•+-]+$/.test(text) ? text : printable(JSON.stringify(text));
}
