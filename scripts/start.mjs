// `npm start`: installs, builds and opens the extension in a real VS Code with a sample workspace.
import { spawn, spawnSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createSampleWorkspace } from "../test/sample/createSampleWorkspace.mjs";
import { installServer, installSystemPackages } from "../test/vscode-server/install.mjs";
import { installDependencies } from "./installDependencies.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const sample = join(root, ".vscode-test", "sample");
/** An extension that opens what is seen first. */
const opening = join(root, "test", "sample", "opening");

/** A desktop VS Code tells its version; remote shells have a `code` that can't open an extension under development. */
function desktopCode() {
  if (process.env["VSCODE_IPC_HOOK_CLI"]) return false;
  return spawnSync("code", ["--version"], { stdio: "ignore", shell: process.platform === "win32" }).status === 0;
}

async function main() {
  installDependencies();
  console.log("Building …");
  const build = spawnSync(process.execPath, ["esbuild.js", "--production"], { cwd: root, stdio: "inherit" });
  if (build.status !== 0) throw new Error("The build failed; see above.");
  rmSync(sample, { recursive: true, force: true });
  createSampleWorkspace(sample);

  if (desktopCode()) {
    console.log("Opening VS Code …");
    const development = [root, opening].map((path) => `--extensionDevelopmentPath=${path}`);
    const args = [...development, "--new-window", "--wait", sample];
    const code = spawn("code", args, { stdio: "inherit", shell: process.platform === "win32" });
    await new Promise((resolve) => code.once("close", resolve));
    return;
  }

  installSystemPackages();
  installServer();
  const { startServer, workbenchUrl } = await import("../test/vscode-server/server.mjs");
  const server = await startServer({ "workbench.editorAssociations": {} }, undefined, opening);
  process.once("exit", server.stop);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(0));
  console.log("\nVS Code with the extension and a sample workspace is at:\n");
  console.log(`  ${workbenchUrl({ port: server.port, workspace: sample, extension: root.replace(/\/$/, "") })}\n`);
  console.log("Ctrl-C stops it.");
  setInterval(() => {}, 2 ** 30);
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
