import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { parse } from "yaml";
import { installed } from "../tools/install.ts";
import { filesBelow, readText, root } from "./files.ts";

const workflows = [...filesBelow(".github/workflows"), "docs/ci/github-actions.yaml"];

/** Runs a program on the project; gives what it printed, and its exit code. */
function run(program: string, args: readonly string[]) {
  const { stdout, stderr, status } = spawnSync(program, args, { cwd: root, encoding: "utf8" });
  return { output: stdout + stderr, status };
}

describe("the workflows", function () {
  this.timeout(240_000);

  it("are valid, as actionlint sees it", function () {
    const { output, status } = run(installed("actionlint", this), ["-no-color", ...workflows]);
    assert.equal(status, 0, output);
  });

  for (const [persona, files] of Object.entries({
    pedantic: [...filesBelow(".github/workflows"), "action.yml", ".github/dependabot.yml"],
    regular: ["docs/ci/github-actions.yaml"],
  }))
    it(`are safe, as zizmor sees it: ${files.join(", ")}`, function () {
      const args = ["--offline", "--no-progress", "--strict-collection", "--config", ".github/zizmor.yml"];
      const { output, status } = run(installed("zizmor", this), [...args, "--persona", persona, ...files]);
      assert.equal(status, 0, output);
      assert.match(output, /No findings to report/);
    });

  it("build a good image, as hadolint sees it", function () {
    const { output, status } = run(installed("hadolint", this), ["--no-color", "Dockerfile"]);
    assert.equal(status, 0, output);
  });

  it("use one version of each action", () => {
    const used = workflows.flatMap((path) =>
      [...readText(path).matchAll(/uses: ([\w./-]+)@([0-9a-f]{40} # v[\d.]+)$/gm)].map(([, name, pin]) => [name, pin]),
    );
    assert.ok(used.length > 10);
    for (const [name, pin] of used) assert.equal(pin, new Map(used as [string, string][]).get(name ?? ""), name);
  });

  it("run scripts that are there", () => {
    const { scripts } = JSON.parse(readText("package.json"));
    for (const path of filesBelow(".github/workflows"))
      for (const { steps } of Object.values<{ steps: { run?: string }[] }>(parse(readText(path)).jobs))
        for (const { run: line = "" } of steps)
          for (const [, name = ""] of line.matchAll(/npm run ([\w:]+)/g)) assert.ok(scripts[name], name);
  });
});
