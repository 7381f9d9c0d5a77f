import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { readText } from "../project/files.ts";
import { bad, folderWith, good, warned } from "./cli.ts";
import { npmEnvironment, shell } from "./npmRegistry.ts";

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: {
    readonly steps: readonly { readonly env: Readonly<Record<string, string>>; readonly run: string }[];
  };
}
const { inputs, runs }: Action = parse(readText("action.yml"));

type Files = Readonly<Record<string, string>>;
type Inputs = Readonly<Record<string, string>>;

/** Runs the action's steps in a repository, as a runner does. */
async function runAction(files: Files, given: Inputs = {}) {
  const folder = folderWith(files);
  const value = (text: string) =>
    text.replace(
      /\$\{\{ inputs\.([\w-]+) \}\}/g,
      (_, name) => given[name] ?? inputs[name]?.default ?? assert.fail(name),
    );
  const [step, ...more] = runs.steps;
  assert.ok(step && more.length === 0);
  const env = Object.fromEntries(Object.entries(step.env).map(([name, text]) => [name, value(text)]));
  const ran = await shell(folder, step.run, { ...(await npmEnvironment()), RUNNER_TEMP: folderWith(), ...env });
  return { folder, ...ran };
}

it("the command for other CI systems gets its version and lints", async () => {
  const [line = ""] = /^npx --yes k3s-registries@.*$/m.exec(readText("docs/ci.md")) ?? [];
  const env = await npmEnvironment();
  const { stdout, status } = await shell(folderWith({ "registries.yaml": warned }), line, env);
  assert.match(stdout, /unknown-key/);
  assert.equal(status, 1);
}).timeout(120_000);

describe("the GitHub action", function () {
  this.timeout(120_000);

  it("annotates what is wrong, and fails on an error or a warning", async () => {
    const { stdout, stderr, status } = await runAction({ "a/registries.yaml": bad, "b/registries.yaml": good });
    assert.match(stdout, /^::error file=a\/registries\.yaml,line=3,/m, stderr);
    assert.equal(status, 1);
    assert.equal((await runAction({ "registries.yaml": warned })).status, 1);
  });

  it("passes where all is well", async () =>
    assert.equal((await runAction({ "b/registries.yaml": good, "other.yaml": "a: [" })).status, 0));

  it("takes paths, a target and a number of warnings as they are, whatever is in them", async () => {
    const files = { "a b/registries.yaml": warned, "--fix/registries.yaml": bad, "c/registries.yaml": bad };
    const { stdout, status } = await runAction(files, { paths: "a b\n", "max-warnings": "", target: "rke2 v1.31.6" });
    assert.match(stdout, /file=a b\/registries\.yaml.*RKE2/);
    assert.doesNotMatch(stdout, /c\/registries\.yaml/);
    assert.equal(status, 0);
    const odd = await runAction(files, { paths: "--fix\n$(touch made)" });
    assert.match(odd.stdout, /file=--fix\/registries\.yaml/);
    assert.equal(odd.status, 2);
  });

  it("runs what its version names, whatever the repository says of npm", async () => {
    const { status, stderr } = await runAction({
      "registries.yaml": good,
      ".npmrc": "registry=http://127.0.0.1:9/\n",
      "node_modules/k3s-registries/package.json": JSON.stringify({
        name: "k3s-registries",
        version: JSON.parse(readText("package.json")).version,
        bin: "other.js",
      }),
      "node_modules/k3s-registries/other.js": "process.exit(3)",
    });
    assert.equal(status, 0, stderr);
  });

  it("has the example of the documentation, which leaves a SARIF log", async () => {
    const { steps } = parse(readText("docs/ci/github-actions.yaml")).jobs.lint;
    const version = `v${JSON.parse(readText("package.json")).version}`;
    const own = steps.find(({ uses }: { uses: string }) => uses === `k3s-registries/k3s-registries@${version}`);
    const { folder, status } = await runAction({ "a/registries.yaml": bad }, own.with);
    assert.equal(status, 1);
    const log = JSON.parse(readFileSync(join(folder, own.with.sarif), "utf8"));
    assert.ok(log.runs[0].results.length > 0);
    const upload = steps.find(({ uses }: { uses: string }) => uses.startsWith("github/codeql-action/upload-sarif@"));
    assert.equal(upload.with.sarif_file, own.with.sarif);
  });
});
