import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { readText } from "../project/files.ts";
import { bad, folderWith, good, type Ran } from "./cli.ts";
import { npmEnvironment, shell } from "./npmRegistry.ts";

describe("the GitHub Actions example", function () {
  this.timeout(120_000);
  const workflow = parse(readText("docs/ci/github-actions.yaml"));
  const steps: readonly { readonly run?: string }[] = workflow.jobs.lint.steps;

  async function runSteps(files: Readonly<Record<string, string>>) {
    const folder = folderWith(files);
    const env = await npmEnvironment();
    const results: Ran[] = [];
    for (const { run } of steps) if (run !== undefined) results.push(await shell(folder, run, env));
    return { folder, results, codes: results.map(({ status }) => status) };
  }

  it("annotates what is wrong and leaves a SARIF log", async () => {
    const { folder, results, codes } = await runSteps({ "a/registries.yaml": bad, "b/registries.yaml": good });
    assert.match(results[0]?.stdout ?? "", /^::error file=a\/registries\.yaml,line=3,/m);
    assert.deepEqual(codes, [1, 1]);
    const log = JSON.parse(readFileSync(join(folder, "k3s-registries.sarif"), "utf8"));
    assert.ok(log.runs[0].results.length > 0);
  });

  it("passes where all is well", async () =>
    assert.deepEqual((await runSteps({ "b/registries.yaml": good, "other.yaml": "a: [" })).codes, [0, 0]));
});
