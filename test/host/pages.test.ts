import { assert } from "chai";
import { commands, window } from "vscode";
import { closeEditors, openFile } from "./documents.ts";

const text = `mirrors:
  docker.io:
    endpoint:
      - https://one.example.com
`;

/** The columns that have tabs, each with the names of those. */
function columns(): readonly (readonly string[])[] {
  return window.tabGroups.all.map(({ tabs }) => tabs.map(({ label }) => label));
}

describe("pages beside the editor", () => {
  afterEach(closeEditors);

  it("share one column, whichever is in front when the next one opens", async () => {
    const { uri } = await openFile("pages/registries.yaml", text);
    await commands.executeCommand("k3sRegistries.explainPull", uri, "nginx");
    // The page that has just opened is in front.
    await commands.executeCommand("k3sRegistries.openConverter");
    await commands.executeCommand("workbench.action.focusFirstEditorGroup");
    await openFile("pages/registries.yaml", text);
    await commands.executeCommand("k3sRegistries.previewContainerd");
    const [editors, pages, ...more] = columns();
    assert.deepEqual(editors, ["registries.yaml"]);
    assert.lengthOf(pages ?? [], 3);
    assert.deepEqual(more, []);
  });

  it("open beside the editor where its column is the last of two", async () => {
    await openFile("pages/other.txt", "x");
    await commands.executeCommand("workbench.action.splitEditorRight");
    await openFile("pages/registries.yaml", text);
    assert.lengthOf(columns(), 2);
    await commands.executeCommand("k3sRegistries.previewContainerd");
    assert.lengthOf(columns(), 2);
  });
});
