import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { hasPlaceholder } from "../core/carriers/placeholders.ts";
import { carriedText, checkScript } from "../core/deploy/sshScript.ts";
import { maskedAddress } from "../core/display/masked.ts";
import { readAnswers } from "../core/nodes/answers.ts";
import { compareNodes, flagNames, type NodeRow } from "../core/nodes/compareNodes.ts";
import { shownTime } from "../core/text/shownTime.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { readArguments } from "./arguments.ts";
import { type Command, exitCodes, printable, shownArgument } from "./command.ts";
import { createFile } from "./fileWriting.ts";
import { shownPath } from "./inputs.ts";
import { fileArgument, nodeTarget, readNamedFile } from "./namedFile.ts";
import { listedNodes, nodeListHelp, nodeListOptions } from "./nodeList.ts";
import { nodeOptions, nodeOptionsHelp, nodesOf } from "./nodes.ts";
import { readTextFile } from "./textFile.ts";

const help = `Usage: k3s-registries check FILE [ANSWERS|-] [options]
       k3s-registries check FILE --nodes FILE [-o OUT]

Shows which nodes have this registries.yaml, run with it, and have the hosts.toml files that k3s writes from it. ANSWERS
is what the script of check --nodes prints, or that of deploy --to ssh with --check: a line of JSON for each node.
Default, and for -: standard input.

With --nodes, prints that script. It asks the nodes by ssh, changes nothing on them, and contains nothing of the file.

Options:
  --format FORMAT              text, or json (one line per node); default: text
${nodeOptionsHelp}
${nodeListHelp}
  -o, --output OUT             write the script into this new file instead of standard output
  --help                       show this help

Exit codes: 0 all nodes have it, 1 a node differs, 2 a node could not be checked, or failed.
`;

export const checkCommand: Command = {
  help,
  async run(args, output, surroundings) {
    const { values, positionals } = readArguments(args, {
      format: { type: "string", default: "text" },
      ...nodeOptions,
      ...nodeListOptions,
      output: { type: "string", short: "o" },
    });
    const [file, answersFile = "-", ...more] = positionals;
    if (file === undefined || more.length > 0)
      throw new UserProblem("check needs one registries.yaml and the answers of the nodes, or - for standard input");
    const makesScript = values.nodes !== undefined;
    if (makesScript && positionals.length > 1)
      throw new UserProblem("use --nodes for the script, or the answers of the nodes, not both");
    if (!makesScript && values.output !== undefined) throw new UserProblem("-o is for the script; add --nodes FILE");
    if (file === "-" && (values.nodes ?? answersFile) === "-")
      throw new UserProblem("standard input can't be both the registries.yaml and what else is read");
    if (values.format !== "text" && values.format !== "json") throw new UserProblem("--format takes text, json");
    const asked = await nodesOf(values, fileArgument(file, surroundings.cwd).path, output, surroundings);
    const { region, shown, bytes } = await readNamedFile(file, "standard input", surroundings);
    if (region.carrier !== undefined && hasPlaceholder(region.file.doc.text))
      throw new UserProblem(
        `${shownArgument(shown)}: parts of this registries.yaml are filled in later, so nodes can't be compared with it`,
      );
    const target = nodeTarget(region, asked.target);
    const options = { ...asked, ...(target && { target }) };
    const sums = bytes ? [sha256(bytes)] : [region.arriving, carriedText(region.arriving)].map(sha256);
    if (makesScript) {
      const product = target?.product === "rke2" ? "rke2" : "k3s";
      const { nodes, sudo } = await listedNodes(values, surroundings);
      const script = checkScript({ nodes, product, options: { sudo } });
      if (values.output === undefined) await output.write(script);
      else {
        await createFile({ file: resolve(surroundings.cwd, values.output), shown: values.output }, Buffer.from(script));
        const made = printable(shownPath(values.output));
        output.note(`${made} is ready. Run it with sh, and give its output to check ${shownArgument(file)}.`);
      }
      return exitCodes.clean;
    }
    const answersShown = answersFile === "-" ? "standard input" : answersFile;
    const { source } = await readTextFile(answersFile, answersShown, surroundings);
    const { answers, faults } = readAnswers(source.text);
    for (const { line, fault } of faults)
      output.note(`k3s-registries: ${shownArgument(answersShown)}:${line}: ${printable(fault)}`);
    if (answers.length === 0) throw new UserProblem(`${shownArgument(answersShown)}: no node has answered`);
    const expected = { sha256: sums, file: region.file, options };
    const rows = await compareNodes(answers, expected, sha256);
    if (values.format === "json") for (const row of rows) await output.write(`${JSON.stringify(jsonOf(row))}\n`);
    else await output.write(textOf(rows));
    if (faults.length > 0 || rows.some(({ state }) => state === "failed")) return exitCodes.failed;
    return rows.some(({ state }) => state === "different") ? exitCodes.findings : exitCodes.clean;
  },
};

function sha256(content: string | Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function jsonOf({ node, state, release, options, modified, started, differences }: NodeRow): object {
  return {
    node,
    state,
    release,
    embeddedRegistry: options ? options.embeddedRegistry === true : null,
    disableDefaultEndpoint: options ? options.disableDefaultEndpoint === true : null,
    modified: modified ?? null,
    started: started ?? null,
    differences: differences.map((one) => ({ ...one, registries: one.registries.map(maskedAddress) })),
  };
}

const states: Readonly<Record<NodeRow["state"], string>> = {
  same: "same",
  different: "differs",
  failed: "not checked",
};

/** A table of the nodes, then what differs on each of them. */
function textOf(rows: readonly NodeRow[]): string {
  const time = (seconds: number | undefined): string => (seconds === undefined ? "-" : shownTime(seconds));
  const table = [
    ["NODE", "STATE", "CHANGED", "STARTED", "RELEASE"],
    ...rows.map(({ node, state, modified, started, release }) => [
      node,
      states[state],
      time(modified),
      time(started),
      release || "-",
    ]),
  ];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0))) ?? [];
  const lines = table.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  for (const { node, differences, options } of rows) {
    const told = [
      ...differences.flatMap(({ severity, text, remedy, command }) => [
        `  ${severity}: ${text}`,
        ...(remedy === "" ? [] : [`    ${remedy} ${command}`.trimEnd()]),
      ]),
      ...(options ? [`  runs ${flagNames(options)}`] : []),
    ];
    if (told.length > 0) lines.push("", node, ...told);
  }
  return lines.map((line) => `${printable(line)}\n`).join("");
}
