import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import type { Output, Surroundings } from "../../src/cli/command.ts";
import { run } from "../../src/cli/run.ts";

const folders: string[] = [];
process.once("exit", () => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Makes a temporary folder with files in it, which goes when the tests end. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "k3s-registries-")));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

export interface RunOptions {
  /** Standard input: a text, or a stream. */
  readonly input?: string | Uint8Array | Readable;
  /** Variables on top of the test's own. */
  readonly env?: Readonly<Record<string, string>>;
  /** The terminal of standard output; none, unless given. */
  readonly terminal?: Output["terminal"];
  /** What takes the progress, as the terminal of standard error does; none, unless given. */
  readonly progress?: Output["progress"];
  readonly now?: () => number;
  /** Answers questions; nobody is at a terminal, unless given. */
  readonly ask?: Surroundings["ask"];
}

/** What a run printed, and its exit code. */
export interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number;
}

/** Runs the command line in a folder, within this process. */
export async function cli(
  cwd: string,
  args: readonly string[],
  { input = "", env = {}, terminal, progress, now = () => 0, ask }: RunOptions = {},
): Promise<Ran> {
  const [stdout, stderr]: [string[], string[]] = [[], []];
  const output: Output = {
    terminal,
    progress,
    write: async (text) => void stdout.push(text),
    note: (line) => void stderr.push(`${line}\n`),
  };
  const stdin = input instanceof Readable ? input : Readable.from([Buffer.from(input)]);
  // How the tests themselves are shown is nothing to the run.
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  const status = await run(args, output, { cwd, env: { ...inherited, ...env }, stdin, now, ask });
  return { stdout: stdout.join(""), stderr: stderr.join(""), status };
}

export interface JsonFinding {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly id: string;
  readonly severity: string;
  readonly message: string;
  readonly url: string;
  readonly fixable: boolean;
  readonly related: readonly { readonly line: number; readonly message: string }[];
  readonly fixes: readonly {
    readonly title: string;
    readonly safe: boolean;
    readonly edits: readonly { readonly line: number; readonly column: number; readonly text: string }[] | null;
  }[];
}

/** The findings of `lint --format json`. */
export async function findingsOf(
  cwd: string,
  args: readonly string[],
  options?: RunOptions,
): Promise<readonly JsonFinding[]> {
  return JSON.parse((await cli(cwd, ["lint", "--format", "json", ...args], options)).stdout).findings;
}

/** A working file, a file with one error that has a safe fix, and one with a warning. */
export const good = "mirrors:\n  docker.io:\n    endpoint:\n      - https://mirror.example.com\n";
export const bad = "mirrors:\n  docker.io:\n    endpoint: https://mirror.example.com\n";
export const warned = `${good}something: 1\n`;
