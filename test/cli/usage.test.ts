import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { readText } from "../project/files.ts";
import { cliFile, spawned } from "./built.ts";
import { bad, cli, folderWith } from "./cli.ts";

const commands = [
  "lint",
  "convert",
  "read",
  "render",
  "explain",
  "images",
  "verify",
  "rotate",
  "check",
  "extract",
  "init",
  "completion",
];

describe("k3s-registries", function () {
  this.timeout(60_000);
  const folder = folderWith();

  it("is one executable file for Node", () => {
    assert.ok(statSync(cliFile).mode & 0o111);
    assert.ok(readText("dist/cli.js").startsWith("#!/usr/bin/env node\n"));
  });

  it("runs in its process: arguments, current folder, standard input and output, exit code", () => {
    const at = folderWith({
      "registries.yaml": bad,
      ".k3s-registries.yaml": "severities: {endpoint-not-list: hint}\n",
    });
    const { stdout, stderr, status } = spawned(at, ["lint", "--format=compact", "-"], { input: bad });
    assert.match(stdout, /^-:3:15 hint .*\[endpoint-not-list\]$/m);
    assert.match(stderr, /^\d+ problems? in 1 file/);
    assert.equal(status, 0);
    assert.equal(spawned(at, ["lint", "--rule", "endpoint-not-list=error"]).status, 1);
    assert.deepEqual(spawned(at, ["lnt"]).status, 2);
  });

  it("tells its version and its commands", async () => {
    const { version } = JSON.parse(readText("package.json"));
    assert.equal((await cli(folder, ["--version"])).stdout, `${version}\n`);
    for (const args of [["--help"], ["-h"], ["help"]]) {
      const { stdout, status } = await cli(folder, args);
      for (const command of commands) assert.match(stdout, new RegExp(`^  ${command} `, "m"));
      assert.equal(status, 0);
    }
    assert.equal((await cli(folder, [])).status, 2);
  });

  for (const command of commands)
    it(`tells about ${command}, with every option that the documentation names`, async () => {
      const { stdout, status } = await cli(folder, [command, "--help"]);
      assert.equal(status, 0);
      assert.match(stdout, new RegExp(`^Usage: k3s-registries ${command} `));
      assert.equal((await cli(folder, ["help", command])).stdout, stdout);
      assert.equal((await cli(folder, [command, "x", "-h"])).stdout, stdout);
      const section =
        new RegExp(`\\n## ${command}\\n([\\s\\S]*?)\\n## `).exec(readText("docs/command-line.md"))?.[1] ?? "";
      for (const [option] of section.matchAll(/--[a-z][a-z-]+/g)) assert.ok(stdout.includes(option), option);
      for (const line of stdout.split("\n")) assert.ok(line.length <= 120, line);
    });

  const wrong: readonly (readonly [args: readonly string[], problem: string])[] = [
    [["lnt"], "unknown command lnt; did you mean lint?"],
    [
      ["something"],
      "unknown command something; use lint, convert, read, render, explain, images, verify, rotate, deploy, check, extract, init, completion",
    ],
    [
      ["__proto__"],
      "unknown command __proto__; use lint, convert, read, render, explain, images, verify, rotate, deploy, check, extract, init, completion",
    ],
    [["help", "lnt"], "unknown command lnt; did you mean lint?"],
    [["--help", "lnt"], "unknown command lnt; did you mean lint?"],
    [["lint", "--fromat", "json"], "unknown option --fromat; did you mean --format?"],
    [["lint", "--nothing=secret"], "unknown option --nothing"],
    [["lint", "-x"], "unknown option -x"],
    [["lint", "--fix=yes"], "--fix takes no value"],
    [["lint", "--format"], "--format needs a value; write a value that starts with - as --format=VALUE"],
    [["lint", "--format", "xml"], "--format takes text, compact, json, sarif, github, gitlab, junit, rdjson"],
    [["lint", "--min-severity", "off"], "--min-severity takes hint, information, warning, error"],
    [["lint", "--fix", "--diff"], "use either --fix or --diff"],
    [["lint", "--diff", "--format", "json"], "--diff prints a diff and takes no --format"],
    [["lint", "--stdin-filename", "a", "b"], "--stdin-filename names the file on standard input; add -"],
    [["lint", "--explain", "unknown-keys"], '--explain: "unknown-keys" is not a rule. Did you mean "unknown-key"?'],
    [["lint", "--color", "pink"], "--color takes auto, always, never"],
    [["lint", "--max-warnings", "many"], "--max-warnings takes a number, 0 or greater"],
    [["lint", "--max-warnings=-1"], "--max-warnings takes a number, 0 or greater"],
    [["lint", "--rule", "unknown-keys=off"], '--rule: "unknown-keys" is not a rule. Did you mean "unknown-key"?'],
    [
      ["lint", "--rule", "unknown-key"],
      "--rule unknown-key: write it as unknown-key=SEVERITY, with off, hint, information, warning or error",
    ],
    [
      ["lint", "--target", "k4s"],
      "--target: A target is k3s, rke2 or k3d, a version, or both: `rke2`, `v1.30.4`, `k3s v1.31`. Use `any` for all supported versions.",
    ],
  ];
  for (const [args, problem] of wrong)
    it(`says in one line what is wrong with ${args.join(" ")}`, async () => {
      const { stdout, stderr, status } = await cli(folder, args);
      assert.equal(stderr, `k3s-registries: ${problem}\n`);
      assert.equal(stdout, "");
      assert.equal(status, 2);
    });

  it("takes names that start with - after --", async () => {
    assert.match((await cli(folder, ["lint", "--", "--help"])).stderr, /^k3s-registries: --help: no such file/m);
  });
});
