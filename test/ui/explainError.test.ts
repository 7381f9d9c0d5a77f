import assert from "node:assert/strict";
import type { FrameLocator } from "playwright-core";
import { frameOf, looksRightInEachTheme } from "./insidePage.ts";
import { misfits } from "./layout.ts";
import { openWorkbench, type Workbench } from "./workbench.ts";

const marker = "CANARY";
const file = `mirrors:
  docker.io:
    endpoint:
      - https://mirror.example.com:5000
configs:
  https://europe-west3-docker.pkg.dev:
    auth:
      username: _json_key
      password: '${marker}'
`;
const error = `Failed to pull image "europe-west3-docker.pkg.dev/my-project/images/app:1.4": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://user:${marker}@europe-west3-docker.pkg.dev/v2/token?scope=x&service=europe-west3-docker.pkg.dev: 403 Forbidden`;

describe("the page of a pull's error", () => {
  let workbench: Workbench;
  let frame: FrameLocator;

  before(async () => {
    workbench = await openWorkbench({ files: { "good/registries.yaml": file } });
  });
  after(() => workbench?.close());

  it("takes what was copied, and says what it means, where it comes from and how it is mended", async () => {
    const { page } = workbench;
    await workbench.openFile("good/registries.yaml");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.evaluate((text) => navigator.clipboard.writeText(text), error);
    await workbench.runCommand("K3s Registries: Explain Pull Error…");
    frame = await workbench.webview("The request had no credential");
    await frame.getByRole("button", { name: "Rename the key to europe-west3-docker.pkg.dev" }).waitFor();
    await frame.getByText("The node was not restarted").waitFor();
    await looksRightInEachTheme(workbench, frame, "explain-error");
    assert.doesNotMatch(await frame.locator("html").innerHTML(), new RegExp(marker));
  });

  it("fits a narrow panel", async () => {
    const { page } = workbench;
    await page.setViewportSize({ width: 860, height: 800 });
    assert.deepEqual(await misfits(await frameOf(frame)), []);
    await workbench.screenshot("explain-error-narrow");
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it("mends the file by its button, from the keyboard", async () => {
    await frame.getByRole("button", { name: "Rename the key to europe-west3-docker.pkg.dev" }).focus();
    await workbench.page.keyboard.press("Enter");
    await frame.getByText("It has not read the current file").waitFor();
    const line = workbench.page.locator(".monaco-editor .view-line");
    await line.filter({ hasText: /^\s*europe-west3-docker\.pkg\.dev:\s*$/ }).waitFor();
    await workbench.screenshot("explain-error-fixed");
  });
});
