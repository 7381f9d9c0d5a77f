import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { join } from "node:path";
import { root } from "../project/files.ts";

// `npm test` has just built it.
if (process.env["BUILT"] === undefined) {
  const built = spawnSync(process.execPath, ["esbuild.js", "--production"], { cwd: root, encoding: "utf8" });
  if (built.status !== 0) throw new Error(built.stderr);
}

/** The command line as `npm run build` leaves it. */
export const cliFile = join(root, "dist", "cli.js");

/** Runs it in a folder, in a process of its own: for what only a process has, such as a user or a terminal. */
export function spawned(
  cwd: string,
  args: readonly string[],
  {
    env = {},
    ...options
  }: {
    readonly env?: Readonly<Record<string, string>>;
    readonly input?: string;
    readonly uid?: number;
    readonly gid?: number;
  } = {},
): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [cliFile, ...args], {
    cwd,
    encoding: "utf8",
    input: "",
    timeout: 60_000,
    ...options,
    env: { ...process.env, ...env },
  });
}

/** Runs a shell script in a folder, in which `CLI` stands for the command line. */
export function scripted(cwd: string, script: string): SpawnSyncReturns<string> {
  const command = script.replaceAll("CLI", `"${process.execPath}" "${cliFile}"`);
  return spawnSync("bash", ["-c", command], { cwd, encoding: "utf8" });
}
