import assert from "node:assert/strict";
import type { FrameLocator } from "playwright-core";
import { november } from "../core/nodes/answerOf.ts";
import { nodeAnswer, sha256 } from "../core/nodes/nodeAnswer.ts";
import { frameOf, looksRightInEachTheme } from "./insidePage.ts";
import { lengthenWords, misfits } from "./layout.ts";
import { openWorkbench, type Workbench } from "./workbench.ts";

const marker = "NOT-A-PASSWORD";
const file = `mirrors:
  docker.io:
    endpoint:
      - https://mirror.example.com:5000
  registry.example.com:
    endpoint:
      - https://a-registry-with-a-long-name-of-its-own.example.com
configs:
  "mirror.example.com:5000":
    auth:
      username: puller
      password: '${marker}'
`;

/** A server that is as it should be, agents that are not, and one that is gone. */
const answers = [
  nodeAnswer(file, {}, { node: "root@server-1", unit: "k3s" }),
  nodeAnswer(
    file,
    {},
    {
      node: "root@agent-1",
      file: { sha256: sha256(file), mode: "644", modified: november },
      certsd: [],
    },
  ),
  nodeAnswer(`${file}# older\n`, { embeddedRegistry: true }, { node: "root@agent-2" }),
  nodeAnswer(
    file,
    {},
    { node: "root@agent-3", active: "activating", waiting: "yaml: line 3: did not find expected key" },
  ),
  nodeAnswer(file, {}, { node: "root@agent-4", certsd: [] }),
  {
    k3sRegistries: 1,
    node: "root@an-agent-with-a-very-long-name-that-fits-no-column.cluster.example.com",
    problem: "unreachable",
  },
];

describe("the page of a check of the nodes", () => {
  let workbench: Workbench;
  let frame: FrameLocator;

  before(async () => {
    workbench = await openWorkbench({ files: { "good/registries.yaml": file } });
  });
  after(() => workbench?.close());

  it("shows what the nodes answered, beside the file", async () => {
    const { page } = workbench;
    await workbench.openFile("good/registries.yaml");
    // The command is offered once the extension has looked at the file.
    await page.locator(".codelens-decoration a").first().waitFor();
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const text = answers.map((answer) => JSON.stringify(answer)).join("\n");
    await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await workbench.runCommand("K3s Registries: Check Nodes…");
    await workbench.pick("Answers from the Clipboard");
    frame = await workbench.webview("What the Nodes Have");
    await frame.getByText("1 of 6 nodes have this file and run with it.").waitFor();
    await frame.getByText("k3s still runs with what it read at startup").waitFor();
    await looksRightInEachTheme(workbench, frame, "nodes");
    assert.doesNotMatch(await frame.locator("html").innerHTML(), new RegExp(marker));
    await frame.getByText("unreachable").scrollIntoViewIfNeeded();
    await workbench.screenshot("nodes-end");
  });

  it("fits a narrow panel, and longer words", async () => {
    const { page } = workbench;
    await page.setViewportSize({ width: 860, height: 900 });
    assert.deepEqual(await misfits(await frameOf(frame)), []);
    await frame.getByText("What the Nodes Have").scrollIntoViewIfNeeded();
    await workbench.screenshot("nodes-narrow");
    // Wide enough for a table.
    await page.setViewportSize({ width: 1900, height: 800 });
    assert.deepEqual(await misfits(await frameOf(frame)), []);
    await workbench.screenshot("nodes-wide");
    await page.setViewportSize({ width: 1280, height: 800 });
    await lengthenWords(await frameOf(frame));
    assert.deepEqual(await misfits(await frameOf(frame)), []);
  });

  it("leads to the line and to the hosts.toml of a difference, from the keyboard", async () => {
    const { page } = workbench;
    await frame.locator('[aria-label="Line 3: root@agent-3"]').focus();
    await page.keyboard.press("Enter");
    await page.locator(".active-line-number").getByText("3", { exact: true }).waitFor();
    await frame.locator('[aria-label="hosts.toml of docker.io: root@agent-4"]').focus();
    await page.keyboard.press("Enter");
    await page
      .locator(".tab.active", { hasText: "containerd.toml" })
      .or(page.locator(".tab", { hasText: "containerd.toml" }))
      .first()
      .waitFor();
    await page.locator(".view-line", { hasText: "# certs.d/docker.io/hosts.toml" }).waitFor();
    await workbench.screenshot("nodes-hosts-toml");
  });
});
