import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { launchBrowser } from "../vscode-server/server.mjs";

const script = fileURLToPath(new URL("../../scripts/start.mjs", import.meta.url));

/** The address that the script prints, once it does. */
function printedUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = "";
    child.stdout?.on("data", (chunk) => {
      output += chunk;
      const [url] = /http:\/\/127\.0\.0\.1:\S+/.exec(output) ?? [];
      if (url) resolve(url);
    });
    child.once("exit", () => reject(new Error(`npm start ended early: ${output}`)));
  });
}

describe("npm start", () => {
  it("opens the sample workspace with the extension, and Ctrl-C stops all of it", async () => {
    // In a remote shell the script leaves desktop VS Code alone.
    const child = spawn(process.execPath, [script], {
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, VSCODE_IPC_HOOK_CLI: "none" },
    });
    const url = await printedUrl(child);
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage();
      await page.goto(url);
      for (const name of ["broken", "good", "service-account-key.json"])
        await page.getByRole("treeitem", { name, exact: true }).waitFor();
      // What there is to see is in sight: the faults of a file, and a key in the converter.
      await page.locator(".squiggly-error").first().waitFor();
      const converter = page.locator("iframe.webview.ready:visible").contentFrame().locator("#active-frame");
      await converter.contentFrame().getByText("puller@fake-project").first().waitFor();
      await page.screenshot({ path: fileURLToPath(new URL("../../out/screenshots/start.png", import.meta.url)) });
    } finally {
      await browser.close();
      const ended = once(child, "exit");
      child.kill("SIGINT");
      await ended;
    }
    await assert.rejects(fetch(url), "the server is still there");
  });
});
