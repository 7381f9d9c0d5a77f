import { assert } from "chai";
import { ConfigurationTarget, commands, EventEmitter, type LanguageStatusItem, languages, workspace } from "vscode";
import { maxFileSize } from "../../src/core/text/limits.ts";
import { answering, stub } from "./answers.ts";
import { closeEditors, openFile, readFile, replaceText, until, writeFile } from "./documents.ts";

const misspelt = "mirrors:\n  docker.io:\n    endpoints:\n      - https://mirror.example.com\n";

describe("the language status", () => {
  const changed = new EventEmitter<void>();
  let shown: Partial<LanguageStatusItem> | undefined;
  let restore = (): void => {};

  before(async () => {
    await closeEditors();
    restore = stub(languages, {
      createLanguageStatusItem: () => {
        shown = new Proxy<Partial<LanguageStatusItem>>(
          { dispose: () => (shown = undefined) },
          {
            set: (item, key, value) => {
              changed.fire();
              return Reflect.set(item, key, value);
            },
          },
        );
        return shown;
      },
    });
  });
  after(() => restore());
  afterEach(closeEditors);

  /** Waits until it says this of the problems and the target. */
  const says = (text: string, detail: string): Promise<true> =>
    until(changed.event, () => (shown?.text === text && shown.detail === detail ? true : undefined));

  it("counts the problems and names the target, as both change", async () => {
    const document = await openFile("status/registries.yaml", misspelt);
    await says("1 error", "k3s or RKE2, any version");
    assert.equal(shown?.command?.command, "k3sRegistries.chooseTarget");
    const settings = workspace.getConfiguration("k3sRegistries");
    await settings.update("rules", { "unknown-key": "warning" }, ConfigurationTarget.Workspace);
    await says("1 warning", "k3s or RKE2, any version");
    await settings.update("rules", undefined, ConfigurationTarget.Workspace);
    await writeFile("status/.k3s-registries.yaml", "ignores: ['*']\ntarget: k3d\n");
    await says("Not linted", "Ignored by .k3s-registries.yaml");
    assert.equal(document.isDirty, false);
  });

  it("says of a file that is too large that it is not checked, and counts again when it shrinks", async () => {
    const document = await openFile("status-large/registries.yaml", misspelt);
    await says("1 error", "k3s or RKE2, any version");
    await replaceText(document, `${misspelt}#${"x".repeat(maxFileSize)}\n`);
    await says("Not linted", "Larger than 5 MB");
    await replaceText(document, misspelt);
    await says("1 error", "k3s or RKE2, any version");
  });

  it("names the tools that carry a registries.yaml, and what reads it on the node", async () => {
    const secret = "    configs: {registry.example.com: {auth: {username: ci, password: example}}}\n";
    await openFile("status-k3d/k3d.yaml", `apiVersion: k3d.io/v1alpha5\nregistries:\n  config: |\n${secret}`);
    await says("1 note", "k3d config · k3d, any version");
    const paths = ["k3s", "rke2"].map((name) => `/etc/rancher/${name}/registries.yaml`);
    const files = paths.map((path) => `- path: ${path}\n  permissions: "0600"\n  content: |\n${secret}`);
    await openFile("status-cloud/cloud.yaml", `#cloud-config\nwrite_files:\n${files.join("")}`);
    await says("2 notes", "cloud-init · k3s, any version; cloud-init · RKE2, any version");
  });

  it("is not there for another tool's registries.yaml", async () => {
    await openFile("status-foreign/registries.yaml", "registries:\n  - name: x\n");
    assert.isUndefined(shown);
  });

  it("has a command that asks for the target and writes it into the workspace's settings", async () => {
    await openFile("status-target/registries.yaml", misspelt);
    await says("1 error", "k3s or RKE2, any version");
    await answering({ picks: ["RKE2"], inputs: ["v1.31.6"] }, choose);
    await says("1 error", "RKE2 v1.31.6");
    const settings = workspace.getConfiguration("k3sRegistries");
    assert.equal(settings.inspect("target")?.workspaceValue, "rke2 v1.31.6");
    const refused = await answering({ picks: ["k3s"], inputs: ["latest"] }, choose);
    assert.match(refused.messages.join(), /Enter a version such as/);
    await answering({ picks: ["Any"], inputs: [""] }, choose);
    await says("1 error", "k3s or RKE2, any version");
    await settings.update("target", undefined, ConfigurationTarget.Workspace);
  });

  it("writes it into the settings file where that names one", async () => {
    const file = await writeFile("status-file/.k3s-registries.yaml", "target: k3s # ours\n");
    await openFile("status-file/registries.yaml", misspelt);
    await says("1 error", "k3s, any version");
    await answering({ picks: ["k3d"], inputs: [""] }, choose);
    await says("1 error", "k3d, any version");
    assert.equal(await readFile(file), "target: k3d # ours\n");
  });
});

const choose = async (): Promise<void> => commands.executeCommand("k3sRegistries.chooseTarget");
