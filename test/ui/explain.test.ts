import assert from "node:assert/strict";
import type { FrameLocator } from "playwright-core";
import { frameOf, looksRightInEachTheme } from "./insidePage.ts";
import { lengthenWords, misfits } from "./layout.ts";
import { openWorkbench, type Workbench } from "./workbench.ts";

const marker = "NOT-A-PASSWORD";
const title = "How an image is pulled";

/** A file as a team with a mirror at the office, a cache in the cloud and a registry of its own has it. */
const file = `mirrors:
  docker.io:
    endpoint:
      - https://mirror.example.com:5000
      - http://cache.example.com/docker
    rewrite:
      "^library/(.*)": "hub/$1"
  registry.example.com:
    endpoint:
      - https://registry.example.com
configs:
  "mirror.example.com:5000":
    auth:
      username: puller
      password: '${marker}'
    tls:
      ca_file: /etc/ssl/certs/mirror.pem
  cache.example.com:8080:
    auth:
      username: cache
      password: '${marker}'
`;

/** A file of which there is much to be known. */
const oddFile = `mirrors:
  gcr.io:
    endpoint:
      - http://cache.example.com:8080
      - https://an-endpoint-with-a-very-long-name-that-fits-no-narrow-page.registry.example.com/a/path/of/its/own
      - https://gcr.io
      - cache.example.com
      - https://gcr.io
    rewrite:
      "^team/": "mirrored/team-with-a-long-name/"
      "app$": "apps"
configs:
  cache.example.com:8080:
    auth:
      username: cache
    tls:
      insecure_skip_verify: true
      ca_file: /etc/ssl/certs/a-certificate-with-a-long-name/of-an-authority-of-our-own.pem
  gcr.io:
    auth:
      auth: not-base64
`;

describe("the page of a pull", () => {
  let workbench: Workbench;
  let frame: FrameLocator;

  const explain = async (image: string): Promise<void> => {
    await frame.getByLabel("Image", { exact: true }).fill(image);
    await workbench.page.keyboard.press("Enter");
  };

  before(async () => {
    workbench = await openWorkbench({ files: { "good/registries.yaml": file, "broken/registries.yaml": oddFile } });
  });
  after(() => workbench?.close());

  it("opens from the lens above a mirror", async () => {
    const { page } = workbench;
    await workbench.openFile("good/registries.yaml");
    await page.locator(".codelens-decoration a").filter({ hasText: "Explain a pull from docker.io" }).click();
    frame = await workbench.webview(title);
    await frame.getByRole("listitem").first().waitFor();
    await frame.getByText("2 endpoints of the mirror, then the registry itself").waitFor();
    await frame.getByText("2 of them get no credential.").waitFor();
    await looksRightInEachTheme(workbench, frame, "explain");
  });

  it("says each step, marks what is anonymous in words, and shows no secret", async () => {
    const text = (await frame.locator("body").textContent()) ?? "";
    assert.match(text, /docker\.io\/library\/nginx:latest/);
    assert.match(text, /library\/nginx → hub\/nginx/);
    assert.match(text, /https:\/\/mirror\.example\.com:5000\/v2\/hub\/nginx\/manifests\/latest\?ns=docker\.io/);
    assert.match(text, /User puller/);
    assert.equal(await frame.getByText("ANONYMOUS").count(), 2);
    assert.doesNotMatch(await frame.locator("html").innerHTML(), new RegExp(marker));
    await frame.getByText("The registry itself", { exact: true }).scrollIntoViewIfNeeded();
    await workbench.screenshot("explain-end");
  });

  it("leads to the line of a step by the keyboard", async () => {
    const { page } = workbench;
    await frame.getByLabel("Image", { exact: true }).focus();
    // The button, the line of a note, the line of the first step.
    for (let stops = 0; stops < 3; stops++) await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator(".active-line-number").getByText("2", { exact: true }).waitFor();
    await workbench.screenshot("explain-line");
  });

  it("says what is wrong with an image, and explains another one", async () => {
    await explain("Nginx:latest");
    await frame.getByRole("alert").filter({ hasText: "upper case" }).waitFor();
    await looksRightInEachTheme(workbench, frame, "explain-problem");
    await explain("quay.io/prometheus/node-exporter:v1.8.2");
    await frame.getByText('"mirrors" has no entry for quay.io or "*".').waitFor();
    await workbench.screenshot("explain-direct");
    await explain("nginx:1.27");
    await frame.getByText("hub/nginx/manifests/1.27").first().waitFor();
  });

  it("shows each registry beside its credential where there is room", async () => {
    const { page } = workbench;
    await workbench.runCommand("View: Toggle Primary Side Bar Visibility");
    const { x = 0, y = 0 } = (await page.locator(".editor-group-container").last().boundingBox()) ?? {};
    await page.mouse.move(x, y + 400);
    await page.mouse.down();
    await page.mouse.move(460, y + 400, { steps: 5 });
    await page.mouse.up();
    await page.mouse.move(900, 780);
    await page.locator(".monaco-sash.hover, .monaco-sash.active").first().waitFor({ state: "detached" });
    await frame.getByLabel("Image", { exact: true }).focus();
    await workbench.screenshot("explain-beside");
    assert.deepEqual(await misfits(await frameOf(frame)), []);
    await workbench.runCommand("View: Toggle Primary Side Bar Visibility");
  });

  it("says what k3s can't read, while it is typed", async () => {
    const { page } = workbench;
    await page.locator(".editor-group-container").first().locator(".view-line").last().click();
    await page.keyboard.press("Control+End");
    await page.keyboard.insertText("  broken: [");
    await frame.getByText("k3s can't read this file").waitFor();
    assert.equal(await frame.getByRole("listitem").count(), 0);
    await looksRightInEachTheme(workbench, frame, "explain-broken");
    await page.keyboard.press("Control+KeyZ");
    await frame.getByText("hub/nginx/manifests/1.27").first().waitFor();
  });

  it("tells what is to be known of a file", async () => {
    const { page } = workbench;
    await page.locator(".editor-group-container").first().locator(".tab").first().click();
    await workbench.openFile("broken/registries.yaml");
    await page.locator(".codelens-decoration a").filter({ hasText: "Explain a pull from gcr.io" }).click();
    await frame.getByText("NOT READABLE").first().waitFor();
    await frame.getByText("Several rewrites match this image").first().waitFor();
    await workbench.screenshot("explain-notes");
    await frame.getByText("NOT READABLE").first().scrollIntoViewIfNeeded();
    await looksRightInEachTheme(workbench, frame, "explain-notes-end");
  });

  it("fits a narrow panel and a wide one, in longer words too", async () => {
    const { page } = workbench;
    for (const [width, what] of [
      [860, "narrow"],
      [2200, "wide"],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      assert.deepEqual(await misfits(await frameOf(frame)), []);
      await workbench.screenshot(`explain-${what}`);
    }
    await page.setViewportSize({ width: 980, height: 800 });
    await lengthenWords(await frameOf(frame));
    // Frames and borders differ between themes.
    await looksRightInEachTheme(workbench, frame, "explain-long");
  });
});
