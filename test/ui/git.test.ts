import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openWorkbench, type Workbench } from "./workbench.ts";

describe("a registries.yaml in a git repository", () => {
  let workbench: Workbench | undefined;
  before(async function () {
    if (spawnSync("git", ["--version"]).status !== 0) this.skip();
    workbench = await openWorkbench();
  });
  after(() => workbench?.close());

  it("has a warning as soon as git tracks its credentials", async () => {
    if (!workbench) return;
    const { page, workspace } = workbench;
    execFileSync("git", ["init", "--quiet"], { cwd: workspace });
    mkdirSync(join(workspace, ".vscode"));
    writeFileSync(join(workspace, ".vscode", "settings.json"), JSON.stringify({ "git.enabled": true }));
    await workbench.openFile("good/registries.yaml");
    await page.locator("#status\\.scm\\.0").waitFor();
    execFileSync("git", ["add", "good/registries.yaml"], { cwd: workspace });
    await page.locator(".squiggly-warning").first().waitFor();
    await page.getByText("password", { exact: true }).first().hover();
    await page
      .locator(".monaco-hover:visible")
      .filter({ hasText: "git tracks this file with a credential in it" })
      .waitFor();
    await workbench.screenshot("git-tracked");
  });
});
