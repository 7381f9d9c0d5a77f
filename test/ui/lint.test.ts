import assert from "node:assert/strict";
import { openWorkbench, type Theme, type Workbench } from "./workbench.ts";

for (const theme of ["dark", "light", "high contrast"] satisfies Theme[]) {
  describe(`a broken registries.yaml, ${theme}`, () => {
    let workbench: Workbench;
    before(async () => {
      workbench = await openWorkbench(theme);
    });
    after(() => workbench.close());

    it("has squiggles, says why on hover, and is mended by Ctrl+.", async () => {
      const { page } = workbench;
      await workbench.openFile("broken/registries.yaml");
      await page.locator(".squiggly-error").first().waitFor();
      await page.locator(".squiggly-info").first().waitFor();

      await page.getByText("endpoints", { exact: true }).first().hover();
      const hover = page.locator(".monaco-hover:visible").filter({ hasText: "Did you mean endpoint?" });
      await hover.waitFor();
      assert.match((await hover.textContent()) ?? "", /unknown-key/);
      await workbench.screenshot(`lint-hover-${theme.replace(" ", "-")}`);

      await page.getByText("endpoints", { exact: true }).first().click();
      // VS Code asks for code actions itself when the cursor moves; that request, if still under
      // way, overtakes the one of Ctrl+. and no menu opens. The bulb says that it has its answer.
      await page.locator("[class*=gutter-lightbulb], .lightBulbWidget").filter({ visible: true }).first().waitFor();
      await page.keyboard.press("Control+Period");
      const menu = page.locator(".action-widget");
      await menu.getByText("Rename to endpoint").waitFor();
      await workbench.screenshot(`lint-fix-${theme.replace(" ", "-")}`);
      await page.keyboard.press("Enter");
      await page.getByText("endpoint", { exact: true }).first().waitFor();
      assert.match(await workbench.editorText(), /endpoint:/);
    });

    it("is mended as a whole by one command", async () => {
      const { page } = workbench;
      await workbench.runCommand("K3s Registries: Fix All Problems in registries.yaml");
      await page.locator(".squiggly-error").first().waitFor({ state: "detached" });
      const text = await workbench.editorText();
      assert.match(text, /username: _json_key/);
      assert.match(text, /password: '\{"type": "service_account", /);
      assert.match(text, /password: '0123'/);
      await workbench.screenshot(`lint-fixed-${theme.replace(" ", "-")}`);
    });
  });
}
