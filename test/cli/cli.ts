import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { closeSync, mkdirSync, mkdtempSync, openSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { root } from "../project/files.ts";

const built = spawnSync(process.execPath, ["esbuild.js", "--production"], { cwd: root, encoding: "utf8" });
if (built.status !== 0) throw new Error(built.stderr);

/** The command line as `npm run build` leaves it. */
export const cliFile = join(root, "dist", "cli.js");

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
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly gid?: number;
}

/** Runs the command line in a folder. */
export function cli(cwd: string, args: readonly string[], options: RunOptions = {}): SpawnSyncReturns<string> {
  const { env = {}, ...rest } = options;
  return spawnSync(process.execPath, [cliFile, ...args], {
    cwd,
    encoding: "utf8",
    input: "",
    maxBuffer: 2 ** 28,
    timeout: 60_000,
    ...rest,
    env: { ...process.env, ...env },
  });
}

/** Runs the command line beside others, with a file as its standard input. */
export async function cliBeside(
  cwd: string,
  args: readonly string[],
  input: string = "/dev/null",
): Promise<{ readonly stdout: string; readonly stderr: string; readonly status: number | null }> {
  const descriptor = openSync(input, "r");
  const child = spawn(process.execPath, [cliFile, ...args], {
    cwd,
    stdio: [descriptor, "pipe", "pipe"],
    timeout: 60_000,
  });
  closeSync(descriptor);
  const [stdout, stderr, status] = await Promise.all([
    text(child.stdout as Readable),
    text(child.stderr as Readable),
    new Promise<number | null>((resolve) => child.once("close", resolve)),
  ]);
  return { stdout, stderr, status };
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
  readonly fixable: boolean;
}

/** The findings of `lint --format json`. */
export function findingsOf(cwd: string, args: readonly string[], options?: RunOptions): readonly JsonFinding[] {
  return JSON.parse(cli(cwd, ["lint", "--format", "json", ...args], options).stdout);
}

/** A working file, a file with one error that has a safe fix, and one with a warning. */
export const good = "mirrors:\n  docker.io:\n    endpoint:\n      - https://mirror.example.com\n";
export const bad = "mirrors:\n  docker.io:\n    endpoint: https://mirror.example.com\n";
export const warned = `${good}something: 1\n`;
