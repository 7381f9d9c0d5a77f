import assert from "node:assert/strict";
import type { FrameLocator } from "playwright-core";
import { openWorkbench, type Theme, type Workbench } from "./workbench.ts";

const marker = "CANARY";

for (const theme of ["dark", "light", "high contrast"] satisfies Theme[]) {
  describe(`the converter, ${theme}`, () => {
    let workbench: Workbench;
    let frame: FrameLocator;
    const complaints: string[] = [];

    before(async () => {
      workbench = await openWorkbench(theme, { note: marker });
      workbench.page.on("console", (message) => {
        if (/Content Security Policy/i.test(message.text()) && message.location().url.includes("converter"))
          complaints.push(message.text());
      });
      await workbench.openFile("service-account-key.json");
      await workbench.page.getByRole("button", { name: "Open Converter" }).first().click();
      frame = await workbench.webview("Convert a key to registries.yaml");
      await frame.getByText("puller@fake-project-000000.iam.gserviceaccount.com", { exact: true }).waitFor();
    });
    after(() => workbench.close());

    it("shows whose key it is, and nothing of the key", async () => {
      const text = (await frame.locator("body").textContent()) ?? "";
      assert.match(text, /fake-project-000000/);
      assert.match(text, /0fa4/);
      assert.doesNotMatch(await frame.locator("html").innerHTML(), new RegExp(`${marker}|PRIVATE KEY`));
    });

    it("is worked by the keyboard, and previews the edit", async () => {
      const { page } = workbench;
      await frame.getByLabel("Write to").selectOption({ label: "New file" });
      // The preview of the file that was chosen before replaces a credential; a new file has none.
      await frame.locator("pre .removed").first().waitFor({ state: "detached" });
      await frame.getByLabel("Search by host or city").focus();
      await page.keyboard.type("frankfurt");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Space");
      await frame.locator("pre").getByText("password: '••••••••'").waitFor();
      await frame.getByRole("status").filter({ hasText: "1 added" }).waitFor();
      await workbench.screenshot(`converter-${theme.replace(" ", "-")}`);
      await frame.getByRole("button", { name: "Copy" }).scrollIntoViewIfNeeded();
      await workbench.screenshot(`converter-preview-${theme.replace(" ", "-")}`);
      await frame.getByRole("checkbox", { name: "Write mirrors" }).press("Space");
      await frame.locator("pre").getByText("mirrors:").waitFor({ state: "detached" });
    });

    it("takes another host, and says what is wrong with one", async () => {
      const { page } = workbench;
      const input = frame.getByLabel("Another registry host");
      await input.fill("registry example");
      await page.keyboard.press("Enter");
      await frame.getByText("A registry host has no blanks in it.").waitFor();
      await input.fill("https://Registry.example.com:5000/v2/");
      await page.keyboard.press("Enter");
      await frame.locator("pre").getByText('"registry.example.com:5000":').first().waitFor();
      assert.equal(await input.inputValue(), "");
    });

    it("is as it was after it was hidden", async () => {
      const { page } = workbench;
      await workbench.runCommand("File: New Untitled Text File");
      await page.locator(".tab").filter({ hasText: "Convert Key" }).click();
      frame = await workbench.webview("Convert a key to registries.yaml");
      await frame.locator("pre").getByText('"registry.example.com:5000":').first().waitFor();
      assert.equal(await frame.getByLabel("Search by host or city").inputValue(), "frankfurt");
    });

    it("creates the file", async () => {
      const { page } = workbench;
      await frame.getByRole("button", { name: "Create File" }).click();
      await page.getByText("_json_key").first().waitFor();
      assert.match(await workbench.editorText(), /configs:/);
      assert.deepEqual(complaints, []);
    });
  });
}
