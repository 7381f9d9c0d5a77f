import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openWorkbench, type Workbench } from "./workbench.ts";

const host = "europe-west3-docker.pkg.dev";

describe("convert by hand", () => {
  let workbench: Workbench;
  beforeEach(async () => {
    workbench = await openWorkbench();
  });
  afterEach(() => workbench?.close());

  const chooseFrankfurt = async (): Promise<void> => {
    const { page } = workbench;
    await page.locator(".quick-input-title").filter({ hasText: "Registries" }).waitFor();
    await page.keyboard.type("frankfurt");
    await page.locator(".quick-input-list .monaco-list-row").filter({ hasText: host }).waitFor();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Space");
    await page.locator(".quick-input-widget").getByText("1 Selected").waitFor();
  };

  it("by the palette, with the keyboard alone", async () => {
    const { page } = workbench;
    await workbench.openFile("service-account-key.json");
    await workbench.runCommand("K3s Registries: Convert Credential to registries.yaml");
    await page.locator(".quick-input-list").getByText("merge into this file").first().waitFor();
    await workbench.screenshot("convert-target");
    await workbench.pick("New file");
    await chooseFrankfurt();
    await workbench.screenshot("convert-palette");
    await page.keyboard.press("Enter");
    await page.locator(".tab.active").filter({ hasText: "Untitled" }).waitFor();
    await page.getByText("_json_key").first().waitFor();
    const text = await workbench.editorText();
    assert.match(text, /mirrors:\n {2}europe-west3-docker\.pkg\.dev:\n {4}endpoint:\n {6}- "https:/);
    assert.match(text, /password: '\{"type": "service_account", /);

    const done = await workbench.notification("The credential is set for europe-west3-docker.pkg.dev.");
    await workbench.screenshot("convert-done");
    await done.getByText("Next Steps").click();
    const nextSteps = await workbench.webview("systemctl restart k3s-agent");
    assert.match((await nextSteps.locator("body").textContent()) ?? "", /systemctl restart rke2-server/);
    await workbench.screenshot("next-steps");
  });

  it("by the explorer, into a file that is there", async () => {
    const { page, workspace } = workbench;
    const before = readFileSync(join(workspace, "good", "registries.yaml"), "utf8");
    await page.getByRole("treeitem", { name: "service-account-key.json" }).click({ button: "right" });
    const item = page.getByRole("menuitem", { name: "Convert Credential to registries.yaml" });
    await item.waitFor();
    await workbench.screenshot("convert-explorer");
    await item.click();
    await page.locator(".quick-input-list").getByText("merge into this file").first().waitFor();
    await workbench.pick("good");
    await chooseFrankfurt();
    await page.keyboard.press("Enter");
    await page.locator(".tab.active.dirty").filter({ hasText: "registries.yaml" }).waitFor();
    const text = await workbench.editorText();
    assert.ok(text.includes("# Pulls through our mirror") && text.includes(`${host}:`));
    await workbench.screenshot("convert-merged");
    assert.equal(readFileSync(join(workspace, "good", "registries.yaml"), "utf8"), before, "nothing is saved");
  });
});
