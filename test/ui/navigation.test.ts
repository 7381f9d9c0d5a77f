import assert from "node:assert/strict";
import { openWorkbench, type Workbench } from "./workbench.ts";

const file = `mirrors:
  docker.io:
    endpoint:
      - https://mirror.example.com:5000/v2
      - "http://mirror.example.com"
configs:
  mirror.example.com:5000: # in the rack
    auth:
      username: puller
      password: 'not-a-password'
  cache.example.com:5000: {}
`;

describe("the places of a host", () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({ files: { "good/registries.yaml": file } });
    await workbench.openFile("good/registries.yaml");
    // Highlights are asked for when the cursor moves, and by then someone has to answer.
    await workbench.page.locator(".codelens-decoration a").first().waitFor();
    await toLine(4, 20);
  });
  after(() => workbench?.close());

  /** Puts the cursor at a place, as a person does with Ctrl+G. */
  async function toLine(line: number, column: number): Promise<void> {
    const { page } = workbench;
    await page.keyboard.press("Control+KeyG");
    await page.locator(".quick-input-widget input[type=text]").fill(`:${line}:${column}`);
    await page.keyboard.press("Enter");
    await page
      .locator("[id='status.editor.selection']")
      .filter({ hasText: `Ln ${line}, Col ${column}` })
      .waitFor();
  }

  /** Opens the box of F2 and types a name. */
  async function typeName(name: string): Promise<void> {
    const { page } = workbench;
    const input = page.locator(".rename-box input");
    await page.keyboard.press("F2");
    await input.waitFor();
    await input.fill(name);
  }

  it("are marked while the cursor is at one", async () => {
    const { page } = workbench;
    await page.locator(".wordHighlight, .wordHighlightStrong").nth(2).waitFor();
    assert.equal(await page.locator(".wordHighlight, .wordHighlightStrong").count(), 3);
    await workbench.inEachTheme((theme) => workbench.screenshot(`highlights-${theme}`));
  });

  it("are listed by Shift+F12", async () => {
    const { page } = workbench;
    await page.keyboard.press("Shift+F12");
    const peek = page.locator(".reference-zone-widget");
    await peek.getByText("References (3)").waitFor();
    await workbench.screenshot("references");
    await page.keyboard.press("Escape");
    await peek.waitFor({ state: "hidden" });
  });

  it("lead to the entry of configs by F12", async () => {
    const { page } = workbench;
    await toLine(4, 20);
    await page.keyboard.press("F12");
    await page.locator("[id='status.editor.selection']").filter({ hasText: "Ln 7, Col 3" }).waitFor();
  });

  it("are renamed only where a host stands: elsewhere the reason is told", async () => {
    const { page } = workbench;
    await toLine(9, 10);
    await page.keyboard.press("F2");
    await page.locator(".monaco-editor-overlaymessage").filter({ hasText: "Put the cursor on a host" }).waitFor();
    await workbench.screenshot("rename-elsewhere");
    await page.keyboard.press("Escape");
  });

  it("are renamed together by F2", async () => {
    const { page } = workbench;
    await toLine(4, 20);
    await page.keyboard.press("F2");
    const input = page.locator(".rename-box input");
    await input.waitFor();
    assert.equal(await input.inputValue(), "mirror.example.com");
    await workbench.screenshot("rename");
    await input.fill("cache.example.org");
    await workbench.screenshot("rename-typed");
    await page.keyboard.press("Enter");
    await page.locator(".view-line").filter({ hasText: "cache.example.org:5000:" }).waitFor();
    const renamed = await workbench.editorText();
    assert.equal(renamed.match(/cache\.example\.org/g)?.length, 3);
    assert.ok(!renamed.includes("mirror.example.com"));
    await workbench.screenshot("renamed");
    await page.keyboard.press("Control+KeyZ");
    await page.locator(".view-line").filter({ hasText: "mirror.example.com:5000:" }).waitFor();
  });

  it("are not renamed to a name that is there already, and the reason is told", async () => {
    const { page } = workbench;
    await toLine(4, 20);
    await typeName("cache.example.com");
    await page.keyboard.press("Enter");
    await workbench.notification("Line 11 already has an entry of that name.");
    await workbench.screenshot("rename-refused");
    assert.ok((await workbench.editorText()).includes("mirror.example.com:5000:"));
  });
});
