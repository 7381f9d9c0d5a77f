import { openWorkbench, type Workbench } from "./workbench.ts";

describe("what the cluster does with a file", () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({ files: { "good/registries.yml": "mirrors:\n  docker.io:\n    " } });
  });
  after(() => workbench?.close());

  it("is told on hover", async () => {
    await workbench.openFile("good/registries.yaml");
    await workbench.hover("endpoint", "tried in order");
    await workbench.screenshot("hover-key");
  });

  it("stands in the outline", async () => {
    const { page } = workbench;
    await page.locator(".pane-header").filter({ hasText: "Outline" }).click();
    await page.locator(".outline-pane").getByText("docker.io", { exact: true }).first().waitFor();
    await workbench.screenshot("outline");
  });

  it("is offered while it is typed", async () => {
    const { page } = workbench;
    await workbench.openFile("good/registries.yml");
    await page.keyboard.press("Control+End");
    await page.keyboard.press("Control+Space");
    await page.locator(".suggest-widget .monaco-list-row").filter({ hasText: "rewrite" }).waitFor();
    await workbench.screenshot("completion");
  });

  it("is shown as containerd's files, beside the editor", async () => {
    const { page } = workbench;
    await workbench.openFile("good/registries.yaml");
    await workbench.runCommand("K3s Registries: Preview containerd Configuration");
    await page.locator(".view-line").filter({ hasText: "/hosts.toml" }).first().waitFor();
    await page
      .locator(".view-line")
      .filter({ hasText: /server\s=/ })
      .first()
      .waitFor();
    await workbench.inEachTheme((theme) => workbench.screenshot(`containerd-preview-${theme}`));
  });
});
