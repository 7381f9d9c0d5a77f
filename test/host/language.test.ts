import { assert } from "chai";
import {
  type CompletionList,
  ConfigurationTarget,
  commands,
  type DocumentSymbol,
  extensions,
  type Hover,
  MarkdownString,
  Position,
  type TextDocument,
  workspace,
} from "vscode";
import { stub } from "./answers.ts";
import { closeEditors, openFile, replaceText, untilIds } from "./documents.ts";

const file = `mirrors:
  docker.io:
    endpoint:
      - https://mirror.example.com:5000

configs:
  mirror.example.com:5000:
    auth:
      username: puller
      password: CANARY-SECRET
`;

describe("what the editor tells and offers in registries.yaml", () => {
  let document: TextDocument;
  before(async () => {
    document = await openFile("language/registries.yaml", file);
  });
  after(closeEditors);

  /** All that is shown for the first character of a text. */
  async function hoverAt(text: string, shown = document): Promise<string> {
    const position = shown.positionAt(shown.getText().indexOf(text));
    const hovers = await commands.executeCommand<Hover[]>("vscode.executeHoverProvider", shown.uri, position);
    return hovers
      .flatMap(({ contents }) => contents)
      .map((content) => (content instanceof MarkdownString ? content.value : String(content)))
      .join("\n");
  }

  it("hover tells where an endpoint is contacted, and nothing of a password", async () => {
    assert.include((await hoverAt("https://mirror")).replaceAll("\\", ""), "https://mirror.example.com:5000/v2");
    assert.notEqual(await hoverAt("password"), "");
    assert.notInclude(await hoverAt("CANARY"), "CANARY");
  });

  it("hover names the product of the target", async () => {
    const settings = workspace.getConfiguration("k3sRegistries", document.uri);
    const old = await openFile("language-rke2/registries.yaml", "auths:\n  docker.io: {}\n");
    assert.include(await hoverAt("auths", old), "k3s reads this key");
    await settings.update("target", "rke2", ConfigurationTarget.Workspace);
    assert.include(await hoverAt("auths", old), "RKE2 reads this key");
    await settings.update("target", undefined, ConfigurationTarget.Workspace);
  });

  it("completion offers the keys of a mirror that are not there yet", async () => {
    const position = document.positionAt(file.indexOf("\nconfigs:")).with({ character: 0 });
    const edited = await openFile("language-typing/registries.yaml", file.replace("\n\nconfigs:", "\n    \nconfigs:"));
    const { items } = await commands.executeCommand<CompletionList>(
      "vscode.executeCompletionItemProvider",
      edited.uri,
      position.with({ character: 4 }),
    );
    const labels = items.map(({ label }) => (typeof label === "string" ? label : label.label));
    assert.include(labels, "rewrite");
    assert.notInclude(labels, "endpoint");
    assert.notInclude(JSON.stringify(items), "CANARY");
  });

  it("the outline has the sections with their hosts, and no credential", async () => {
    const symbols = await commands.executeCommand<DocumentSymbol[]>(
      "vscode.executeDocumentSymbolProvider",
      document.uri,
    );
    const hosts = symbols.map(({ name, children }) => [name, ...children.map((child) => child.name)]);
    assert.deepInclude(hosts, ["mirrors", "docker.io"]);
    assert.deepInclude(hosts, ["configs", "mirror.example.com:5000"]);
    assert.notInclude(JSON.stringify(symbols), "puller");
  });
});

describe("beside Red Hat's YAML extension", () => {
  const { getExtension } = extensions;
  const install = (): (() => void) =>
    stub(extensions, { getExtension: (id: string) => (id === "redhat.vscode-yaml" ? { id } : getExtension(id)) });
  let uninstall = (): void => {};
  beforeEach(() => {
    uninstall = install();
  });
  afterEach(async () => {
    uninstall();
    await closeEditors();
  });

  it("leaves the outline to it, and keeps hover and completion of keys, which our schema keeps it from", async () => {
    const document = await openFile("rancher/k3s/registries.yaml", file);
    const symbols = await commands.executeCommand("vscode.executeDocumentSymbolProvider", document.uri);
    assert.deepEqual(symbols ?? [], []);
    const at = (text: string): Position => document.positionAt(file.indexOf(text));
    const hovers = await commands.executeCommand<Hover[]>("vscode.executeHoverProvider", document.uri, at("password"));
    assert.lengthOf(hovers, 1);
    const typing = await openFile("rancher/rke2/registries.yaml", "mirrors:\n  docker.io:\n    \n");
    const { items } = await commands.executeCommand<CompletionList>(
      "vscode.executeCompletionItemProvider",
      typing.uri,
      new Position(2, 4),
    );
    assert.include(
      items.map(({ label }) => label),
      "endpoint",
    );
  });

  it("leaves the problems of a settings file to it, which finds the same by our schema", async () => {
    uninstall();
    const settings = await openFile("redhat/.k3s-registries.yaml", "severities:\n  unknown-keys: off\n");
    await untilIds(settings, ["settings-file"]);
    uninstall = install();
    await replaceText(settings, "severities:\n  unknown-rule: off\n");
    await untilIds(settings, []);
  });
});
