import { openWorkbench, type Theme, type Workbench } from "./workbench.ts";

for (const theme of ["dark", "light"] satisfies Theme[]) {
  describe(`what the cluster does with a file, ${theme}`, () => {
    let workbench: Workbench;
    before(async () => {
      workbench = await openWorkbench(theme);
    });
    after(() => workbench.close());

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
      await workbench.screenshot(`containerd-preview-${theme}`);
    });
  });
}
