import { assert } from "chai";
import { commands, Position, Range, type TextDocument, type Uri, WorkspaceEdit, window, workspace } from "vscode";
import { maxFileSize } from "../../src/core/text/limits.ts";
import { fakeKeyFile } from "../core/fakeKey.ts";
import { answering, type Said } from "./answers.ts";
import {
  closeEditors,
  codeActions,
  openFile,
  openUntitled,
  ours,
  sample,
  until,
  untilIds,
  writeFile,
} from "./documents.ts";

const misspelt = `mirrors:
  docker.io:
    endpoints:
      - https://mirror.example.com
  quay.io:
    endpoint:
      - https://mirror.example.com
configs:
  mirror.example.com:
    auth: {username: me, password: CANARY-SECRET}
`;
const padding = `# ${"x".repeat(97)}\n`.repeat(Math.ceil(maxFileSize / 100));
const key = `{"type": "service_account", "private_key": "CANARY"}`;
const said = (path: string): string => `${path} is larger than 5 MB and is not checked.`;

/** At the second endpoint. */
const endpoint = new Position(6, 20);
const asked: Readonly<Record<string, (uri: Uri, document: TextDocument) => Thenable<unknown>>> = {
  "code lenses": (uri) => commands.executeCommand("vscode.executeCodeLensProvider", uri),
  symbols: (uri) => commands.executeCommand("vscode.executeDocumentSymbolProvider", uri),
  hovers: (uri) => commands.executeCommand("vscode.executeHoverProvider", uri, endpoint),
  definitions: (uri) => commands.executeCommand("vscode.executeDefinitionProvider", uri, endpoint),
  references: (uri) => commands.executeCommand("vscode.executeReferenceProvider", uri, endpoint),
  "quick fixes": (_, document) => codeActions(document, new Range(2, 4, 2, 13), "quickfix"),
  "fixes on save": (_, document) => codeActions(document, new Range(0, 0, 9, 0), "source.fixAll.k3s-registries"),
  refactorings: (_, document) => codeActions(document, new Range(9, 10, 9, 10), "refactor"),
  completions: async (uri) => {
    const { items } = await commands.executeCommand<{ items: readonly { label: unknown }[] }>(
      "vscode.executeCompletionItemProvider",
      uri,
      new Position(8, 2),
    );
    return items.filter(({ label }) => label === "quay.io" || label === "docker.io");
  },
};

describe("a file of more than 5 MB", function () {
  this.timeout(60_000);
  afterEach(closeEditors);
  after(async () => workspace.fs.delete(sample("too-large"), { recursive: true }));

  it("is left alone by every feature of the editor, which a small one has", async () => {
    const small = await openFile("too-large/small/registries.yaml", misspelt);
    await untilIds(small, ["unknown-key"]);
    for (const [name, ask] of Object.entries(asked))
      assert.isNotEmpty((await ask(small.uri, small)) ?? [], `${name} of the small file`);
    const large = await openFile("too-large/registries.yaml", misspelt + padding);
    for (const [name, ask] of Object.entries(asked)) assert.isEmpty((await ask(large.uri, large)) ?? [], name);
    assert.isEmpty(ours(large));
  });

  it("loses its findings when it grows past that, and has them again when it shrinks", async () => {
    const document = await openFile("too-large/grown/registries.yaml", misspelt);
    await untilIds(document, ["unknown-key"]);
    const end = new Position(document.lineCount, 0);
    const grow = new WorkspaceEdit();
    grow.insert(document.uri, end, padding);
    await workspace.applyEdit(grow);
    await untilIds(document, []);
    const shrink = new WorkspaceEdit();
    shrink.delete(document.uri, new Range(end, new Position(document.lineCount, 0)));
    await workspace.applyEdit(shrink);
    await untilIds(document, ["unknown-key"]);
  });

  it("counts in characters, so that it has more than 5 MB on disk too", async () => {
    const full = misspelt + padding.slice(0, maxFileSize - misspelt.length);
    assert.lengthOf(full, maxFileSize);
    await untilIds(await openFile("too-large/full/registries.yaml", full), ["unknown-key"]);
    const over = await openFile("too-large/over/registries.yaml", `${full}x`);
    assert.isEmpty(await codeActions(over, new Range(2, 4, 2, 13), "quickfix"));
  });

  for (const command of ["fixAll", "previewContainerd", "replaceCredential", "extractCredential", "explainPull"])
    it(`gets one line from ${command} in the active editor`, async () => {
      const document = await openFile("too-large/registries.yaml", misspelt + padding);
      assert.equal(window.activeTextEditor?.document, document);
      const { messages, shown } = await answering({}, async () => commands.executeCommand(`k3sRegistries.${command}`));
      assert.deepEqual(messages, [said("too-large/registries.yaml")]);
      assert.deepEqual(shown, []);
    });

  for (const command of ["replaceCredential", "extractCredential", "explainPull", "checkImages"])
    it(`gets one line from ${command} where it is not open`, async () => {
      const uri = await writeFile("too-large/closed/registries.yaml", misspelt + padding);
      const { messages, shown } = await answering({}, async () =>
        commands.executeCommand(`k3sRegistries.${command}`, uri),
      );
      assert.deepEqual(messages, [said("too-large/closed/registries.yaml")]);
      assert.deepEqual(shown, []);
    });

  it("turns an open preview into one line", async () => {
    const source = await openFile("too-large/preview/registries.yaml", misspelt);
    await commands.executeCommand("k3sRegistries.previewContainerd");
    const shows = (pattern: RegExp): Promise<true> =>
      until(workspace.onDidChangeTextDocument, () =>
        workspace.textDocuments.some(
          ({ uri, getText }) => uri.scheme === "k3s-registries-containerd" && pattern.test(getText()),
        )
          ? true
          : undefined,
      );
    await shows(/certs\.d/);
    const grow = new WorkspaceEdit();
    grow.insert(source.uri, new Position(source.lineCount, 0), padding);
    await workspace.applyEdit(grow);
    await shows(/^# too-large\/preview\/registries\.yaml is larger than 5 MB and is not checked\.\n$/);
  });

  it("is named by Lint Workspace", async () => {
    await writeFile("too-large/closed/registries.yaml", misspelt + padding);
    const { messages } = await answering({}, async () => commands.executeCommand("k3sRegistries.lintWorkspace"));
    assert.include(messages[0], said("too-large/closed/registries.yaml"));
  });

  it("is named by Rotate Key, whether another file has an old key or none", async () => {
    const account = { client_email: "large@fake-project.iam.gserviceaccount.com" };
    const old = JSON.stringify(JSON.parse(fakeKeyFile({ ...account, private_key_id: "0ld" })));
    const rotated = await writeFile("too-large/key.json", fakeKeyFile({ ...account, private_key_id: "n3w" }));
    await writeFile("too-large/closed/registries.yaml", misspelt + padding);
    const rotating = (): Promise<Said> =>
      answering({}, async () => commands.executeCommand("k3sRegistries.rotateKey", rotated));
    const alone = (await rotating()).messages.join();
    assert.include(alone, "No registries.yaml here contains a key of large@");
    assert.include(alone, said("too-large/closed/registries.yaml"));
    await writeFile(
      "too-large/rotated/registries.yaml",
      `configs:\n  gcr.io:\n    auth: {username: _json_key, password: '${old}'}\n`,
    );
    const other = (await rotating()).messages.join();
    assert.include(other, said("too-large/closed/registries.yaml"));
    assert.include(other, "The key was replaced in 1 file.");
  });

  it("is no target of a conversion", async () => {
    await writeFile("too-large/closed/registries.yaml", misspelt + padding);
    await writeFile("too-large/small/registries.yaml", misspelt);
    const { shown } = await answering({}, async () =>
      commands.executeCommand("k3sRegistries.convertKey", sample("credentials/docker-config/docker-login.json")),
    );
    const offered = shown.join();
    assert.include(offered, "too-large/small/registries.yaml");
    assert.notInclude(offered, "too-large/closed/registries.yaml");
  });

  it("is no credential, even where its language is JSON", async () => {
    const document = await openUntitled("json", key + " ".repeat(maxFileSize));
    assert.equal(window.activeTextEditor?.document, document);
    const { messages } = await answering({}, async () => commands.executeCommand("k3sRegistries.convertKey"));
    assert.match(messages.join(), /is too large to be a credential file/);
  });
});
