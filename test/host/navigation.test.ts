import { assert } from "chai";
import {
  commands,
  type DocumentHighlight,
  DocumentHighlightKind,
  type Location,
  type LocationLink,
  type Position,
  type Range,
  type SelectionRange,
  type TextDocument,
  type WorkspaceEdit,
  workspace,
} from "vscode";
import { api, closeEditors, openFile } from "./documents.ts";

const file = `mirrors:
  docker.io:
    endpoint:
      - https://mirror.example.com:5000/v2
      - "http://mirror.example.com"

configs:
  mirror.example.com:5000: # the mirror
    auth:
      username: puller
      password: 'not-a-password'
  other.example.com: {}
`;

const renamedFile = file.replaceAll("mirror.example.com", "cache.example.org");

describe("navigation in registries.yaml", () => {
  let document: TextDocument;
  before(async () => {
    await api();
    document = await openFile("navigation/registries.yaml", file);
  });
  after(closeEditors);

  const at = (text: string, within = 2): Position => document.positionAt(file.indexOf(text) + within);
  const textIn = (range: Range): string => `${range.start.line + 1} ${document.getText(range)}`;
  const ask = <T>(command: string, position: Position | readonly Position[], ...more: unknown[]): Thenable<T> =>
    commands.executeCommand<T>(command, document.uri, position, ...more);
  const rename = (position: Position, name: string): Thenable<WorkspaceEdit> =>
    ask("vscode.executeDocumentRenameProvider", position, name);

  /** What VS Code tells of a rename that is refused. */
  async function refusal(position: Position, name: string): Promise<string> {
    return rename(position, name).then(
      () => "renamed",
      (error) => String(error),
    );
  }

  it("definition leads from an endpoint to its entry of configs, and back from there", async () => {
    const [target, ...more] = await ask<LocationLink[]>(
      "vscode.executeDefinitionProvider",
      at("mirror.example.com:5000/v2"),
    );
    assert.isEmpty(more);
    assert.equal(target?.targetSelectionRange && textIn(target.targetSelectionRange), "8 mirror.example.com:5000");
    assert.equal(target?.targetRange.end.line, 10);
    const back = await ask<LocationLink[]>("vscode.executeDefinitionProvider", at("mirror.example.com:5000: #"));
    assert.deepEqual(
      back.map((link) => link.targetSelectionRange && textIn(link.targetSelectionRange)),
      ["4 mirror.example.com"],
    );
  });

  it("references and highlights are all places of the host", async () => {
    const places = ["4 mirror.example.com", "5 mirror.example.com", "8 mirror.example.com"];
    const found = await ask<Location[]>("vscode.executeReferenceProvider", at("mirror.example.com"));
    assert.deepEqual(
      found.map(({ range }) => textIn(range)),
      places,
    );
    const marked = await ask<DocumentHighlight[]>("vscode.executeDocumentHighlights", at("mirror.example.com"));
    assert.deepEqual(
      marked.map(({ range }) => textIn(range)),
      places,
    );
    assert.deepEqual(
      marked.map(({ kind }) => kind === DocumentHighlightKind.Write),
      [false, false, true],
    );
  });

  it("rename changes the host everywhere, as one step of undo", async () => {
    const prepared = await ask<{ range: Range; placeholder: string }>("vscode.prepareRename", at("https://mirror"));
    assert.equal(textIn(prepared.range), "4 mirror.example.com");
    assert.equal(prepared.placeholder, "mirror.example.com");
    await workspace.applyEdit(await rename(at("https://mirror"), "cache.example.org"));
    assert.equal(document.getText(), renamedFile);
    await commands.executeCommand("undo");
    assert.equal(document.getText(), file);
    await commands.executeCommand("redo");
    assert.equal(document.getText(), renamedFile);
    await commands.executeCommand("undo");
  });

  it("rename says why a name can't be", async () => {
    assert.include(await refusal(at("mirror.example"), "https://b.example.com"), "Remove the scheme");
    assert.include(await refusal(at("mirror.example"), "other.example.com:5000"), "renamed");
    assert.include(
      await refusal(at("other.example"), "mirror.example.com:5000"),
      "Line 8 already has an entry of that name",
    );
    assert.include(await refusal(at("username"), "b.example.com"), "Put the cursor on a host");
    assert.equal(document.getText(), file);
  });

  it("selection grows from a host to its entry, section and file", async () => {
    const [innermost, ...more] = await ask<SelectionRange[]>("vscode.executeSelectionRangeProvider", [at("puller")]);
    assert.isEmpty(more);
    const texts: string[] = [];
    for (let range = innermost; range; range = range.parent as SelectionRange)
      texts.push(document.getText(range.range));
    const wanted = ["puller", "username: puller", file.slice(file.indexOf("configs:"), -1), file];
    assert.deepEqual(
      texts.filter((text) => wanted.includes(text)),
      wanted,
    );
    for (const [index, text] of texts.entries()) assert.include(texts[index + 1] ?? text, text);
  });

  it("leaves another tool's file of that name alone", async () => {
    const other = await openFile("navigation-other/registries.yaml", "apiVersion: v1\nmirrors:\n  a.example.com: {}\n");
    const position = other.positionAt(other.getText().indexOf("a.example") + 1);
    const links = await commands.executeCommand<LocationLink[]>(
      "vscode.executeDefinitionProvider",
      other.uri,
      position,
    );
    assert.isEmpty(links);
    const edit = await commands
      .executeCommand<WorkspaceEdit>("vscode.executeDocumentRenameProvider", other.uri, position, "b.example.com")
      .then(
        (made) => made?.size ?? 0,
        () => 0,
      );
    assert.equal(edit, 0);
  });
});
