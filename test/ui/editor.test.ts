import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openWorkbench, type Workbench } from "./workbench.ts";

const misspelt = `mirrors:
  docker.io:
    endpoints:
      - "https://mirror.example.com"
    rewrites:
      "^(.*)$": "hub/$1"
`;

describe("more than one problem", () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench();
    mkdirSync(join(workbench.workspace, "nodes"));
    writeFileSync(join(workbench.workspace, "nodes", "registries.yaml"), misspelt);
  });
  after(() => workbench?.close());

  it("is counted beside the language, with the target, which can be chosen there", async () => {
    const { page } = workbench;
    await workbench.openFile("nodes/registries.yaml");
    await page.locator(".squiggly-error").first().waitFor();
    await page.locator("[id='status.languageStatus']").hover();
    const hover = page.locator(".hover-language-status").first();
    await hover.getByText("1 error, 1 warning").waitFor();
    await hover.getByText("k3s or RKE2, any version").waitFor();
    await workbench.screenshot("status");
    await hover.getByText("Choose Target").click();
    await workbench.pick("RKE2");
    await page.locator(".quick-input-widget").getByText("Version on the nodes").waitFor();
    await page.keyboard.type("v1.31");
    await workbench.screenshot("target-version");
    await page.keyboard.press("Enter");
    await page.locator("[id='status.languageStatus']").hover();
    await hover.getByText("RKE2 v1.31").waitFor();
  });

  it("is fixed or switched off by the menu of Ctrl+.", async () => {
    const { page } = workbench;
    const menu = await workbench.quickFixes("rewrites");
    await menu.getByText("Rename to rewrite").waitFor();
    assert.deepEqual(await menu.locator(".monaco-list-row.action").allTextContents(), [
      "Rename to rewrite",
      "Fix all unknown-key problems in this file",
      "Fix all 2 problems that have a safe fix",
      "Disable unknown-key for this line",
      "Disable unknown-key for this file",
      "Disable unknown-key for this workspace",
    ]);
    await workbench.screenshot("actions");
    await menu.getByText("Fix all unknown-key problems in this file").click();
    await page.locator(".squiggly-error").first().waitFor({ state: "detached" });
    assert.match(await workbench.editorText(), /endpoint:[\s\S]*rewrite:/);
    await workbench.runCommand("File: Revert File");
    await workbench.runCommand("View: Close All Editors");
  });

  it("is found by Lint Workspace, without an editor", async () => {
    const { page } = workbench;
    await workbench.runCommand("K3s Registries: Lint Workspace");
    const message = await workbench.notification("problems in 2 files.");
    await page.locator(".notification-list-item").filter({ hasText: "Linting" }).waitFor({ state: "detached" });
    // The bell's tooltip would lie over the button.
    await page.mouse.move(640, 300);
    await page.locator(".workbench-hover").waitFor({ state: "hidden" });
    await workbench.screenshot("lint-workspace");
    await message.getByRole("button", { name: "Open Problems" }).click();
    const problems = page.locator(".markers-panel-container");
    await problems.getByText("unknown-key").first().waitFor();
    await problems.getByText("registries.yaml").nth(1).waitFor();
    await workbench.inEachTheme((theme) => workbench.screenshot(`problems-${theme}`));
  });
});
