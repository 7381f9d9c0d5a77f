import { assert } from "chai";
import { commands, Selection, type TextDocument, ViewColumn, WorkspaceEdit, window, workspace } from "vscode";
import { closeEditors, openFile, until } from "./documents.ts";

const mirror = `mirrors:
  docker.io:
    endpoint:
      - https://one.example.com
configs:
  one.example.com:
    auth:
      username: me
      password: CANARY-SECRET
`;

/** The page with the preview, once it says what is looked for. */
function page(pattern: RegExp): Promise<TextDocument> {
  return until(workspace.onDidChangeTextDocument, () =>
    workspace.textDocuments.find(
      (document) => document.uri.scheme === "k3s-registries-containerd" && pattern.test(document.getText()),
    ),
  );
}

describe("Preview containerd Configuration", () => {
  afterEach(closeEditors);

  it("shows the files beside the editor and follows what is typed, without the secrets", async () => {
    const source = await openFile("preview/registries.yaml", mirror);
    await commands.executeCommand("k3sRegistries.previewContainerd");
    const shown = await page(/^\[host\."https:\/\/one\.example\.com\/v2"\]$/m);
    assert.match(shown.getText(), /^# certs\.d\/docker\.io\/hosts\.toml$/m);
    assert.notInclude(shown.getText(), "CANARY");
    assert.isTrue(
      window.visibleTextEditors.some(({ document, viewColumn }) => document === shown && viewColumn !== ViewColumn.One),
    );
    const edit = new WorkspaceEdit();
    const at = source.getText().indexOf("one.example.com");
    const range = new Selection(source.positionAt(at), source.positionAt(at + 3));
    edit.replace(source.uri, range, "two");
    await workspace.applyEdit(edit);
    await page(/two\.example\.com/);
  });

  it("scrolls to the file of the registry that the cursor goes to", async () => {
    const names = Array.from({ length: 40 }, (_, index) => `mirror-${index + 10}.example.com`);
    const entries = names.map((name) => `  ${name}:\n    endpoint: ["https://cache.example.com/${name}"]\n`);
    const source = await openFile("preview-long/registries.yaml", `mirrors:\n${entries.join("")}`);
    const editor = window.activeTextEditor;
    if (editor?.document !== source) throw new Error("The file has to be in the editor in front");
    await commands.executeCommand("k3sRegistries.previewContainerd");
    const shown = await page(/mirror-49/);
    for (const name of ["mirror-49.example.com", "mirror-11.example.com"]) {
      const { line } = shown.positionAt(shown.getText().indexOf(`# certs.d/${name}/hosts.toml`));
      const place = source.positionAt(source.getText().indexOf(`  ${name}:`) + 4);
      editor.selection = new Selection(place, place);
      await until(window.onDidChangeTextEditorVisibleRanges, () =>
        window.visibleTextEditors.some(
          ({ document, visibleRanges }) =>
            document === shown && visibleRanges.some(({ start, end }) => start.line <= line && line <= end.line),
        )
          ? true
          : undefined,
      );
    }
  });

  it("says why there is nothing when k3s can't read the file", async () => {
    await openFile("preview-broken/registries.yaml", "mirrors:\n  docker.io: [CANARY-SECRET\n");
    await commands.executeCommand("k3sRegistries.previewContainerd");
    assert.notInclude((await page(/k3s can't read this file/)).getText(), "CANARY");
  });
});
