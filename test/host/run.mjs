// Runs the extension-host suite through test-electron: in a downloaded desktop VS Code where that can be had, else in
// the VS Code server; `--web` runs it in the web-worker extension host of the server instead.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runTests } from "@vscode/test-electron";
import { createSampleWorkspace } from "../sample/createSampleWorkspace.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const launcher = join(root, "test", "vscode-server", "launch.mjs");
const web = process.argv.includes("--web");
const work = mkdtempSync(join(tmpdir(), "k3s-registries-host-"));

/** A desktop VS Code needs the update server, and on Linux a display. */
async function desktopIsThere() {
  if (web || (process.platform === "linux" && !process.env["DISPLAY"])) return false;
  try {
    const answer = await fetch("https://update.code.visualstudio.com/api/releases/stable", {
      signal: AbortSignal.timeout(5000),
    });
    return answer.ok;
  } catch {
    return false;
  }
}

/** The built extension with a manifest that sends it to the web-worker host. */
function webExtension() {
  const folder = join(work, "extension");
  for (const name of ["dist", "out/test", "media", "l10n", "package.nls.json", "package.nls.de.json"])
    if (existsSync(join(root, name))) cpSync(join(root, name), join(folder, name), { recursive: true });
  const { main: _main, ...manifest } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ ...manifest, extensionKind: ["web"] }));
  return folder;
}

try {
  const workspace = join(work, "workspace");
  createSampleWorkspace(workspace);
  cpSync(join(root, "test", "core", "credentials", "fixtures"), join(workspace, "credentials"), { recursive: true });
  const desktop = await desktopIsThere();
  console.log(
    desktop ? "In a desktop VS Code" : `In the VS Code server, ${web ? "web-worker" : "Node"} extension host`,
  );
  const extensionDevelopmentPath = web ? webExtension() : root;
  await runTests({
    extensionDevelopmentPath,
    extensionTestsPath: join(extensionDevelopmentPath, "out", "test", "host.js"),
    launchArgs: [workspace],
    ...(desktop ? {} : { vscodeExecutablePath: launcher }),
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(work, { recursive: true, force: true });
}
