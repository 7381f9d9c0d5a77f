// What it takes to start: the extension where a document does not concern it and where one does, and the command line as
// a ratio to a Node that does nothing. CPU time, of the builds for production, as medians of runs that take turns.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const rounds = 9;

/** Nothing is wrong in it but its mode, so that there is a finding to print. */
const text = `mirrors:
  docker.io:
    endpoint:
      - "https://mirror.example.com"
configs:
  mirror.example.com:
    auth:
      username: robot
      password: "s3cret-of-mine"
`;

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1];

/** The CPU time of each of several runs in ms, taken in turns so that other work on the machine meets all alike. */
function measured(runs) {
  const times = Object.fromEntries(Object.keys(runs).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) for (const [name, run] of Object.entries(runs)) times[name].push(run());
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
}

function activation(name, languageId, content) {
  const { stdout } = spawnSync(process.execPath, [join(root, "test/bench/activation.cjs"), name, languageId, content]);
  return Number(stdout);
}

/** The CPU time of a child process; `resourceUsage` tells of this process alone, so the shell is asked. */
function child(args) {
  const script = 'TIMEFORMAT="%U %S"; { time "$@" >/dev/null 2>/dev/null; } 2>&1';
  const { stdout } = spawnSync("bash", ["-c", script, "bash", process.execPath, ...args], { encoding: "utf8" });
  const [user = "", system = ""] = stdout.trim().split(" ");
  return (Number(user) + Number(system)) * 1000;
}

/** Builds what is measured, measures it, and prints it. */
export function startBench() {
  const built = spawnSync(process.execPath, ["esbuild.js", "--production"], { cwd: root, encoding: "utf8" });
  if (built.status !== 0) throw new Error(built.stderr);
  const folder = mkdtempSync(join(tmpdir(), "k3s-registries-bench-"));
  try {
    for (const name of ["one", ...Array.from({ length: 300 }, (_, i) => `many/${i}`)]) {
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, "registries.yaml"), text);
    }
    const started = measured({
      "another YAML file": () => activation("app.yaml", "yaml", "kind: Deployment\n"),
      "another JSON file": () => activation("tsconfig.json", "json", '{ "compilerOptions": {} }'),
      "a registries.yaml": () => activation("registries.yaml", "yaml", text),
    });
    console.log("\nloading and activation where VS Code shows");
    for (const [name, time] of Object.entries(started))
      console.log(`${name.padEnd(22)}${time.toFixed(1).padStart(8)} ms`);

    const cli = join(root, "dist", "cli.js");
    const { node, ...ran } = measured({
      node: () => child(["-e", "0"]),
      "--version": () => child([cli, "--version"]),
      "lint of one file": () => child([cli, "lint", join(folder, "one", "registries.yaml")]),
      "lint of 300 files": () => child([cli, "lint", join(folder, "many")]),
    });
    console.log(`\ncommand line, as a ratio to \`node -e 0\` (${node.toFixed(0)} ms)`);
    for (const [name, time] of Object.entries(ran))
      console.log(`${name.padEnd(22)}${time.toFixed(0).padStart(8)} ms = ${(time / node).toFixed(2)}×`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
