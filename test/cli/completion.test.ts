import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../src/core/lint/rules/index.ts";
import { cli, folderWith } from "./cli.ts";

const folder = folderWith({ "some.yaml": "" });

/** Runs a script in a shell, after the completion of k3s-registries; `undefined` where there is no such shell. */
async function inShell(shell: string, args: readonly string[], script: string): Promise<string | undefined> {
  const { stdout: completion, status: written } = await cli(folder, ["completion", shell]);
  assert.equal(written, 0);
  writeFileSync(join(folder, `completion.${shell}`), completion);
  const options = { cwd: folder, encoding: "utf8", env: { ...process.env, HOME: folder } } as const;
  const { stdout, stderr, status, error } = spawnSync(shell, [...args, "-c", script], options);
  if (error) return undefined;
  assert.equal(stderr, "");
  assert.equal(status, 0);
  return stdout;
}

/** What follows each of several unfinished lines. */
const lines: Readonly<Record<string, readonly string[]>> = {
  li: ["lint"],
  "lint --form": ["--format"],
  "lint --format g": ["github", "gitlab"],
  "read --format ": ["json", "text"],
  "lint --color a": ["always", "auto"],
  "lint --explain unknown": ["unknown-google-host", "unknown-key"],
  "lint --target k": ["k3d", "k3s"],
  "extract --as p": ["pull-secret"],
  "completion ": ["bash", "fish", "zsh"],
  "help rot": ["rotate"],
};

describe("k3s-registries completion", function () {
  this.timeout(60_000);

  const required = process.env["CI"] !== undefined;

  it("completes in Bash, with = and a rule's severity", async function () {
    const all = {
      ...lines,
      "lint --format = js": ["json"],
      "lint --rule unknown-k": ["error", "hint", "information", "off", "warning"].map(
        (level) => `unknown-key=${level}`,
      ),
      "lint --rule unknown-key = ": ["error", "hint", "information", "off", "warning"],
      "lint --rule unknown-key = of": ["off"],
      "lint so": [],
      "lint --max-warnings ": [],
    };
    const script = Object.keys(all).map((line) => {
      const words = `k3s-registries ${line}`.split(" ");
      return `COMP_WORDS=(${words.map((word) => `"${word}"`).join(" ")}); COMP_CWORD=${words.length - 1}; _k3s_registries 2>/dev/null; echo "\${COMPREPLY[*]}"`;
    });
    const shown = await inShell("bash", [], `source ./completion.bash\n${script.join("\n")}`);
    if (shown === undefined && !required) this.skip();
    const found = (shown ?? "").split("\n").slice(0, -1);
    assert.deepEqual(
      found.map((words) =>
        words
          .split(" ")
          .filter((word) => word !== "")
          .sort(),
      ),
      Object.values(all),
    );
  });

  it("completes in fish", async function () {
    const script = Object.keys(lines).map((line) => `complete -C "k3s-registries ${line}"; echo .`);
    const shown = await inShell("fish", ["--no-config"], `source completion.fish\n${script.join("\n")}`);
    if (shown === undefined && !required) this.skip();
    const found = (shown ?? "").split(".\n").slice(0, -1);
    assert.deepEqual(
      found.map((words) =>
        words
          .trimEnd()
          .split("\n")
          .map((word) => word.split("\t")[0]),
      ),
      Object.values(lines),
    );
  });

  it("completes in Zsh: the function calls Zsh's own with what there is", async function () {
    const stubs = 'compdef() { :; }\n_describe() { print -rl -- $commands }\n_arguments() { print -rl -- "$@" }\n';
    const run = (words: string, current: number): string => `words=(${words}); CURRENT=${current}; _k3s_registries`;
    const script = `${stubs}source ./completion.zsh\n${run("k3s-registries ''", 2)}\n${run("k3s-registries lint --", 3)}`;
    const shown = await inShell("zsh", ["-f"], script);
    if (shown === undefined && !required) this.skip();
    const found = (shown ?? "").split("\n");
    assert.ok(found.includes("lint:find and fix problems in registries.yaml files"));
    assert.ok(
      found.includes("--color=[auto]:value:(auto always never)") ||
        found.some((line) => /^--color=\[.*\]:value:\(auto always never\)$/.test(line)),
    );
    assert.ok(found.includes("*:file:_files"));
    assert.ok(found.some((line) => line.startsWith("--explain=") && line.includes(rules[0]?.id ?? "")));
  });

  it("completes every option that a help text lists", async () => {
    for (const shell of ["bash", "zsh", "fish"]) {
      const { stdout } = await cli(folder, ["completion", shell]);
      for (const command of ["lint", "convert", "extract", "render", "verify"])
        for (const [, option = ""] of (await cli(folder, [command, "--help"])).stdout.matchAll(
          /^ {2}(?:-\w, )?--([\w-]+)/gm,
        ))
          assert.ok(stdout.includes(option), `${shell}: ${option}`);
    }
    assert.equal(
      (await cli(folder, ["completion", "tcsh"])).stderr,
      "k3s-registries: completion takes one of bash, zsh, fish\n",
    );
    assert.equal((await cli(folder, ["completion"])).status, 2);
  });
});
