import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readText } from "../project/files.ts";
import { installed } from "../tools/install.ts";
import { bad, folderWith, good, warned } from "./cli.ts";
import { npmEnvironment, shell } from "./npmRegistry.ts";

/** The configuration that the documentation shows. */
const [, documented = ""] = /```yaml\n(repos:\n[\s\S]*?)```/.exec(readText("docs/ci.md")) ?? [];

/** A file that k3s reads, with a credential. */
const secret = `${good}configs:\n  mirror.example.com:\n    auth:\n      username: ci\n      password: 'Pa55word'\n`;

describe("the pre-commit hook", function () {
  this.timeout(240_000);
  let env: Readonly<Record<string, string>>;
  let program: string;
  before(async function () {
    program = installed("pre-commit", this);
    env = { ...(await npmEnvironment()), PRE_COMMIT_HOME: folderWith(), GIT_CONFIG_GLOBAL: "/dev/null" };
  });

  /** Stages files and runs the hook on them, as `git commit` does. */
  async function runHook(files: Readonly<Record<string, string>>, config = documented) {
    const folder = folderWith({ ".pre-commit-config.yaml": config, ...files });
    const ran = await shell(folder, `git init -q && git add . && "${program}" run --color never`, env);
    return { folder, ...ran };
  }

  it("passes where all is well, and does not run for other files", async () => {
    const passed = await runHook({ "b/registries.yaml": good });
    assert.match(passed.stdout, /^k3s-registries\.+Passed$/m, passed.stdout + passed.stderr);
    assert.equal(passed.status, 0);
    assert.match((await runHook({ "other.yaml": bad })).stdout, /^k3s-registries\.+\(no files to check\)Skipped$/m);
  });

  it("fails on an error, and skips another tool's files", async () => {
    const foreign = "apiVersion: v1\nkind: List\nmirrorz: {}\n";
    const { stdout, status } = await runHook({
      "a/registries.yaml": bad,
      "b/registries.yaml": good,
      "foreign/registries.yaml": foreign,
    });
    assert.equal(status, 1);
    assert.match(stdout, /^k3s-registries\.+Failed$/m);
    assert.match(stdout, /a\/registries\.yaml.*endpoint-not-list/s);
    assert.doesNotMatch(stdout, /(?:b|foreign)\/registries\.yaml/);
  });

  it("fails on warnings, so that a credential that Git tracks is reported", async () => {
    assert.equal((await runHook({ "registries.yaml": warned })).status, 1);
    const { stdout, status } = await runHook({ "registries.yaml": secret });
    assert.match(stdout, /secret-exposed/);
    assert.equal(status, 1);
  });

  it("applies fixes with --fix, as the documentation says", async () => {
    const config = documented.replace("lint ", "lint --fix ");
    assert.notEqual(config, documented);
    const { folder, stdout, status } = await runHook({ "registries.yaml": bad }, config);
    assert.match(stdout, /files were modified by this hook/);
    assert.equal(status, 1);
    assert.notEqual(readFileSync(join(folder, "registries.yaml"), "utf8"), bad);
  });
});
