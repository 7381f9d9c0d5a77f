import { dirname } from "node:path";
import type { Surroundings } from "./command.ts";
import { findProgram } from "./program.ts";

/**
 * What git is asked. Nothing in it reads an object, so that a partial clone fetches none: a folder that a sparse index
 * leaves out is one entry, which ends in `/`.
 */
const question = ["ls-files", "--sparse", "-z"];

/**
 * The repository may be hostile, an unpacked archive for one: what its configuration names must not be run. Paths are
 * those below the folder that is asked about, wherever its configuration puts the work tree.
 */
const options = [
  "--no-pager",
  "--no-optional-locks",
  "--work-tree=.",
  ...[
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "submodule.recurse=false",
    "safe.bareRepository=explicit",
    // Else a sparse index is opened where a folder that it leaves out is there all the same.
    "sparse.expectFilesOutsideOfPatterns=true",
  ].flatMap((setting) => ["-c", setting]),
];

/** Variables that name a repository, as they are set where a hook runs this: it may be another one. */
const repositoryVariables = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_COMMON_DIR",
  "GIT_INDEX_FILE",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_NAMESPACE",
  "GIT_PREFIX",
];

/** What a repository tracks, as far as its index says. */
export interface Tracked {
  /** @returns `undefined` for a path in a folder that a sparse index does not open */
  has(path: string): boolean | undefined;
}

/**
 * Asks git for the files that it tracks in a repository, and starts nothing that the repository names.
 *
 * @param root the absolute path of the folder with `.git`
 * @returns `undefined` where git can't tell: it is not installed, too old, or does not trust the owner of the folder
 */
export async function trackedFiles(root: string, env: Surroundings["env"]): Promise<Tracked | undefined> {
  const git = findProgram("git", env);
  if (git === undefined) return undefined;
  const { execFile } = await import("node:child_process");
  const settings = { cwd: root, env: environmentFor(root, env), maxBuffer: 2 ** 28, timeout: 10_000 };
  return new Promise((resolve) => {
    execFile(git, [...options, ...question], settings, (error, stdout) => {
      resolve(error ? undefined : trackedIn(stdout.split("\0")));
    });
  });
}

function trackedIn(entries: readonly string[]): Tracked {
  const files = new Set(entries);
  const folders = entries.filter((entry) => entry.endsWith("/"));
  return {
    has: (path) => files.has(path) || (folders.some((folder) => path.startsWith(folder)) ? undefined : false),
  };
}

function environmentFor(root: string, env: Surroundings["env"]): NodeJS.ProcessEnv {
  const inherited = Object.entries(env).filter(([name]) => !repositoryVariables.includes(name));
  return {
    ...Object.fromEntries(inherited),
    // Git before 2.44 does not know the second; none of its ways to another repository is open to it either.
    GIT_ALLOW_PROTOCOL: "none",
    GIT_NO_LAZY_FETCH: "1",
    GIT_OPTIONAL_LOCKS: "0",
    GIT_TERMINAL_PROMPT: "0",
    // Where `.git` is none that git takes, it is not to go on with the folders above.
    GIT_CEILING_DIRECTORIES: dirname(root),
  };
}
