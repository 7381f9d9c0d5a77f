import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";

const roots = new Map<string, string | undefined>();
const tracked = new Map<string, Promise<ReadonlySet<string>>>();

/** The folder of the git repository that a folder lies in. */
export function repositoryOf(folder: string): string | undefined {
  if (roots.has(folder)) return roots.get(folder);
  const parent = dirname(folder);
  const root = existsSync(join(folder, ".git")) ? folder : parent === folder ? undefined : repositoryOf(parent);
  roots.set(folder, root);
  return root;
}

/**
 * Whether git tracks a file; git is asked once a repository.
 *
 * @returns `undefined` where there is no git to ask
 */
export async function isTracked(file: string): Promise<boolean | undefined> {
  const folder = await realpath(dirname(file)).catch(() => dirname(file));
  const root = repositoryOf(folder);
  if (root === undefined) return undefined;
  const known = tracked.get(root) ?? trackedIn(root);
  tracked.set(root, known);
  const files = await known;
  return files.size === 0 ? undefined : files.has(relative(root, join(folder, basename(file))).replaceAll(sep, "/"));
}

/** No hook of the repository is run for it. */
function trackedIn(root: string): Promise<ReadonlySet<string>> {
  const args = ["-c", "core.fsmonitor=false", "-C", root, "ls-files", "-z"];
  return new Promise((resolve) => {
    execFile("git", args, { maxBuffer: 2 ** 28, timeout: 10_000 }, (error, stdout) => {
      resolve(new Set(error ? [] : stdout.split("\0")));
    });
  });
}
