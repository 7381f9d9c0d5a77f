import assert from "node:assert/strict";
import { openWorkbench, type Workbench } from "./workbench.ts";

/** A file of a tool, with a fault in what it carries. */
interface Carrying {
  readonly file: string;
  readonly text: string;
  /** What the hover on the fault says, and the rule. */
  readonly says: RegExp;
  readonly fix: RegExp;
  /** A line as it is after the fix. */
  readonly fixed: RegExp;
}

const carriers: readonly Carrying[] = [
  {
    file: "k3d.yaml",
    text: `apiVersion: k3d.io/v1alpha5
kind: Simple
servers: 1
registries:
  config: |
    mirrors:
      docker.io:
        endpoint:
          - https://mirror.example.com
        rewrite:
          "^(.*)$": "hub/$1"
`,
    says: /k3d reads "\$1" as an environment variable.*k3d-dollar/s,
    fix: /^Write \$\{D\} for the \$/,
    fixed: /"hub\/\$\{D\}1"$/m,
  },
  {
    file: "user-data.yaml",
    text: `#cloud-config
hostname: node
write_files:
  - path: /etc/rancher/rke2/registries.yaml
    permissions: "0600"
    content: |
      mirrors:
        docker.io:
          endpoints:
            - https://mirror.example.com
runcmd:
  - [systemctl, enable, --now, rke2-server]
`,
    says: /Did you mean "endpoint"\?.*unknown-key/s,
    fix: /^Rename to endpoint$/,
    fixed: /^ *endpoint:$/m,
  },
  {
    file: "node.sh",
    text: `#!/bin/sh
set -e
sudo tee /etc/rancher/k3s/registries.yaml <<YAML
mirrors:
  docker.io:
    endpoint:
      - https://mirror.example.com
    rewrite:
      "^library/(.*)$": "hub/$1"
YAML
systemctl restart k3s
`,
    says: /The shell replaces "\$1".*shell-dollar/s,
    fix: /^Put a backslash before the \$$/,
    fixed: /"hub\/\\\$1"$/m,
  },
  {
    file: "playbook.yml",
    text: `- hosts: k3s
  tasks:
    - name: Registries of k3s
      ansible.builtin.copy:
        dest: /etc/rancher/k3s/registries.yaml
        mode: "0600"
        content: |
          configs:
            registry.example.com:
              auth:
                username: puller
                pasword: "{{ registry_password }}"
`,
    says: /Did you mean "password"\?.*unknown-key/s,
    fix: /^Rename to password$/,
    fixed: /password: "\{\{ registry_password \}\}"$/m,
  },
];

/** As a platform team writes it: what a tool fills in is not in the file. */
const explained = `#cloud-config
hostname: node
write_files:
  - path: /etc/rancher/rke2/registries.yaml
    permissions: "0600"
    content: |
      mirrors:
        docker.io:
          endpoint:
            - https://mirror.example.com
      configs:
        mirror.example.com:
          auth:
            username: puller
            password: 'NOT-A-PASSWORD'
`;

describe("a registries.yaml in a file of another tool", () => {
  let workbench: Workbench;
  before(async () => {
    const files = Object.fromEntries(carriers.map(({ file, text }) => [file, text]));
    workbench = await openWorkbench({ files: { ...files, "explained.yaml": explained } });
  });
  after(() => workbench?.close());

  for (const { file, says, fix, fixed } of carriers)
    it(`has a squiggle in ${file}, says why on hover, and is fixed by Ctrl+.`, async () => {
      const { page } = workbench;
      await workbench.openFile(file);
      const squiggle = page.locator(".squiggly-error, .squiggly-warning").first();
      await squiggle.waitFor();
      // A lens that comes late moves the lines.
      await page.locator(".codelens-decoration a").filter({ hasText: "Open as registries.yaml" }).first().waitFor();
      // In a string of YAML, a key is not an element of its own, so the squiggle says where it is.
      const { x, y, width, height } = (await squiggle.boundingBox()) ?? assert.fail();
      const hover = page.locator(".monaco-hover:visible").filter({ hasText: "k3s-registries" });
      await page.mouse.move(0, 0);
      await page.mouse.move(x + width / 2, y + height / 2);
      await hover.first().waitFor();
      assert.match((await hover.first().textContent()) ?? "", says);
      await workbench.inEachTheme((theme) => workbench.screenshot(`carrier-${file.replace(/\W/g, "-")}-${theme}`));
      await page.mouse.click(x + width / 2, y + height / 2);
      await page.locator("[class*=gutter-lightbulb], .lightBulbWidget").filter({ visible: true }).first().waitFor();
      await page.keyboard.press("Control+Period");
      const menu = page.locator(".action-widget").first();
      await menu.getByText(fix).waitFor();
      await workbench.picture(`carrier-${file.replace(/\W/g, "-")}-fix-dark`, menu);
      await page.keyboard.press("Enter");
      await squiggle.waitFor({ state: "detached" });
      assert.match(await workbench.editorText(), fixed);
    });

  it("is explained from the lens above its mirror, with its lines in the file", async () => {
    const { page } = workbench;
    await workbench.openFile("explained.yaml");
    await page.locator(".codelens-decoration a").filter({ hasText: "Explain a pull from docker.io" }).click();
    const frame = await workbench.webview("How an image is pulled");
    await frame.getByText("explained.yaml (write_files[0].content), read by RKE2").waitFor();
    await frame.getByRole("button", { name: "Line 10" }).first().click();
    await page.locator(".editor-group-container.active .tab.active[data-resource-name='explained.yaml']").waitFor();
    await page.getByText(/Ln 10, Col \d+ \(26 selected\)/).waitFor();
    await workbench.screenshot("carrier-explained-dark");
    const html = await frame.locator("html").innerHTML();
    assert.doesNotMatch(html, /NOT-A-PASSWORD/);
  });
});
