// Gets tools that are no npm packages, in versions that this folder pins, into a cache that git ignores.
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readText, root } from "../project/files.ts";

const cache = join(root, ".vscode-test", "tools");

/** Runs a command. Throws an Error with what it printed when it fails. */
function run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): void {
  const options = { encoding: "utf8", env: { ...process.env, ...env } } as const;
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${error?.message ?? stdout + stderr}`);
}

/** Where the programs of a list of Python packages are; installs them from PyPI the first time. */
function pythonPrograms(list = "requirements"): string {
  const folder = join(cache, list === "requirements" ? "python" : list);
  const requirements = `test/tools/${list}.txt`;
  const stamp = join(folder, "requirements.txt");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === readText(requirements)) return join(folder, "bin");
  rmSync(folder, { recursive: true, force: true });
  run("python3", ["-m", "venv", folder]);
  run(join(folder, "bin", "pip"), ["install", "--quiet", "--no-deps", "--requirement", join(root, requirements)]);
  copyFileSync(join(root, requirements), stamp);
  return join(folder, "bin");
}

const actionlintVersion = "v1.7.12";

/** Where actionlint is; builds it with Go the first time. */
function goPrograms(): string {
  const folder = join(cache, `actionlint-${actionlintVersion}`);
  if (existsSync(join(folder, "actionlint"))) return folder;
  mkdirSync(folder, { recursive: true });
  run("go", ["install", `github.com/rhysd/actionlint/cmd/actionlint@${actionlintVersion}`], { GOBIN: folder });
  return folder;
}

/** Where a Python is that has the modules of cloud-init, from its Debian package; downloads that the first time. */
function cloudInitPython(): string {
  const folder = join(cache, "cloud-init");
  const program = join(folder, "cloud-init-python");
  if (existsSync(program)) return folder;
  const bin = pythonPrograms();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const download =
    'cd "$1" && (apt-get download -qq cloud-init || (apt-get update -qq && apt-get download -qq cloud-init))';
  run("sh", ["-c", `${download} && dpkg -x cloud-init_*.deb package`, "sh", folder]);
  const modules = join(folder, "package/usr/lib/python3/dist-packages");
  const script = `#!/bin/sh\nPYTHONPATH="${modules}" exec "${join(bin, "python")}" "$@"\n`;
  writeFileSync(program, script, { mode: 0o755 });
  return folder;
}

const programs = {
  "cloud-init-python": cloudInitPython,
  "pre-commit": () => pythonPrograms(),
  zizmor: () => pythonPrograms(),
  hadolint: () => pythonPrograms(),
  actionlint: goPrograms,
};

/**
 * The path of a program, installed if it is missing. Where it can't be had, the test is skipped, but not in CI.
 *
 * @throws Error that says why it can't be installed, in CI
 */
export function installed(name: keyof typeof programs, test: Mocha.Context): string {
  return orSkipped(name, test, () => join(programs[name](), name));
}

/** The two lines of ansible-core that read templates differently. */
export type AnsibleVersion = "2.17" | "2.19";

/** The path of `ansible-playbook`, beside its `python`; otherwise like `installed`. */
export function ansiblePlaybook(version: AnsibleVersion, test: Mocha.Context): string {
  return orSkipped(`ansible-core ${version}`, test, () =>
    join(pythonPrograms(`ansible-${version}`), "ansible-playbook"),
  );
}

function orSkipped(name: string, test: Mocha.Context, path: () => string): string {
  try {
    return path();
  } catch (error) {
    if (process.env["CI"]) throw error;
    console.log(`      ${name} is missing here: ${error instanceof Error ? error.message : error}`);
    return test.skip();
  }
}
