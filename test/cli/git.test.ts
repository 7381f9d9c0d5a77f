import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { trackedFiles } from "../../src/cli/git.ts";
import { cli, folderWith } from "./cli.ts";
import { configure, git, marker, repository, sparseRepository, write } from "./hostileRepository.ts";

interface Attack {
  readonly name: string;
  readonly make: (program: string) => string;
  /** Whether a plain `git ls-files` starts the program: what proves that the repository is hostile. */
  readonly plain: boolean;
}

/** A partial clone whose promisor is reached by a program of the repository. */
const promisor = (name: string, remote: (program: string) => string): Attack => ({
  name: `a missing tree and a promisor by ${name}`,
  make(program) {
    const folder = sparseRepository();
    configure(folder, remote(program));
    return folder;
  },
  plain: true,
});
const configured = (name: string, text: (program: string) => string, plain: boolean): Attack => ({
  name,
  make(program) {
    const folder = repository();
    configure(folder, text(program));
    return folder;
  },
  plain,
});

const attacks: readonly Attack[] = [
  promisor("uploadpack", (program) => `url = .\nuploadpack = ${program}\n`),
  promisor(
    "ext::",
    (program) => `url = "ext::${program}"\n[protocol "ext"]\nallow = always\n[protocol]\nallow = always\n`,
  ),
  promisor("ssh", (program) => `url = ssh://example.invalid/x\n[core]\nsshCommand = ${program}\n`),
  promisor("git://", (program) => `url = git://example.invalid/x\n[core]\ngitProxy = ${program}\n`),
  configured("core.fsmonitor", (program) => `[core]\nfsmonitor = ${program}\n`, true),
  {
    name: "core.fsmonitor of a worktree's configuration",
    make(program) {
      const folder = repository();
      configure(folder, "[core]\nrepositoryFormatVersion = 1\n[extensions]\nworktreeConfig = true\n");
      write(folder, ".git/config.worktree", `[core]\nfsmonitor = ${program}\n`);
      return folder;
    },
    plain: true,
  },
  {
    name: "core.fsmonitor of an included file",
    make(program) {
      const folder = repository();
      write(folder, "more", `[core]\nfsmonitor = ${program}\n`);
      configure(folder, '[includeIf "gitdir/i:**"]\npath = ../more\n');
      return folder;
    },
    plain: true,
  },
  {
    name: "core.fsmonitor of a bare repository in the place of .git",
    make(program) {
      const folder = repository();
      configure(folder, `[core]\nfsmonitor = ${program}\nbare = false\nworktree = .\n`);
      cpSync(join(folder, ".git"), folder, { recursive: true });
      rmSync(join(folder, ".git"), { recursive: true });
      mkdirSync(join(folder, ".git"));
      return folder;
    },
    plain: true,
  },
  {
    name: "hooks",
    make(program) {
      const folder = repository();
      for (const hook of ["post-index-change", "post-checkout", "reference-transaction", "fsmonitor-watchman"])
        write(folder, `.git/hooks/${hook}`, `#!/bin/sh\n${program}\n`);
      return folder;
    },
    plain: false,
  },
  {
    name: "filters, text converters and diffs",
    make(program) {
      const folder = repository();
      write(folder, ".gitattributes", "* filter=x diff=x merge=x\n");
      const x = `[filter "x"]\nclean = ${program}\nsmudge = ${program}\nprocess = ${program}\nrequired = true\n`;
      configure(folder, `${x}[diff "x"]\ntextconv = ${program}\ncommand = ${program}\n[diff]\nexternal = ${program}\n`);
      return folder;
    },
    plain: false,
  },
  configured(
    "pager, alias and editor",
    (program) =>
      `[core]\npager = ${program}\neditor = ${program}\n[pager]\nls-files = ${program}\n[alias]\nls-files = !${program}\n`,
    false,
  ),
];

describe("git of a hostile repository", function () {
  this.timeout(60_000);

  for (const { name, make, plain } of attacks)
    it(`starts nothing by ${name}`, async () => {
      const { program, ran } = marker();
      const folder = make(program);
      spawnSync("git", ["ls-files"], { cwd: folder });
      assert.equal(ran(), plain, "the repository is not hostile");
      const tracked = await trackedFiles(folder, process.env);
      assert.equal(ran(), false);
      // What git can't tell is not known; what it tells is right.
      if (tracked) {
        assert.equal(tracked.has("in/registries.yaml"), true);
        assert.equal(tracked.has("in/new/registries.yaml"), false);
      }
      await cli(folder, ["lint"]);
      await cli(folder, ["lint", "--fix", "in/registries.yaml"]);
      assert.equal(ran(), false);
    });

  it("still tells what is tracked, and leaves open what a sparse index does", async () => {
    const folder = sparseRepository();
    const tracked = await trackedFiles(folder, process.env);
    assert.deepEqual(
      ["in/registries.yaml", "in/new/registries.yaml", "out/registries.yaml", "outer/registries.yaml"].map((path) =>
        tracked?.has(path),
      ),
      [true, false, undefined, false],
    );
    const { stdout } = await cli(folder, ["lint", "--format", "compact", "in"]);
    assert.match(stdout, /^in\/registries\.yaml:.* Git tracks this file.*\[secret-exposed\]$/m);
    assert.doesNotMatch(stdout, /^in\/new\/registries\.yaml:.* Git tracks/m);
  });

  it("tells it of worktrees and submodules, of the folder that is asked about, and whatever variables a hook has", async () => {
    const folder = repository();
    const worktree = join(folderWith(), "w");
    git(folder, "worktree", "add", "-q", worktree, "-b", "other");
    assert.equal((await trackedFiles(worktree, process.env))?.has("in/registries.yaml"), true);
    git(folder, "-c", "protocol.file.allow=always", "submodule", "add", "-q", repository(), "sub");
    assert.equal((await trackedFiles(join(folder, "sub"), process.env))?.has("in/registries.yaml"), true);
    configure(folder, "[core]\nworktree = ..\n");
    assert.equal((await trackedFiles(folder, process.env))?.has("in/registries.yaml"), true);
    const env = { GIT_DIR: folderWith(), GIT_INDEX_FILE: "/dev/null", GIT_WORK_TREE: "/", GIT_PREFIX: "x/" };
    assert.match((await cli(folder, ["lint", "in"], { env })).stdout, /Git tracks this file/);
  });

  it("is not asked about a folder above that holds none that git takes", async () => {
    const folder = repository();
    writeFileSync(join(folder, "in/.git"), "");
    assert.equal(await trackedFiles(join(folder, "in"), process.env), undefined);
    rmSync(join(folder, "in/.git"));
    mkdirSync(join(folder, "in/.git"));
    assert.equal(await trackedFiles(join(folder, "in"), process.env), undefined);
  });

  it("is a program of PATH, not one of the current folder", async () => {
    const { program, ran } = marker();
    const folder = repository();
    for (const name of ["git", "git.exe"]) write(folder, name, `#!/bin/sh\n${program}\n`);
    for (const first of [".", "", "in/.."])
      await cli(folder, ["lint", "in"], { env: { PATH: `${first}${delimiter}${process.env["PATH"]}` } });
    assert.equal(ran(), false);
    assert.equal((await cli(folder, ["lint", "in"], { env: { PATH: "" } })).status, 0);
  });
});
