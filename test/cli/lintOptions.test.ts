import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ruleSummary } from "../../src/cli/rulePages.ts";
import { rules } from "../../src/core/lint/rules/index.ts";
import { readText } from "../project/files.ts";
import { bad, cli, findingsOf, folderWith, good, warned } from "./cli.ts";

/** The files that have findings. */
async function found(folder: string, args: readonly string[]): Promise<readonly string[]> {
  return [...new Set((await findingsOf(folder, args)).map(({ path }) => path))];
}

describe("the options of k3s-registries lint", function () {
  this.timeout(60_000);

  it("globs name what they match, and search folders", async () => {
    const folder = folderWith({
      "registries.yaml": bad,
      "a/registries.yaml": bad,
      "a/b/registries.yaml": bad,
      "a/b/x.yaml": bad,
      "a/.hidden/x.yaml": bad,
      "node_modules/x.yaml": bad,
      "star*.yaml": bad,
    });
    symlinkSync("..", join(folder, "a", "loop"));
    assert.deepEqual(await found(folder, ["**/registries.yaml"]), [
      "registries.yaml",
      "a/registries.yaml",
      "a/b/registries.yaml",
    ]);
    assert.deepEqual(await found(folder, ["a/*/?.yaml"]), ["a/b/x.yaml"]);
    assert.deepEqual(await found(folder, ["./a/**"]), ["a/b/registries.yaml", "a/registries.yaml"]);
    assert.deepEqual(await found(folder, ["a/.*/*.yaml"]), ["a/.hidden/x.yaml"]);
    assert.deepEqual(await found(folder, ["star*.yaml"]), ["star*.yaml"]);
    assert.deepEqual(await found(folder, [`${folder}/a/*`]), [
      `${folder}/a/b/registries.yaml`,
      `${folder}/a/registries.yaml`,
    ]);
    const none = await cli(folder, ["lint", "c/*.yaml", "registries.yaml"]);
    assert.match(none.stderr, /^k3s-registries: c\/\*\.yaml: this pattern matches no file$/m);
    assert.equal(none.status, 2);
  });

  it("--min-severity leaves out what is milder, in annotations and SARIF unless asked", async () => {
    const remark = "configs:\n  a.example.com:\n    auth: {username: u, password: 'pA55'}\n";
    const folder = folderWith({ "a.yaml": remark, "b.yaml": warned });
    const printed = async (...args: string[]): Promise<string> => (await cli(folder, ["lint", ...args])).stdout;
    const works = /missing-mirror-endpoint.*This works/s;
    assert.match(await printed("a.yaml"), works);
    assert.equal(await printed("--min-severity", "warning", "a.yaml"), "");
    assert.equal(await printed("--format", "github", "a.yaml"), "");
    assert.match(await printed("--format", "github", "--min-severity", "hint", "a.yaml"), /^::notice/);
    assert.deepEqual(JSON.parse(await printed("--format", "sarif", "a.yaml")).runs[0].results, []);
    const only = await cli(folder, ["lint", "--min-severity=error", "--max-warnings=0", "b.yaml"]);
    assert.deepEqual([only.stdout, only.stderr, only.status], ["", "no problems in 1 file\n", 0]);
  });

  it("--quiet prints findings and errors, no summary and no notes", async () => {
    const folder = folderWith({
      "registries.yaml": bad,
      "skipped.yaml": bad,
      ".k3s-registries.yaml": "ignores: [skipped.yaml]\n",
    });
    const { stdout, stderr, status } = await cli(folder, ["lint", "--quiet", "registries.yaml", "skipped.yaml", "no"]);
    assert.match(stdout, /endpoint-not-list/);
    assert.equal(stderr, "k3s-registries: no: no such file or folder\n");
    assert.equal(status, 2);
  });

  it("--exit-zero hides findings, not failures", async () => {
    const folder = folderWith({ "registries.yaml": bad });
    assert.equal((await cli(folder, ["lint", "--exit-zero"])).status, 0);
    assert.equal((await cli(folder, ["lint", "--exit-zero", "nothing.yaml"])).status, 2);
  });

  it("--output replaces a file when the run is complete, without colors", async () => {
    const folder = folderWith({ "registries.yaml": bad, "out.txt": "old" });
    const options = { terminal: { columns: 80 }, env: { TERM: "xterm" } };
    const { stdout, stderr, status } = await cli(folder, ["lint", "--output", "out.txt"], options);
    assert.equal(stdout, "");
    assert.match(stderr, /^1 problem in 1 file/);
    assert.equal(status, 1);
    assert.match(readFileSync(join(folder, "out.txt"), "utf8"), /^error\[endpoint-not-list\]/);
    assert.equal((await cli(folder, ["lint", "--output=none/out.txt"])).status, 2);
    symlinkSync("registries.yaml", join(folder, "link.txt"));
    const own = await cli(folder, ["lint", "--output", "link.txt", "registries.yaml"]);
    assert.match(own.stderr, /^k3s-registries: registries\.yaml: --output would replace this file; name another one$/m);
    assert.equal(readFileSync(join(folder, "registries.yaml"), "utf8"), bad);
    assert.equal(own.status, 2);
  });

  it("--stdin-filename names standard input and finds its settings", async () => {
    const folder = folderWith({
      "a/.k3s-registries.yaml": "severities: {endpoint-not-list: hint}\nignores: [no.yaml]\n",
    });
    const run = (name: string) => cli(folder, ["lint", "--stdin-filename", name, "--format=compact"], { input: bad });
    const { stdout, status } = await run("./a/x.yaml");
    assert.match(stdout, /^a\/x\.yaml:3:15 hint /m);
    assert.equal(status, 0);
    assert.match((await run("a/no.yaml")).stderr, /a\/no\.yaml: skipped/);
    assert.match((await run("b/x.yaml")).stdout, /^b\/x\.yaml:3:15 error /m);
  });

  it("--config is the settings file for all, and has to be right", async () => {
    const folder = folderWith({
      "a/registries.yaml": warned,
      "a/.k3s-registries.yaml": "severities: {unknown-key: off}\n",
      "conf/strict.yaml": "severities: {unknown-key: error}\n",
      "conf/wrong.yaml": "targt: k3s\n",
    });
    assert.ok(
      (await findingsOf(folder, ["--config", "conf/strict.yaml"])).some(({ severity }) => severity === "error"),
    );
    const wrong = await cli(folder, ["lint", "a", "a/registries.yaml", "--config", "conf/wrong.yaml"]);
    assert.equal(wrong.stderr.split("\n").length, 2, wrong.stderr);
    assert.match(wrong.stderr, /^k3s-registries: conf\/wrong\.yaml:1:1 "targt" is not a setting\. Did you mean/);
    const missing = await cli(folder, ["lint", "--config", "nothing.yaml"]);
    assert.deepEqual([missing.stderr, missing.status], ["k3s-registries: nothing.yaml: no such settings file\n", 2]);
  });

  it("a wrong settings file is no file without problems", async () => {
    const folder = folderWith({
      "a/registries.yaml": bad,
      "a/.k3s-registries.yaml": "x: 1\n",
      "registries.yaml": good,
    });
    const { stderr, status } = await cli(folder, ["lint"]);
    assert.match(stderr, /^no problems in 1 file; 1 file not checked$/m);
    assert.equal(status, 2);
  });

  it("--diff shows what --fix would change, masked, and writes nothing", async () => {
    const text = `# one\n# two\n# three\n# four\n${bad}configs:\n  m.example.com:\n    auth:\n      username: u\n      password: @hunter2\n`;
    const folder = folderWith({ "registries.yaml": text, "good.yaml": good });
    const { stdout, stderr, status } = await cli(folder, ["lint", "--diff", "registries.yaml", "good.yaml"]);
    assert.equal(
      stdout,
      `--- registries.yaml
+++ registries.yaml
@@ -4,9 +4,9 @@
 # four
 mirrors:
   docker.io:
-    endpoint: https://mirror.example.com
+    endpoint: ["https://mirror.example.com"]
 configs:
   m.example.com:
     auth:
       username: u
-      password: ••••••••
+      password: '••••••••'
`,
    );
    assert.match(stderr, /^2 problems in 2 files would be fixed, \d would remain$/m);
    assert.equal(status, 0);
    assert.equal(readFileSync(join(folder, "registries.yaml"), "utf8"), text);
  });

  it("--diff without secrets is a patch", async function () {
    if (spawnSync("git", ["--version"]).status !== 0) this.skip();
    const text = `${bad}  a.example.com:\n    endpoint: [https://x.example.com]\n  b.example.com:\n    endpoint: [https://x.example.com]\n  c.example.com:\n    endpoint: https://y.example.com\n`;
    const folder = folderWith({ "registries.yaml": text });
    writeFileSync(join(folder, "fix.patch"), (await cli(folder, ["lint", "--diff"])).stdout);
    const { stderr, status } = spawnSync("git", ["apply", "-p0", "fix.patch"], { cwd: folder, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    const patched = readFileSync(join(folder, "registries.yaml"), "utf8");
    writeFileSync(join(folder, "registries.yaml"), text);
    await cli(folder, ["lint", "--fix"]);
    assert.equal(readFileSync(join(folder, "registries.yaml"), "utf8"), patched);
  });

  it("--explain shows the page of every rule, in no more columns than there are", async () => {
    const folder = folderWith();
    for (const { id } of rules) {
      const { stdout, status } = await cli(folder, ["lint", "--explain", id], { terminal: { columns: 60 } });
      assert.equal(status, 0);
      assert.ok(
        stdout
          .replace(/\x1b\[\d*(?:;\d+)?m/g, "")
          .replace(/\s+/g, " ")
          .includes(ruleSummary(id)),
        id,
      );
      assert.doesNotMatch(stdout, /<!--|\]\(/, id);
    }
    const { stdout } = await cli(folder, ["lint", "--explain", "unknown-key"], {
      env: { FORCE_HYPERLINK: "1", FORCE_COLOR: "1" },
    });
    assert.match(
      stdout,
      /\x1b\]8;;https:[^\x1b]*\/docs\/rules\/misplaced-key\.md\x1b\\\x1b\[1mmisplaced-key\x1b\[0m\x1b\]8;;\x1b\\/,
    );
    assert.match(stdout, /\x1b\]8;;https:[^\x1b]*\/docs\/how-k3s-reads-it\/keys\.md#unknown-keys\x1b/);
    const wide = (await cli(folder, ["lint", "--explain", "unknown-key"])).stdout.split("\n");
    for (const line of wide) assert.ok(line.length <= 100, line);
    assert.ok(wide.includes("    mirrors:"), readText("docs/rules/unknown-key.md"));
  });

  it("progress is shown after a second, and taken away", async () => {
    const files = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`d${i}/registries.yaml`, good]));
    const shown: (string | undefined)[] = [];
    let time = 0;
    const now = (): number => {
      time += 60;
      return time;
    };
    await cli(folderWith(files), ["lint"], { progress: (line) => void shown.push(line), now });
    assert.match(shown[0] ?? "", /^\d+ files checked, searching d\d+/);
    assert.equal(shown.at(-1), undefined);
    assert.ok(shown.length < 20);
    const none: (string | undefined)[] = [];
    await cli(folderWith(files), ["lint"], { progress: (line) => void none.push(line) });
    assert.deepEqual(none, [undefined]);
    assert.equal(existsSync("registries.yaml"), false);
  });
});
