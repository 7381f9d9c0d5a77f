import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { openWorkbench, type Workbench } from "./workbench.ts";

const host = "us-docker.pkg.dev";

function entry(name: string, key: string): string {
  return `  ${name}:\n    auth:\n      username: _json_key\n      password: '${key}'\n`;
}

describe("a credential's ways into registries.yaml", () => {
  let workbench: Workbench;
  /** The key in the workspace on one line, with another id. */
  const key = (id: string): string => {
    const file = readFileSync(join(workbench.workspace, "service-account-key.json"), "utf8");
    return JSON.stringify({ ...JSON.parse(file), private_key_id: id });
  };
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(workbench.workspace, path)), { recursive: true });
    writeFileSync(join(workbench.workspace, path), text);
  };
  const copyKey = async (): Promise<void> => {
    const { page } = workbench;
    await workbench.openFile("service-account-key.json");
    await page.locator(".editor-group-container.active .monaco-editor .view-line").first().click();
    await page.keyboard.press("Control+KeyA");
    await page.keyboard.press("Control+KeyC");
  };
  const openAtEnd = async (path: string): Promise<void> => {
    const { page } = workbench;
    await workbench.openFile(path);
    await page.locator(".editor-group-container.active .monaco-editor .view-line").first().click();
    await page.keyboard.press("Control+End");
  };
  /** VS Code saves and reverts on its own time, and asks where something is left. */
  const nothingUnsaved = (): Promise<void> =>
    workbench.page.locator(".tab.dirty").first().waitFor({ state: "detached" });
  const lensOf = (title: string) => workbench.page.locator(".codelens-decoration a").filter({ hasText: title }).first();

  before(async () => {
    workbench = await openWorkbench();
    await workbench.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  });
  after(() => workbench?.close());
  afterEach(async function () {
    if (this.currentTest?.state === "failed")
      await workbench.screenshot(`failed-${this.currentTest.title.split(":")[0]}`);
    await workbench.page.keyboard.press("Escape");
    await workbench.runCommand("View: Revert and Close Editor");
    await nothingUnsaved();
    await workbench.runCommand("View: Close All Editors");
  });

  it("paste: a pretty key after password: is quoted, on one line", async () => {
    const { page } = workbench;
    write("paste/registries.yaml", `configs:\n  ${host}:\n    auth:\n      username: _json_key\n      password: `);
    await copyKey();
    await workbench.screenshot("lens-key");
    await openAtEnd("paste/registries.yaml");
    await page.keyboard.press("Control+KeyV");
    await page.getByText(`'{"type": "service_account"`).first().waitFor();
    const widget = page.locator(".post-edit-widget");
    await widget.waitFor();
    assert.match(await workbench.editorText(), /password: '\{"type": "service_account", .*\}'$/m);
    await page.keyboard.press("Control+Period");
    await page.locator(".action-widget").getByText("Insert as quoted password").waitFor();
    await workbench.screenshot("paste-password");
  });

  it("paste: elsewhere the whole entry is a choice beside the plain text", async () => {
    const { page } = workbench;
    write("mirror/registries.yaml", `mirrors:\n  ${host}:\n    endpoint:\n      - https://${host}\n`);
    await copyKey();
    await openAtEnd("mirror/registries.yaml");
    await page.keyboard.press("Control+KeyV");
    await page.locator(".post-edit-widget").waitFor();
    await page.getByText('"type": "service_account"').first().waitFor();
    await page.keyboard.press("Control+Period");
    const choice = page.locator(".action-widget").getByText(`Insert as entry of ${host}`);
    await choice.waitFor();
    await workbench.screenshot("paste-entry");
    await choice.click();
    await page.getByText("_json_key").first().waitFor();
    const text = await workbench.editorText();
    assert.match(
      text,
      /configs:\n {2}us-docker\.pkg\.dev:\n {4}auth:\n {6}username: _json_key\n {6}password: '\{"type"/,
    );
  });

  it("drop: a key file out of the explorer becomes an entry", async () => {
    const { page } = workbench;
    write("drop/registries.yaml", `mirrors:\n  ${host}:\n    endpoint:\n      - https://${host}\n`);
    await openAtEnd("drop/registries.yaml");
    // The explorer opens the folder of the file in front, and moves what is below it.
    const folder = page.getByRole("treeitem", { name: "drop", expanded: true });
    await folder.locator("xpath=following-sibling::*[contains(@aria-label, 'registries.yaml')]").first().waitFor();
    const key = page.getByRole("treeitem", { name: "service-account-key.json" });
    await key.hover();
    const text = page.locator(".editor-group-container.active .monaco-editor .view-line").first();
    const [from, to] = await Promise.all([key.boundingBox(), text.boundingBox()]);
    assert.ok(from && to);
    await page.mouse.move(from.x + 50, from.y + 10);
    await page.mouse.down();
    await page.mouse.move(from.x + 70, from.y + 14, { steps: 3 });
    // Without it VS Code opens the file instead.
    await page.keyboard.down("Shift");
    await page.mouse.move(to.x + 20, to.y + 8, { steps: 8 });
    await page.mouse.move(to.x + 24, to.y + 8, { steps: 3 });
    await page.mouse.up();
    await page.keyboard.up("Shift");
    await page.getByText("_json_key").first().waitFor();
    await workbench.screenshot("drop-entry");
    assert.match(await workbench.editorText(), /configs:\n {2}us-docker\.pkg\.dev:\n {4}auth:/);
  });

  it("rotate: a new key replaces the old one in the files that stay checked", async () => {
    const { page } = workbench;
    write("rotate/one/registries.yaml", `configs:\n${entry(host, key("old-key"))}${entry("gcr.io", key("old-key"))}`);
    write("rotate/two/registries.yaml", `configs:\n${entry("eu.gcr.io", key("old-key"))}`);
    await workbench.openFile("service-account-key.json");
    await workbench.runCommand("K3s Registries: Rotate Key…");
    await page.locator(".quick-input-title").filter({ hasText: "Rotate Key" }).waitFor();
    await page.locator(".quick-input-widget").getByText("2 Selected").waitFor();
    await workbench.screenshot("rotate-files");
    await page.keyboard.press("Enter");
    await page.locator(".tab.active.dirty").filter({ hasText: "registries.yaml" }).waitFor();
    await lensOf("Replace credential…").waitFor();
    await workbench.screenshot("rotate-done");
    assert.doesNotMatch(await workbench.editorText(), /old-key/);
    const done = await workbench.notification("The key was replaced in 2 files.");
    assert.ok(await done.isVisible());
    await page.keyboard.press("Escape");
    await workbench.runCommand("Notifications: Clear All Notifications");
    await workbench.runCommand("File: Save All");
    await nothingUnsaved();
  });

  it("add: a preset asks for user and password, which is not shown", async () => {
    const { page } = workbench;
    await workbench.runCommand("K3s Registries: Add Credential…");
    await page.locator(".quick-input-list").getByText("Quay").first().waitFor();
    await workbench.screenshot("add-preset");
    await workbench.pick("GitHub");
    const input = page.locator(".quick-input-widget input");
    await page.locator(".quick-input-title").filter({ hasText: "Add Credential: ghcr.io" }).waitFor();
    await page.locator(".quick-input-widget").getByText("GitHub account name").waitFor();
    await page.keyboard.type("someone");
    await page.keyboard.press("Enter");
    await page.locator(".quick-input-widget").getByText("Personal access token (classic)").waitFor();
    await page.keyboard.type("ghp_fake");
    assert.equal(await input.last().getAttribute("type"), "password");
    await workbench.screenshot("add-password");
    await page.keyboard.press("Enter");
    await page.locator(".quick-input-list").getByText("merge into this file").first().waitFor();
    await workbench.pick("New file");
    await page.locator(".tab.active").filter({ hasText: "Untitled" }).waitFor();
    await page.getByText("ghp_fake").first().waitFor();
    await workbench.screenshot("add-done");
  });
});
