import assert from "node:assert/strict";
import { openWorkbench, type Workbench } from "./workbench.ts";

const mirrors = (indent: string): string =>
  ["mirrors:", "  docker.io:", "    endpoints:", "      - https://mirror.example.com", ""]
    .map((line) => (line === "" ? "" : indent + line))
    .join("\n");

/** A file of each of four tools, with the same fault in what it carries. */
const files: Readonly<Record<string, string>> = {
  "k3d.yaml": `apiVersion: k3d.io/v1alpha5\nkind: Simple\nservers: 1\nregistries:\n  config: |\n${mirrors("    ")}`,
  "user-data.yaml": `#cloud-config\nhostname: node\nwrite_files:\n  - path: /etc/rancher/rke2/registries.yaml\n    permissions: "0600"\n    content: |\n${mirrors("      ")}`,
  "node.sh": `#!/bin/sh\nset -e\nsudo tee /etc/rancher/k3s/registries.yaml <<'EOF'\n${mirrors("")}EOF\nsystemctl restart k3s\n`,
  "playbook.yml": `- hosts: k3s\n  tasks:\n    - name: registries of k3s\n      ansible.builtin.copy:\n        dest: /etc/rancher/k3s/registries.yaml\n        mode: "0600"\n        content: |\n${mirrors("          ")}`,
};

describe("a registries.yaml in a file of another tool", () => {
  let workbench: Workbench;
  before(async () => {
    workbench = await openWorkbench({ files });
  });
  after(() => workbench?.close());

  for (const file of Object.keys(files))
    it(`has a squiggle in ${file}, says why on hover, and is fixed by Ctrl+.`, async () => {
      const { page } = workbench;
      await workbench.openFile(file);
      await page.locator(".squiggly-error").first().waitFor();
      // In a string of YAML, a key is not an element of its own, so the squiggle says where it is.
      const { x, y, width, height } = (await page.locator(".squiggly-error").first().boundingBox()) ?? assert.fail();
      const hover = page.locator(".monaco-hover:visible").filter({ hasText: 'Did you mean "endpoint"?' });
      await page.mouse.move(0, 0);
      await page.mouse.move(x + width / 2, y + height / 2);
      await hover.first().waitFor();
      assert.match((await hover.first().textContent()) ?? "", /unknown-key/);
      await workbench.inEachTheme((theme) => workbench.screenshot(`carrier-${file.replace(/\W/g, "-")}-${theme}`));
      await page.mouse.click(x + width / 2, y + height / 2);
      await page.locator("[class*=gutter-lightbulb], .lightBulbWidget").filter({ visible: true }).first().waitFor();
      await page.keyboard.press("Control+Period");
      const menu = page.locator(".action-widget");
      await menu.getByText("Rename to endpoint").waitFor();
      await page.keyboard.press("Enter");
      await page.locator(".squiggly-error").first().waitFor({ state: "detached" });
      const text = await workbench.editorText();
      assert.match(text, /^ *endpoint:$/m);
    });
});
