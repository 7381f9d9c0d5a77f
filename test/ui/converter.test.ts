import assert from "node:assert/strict";
import type { FrameLocator } from "playwright-core";
import { frameOf, looksRightInEachTheme } from "./insidePage.ts";
import { hiddenBelow, lengthenWords, misfits } from "./layout.ts";
import { openWorkbench, type Workbench } from "./workbench.ts";

const marker = "CANARY";
const title = "Convert credentials to registries.yaml";
const account = "puller@fake-project-000000.iam.gserviceaccount.com";

/** Two credentials; the sample's good/registries.yaml has another one for the first. */
const dockerConfig = JSON.stringify({
  auths: {
    "mirror.example.com:5000": { auth: btoa(`robot:${marker}`) },
    "quay.io": { auth: btoa(`org+robot:${marker}`) },
  },
});

/** A login of gcloud, which is no key. */
const login = JSON.stringify({ type: "authorized_user", client_id: "FAKE", refresh_token: marker });

describe("the converter", () => {
  let workbench: Workbench;
  let frame: FrameLocator;
  const complaints: string[] = [];

  const openConverter = async (text: string): Promise<void> => {
    await workbench.runCommand("K3s Registries: Open Converter");
    frame = await workbench.webview(text);
  };
  const withWidth = async (width: number, look: () => Promise<void>): Promise<void> => {
    await workbench.page.setViewportSize({ width, height: 800 });
    await look();
    await workbench.page.setViewportSize({ width: 1280, height: 800 });
  };

  before(async () => {
    workbench = await openWorkbench({
      key: { note: marker },
      files: { "config.json": dockerConfig, "login.json": login },
    });
    workbench.page.on("console", (message) => {
      if (/Content Security Policy/i.test(message.text()) && message.location().url.includes("converter"))
        complaints.push(message.text());
    });
  });
  after(() => workbench?.close());

  it("says what to do first while it is empty", async () => {
    await openConverter(title);
    await frame.getByText("Start with a credential").waitFor();
    await frame.getByRole("button", { name: "Add Files…" }).waitFor();
    assert.equal(await frame.getByRole("button", { name: "Insert" }).isVisible(), false);
    await looksRightInEachTheme(workbench, frame, "converter-empty");
    await workbench.page.locator(".tab.active").click({ button: "middle" });
  });

  it("shows whose key it is, and nothing of the key", async () => {
    await workbench.openFile("service-account-key.json");
    await workbench.page.getByRole("button", { name: "Open Converter" }).first().click();
    frame = await workbench.webview(title);
    await frame.getByRole("button", { name: account, exact: true }).waitFor();
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
    await frame.getByLabel("Search by host, city or country").focus();
    await page.keyboard.type("fränkfurt");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Space");
    await frame.locator("pre").getByText("password: '••••••••'").waitFor();
    await frame.getByRole("status").filter({ hasText: "1 added" }).waitFor();
    await frame.getByRole("checkbox", { name: "Also write mirrors" }).press("Space");
    await frame.locator("pre").getByText("mirrors:").waitFor({ state: "detached" });
  });

  it("folds the registries once one is chosen, so that what will be written is in sight", async () => {
    const { page } = workbench;
    await page.setViewportSize({ width: 1440, height: 900 });
    assert.equal(await frame.getByLabel("Another registry host").isVisible(), false);
    assert.equal(await frame.getByRole("checkbox", { name: /docker.pkg.dev/ }).count(), 1);
    await (await frameOf(frame)).evaluate(() => window.scrollTo(0, 0));
    assert.deepEqual(await hiddenBelow(frame, ["pre .added", "button.secondary", ".actions [role=status]"]), []);
    await workbench.screenshot("converter-folded");
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it("finds a registry by its country, and opens and closes groups", async () => {
    await frame.getByRole("button", { name: "More Registries" }).click();
    const search = frame.getByLabel("Search by host, city or country");
    await search.fill("switzerland");
    await frame.getByRole("checkbox", { name: /europe-west6-docker/ }).waitFor();
    await search.fill("");
    const tokyo = frame.getByRole("checkbox", { name: /asia-northeast1-docker/ });
    assert.equal(await tokyo.isVisible(), false);
    await frame.locator("summary").filter({ hasText: "Asia" }).click();
    await tokyo.waitFor();
    await search.fill("frankfurt");
  });

  it("takes another host, and says what is wrong with one", async () => {
    const { page } = workbench;
    const input = frame.getByLabel("Another registry host");
    await input.fill("registry example");
    await page.keyboard.press("Enter");
    await frame.getByText("A registry host can't contain spaces.").waitFor();
    await input.fill("https://Registry.example.com:5000/v2/");
    await page.keyboard.press("Enter");
    await frame.locator("pre").getByText('"registry.example.com:5000":').first().waitFor();
    assert.equal(await input.inputValue(), "");
    assert.equal(await frame.getByText("A registry host can't contain spaces.").count(), 0);
    await workbench.screenshot("converter");
  });

  it("takes a second file, whose credentials have the registries that it names", async () => {
    await workbench.runCommand("View: Focus First Editor Group");
    await workbench.openFile("config.json");
    await openConverter(title);
    await frame.getByRole("button", { name: "robot", exact: true }).waitFor();
    await frame
      .getByRole("group", { name: /org\+robot/ })
      .getByRole("listitem")
      .getByText("quay.io")
      .waitFor();
    await frame.locator("pre").getByText("quay.io:").first().waitFor();
    assert.doesNotMatch(await frame.locator("html").innerHTML(), new RegExp(marker));
  });

  it("says which credential of the file is replaced by which", async () => {
    await frame.getByLabel("Write to").selectOption({ label: "good/registries.yaml" });
    const conflicts = frame.getByRole("group", { name: "Credentials that will be replaced" });
    await conflicts.getByText("mirror.example.com:5000").waitFor();
    assert.match((await conflicts.textContent()) ?? "", /Now\s*user puller\s*Then\s*user robot/);
    await frame.getByRole("status").filter({ hasText: "1 replaced" }).waitFor();
    await looksRightInEachTheme(workbench, frame, "converter-conflict");
    await frame.getByRole("button", { name: "Preview Changes" }).scrollIntoViewIfNeeded();
    await workbench.screenshot("converter-preview");
  });

  it("says why a file can't be used, beside those that can", async () => {
    await workbench.runCommand("View: Focus First Editor Group");
    await workbench.openFile("login.json");
    await openConverter(title);
    const problem = frame.getByRole("alert").filter({ hasText: "authorized_user" });
    await problem.waitFor();
    await problem.scrollIntoViewIfNeeded();
    await looksRightInEachTheme(workbench, frame, "converter-problem");
    await frame.getByRole("button", { name: "Remove: login.json" }).click();
    await problem.waitFor({ state: "detached" });
  });

  it("fits a narrow panel and a wide one, in longer words too", async () => {
    await withWidth(1004, async () => {
      assert.deepEqual(await misfits(await frameOf(frame)), []);
      await workbench.screenshot("converter-narrow");
    });
    await withWidth(2200, async () => {
      assert.deepEqual(await misfits(await frameOf(frame)), []);
      await workbench.screenshot("converter-wide");
    });
    await withWidth(980, async () => {
      await lengthenWords(await frameOf(frame));
      assert.deepEqual(await misfits(await frameOf(frame)), []);
      await workbench.screenshot("converter-long");
    });
  });

  it("shows the changes in VS Code's diff editor, masked, and closes it with the converter's file", async () => {
    const { page } = workbench;
    await frame.getByRole("button", { name: /^Preview/ }).click();
    const diff = page.locator(".monaco-diff-editor");
    await diff.locator(".modified .view-line").getByText("(new)").first().waitFor();
    await diff.locator(".original .view-line").getByText("(old)").first().waitFor();
    assert.doesNotMatch((await diff.textContent()) ?? "", new RegExp(marker));
    await workbench.screenshot("converter-diff");
    await page.locator(".tab").filter({ hasText: "secrets masked" }).click({ button: "middle" });
    await diff.waitFor({ state: "detached" });
  });

  it("is as it was after it was hidden", async () => {
    const { page } = workbench;
    await page.locator(".tab").filter({ hasText: "Convert Credentials" }).click();
    await workbench.runCommand("File: New Untitled Text File");
    await page.locator(".tab").filter({ hasText: "Convert Credentials" }).click();
    frame = await workbench.webview(title);
    await frame.locator("pre").getByText('"registry.example.com:5000":').first().waitFor();
    await frame.getByRole("button", { name: account, exact: true }).click();
    await frame.getByRole("button", { name: "More Registries" }).click();
    assert.equal(await frame.getByLabel("Search by host, city or country").inputValue(), "frankfurt");
  });

  it("lets go of a credential, and writes the file", async () => {
    const { page } = workbench;
    await frame.getByRole("button", { name: "Remove: robot", exact: true }).click();
    await frame.getByRole("button", { name: "robot", exact: true }).waitFor({ state: "detached" });
    await frame.getByLabel("Write to").selectOption({ label: "New file" });
    await frame.getByRole("button", { name: "Create File" }).click();
    await page.getByText("_json_key").first().waitFor();
    assert.match(await workbench.editorText(), /configs:/);
    await frame.getByText("Undo in its editor").waitFor();
    await frame.getByRole("button", { name: "Next Steps" }).scrollIntoViewIfNeeded();
    await looksRightInEachTheme(workbench, frame, "converter-done");
    assert.deepEqual(complaints, []);
  });
});
