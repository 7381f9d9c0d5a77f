import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { type Tracked, trackedFiles } from "./git.ts";

const roots = new Map<string, string | undefined>();
const tracked = new Map<string, Promise<Tracked | undefined>>();

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
 * @returns `undefined` if git is missing or can't tell
 */
export async function isTracked(file: string): Promise<boolean | undefined> {
  const folder = await realpath(dirname(file)).catch(() => dirname(file));
  const root = repositoryOf(folder);
  if (root === undefined) return undefined;
  const known = tracked.get(root) ?? trackedFiles(root);
  tracked.set(root, known);
  return (await known)?.has(relative(root, join(folder, basename(file))).replaceAll(sep, "/"));
}
