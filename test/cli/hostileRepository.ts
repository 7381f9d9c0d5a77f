import { spawnSync } from "node:child_process";
import { appendFileSync, chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { folderWith } from "./cli.ts";

/** A repository whose configuration starts a program, which leaves a file. */
export interface HostileRepository {
  readonly folder: string;
  /** Whether its program ran since it was last asked. */
  ran(): boolean;
}

/** Runs git as a user does, with nothing of this machine's configuration. */
export function git(folder: string, ...args: readonly string[]): string {
  const names = ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.com"];
  const { stdout, stderr, status } = spawnSync("git", [...names, ...args], { cwd: folder, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return stdout.trim();
}

const secret = "configs:\n  r.example.com:\n    auth: {username: u, password: FAKE-secret}\n";

/** A repository that tracks `in/registries.yaml` and `out/registries.yaml`, and not `in/new/registries.yaml`. */
export function repository(): string {
  const folder = folderWith({ "in/registries.yaml": secret, "out/registries.yaml": `# Another tree\n${secret}` });
  git(folder, "init", "-q");
  git(folder, "add", ".");
  git(folder, "commit", "-qm", "All");
  mkdirSync(join(folder, "in/new"));
  writeFileSync(join(folder, "in/new/registries.yaml"), secret);
  return folder;
}

/**
 * A clone as a partial one with a sparse index leaves it: the tree of `out` is not there, and is looked for at the
 * promisor. `out/registries.yaml` is on the disk all the same.
 */
export function sparseRepository(): string {
  const folder = repository();
  git(folder, "sparse-checkout", "init", "--cone", "--sparse-index");
  git(folder, "sparse-checkout", "set", "in");
  const tree = git(folder, "rev-parse", "HEAD:out");
  rmSync(join(folder, ".git/objects", tree.slice(0, 2), tree.slice(2)));
  configure(
    folder,
    '[core]\nrepositoryFormatVersion = 1\n[extensions]\npartialClone = origin\n[remote "origin"]\npromisor = true\n',
  );
  mkdirSync(join(folder, "out"), { recursive: true });
  writeFileSync(join(folder, "out/registries.yaml"), secret);
  return folder;
}

export function configure(folder: string, text: string): void {
  appendFileSync(join(folder, ".git/config"), text);
}

/** A program that leaves a mark outside of the repository. */
export function marker(): { readonly program: string; ran(): boolean } {
  const folder = folderWith({ program: "" });
  const [program, mark] = [join(folder, "program"), join(folder, "mark")];
  writeFileSync(program, `#!/bin/sh\n: > "${mark}"\nexit 1\n`);
  chmodSync(program, 0o755);
  return {
    program,
    ran() {
      const there = existsSync(mark);
      rmSync(mark, { force: true });
      return there;
    },
  };
}

/** Writes a file of a repository; one that starts with `#!` can be run. */
export function write(folder: string, path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text, { mode: text.startsWith("#!") ? 0o755 : 0o644 });
}
