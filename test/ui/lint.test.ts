import assert from "node:assert/strict";
import { openWorkbench, type Workbench } from "./workbench.ts";

describe("a broken registries.yaml", () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench();
  });
  after(() => workbench?.close());

  it("has squiggles, says why on hover, and is mended by Ctrl+.", async () => {
    const { page } = workbench;
    await workbench.openFile("broken/registries.yaml");
    await page.locator(".squiggly-error").first().waitFor();
    await page.locator(".squiggly-info").first().waitFor();

    const hover = await workbench.hover("endpoints", 'Did you mean "endpoint"?');
    assert.match((await hover.textContent()) ?? "", /unknown-key/);
    await workbench.inEachTheme((theme) => workbench.screenshot(`lint-hover-${theme}`));

    const menu = await workbench.quickFixes("endpoints");
    await menu.getByText("Rename to endpoint").waitFor();
    await workbench.screenshot("lint-fix");
    await page.keyboard.press("Enter");
    await page.locator(".view-line").filter({ hasText: "endpoint:" }).first().waitFor();
  });

  it("is mended as a whole by one command", async () => {
    const { page } = workbench;
    await workbench.runCommand("K3s Registries: Fix All Problems in registries.yaml");
    await page.locator(".squiggly-error").first().waitFor({ state: "detached" });
    const text = await workbench.editorText();
    assert.match(text, /username: _json_key/);
    assert.match(text, /password: '\{"type": "service_account", /);
    assert.match(text, /password: '0123'/);
    await workbench.screenshot("lint-fixed");
  });
});
