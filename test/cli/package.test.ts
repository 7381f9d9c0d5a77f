import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { parse, stringify } from "yaml";
import { fakeKeyFile } from "../core/fakeKey.ts";
import { readText, root } from "../project/files.ts";
import "./built.ts";
import { bad, cli, folderWith, good, type Ran, warned } from "./cli.ts";

interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

/** The tarball that would be published, as `npm pack` makes it; the build is there already. */
const tarballs = folderWith();
const packed: Packed = (() => {
  const args = ["pack", "--json", "--ignore-scripts", "--pack-destination", tarballs];
  const { stdout, stderr, status } = spawnSync("npm", args, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout)[0];
})();

/** A repository with the tarball installed in it, without a registry and without its dependencies. */
function repositoryWith(files: Readonly<Record<string, string>>): string {
  const folder = folderWith({ ".gitignore": "node_modules\n", ...files });
  const installed = join(folder, "node_modules", "k3s-registries");
  mkdirSync(installed, { recursive: true });
  const args = ["-xzf", join(tarballs, packed.filename), "-C", installed, "--strip-components=1"];
  assert.equal(spawnSync("tar", args).status, 0);
  const { bin } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  mkdirSync(join(folder, "node_modules", ".bin"));
  for (const [name, file] of Object.entries<string>(bin))
    symlinkSync(join("..", "k3s-registries", file), join(folder, "node_modules", ".bin", name));
  spawnSync("git", ["init", "-q"], { cwd: folder });
  spawnSync("git", ["add", "."], { cwd: folder });
  return folder;
}

/** Runs a line of a shell script as CI does, with the installed package and no registry in reach. */
function shell(folder: string, script: string) {
  return spawnSync("bash", ["-eo", "pipefail", "-c", script], {
    cwd: folder,
    encoding: "utf8",
    env: {
      ...process.env,
      PATH: [join(folder, "node_modules", ".bin"), dirname(process.execPath), process.env["PATH"]].join(delimiter),
      HOME: folder,
      npm_config_offline: "true",
      npm_config_update_notifier: "false",
    },
  });
}

/**
 * Runs the command line within this process as a line of a shell script calls it: with the arguments and the standard
 * input that the shell makes of the line.
 */
async function called(folder: string, script: string): Promise<Ran> {
  const shims = folderWith({ "k3s-registries": recorder, npx: recorder });
  for (const name of ["k3s-registries", "npx"]) chmodSync(join(shims, name), 0o755);
  const { stderr, status } = shell(folder, `PATH="${shims}:$PATH"\n${script}`);
  assert.equal(status, 0, stderr);
  const args = readFileSync(join(shims, "args"), "utf8").split("\0").slice(0, -1);
  return cli(folder, args, { input: readFileSync(join(shims, "input")), env: { HOME: folder } });
}

/** Writes down how it was called; npx has options and the name of the package first. */
const recorder = `#!/bin/bash
cd "$(dirname "$0")"
case "$0" in */npx) while [ "$1" != k3s-registries ]; do shift || exit 1; done; shift ;; esac
printf '%s\\0' "$@" > args && cat > input
`;

describe("the npm package", function () {
  this.timeout(120_000);

  it("holds the command line and nothing else", () => {
    const files = packed.files.map(({ path }) => path).filter((path) => !/^dist\/cli\/[\w-]+\.js$/.test(path));
    assert.deepEqual(files.sort(), ["LICENSE", "README.md", "dist/cli.js", "package.json"]);
    assert.ok(packed.files.some(({ path, mode }) => path === "dist/cli.js" && mode & 0o111));
  });

  it("is built before it is packed", () => {
    const { scripts } = JSON.parse(readText("package.json"));
    assert.equal(scripts.prepack, scripts.build);
  });

  it("runs from any folder without another package or a network", () => {
    const folder = repositoryWith({ "registries.yaml": bad });
    const { stdout, stderr, status } = shell(folder, "npx k3s-registries lint");
    assert.match(stdout, /^registries\.yaml:3:15 error .* \[endpoint-not-list\]$/m, stderr);
    assert.equal(status, 1);
  });
});

describe("the GitHub Actions example", function () {
  this.timeout(120_000);
  const workflow = parse(readText("docs/ci/github-actions.yaml"));
  const steps: readonly { readonly run?: string; readonly if?: string }[] = workflow.jobs.lint.steps;

  it("annotates what is wrong and leaves a SARIF log", () => {
    const folder = repositoryWith({ "a/registries.yaml": bad, "b/registries.yaml": good });
    const results = steps.flatMap(({ run }) => (run === undefined ? [] : [shell(folder, run)]));
    assert.equal(results.length, 2);
    assert.match(results[0]?.stdout ?? "", /^::error file=a\/registries\.yaml,line=3,/m);
    assert.deepEqual(
      results.map(({ status }) => status),
      [1, 1],
    );
    const log = JSON.parse(readFileSync(join(folder, "k3s-registries.sarif"), "utf8"));
    assert.ok(log.runs[0].results.length > 0);
  });

  it("passes where all is well", async () => {
    const folder = folderWith({ "b/registries.yaml": good, "other.yaml": "a: [" });
    for (const { run } of steps) if (run !== undefined) assert.equal((await called(folder, run)).status, 0, run);
  });
});

describe("the pre-commit hook", function () {
  this.timeout(120_000);
  const hooks: readonly {
    readonly id: string;
    readonly entry: string;
    readonly files: string;
    readonly language: string;
  }[] = parse(readText(".pre-commit-hooks.yaml"));

  /** As pre-commit does it: the entry, with the files of the commit whose names match. */
  async function runHook(files: Readonly<Record<string, string>>, more = "") {
    const folder = folderWith(files);
    const [hook] = hooks;
    assert.ok(hook);
    const names = Object.keys(files).filter((name) => new RegExp(hook.files).test(name));
    return { folder, ...(await called(folder, `${hook.entry} ${more} ${names.join(" ")}`)) };
  }

  it("lints the registries.yaml files of a commit, and no other tool's", async () => {
    const found = await runHook({
      "a/registries.yaml": bad,
      "b/registries.yaml": good,
      "foreign/registries.yaml": "apiVersion: v1\nkind: List\nmirrorz: {}\n",
      "other.yaml": bad,
    });
    assert.equal(found.status, 1);
    assert.deepEqual(
      [
        ...new Set(
          found.stdout
            .trimEnd()
            .split("\n")
            .map((line) => line.split(":")[0]),
        ),
      ],
      ["a/registries.yaml"],
    );
    assert.equal((await runHook({ "b/registries.yaml": good })).status, 0);
  });

  it("takes --fix, as the documentation says", async () => {
    assert.match(readText("docs/command-line.md"), /args: \[--fix\]/);
    const { folder, status } = await runHook({ "registries.yaml": bad }, "--fix");
    assert.equal(status, 0);
    assert.notEqual(readFileSync(join(folder, "registries.yaml"), "utf8"), bad);
  });

  it("is the one that the documentation names, installed by npm", () => {
    const [example = ""] = /```yaml\nrepos:[\s\S]*?```/.exec(readText("docs/command-line.md")) ?? [];
    for (const { id, language } of hooks) {
      assert.ok(example.includes(`- id: ${id}`));
      assert.equal(language, "node");
    }
  });
});

describe("the documentation of the command line", function () {
  this.timeout(120_000);
  const lines = ["docs/command-line.md", "README.md"].flatMap((path) =>
    [...readText(path).matchAll(/```sh\n([\s\S]*?)```/g)].flatMap(([, block = ""]) =>
      block.split("\n").filter((line) => line.includes("k3s-registries ")),
    ),
  );
  const docker = { auths: { "ghcr.io": { auth: btoa("u:p") }, "quay.io": { auth: btoa("u:p") } } };
  const deployment = stringify({
    apiVersion: "apps/v1",
    kind: "Deployment",
    spec: { template: { spec: { containers: [{ name: "app", image: "nginx:1.27" }] } } },
  });
  const event =
    'Warning  Failed  kubelet  Failed to pull image "ghcr.io/a/b:1": failed to authorize: failed to fetch anonymous token: unexpected status: 403 Forbidden';
  const folder = folderWith({
    "registries.yaml": warned,
    "infra/registries.yaml": good,
    "deploy/app.yaml": deployment,
    "charts/values.yaml": "image:\n  repository: quay.io/a/b\n  tag: v1\n",
    "key.json": fakeKeyFile(),
    "new-key.json": fakeKeyFile({ private_key_id: "fedcba9876543210" }),
    ".docker/config.json": JSON.stringify(docker),
    "pull-secret.yaml": stringify({
      apiVersion: "v1",
      kind: "Secret",
      type: "kubernetes.io/dockerconfigjson",
      data: { ".dockerconfigjson": btoa(JSON.stringify(docker)) },
    }),
  });
  const registries = join(folder, "registries.yaml");
  chmodSync(registries, 0o600);
  // No cluster is needed for what kubectl says of a pod.
  const kubectl = `kubectl() { echo '${event}'; }\n`;
  const filled = `configs:
  europe-docker.pkg.dev:
    auth: {username: _json_key, password: '${JSON.stringify(JSON.parse(fakeKeyFile()))}'}
  ghcr.io:
    auth: {username: u, password: 'p'}
`;

  it("has commands for all", () => {
    for (const command of ["lint", "convert", "read", "render", "explain", "images", "rotate", "extract"])
      assert.ok(lines.some((line) => line.includes(` ${command} `)));
  });

  for (const line of lines)
    it(line, async () => {
      if (/ (?:rotate|extract) /.test(line)) writeFileSync(registries, filled);
      const other = join(folder, "infra", "registries.yaml");
      if (/ images(?! .*--file)/.test(line)) rmSync(other);
      else writeFileSync(other, good);
      const { stderr, status } = await called(folder, kubectl + line);
      assert.ok(status === 0 || status === 1, `${status}: ${stderr}`);
      assert.doesNotMatch(stderr, /^k3s-registries: /m);
      if (!line.includes(" convert ")) writeFileSync(registries, warned);
    });
});
