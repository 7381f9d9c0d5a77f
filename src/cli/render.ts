import { lstat, mkdir } from "node:fs/promises";
import { join, posix, relative, resolve } from "node:path";
import { type ContainerdFile, containerdFiles, writesNoHostsToml } from "../core/containerd/containerdFiles.ts";
import { maskedError } from "../core/display/masked.ts";
import { describeTarget, readerName } from "../core/file/release.ts";
import { UserProblem } from "../core/text/userProblem.ts";
import { readArguments } from "./arguments.ts";
import { type Command, exitCodes, fileFault, fileProblem, printable, shownArgument } from "./command.ts";
import { createFile } from "./fileWriting.ts";
import { shownPath } from "./inputs.ts";
import { fileArgument, nodeTarget, readNamedFile } from "./namedFile.ts";
import { nodeOptions, nodeOptionsHelp, nodesOf } from "./nodes.ts";

const help = `Usage: k3s-registries render [FILE] [options]

Shows the files that k3s and RKE2 generate for containerd from a registries.yaml: the hosts.toml of each registry, and
the credentials in config.toml. Passwords and tokens are masked. Default, and for -: standard input. A file that carries
a registries.yaml is named as FILE, or as FILE#REGION with the number or the name of one of several.

Options:
  -o, --output DIR             write the files into this folder; never overwrites a file
${nodeOptionsHelp}
  --reveal                     do not mask secrets
  --help                       show this help

Exit codes: 0 done, 1 k3s can't read the file, 2 failed.
`;

export const renderCommand: Command = {
  help,
  async run(args, output, surroundings) {
    const { values, positionals } = readArguments(args, {
      output: { type: "string", short: "o" },
      ...nodeOptions,
      reveal: { type: "boolean", default: false },
    });
    const [file = "-"] = positionals;
    if (positionals.length > 1) throw new UserProblem("render needs one registries.yaml, or - for standard input");
    const asked = await nodesOf(values, fileArgument(file, surroundings.cwd).path, output, surroundings);
    const { region, shown } = await readNamedFile(file, "standard input", surroundings);
    const target = nodeTarget(region, asked.target);
    const options = { ...asked, ...(target === undefined ? {} : { target }) };
    const reader = readerName(options.target ?? {}) ?? region.file.reader;
    const written = values.reveal ? region.written.bind(region) : region.shown.bind(region);
    const { reading } = region.file;
    if (!reading.ok) {
      const error = printable(written(maskedError(reading)));
      output.note(`k3s-registries: ${shownArgument(shown)}: ${reader} can't read this file: ${error}`);
      return exitCodes.findings;
    }
    if (writesNoHostsToml(options.target ?? {}))
      output.note(
        `k3s-registries: ${describeTarget(options.target ?? {})} writes everything into config.toml; this is the output of later releases`,
      );
    const files = containerdFiles(reading.registry, options, values.reveal ? "revealed" : "masked").map((one) => ({
      ...one,
      path: written(one.path),
      text: written(one.text),
    }));
    if (values.output !== undefined) {
      await writeBelow(values.output, files, surroundings.cwd);
      output.note(
        `${files.length} ${files.length === 1 ? "file" : "files"} written to ${printable(shownPath(values.output))}`,
      );
    } else if (files.length > 0)
      await output.write(files.map(({ path, text }) => `# ${printable(path)}\n${text}`).join("\n"));
    else output.note(`${reader} generates no containerd configuration from this file.`);
    return exitCodes.clean;
  },
};

/** @throws UserProblem when a file can't be written; those before it are there then */
async function writeBelow(folder: string, files: readonly ContainerdFile[], cwd: string): Promise<void> {
  const root = resolve(cwd, folder);
  for (const { path, text } of files) {
    const file = resolve(root, path);
    const shown = posix.join(shownPath(folder), path);
    // A key of the file may contain `..`, or a name that no file system accepts.
    if (relative(root, file).split(/[\\/]/).join("/") !== path)
      throw new UserProblem(`${printable(path)}: this path is outside the folder; no further files are written`);
    try {
      await makeFolders(root, path.split("/").slice(0, -1));
    } catch (error) {
      throw fileProblem(error, shown);
    }
    await createFile({ file, shown }, Buffer.from(text));
  }
}

/** Makes the folders below one by one: a symbolic link among them would lead out of the folder. */
async function makeFolders(root: string, names: readonly string[]): Promise<void> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  let folder = root;
  for (const name of names) {
    folder = join(folder, name);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if ((await lstat(folder)).isSymbolicLink()) throw fileFault("LEADS_OUT");
  }
}
