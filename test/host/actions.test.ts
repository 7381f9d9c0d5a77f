import { assert } from "chai";
import { commands, Range, type TextDocument, window, workspace } from "vscode";
import { choose, closeEditors, codeActions, openFile, readFile, until, untilIds, writeFile } from "./documents.ts";

const several =
  "mirrors:\n  docker.io: {endpoints: [https://a.example.com], rewrites: {}}\n  quay.io:\n    endpoint: https://b.example.com\n";
const found = ["unknown-key", "unknown-key", "endpoint-not-list"];

/** Opens the file with several faults; the range is that of the first, an unknown key. */
async function open(path: string): Promise<{ readonly document: TextDocument; readonly range: Range }> {
  const document = await openFile(path, several);
  const [first] = await untilIds(document, found);
  if (!first) throw new Error("Nothing was found");
  return { document, range: first.range };
}

describe("actions for more than one finding", () => {
  afterEach(closeEditors);

  it("fix all problems of one rule, in one step of undo", async () => {
    const { document, range } = await open("rule/registries.yaml");
    await choose(document, range, "Fix all unknown-key problems in this file");
    assert.equal(document.getText(), several.replace("endpoints", "endpoint").replace("rewrites", "rewrite"));
    await untilIds(document, ["endpoint-not-list"]);
    await window.showTextDocument(document);
    await commands.executeCommand("undo");
    assert.equal(document.getText(), several);
  });

  it("are offered only where there is more than one", async () => {
    const { document } = await open("one/registries.yaml");
    const all = new Range(0, 0, document.lineCount, 0);
    const actions = await codeActions(document, all, "quickfix");
    const titles = actions.map(({ title }) => title);
    assert.include(titles, "Fix all 3 problems that have a safe fix");
    assert.notInclude(titles, "Fix all endpoint-not-list problems in this file");
    assert.equal(actions.filter(({ isPreferred }) => isPreferred).length, 3, "one for each finding");
  });

  it("fix the whole file as a source action", async () => {
    const { document, range } = await open("source/registries.yaml");
    const [action] = await codeActions(document, range, "source.fixAll");
    assert.equal(action?.kind?.value, "source.fixAll.k3s-registries");
    if (action?.edit) await workspace.applyEdit(action.edit);
    await untilIds(document, []);
  });

  it("switch a rule off for the file", async () => {
    const { document, range } = await open("off/registries.yaml");
    await choose(document, range, "Disable unknown-key for this file");
    assert.equal(document.getText(), `# k3s-registries-disable unknown-key\n${several}`);
    await untilIds(document, ["endpoint-not-list"]);
  });

  it("switch a rule off for the workspace, beside what is set already", async () => {
    const { document, range } = await open("workspace/registries.yaml");
    const settings = () => workspace.getConfiguration("k3sRegistries");
    await settings().update("rules", { "yaml-syntax": "warning" }, false);
    await choose(document, range, "Disable unknown-key for this workspace");
    await untilIds(document, ["endpoint-not-list"]);
    assert.deepEqual(settings().inspect("rules")?.workspaceValue, { "yaml-syntax": "warning", "unknown-key": "off" });
    await settings().update("rules", undefined, false);
    await untilIds(document, found);
  });

  it("switch a rule off in the settings file, where one counts", async () => {
    const before = "# ours\nseverities:\n  yaml-syntax: error # always\ntarget: k3s\n";
    const file = await writeFile("shared/.k3s-registries.yaml", before);
    const { document, range } = await open("shared/registries.yaml");
    await choose(document, range, "Disable unknown-key for this workspace, in .k3s-registries.yaml");
    await untilIds(document, ["endpoint-not-list"]);
    assert.equal(await readFile(file), before.replace("always\n", "always\n  unknown-key: 'off'\n"));
    assert.deepEqual(workspace.getConfiguration("k3sRegistries").get("rules"), {});
  });

  it("leave a settings file with other changes unsaved", async () => {
    const file = await openFile("dirty/.k3s-registries.yaml", "target: k3s\n");
    await window.activeTextEditor?.edit((edit) => edit.insert(file.positionAt(0), "# mine\n"));
    const { document, range } = await open("dirty/registries.yaml");
    await choose(document, range, "Disable unknown-key for this workspace, in .k3s-registries.yaml");
    await until(workspace.onDidChangeTextDocument, () => (file.getText().includes("unknown-key") ? true : undefined));
    assert.isTrue(file.isDirty);
    await file.save();
    await untilIds(document, ["endpoint-not-list"]);
  });
});
