import { assert } from "chai";
import {
  CancellationTokenSource,
  type CompletionList,
  commands,
  type DocumentLink,
  type DocumentSymbol,
  type Location,
  Position,
  type ProgressOptions,
  type TextDocument,
  type Uri,
  window,
  workspace,
} from "vscode";
import { type Answers, answering, type Said, stub } from "./answers.ts";
import { closeEditors, openFile, replaceText, sample, until, writeFile } from "./documents.ts";

const registries = `configs:
  images.example.com:
    auth: {username: puller, password: CANARY-SECRET}
`;
const deployment = `apiVersion: apps/v1
kind: Deployment
spec:
  template:
    spec:
      containers:
        - image: images.example.com/shop/web:1
        - image: 123456789012.dkr.ecr.eu-central-1.amazonaws.com/job:2
`;

const run = (uri: Uri | undefined, answers: Answers = {}): Promise<Said> =>
  answering(answers, async () => commands.executeCommand("k3sRegistries.checkImages", uri));

/** The page of the images, once it says what is looked for. */
function page(pattern: RegExp): Promise<TextDocument> {
  return until(workspace.onDidChangeTextDocument, () =>
    workspace.textDocuments.find(
      (document) => document.uri.scheme === "k3s-registries-images" && pattern.test(document.getText()),
    ),
  );
}

describe("Check Images of This Workspace", () => {
  let file: Uri;
  before(async () => {
    file = await writeFile("images/registries.yaml", registries);
    await writeFile("images/deploy.yaml", deployment);
    await writeFile("images/values.yaml", "image: {repository: images.example.com/shop/api, tag: ''}\n");
    await writeFile("images/node_modules/x/pod.yaml", deployment.replaceAll("shop", "hidden"));
    await writeFile("images/template.yaml", "{{- if .x }}\nimage: {{ .y }}\n");
  });
  afterEach(closeEditors);
  after(async () => workspace.fs.delete(sample("images"), { recursive: true }));

  it("shows each image under what becomes of it, with links to its places and no secret", async () => {
    await run(file);
    const document = await page(/images\.example\.com\/shop\/web:1/);
    const text = document.getText();
    assert.match(text, /^Refused \(1\)$/m);
    assert.match(text, /^ {6}images\.example\.com as puller\n {6}images\/deploy\.yaml:7$/m);
    assert.match(text, /^ {2}images\.example\.com\/shop\/api {2}its tag is filled in elsewhere$/m);
    assert.notMatch(text, /hidden|CANARY/);
    assert.equal(window.activeTextEditor?.document, document);
    const links = await commands.executeCommand<DocumentLink[]>("vscode.executeLinkProvider", document.uri);
    const link = links.find(({ target }) => target?.fragment === "L7,18");
    assert.equal(link?.target?.path, sample("images/deploy.yaml").path);
    assert.equal(link && document.getText(link.range), "images/deploy.yaml:7");
    const explained = links.find(({ range }) => document.getText(range).endsWith("shop/web:1"));
    assert.equal(explained?.target?.scheme, "command");
    assert.include(decodeURIComponent(explained?.target?.query ?? ""), '"image":"images.example.com/shop/web:1"}');
    const outline = await commands.executeCommand<DocumentSymbol[]>(
      "vscode.executeDocumentSymbolProvider",
      document.uri,
    );
    assert.include(
      outline.map(({ name }) => name),
      "Refused (1)",
    );
    const at = document.positionAt(text.indexOf("shop/web"));
    const found = await commands.executeCommand<Location[]>("vscode.executeDefinitionProvider", document.uri, at);
    assert.deepEqual(
      found.map(({ uri, range }) => [uri.path, range.start.line]),
      [[sample("images/deploy.yaml").path, 6]],
    );
  });

  it("follows registries.yaml as it is typed", async () => {
    const source = await openFile("images/registries.yaml", registries);
    await run(undefined);
    await page(/images\.example\.com as puller/);
    await replaceText(source, registries.replace("puller", "''"));
    await page(/^Credential not sent \(2\)$/m);
    await replaceText(source, "mirrors: [CANARY-SECRET\n");
    assert.notInclude((await page(/k3s can't read this file/)).getText(), "CANARY");
    await replaceText(source, registries);
    await page(/images\.example\.com as puller/);
  });

  it("asks for the registries.yaml when there are several, and reads files again that changed", async () => {
    await writeFile(
      "images/other/registries.yaml",
      "mirrors:\n  images.example.com:\n    endpoint: [https://m.example.com]\n",
    );
    const { shown } = await run(undefined, { picks: ["images/other"] });
    assert.include(shown.join(), "images/registries.yaml");
    await page(/^From a mirror, without a credential \(2\)$/m);
    await openFile("images/deploy.yaml", deployment.replace("shop/web:1", "shop/web:2"));
    await run(file);
    await page(/shop\/web:2/);
    await workspace.fs.delete(sample("images/other"), { recursive: true });
    await writeFile("images/deploy.yaml", deployment);
  });

  it("can be stopped", async () => {
    const source = new CancellationTokenSource();
    source.cancel();
    const restore = stub(window, {
      withProgress: (_: ProgressOptions, task: (progress: object, token: unknown) => unknown) =>
        task({ report: () => assert.fail("no file is read any more") }, source.token),
    });
    await run(file).finally(restore);
    assert.notEqual(window.activeTextEditor?.document.uri.scheme, "k3s-registries-images");
  });

  it("lets completion offer the registries of the images", async () => {
    const typed = await openFile("images/registries.yaml", `${registries}  `);
    const end = new Position(typed.lineCount - 1, 2);
    const labels = async (): Promise<readonly string[]> => {
      const ask = "vscode.executeCompletionItemProvider";
      const { items } = await commands.executeCommand<CompletionList>(ask, typed.uri, end);
      assert.notInclude(JSON.stringify(items), "CANARY");
      return items.map(({ label }) => (typeof label === "string" ? label : label.label));
    };
    const wanted = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
    // The first time, the files are only begun to be read.
    for (let tries = 0; tries < 200; tries++) if ((await labels()).includes(wanted)) return;
    assert.fail("the registry of an image is never offered");
  });
});
