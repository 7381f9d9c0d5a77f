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

  it("says why there is nothing when k3s can't read the file", async () => {
    await openFile("preview-broken/registries.yaml", "mirrors:\n  docker.io: [CANARY-SECRET\n");
    await commands.executeCommand("k3sRegistries.previewContainerd");
    assert.notInclude((await page(/k3s can't read this file/)).getText(), "CANARY");
  });
});
