// `npm test`: installs what is missing, runs every suite, adds up. Starts with Node's own modules alone, since a clean
// clone has no others.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { installDependencies } from "../scripts/installDependencies.mjs";
import { installServer, installSystemPackages, node24 } from "./vscode-server/install.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const mocha = ["--import", "tsx", "node_modules/mocha/bin/mocha.js", "--exit"];

/** A step passes or fails as a whole; a suite says how many of its tests did. */
const suites = [
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
  { name: "build", check: true, command: "node", args: ["esbuild.js", "--production"] },
  { name: "unit", command: "node", args: [...mocha, "test/core/**/*.test.ts"] },
  { name: "conformance with k3s", command: "node", args: [...mocha, "test/conformance/**/*.test.ts"] },
  { name: "rule corpus", command: "node", args: [...mocha, "test/rules/**/*.test.ts"] },
  { name: "damaged and real files", command: "node", args: [...mocha, "test/fuzz/*.test.ts", "test/corpus/*.test.ts"] },
  { name: "what editors show", command: "node", args: [...mocha, "test/sweep/*.test.ts"] },
  {
    name: "project and docs",
    command: "node",
    args: [...mocha, "test/project/**/*.test.ts", "test/docs/**/*.test.ts"],
  },
  { name: "command line", command: "node", args: [...mocha, "test/cli/**/*.test.ts"] },
  { name: "build of the host suite", check: true, command: "node", args: ["esbuild.js"] },
  { name: "extension host", command: () => modernNode(), args: ["test/host/run.mjs"] },
  { name: "web extension host", command: () => modernNode(), args: ["test/host/run.mjs", "--web"] },
  { name: "UI in Chromium", command: "node", args: [...mocha, "--timeout", "120000", "test/ui/**/*.test.ts"] },
];

/** test-electron 3 wants Node 22. */
function modernNode() {
  return Number(process.versions.node.split(".")[0]) >= 22 ? process.execPath : node24;
}

function count(output, word) {
  return [...output.matchAll(new RegExp(`(\\d+) ${word}`, "g"))].reduce((sum, match) => sum + Number(match[1]), 0);
}

function runSuite({ name, check, command, args }) {
  console.log(`\n── ${name}`);
  const started = Date.now();
  return new Promise((resolve) => {
    const child = spawn(typeof command === "function" ? command() : command, args, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, FORCE_COLOR: "0", NO_COLOR: "1" },
    });
    let output = "";
    const collect = (stream) => (chunk) => {
      output += chunk;
      stream.write(chunk);
    };
    child.stdout.on("data", collect(process.stdout));
    child.stderr.on("data", collect(process.stderr));
    child.once("error", (error) => console.error(error.message));
    child.once("close", (code) => {
      const passed = check ? Number(code === 0) : count(output, "passing");
      let failed = check ? Number(code !== 0) : count(output, "failing");
      // A suite that ends badly, or without a test, has failed even if it counted no failure.
      if (!check && failed === 0 && (code !== 0 || passed === 0)) failed = 1;
      console.log(`${name}: ${passed} passed, ${failed} failed (${((Date.now() - started) / 1000).toFixed(1)} s)`);
      resolve({ name, passed, failed });
    });
  });
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
const results = [];
for (const suite of suites)
  if (only.length === 0 || only.some((word) => suite.name.includes(word))) results.push(await runSuite(suite));
const sum = (key) => results.reduce((total, result) => total + result[key], 0);
console.log("\n── all suites");
for (const { name, passed, failed } of results)
  console.log(`${failed === 0 ? "✔" : "✘"} ${name} ${passed}/${passed + failed}`);
console.log(`${sum("passed")} passed, ${sum("failed")} failed`);
process.exit(sum("failed") === 0 ? 0 : 1);
