// `npm test`: installs what is missing, runs every suite, adds up. Starts with Node's own modules alone, since a clean
// clone has no others.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { installDependencies } from "../scripts/installDependencies.mjs";
import { installServer, installSystemPackages, node24 } from "./vscode-server/install.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const mocha = ["--import", "tsx", "node_modules/mocha/bin/mocha.js", "--exit"];

/**
 * Two lanes of suites run side by side: one computes, the other waits for browsers. Each has ports, folders and profiles
 * of its own. What they share is built before them, and a build replaces its files whole. A check passes or fails as a
 * whole; a suite says how many of its tests did.
 */
const build = {
  name: "build for all suites of UI and host",
  check: true,
  command: "node",
  args: ["esbuild.js", "--production", "--tests"],
};
const computing = [
  { name: "format and lint", check: true, command: "npx", args: ["biome", "ci", "--error-on-warnings"] },
  ...["src/core", "src/vscode", "src/webview", "src/cli", "test"].map((folder) => ({
    name: `types of ${folder}`,
    check: true,
    command: "npx",
    args: ["tsc", "-p", folder],
  })),
  {
    name: "generated files",
    check: true,
    command: "node",
    args: ["--import", "tsx", "scripts/generate.mts", "--check"],
  },
  {
    name: "vectors as k3s' own reader and containerd give them",
    check: true,
    command: "node",
    args: ["--import", "tsx", "test/conformance/record.mts", "--check"],
  },
  {
    name: "regular expressions in linear time",
    check: true,
    command: "node",
    args: ["test/project/regexps.mjs"],
  },
  {
    name: "time that follows the text",
    check: true,
    command: "node",
    args: ["test/bench/run.mjs", "--shapes", "--check"],
  },
  { name: "unit", command: "node", args: [...mocha, "test/core/**/*.test.ts"] },
  { name: "conformance with k3s", command: "node", args: [...mocha, "test/conformance/**/*.test.ts"] },
  { name: "files that carry a registries.yaml", command: "node", args: [...mocha, "test/carriers/*.test.ts"] },
  {
    name: "project and docs",
    command: "node",
    args: [...mocha, "test/project/**/*.test.ts", "test/docs/**/*.test.ts"],
  },
  { name: "command line", command: "node", args: [...mocha, "test/cli/**/*.test.ts"] },
  { name: "deploy to nodes", command: "node", args: [...mocha, "test/deploy/*.test.ts"] },
];
const browsing = [
  { name: "UI in Chromium", command: "node", args: [...mocha, "--timeout", "120000", "test/ui/**/*.test.ts"] },
  { name: "extension host", command: modernNode, args: ["test/host/run.mjs"] },
  { name: "web extension host", command: modernNode, args: ["test/host/run.mjs", "--web"] },
];
/** For the lane that is free first, so that both take as long; the longest first. */
const either = [
  { name: "what editors show", command: "node", args: [...mocha, "test/sweep/*.test.ts"] },
  { name: "damaged and real files", command: "node", args: [...mocha, "test/fuzz/*.test.ts", "test/corpus/*.test.ts"] },
  { name: "rule corpus", command: "node", args: [...mocha, "test/rules/**/*.test.ts"] },
];

/** Whether the build is as the sources are, so that no suite has to build what it runs: `BUILT` tells it. */
let built = false;

/** test-electron 3 wants Node 22. */
function modernNode() {
  return Number(process.versions.node.split(".")[0]) >= 22 ? process.execPath : node24;
}

function count(output, word) {
  return [...output.matchAll(new RegExp(`(\\d+) ${word}`, "g"))].reduce((sum, match) => sum + Number(match[1]), 0);
}

/**
 * @param show takes the output, piece by piece
 * @returns how many tests passed and failed; a suite that ends badly has at least one that failed
 */
function runSuite({ name, check, command, args }, show) {
  show(`\n── ${name}\n`);
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(typeof command === "function" ? command() : command, args, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...(built ? { BUILT: "1" } : {}), FORCE_COLOR: "0", NO_COLOR: "1" },
    });
    let output = "";
    const collect = (chunk) => {
      output += chunk;
      show(chunk);
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.once("error", (error) => collect(`${error.message}\n`));
    child.once("close", (code) => {
      const passed = check ? Number(code === 0) : count(output, "passing");
      let failed = check ? Number(code !== 0) : count(output, "failing");
      // A suite that ends badly, or without a test, has failed even if it counted no failure.
      if (!check && failed === 0 && (code !== 0 || passed === 0)) failed = 1;
      show(`${name}: ${passed} passed, ${failed} failed (${((Date.now() - started) / 1000).toFixed(1)} s)\n`);
      resolve({ name, passed, failed });
    });
  });
}

/**
 * Runs suites one after the other, then those that no other lane has taken. One that can't even be started has failed, and
 * the next ones run.
 */
async function runLane(suites, left, show) {
  const results = [];
  const own = [...suites];
  for (let suite = own.shift() ?? left.shift(); suite !== undefined; suite = own.shift() ?? left.shift()) {
    try {
      results.push(await runSuite(suite, show));
    } catch (error) {
      show(`${error instanceof Error ? error.message : error}\n`);
      results.push({ name: suite.name, passed: 0, failed: 1 });
    }
  }
  return results;
}

/** Runs both lanes: the output of the first is shown as it comes, that of the second whole, when it has ended. */
async function runLanes(first, second, left) {
  const print = (text) => void process.stdout.write(text);
  if (first.length === 0) return runLane(second, left, print);
  let held = "";
  const beside = runLane(second, left, (text) => {
    held += text;
  });
  const results = await runLane(first, left, print);
  const others = await beside;
  print(held);
  return [...results, ...others];
}

try {
  installDependencies();
  installSystemPackages();
  installServer();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log("0 passed, 1 failed");
  process.exit(1);
}

const only = process.argv.slice(2);
const chosen = (suites) => suites.filter(({ name }) => only.length === 0 || only.some((word) => name.includes(word)));
const results = await runLanes(chosen([build]), [], []);
built = results.length > 0;
if (results.every(({ failed }) => failed === 0))
  results.push(...(await runLanes(chosen(computing), chosen(browsing), chosen(either))));
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
console.log("\n── all suites");
for (const { name, passed, failed } of results)
  console.log(`${failed === 0 ? "✔" : "✘"} ${name} ${passed}/${passed + failed}`);
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
process.exit(sum("failed") === 0 ? 0 : 1);
