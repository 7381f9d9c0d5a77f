// Starts the VS Code server and opens its workbench in Chromium.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { chromium as browserType } from "playwright-core";
import { chromium, node24, vscodeFolder } from "./install.mjs";

/** A workbench without greetings, updates and assistants, so that tests and screenshots show the extension. */
export const quietSettings = {
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "chat.disableAIFeatures": true,
  "chat.commandCenter.enabled": false,
  "telemetry.telemetryLevel": "off",
  "extensions.ignoreRecommendations": true,
  "extensions.autoCheckUpdates": false,
  "git.enabled": false,
  "security.workspace.trust.enabled": false,
  "editor.minimap.enabled": false,
  "workbench.reduceMotion": "on",
  "files.autoSave": "off",
};

const browserFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/**
 * Starts a VS Code server on a free port of 127.0.0.1 with a data folder of its own.
 *
 * @param {Record<string, unknown>} settings on top of the quiet ones
 * @param {string} [language] the display language, such as `de`; VS Code's own texts stay English
 * @param {string} [installed] the folder of an extension that is installed there
 * @returns its port, and `stop()`, which ends it and removes its data
 */
export async function startServer(settings = {}, language, installed) {
  const port = await freePort();
  const data = mkdtempSync(join(tmpdir(), "k3s-registries-vscode-"));
  const machine = join(data, "data", "Machine");
  mkdirSync(machine, { recursive: true });
  writeFileSync(join(machine, "settings.json"), JSON.stringify({ ...quietSettings, ...settings }));
  if (installed !== undefined) cpSync(installed, join(data, "extensions", basename(installed)), { recursive: true });
  const args = ["out/server-main.js", "--host", "127.0.0.1", "--port", String(port), "--without-connection-token"];
  args.push("--accept-server-license-terms", "--enable-smoke-test-driver", "--disable-telemetry");
  // A window that was closed comes back no more: its extension host need not wait for it for hours.
  args.push("--disable-workspace-trust", "--reconnection-grace-time", "60", "--server-data-dir", data);
  if (language !== undefined) args.push("--locale", addLanguagePack(join(data, "data"), language));
  const child = spawn(node24, args, { cwd: vscodeFolder, stdio: ["ignore", "pipe", "pipe"], detached: true });
  const stop = () => {
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // The server has ended by itself.
    }
    rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  await new Promise((resolve, reject) => {
    let output = "";
    const listen = (chunk) => {
      output += chunk;
      if (output.includes("Extension host agent listening")) resolve(undefined);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    child.once("exit", () => reject(new Error(`The VS Code server ended: ${output}`)));
  }).catch((error) => {
    stop();
    throw error;
  });
  return { port, stop };
}

/**
 * Makes a display language known by a language pack without a text in it: VS Code takes its own texts from there, and
 * those of an extension from the extension.
 *
 * @returns the language
 */
function addLanguagePack(userData, language) {
  const texts = join(userData, "texts.json");
  writeFileSync(texts, JSON.stringify({ contents: {} }));
  const extensions = [{ extensionIdentifier: { id: `test.language-pack-${language}` }, version: "1.0.0" }];
  const pack = { hash: "empty", label: language, extensions, translations: { vscode: texts } };
  writeFileSync(join(userData, "languagepacks.json"), JSON.stringify({ [language]: pack }));
  return language;
}

/**
 * The address of a workbench on that server.
 *
 * @param {{ port: number, workspace: string, extension: string, tests?: string }} options absolute paths
 */
export function workbenchUrl({ port, workspace, extension, tests }) {
  const remote = (path) => `vscode-remote://127.0.0.1:${port}${path}`;
  const payload = [["extensionDevelopmentPath", remote(extension)]];
  if (tests !== undefined) payload.push(["extensionTestsPath", remote(tests)]);
  return `http://127.0.0.1:${port}/?folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/** Starts Chromium without a window. */
export function launchBrowser() {
  return browserType.launch({ executablePath: chromium, args: browserFlags });
}
