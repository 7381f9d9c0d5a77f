// `npm run package`: builds and writes k3s-registries.vsix; with `--built`, of the build that is there.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installServer, node24 } from "../test/vscode-server/install.mjs";
import { compactPackage } from "./compactPackage.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

function run(command, args) {
  const { status } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(1);
}

// vsce 4 wants Node 22.
const modern = Number(process.versions.node.split(".")[0]) >= 22;
if (!modern) installServer();
if (!process.argv.includes("--built")) run(process.execPath, ["esbuild.js", "--production"]);
const name = "k3s-registries.vsix";
const args = [join("node_modules", "@vscode", "vsce", "vsce"), "package", "--no-dependencies", "--out", name];
// Links of the README lead to the documents of the version that is packed.
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
run(modern ? process.execPath : node24, [...args, "--githubBranch", `v${version}`]);
const bytes = await compactPackage(join(root, name));
console.log(`Compacted: ${(bytes / 1024).toFixed(2)} KB`);
