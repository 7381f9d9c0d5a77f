import assert from "node:assert/strict";
import type { FrameLocator } from "playwright-core";
import { readText } from "../project/files.ts";
import { misfits } from "./layout.ts";
import { openWorkbench, type Workbench } from "./workbench.ts";

const bundle: Readonly<Record<string, string>> = JSON.parse(readText("l10n/bundle.l10n.de.json"));

/** All that a page shows or has read out. */
async function textsOf(page: FrameLocator): Promise<readonly string[]> {
  const shown = await page
    .locator("body *:not(script, style)")
    .evaluateAll((elements) =>
      elements.flatMap((element) => [
        ...[...element.childNodes]
          .filter((node) => node.nodeType === Node.TEXT_NODE)
          .map((node) => node.textContent ?? ""),
        ...["aria-label", "title", "placeholder"].map((name) => element.getAttribute(name) ?? ""),
      ]),
    );
  return shown.map((text) => text.trim());
}

function hasGerman(text: string): boolean {
  return (bundle[text] ?? text) !== text;
}

describe("in German", () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({ language: "de" });
  });
  after(() => workbench?.close());
  afterEach(async () => {
    await workbench.page.setViewportSize({ width: 1280, height: 800 });
    await workbench.runCommand("View: Close All Editors");
  });

  it("the converter asks and offers in German, and says in English what it makes of the input", async () => {
    const { page } = workbench;
    await workbench.openFile("service-account-key.json");
    await workbench.runCommand("K3s Registries: Konverter öffnen");
    const converter = await workbench.webview("Dienstkonto");
    await converter.getByText("puller@fake-project-000000.iam.gserviceaccount.com", { exact: true }).waitFor();
    await converter.getByRole("button", { name: "Weitere Registries" }).click();
    await converter.getByLabel("Weiterer Registry-Host").fill("registry example");
    await page.keyboard.press("Enter");
    await converter.getByText("A registry host can't contain spaces.").waitFor();
    await converter.getByLabel("Schreiben in").selectOption({ label: "Neue Datei" });
    await page.setViewportSize({ width: 980, height: 800 });
    await workbench.screenshot("german-converter");
    const frame = await (await converter.locator("html").elementHandle())?.ownerFrame();
    assert.deepEqual(frame && (await misfits(frame)), []);
    const texts = await textsOf(converter);
    assert.ok(texts.includes("Hinzufügen"));
    assert.deepEqual(texts.filter(hasGerman), []);
    assert.equal(await converter.locator("html").getAttribute("lang"), "de");
  });

  it("the page of a pull has German labels, and explains in English", async () => {
    await workbench.openFile("good/registries.yaml");
    const { page } = workbench;
    await page.locator(".codelens-decoration a").filter({ hasText: "Laden von docker.io erklären" }).click();
    const explained = await workbench.webview("Wie ein Image geladen wird");
    await explained.getByText("ANONYM").first().waitFor();
    await explained.getByText('"configs" has no entry for').first().waitFor();
    await workbench.screenshot("german-explain");
    const frame = await (await explained.locator("html").elementHandle())?.ownerFrame();
    assert.deepEqual(frame && (await misfits(frame)), []);
    assert.deepEqual((await textsOf(explained)).filter(hasGerman), []);
  });

  it("the pickers and the message after a conversion are in German, and the next steps in English", async () => {
    const { page } = workbench;
    await workbench.openFile("service-account-key.json");
    await workbench.runCommand("K3s Registries: Anmeldedaten in registries.yaml konvertieren");
    await page.locator(".quick-input-list").getByText("in diese Datei einfügen").first().waitFor();
    await workbench.screenshot("german-target");
    await workbench.pick("Neue Datei");
    await page.locator(".quick-input-title").filter({ hasText: "Registrys" }).waitFor();
    await page.locator(".quick-input-widget input[type=text]").fill("frankfurt");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Space");
    await page.locator(".quick-input-widget").getByText("1 Selected").waitFor();
    await workbench.screenshot("german-hosts");
    await page.keyboard.press("Enter");
    const done = await workbench.notification("Die Anmeldedaten sind für europe-west3-docker.pkg.dev eingetragen.");
    await workbench.screenshot("german-done");
    await done.getByText("Nächste Schritte").click();
    const steps = await workbench.webview("Running pods continue.");
    await workbench.screenshot("german-next-steps");
    assert.deepEqual((await textsOf(steps)).filter(hasGerman), []);
  });
});
