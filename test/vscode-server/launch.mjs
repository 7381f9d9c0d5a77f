#!/usr/bin/env node
// Stands in for the `code` executable in test-electron's runTests: same arguments, same exit code, but the VS Code
// server with Chromium behind it.
import { launchBrowser, startServer, workbenchUrl } from "./server.mjs";

/** The suite takes four minutes on two quiet cores, and more than ten beside others on slow ones. */
const limit = 20 * 60_000;
/** What the suite's own lines start with; the workbench's are shown only when something went wrong. */
const ours = "[test] ";
const others = [];
function argument(name) {
  const prefix = `--${name}=`;
  return process.argv.find((arg) => arg.startsWith(prefix))?.slice(prefix.length);
}

const extension = argument("extensionDevelopmentPath");
const tests = argument("extensionTestsPath");
const workspace = process.argv.slice(2).find((arg) => !arg.startsWith("-"));
if (!extension || !tests || !workspace) throw new Error("The extension, its tests and a workspace are needed");

const server = await startServer();
const browser = await launchBrowser();
let code = 1;
try {
  const page = await browser.newPage();
  const verdict = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`No verdict from the extension host within ${limit / 1000} s`)), limit).unref();
    page.exposeFunction("codeAutomationExit", resolve);
    page.once("crash", () => reject(new Error("The workbench page crashed")));
  });
  await page.exposeFunction("codeAutomationLog", (_type, args) => {
    const line = args.map((arg) => (typeof arg === "string" ? arg : JSON.stringify(arg))).join(" ");
    if (line.startsWith(ours)) console.log(line.slice(ours.length));
    else others.push(line);
  });
  await page.goto(workbenchUrl({ port: server.port, workspace, extension, tests }));
  code = Number(await verdict);
  if (code !== 0) console.log(others.slice(-20).join("\n"));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
} finally {
  await browser.close();
  server.stop();
}
process.exit(code);
