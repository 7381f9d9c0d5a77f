import { assert } from "chai";
import { ConfigurationTarget, commands, languages, workspace } from "vscode";
import {
  closeEditors,
  codeActions,
  idOf,
  openFile,
  openUntitled,
  ours,
  replaceText,
  sample,
  until,
  untilIds,
} from "./documents.ts";

const good = "mirrors:\n  docker.io:\n    endpoint:\n      - https://mirror.example.com\n";
const misspelt = good.replace("endpoint", "endpoints");

describe("lint in the editor", () => {
  afterEach(closeEditors);

  it("underlines the faults of the sample as it is opened, and links each to its page", async () => {
    const document = await workspace.openTextDocument(sample("broken/registries.yaml"));
    const found = await untilIds(document, [
      "missing-mirror-endpoint",
      "unknown-key",
      "username-not-json-key",
      "password-not-quoted",
      "password-not-quoted",
    ]);
    for (const diagnostic of found) {
      const target = typeof diagnostic.code === "object" ? diagnostic.code.target.path : "";
      assert.match(target, new RegExp(`/docs/rules/${idOf(diagnostic)}\\.md$`));
    }
  });

  it("follows the typing", async () => {
    const document = await openFile("typing/registries.yaml", misspelt);
    await untilIds(document, ["unknown-key"]);
    await replaceText(document, good);
    await untilIds(document, []);
    await replaceText(document, `${good}configs: [\n`);
    await untilIds(document, ["yaml-syntax"]);
  });

  it("is silent on another tool's file of that name, and on other files", async () => {
    const foreign = await openFile("foreign/registries.yaml", "registries:\n  - name: hub\n    endpoints: x\n");
    const other = await openFile("other/values.yaml", misspelt);
    const probe = await openFile("probe/registries.yaml", misspelt);
    await untilIds(probe, ["unknown-key"]);
    assert.deepEqual([ours(foreign), ours(other)], [[], []]);
  });

  it("reads an untitled YAML document that holds registries", async () => {
    await untilIds(
      await openUntitled(
        "yaml",
        "configs:\n  a.io:\n    auth:\n      username: u\n      password: p\n      registry: x\n",
      ),
      ["unknown-key"],
    );
  });

  it("forgets a document that is YAML no longer", async () => {
    const document = await openFile("closed/registries.yaml", misspelt);
    await untilIds(document, ["unknown-key"]);
    await languages.setTextDocumentLanguage(document, "plaintext");
    await untilIds(document, []);
  });

  it("takes severities and the embedded registry from the settings", async () => {
    const document = await openFile("settings/registries.yaml", "mirrors:\n  docker.io:\n");
    const settings = workspace.getConfiguration("k3sRegistries");
    await untilIds(document, ["missing-mirror-endpoint"]);
    await settings.update("embeddedRegistry", true, ConfigurationTarget.Workspace);
    await untilIds(document, []);
    await settings.update("embeddedRegistry", undefined, ConfigurationTarget.Workspace);
    await untilIds(document, ["missing-mirror-endpoint"]);
    await settings.update("rules", { "missing-mirror-endpoint": "off" }, ConfigurationTarget.Workspace);
    await untilIds(document, []);
    await settings.update("rules", undefined, ConfigurationTarget.Workspace);
  });
});

describe("fixes in the editor", () => {
  afterEach(closeEditors);

  it("offers one preferred fix for each fault of the sample, and each mends its fault", async () => {
    const text = new TextDecoder().decode(await workspace.fs.readFile(sample("broken/registries.yaml")));
    const document = await openFile("fixes/registries.yaml", text);
    const all = await untilIds(document, [
      "missing-mirror-endpoint",
      "unknown-key",
      "username-not-json-key",
      "password-not-quoted",
      "password-not-quoted",
    ]);
    let left = all.map(idOf);
    while (left.length > 0) {
      const [first] = ours(document);
      assert.isDefined(first);
      if (!first) return;
      const actions = await codeActions(document, first.range, "quickfix");
      const preferred = actions.find(({ isPreferred }) => isPreferred);
      assert.isDefined(preferred?.edit, `no preferred fix for ${idOf(first)}`);
      if (preferred?.edit) await workspace.applyEdit(preferred.edit);
      left = left.slice(1);
      await untilIds(document, left);
    }
  });

  it("switches a rule off for a line, but never as the preferred action", async () => {
    const document = await openFile("disable/registries.yaml", misspelt);
    const [found] = await untilIds(document, ["unknown-key"]);
    if (!found) return;
    const actions = await codeActions(document, found.range, "quickfix");
    const disable = actions.find(({ title }) => title === "Disable unknown-key for this line");
    assert.isUndefined(disable?.isPreferred);
    if (disable?.edit) await workspace.applyEdit(disable.edit);
    await untilIds(document, []);
  });

  it("fixes the whole file by command, in one step of undo", async () => {
    const text = new TextDecoder().decode(await workspace.fs.readFile(sample("broken/registries.yaml")));
    const document = await openFile("all/registries.yaml", text);
    await commands.executeCommand("k3sRegistries.fixAll");
    await untilIds(document, ["missing-mirror-endpoint"]);
    assert.include(document.getText(), `password: '{"type": "service_account"`);
    await commands.executeCommand("undo");
    assert.equal(document.getText(), text);
  });

  it("fixes the whole file when it is saved, for those who ask for it", async () => {
    const editor = workspace.getConfiguration("editor");
    await editor.update(
      "codeActionsOnSave",
      { "source.fixAll.k3s-registries": "explicit" },
      ConfigurationTarget.Workspace,
    );
    const document = await openFile("save/registries.yaml", good);
    await replaceText(document, misspelt);
    await commands.executeCommand("workbench.action.files.save");
    await until(workspace.onDidSaveTextDocument, () => (document.isDirty ? undefined : true));
    assert.equal(document.getText(), good);
    await editor.update("codeActionsOnSave", undefined, ConfigurationTarget.Workspace);
  });
});
