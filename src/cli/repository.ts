import { existsSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import type { Surroundings } from "./command.ts";
import { type Tracked, trackedFiles } from "./git.ts";
import { realPath } from "./inputs.ts";

/** The git repositories that a run meets, each looked at once. */
export interface Repositories {
  /** The folder of the git repository that a folder lies in. */
  rootOf(folder: string): string | undefined;
  /**
   * True if git tracks a file.
   *
   * @param folder the file's folder without symbolic links
   * @returns `undefined` if git is missing or can't tell
   */
  isTracked(file: string, folder?: string): Promise<boolean | undefined>;
}

export function createRepositories(env: Surroundings["env"]): Repositories {
  const roots = new Map<string, string | undefined>();
  const tracked = new Map<string, Promise<Tracked | undefined>>();
  const rootOf = (folder: string): string | undefined => {
    if (roots.has(folder)) return roots.get(folder);
    const parent = dirname(folder);
    const root = existsSync(join(folder, ".git")) ? folder : parent === folder ? undefined : rootOf(parent);
    roots.set(folder, root);
    return root;
  };
  return {
    rootOf,
    async isTracked(file, folder = realPath(dirname(file))) {
      const root = rootOf(folder);
      if (root === undefined) return undefined;
      const known = tracked.get(root) ?? trackedFiles(root, env);
      tracked.set(root, known);
      return (await known)?.has(relative(root, join(folder, basename(file))).replaceAll(sep, "/"));
    },
  };
}
