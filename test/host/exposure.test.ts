import { assert } from "chai";
import { ConfigurationTarget, commands, extensions, type Uri, workspace } from "vscode";
import { fakeKeyFile } from "../core/fakeKey.ts";
import { answering } from "./answers.ts";
import { closeEditors, openFile, readFile, sample, until, writeFile } from "./documents.ts";

const host = "europe-west3-docker.pkg.dev";

interface Git {
  readonly enabled: boolean;
  onDidChangeEnablement(listener: () => void): { dispose(): void };
  getAPI(version: 1): {
    init(root: Uri): Promise<{ add(paths: string[]): Promise<void> } | null>;
    getRepository(uri: Uri): object | null;
    onDidOpenRepository(listener: () => void): { dispose(): void };
  };
}

/** The suites run without git otherwise: it looks at every file that they write. */
async function setGit(enabled: boolean | undefined): Promise<void> {
  await workspace.getConfiguration("git").update("enabled", enabled, ConfigurationTarget.Global);
}

describe("files with secrets in a git repository", () => {
  afterEach(closeEditors);

  let repository: { add(paths: string[]): Promise<void> } | null = null;
  before(async function () {
    const extension = extensions.getExtension<Git>("vscode.git");
    // The web has no git.
    if (!extension) return this.skip();
    const exported = await extension.activate();
    await setGit(true);
    await until<true>(exported.onDidChangeEnablement, () => (exported.enabled ? true : undefined));
    const git = exported.getAPI(1);
    await workspace.fs.createDirectory(sample("repository"));
    repository = await git.init(sample("repository"));
    await until<true>(
      (look) => git.onDidOpenRepository(look),
      () => (git.getRepository(sample("repository/x")) ? true : undefined),
    );
  });

  after(() => setGit(undefined));

  const convert = (key: Uri, button?: string): Promise<readonly string[]> =>
    answering({ picks: ["repository/"], hosts: [host], modal: "Replace", ...(button ? { button } : {}) }, async () =>
      commands.executeCommand("k3sRegistries.convertKey", key),
    ).then(({ messages }) => messages);

  it("are told of once, and ignored at the press of a button", async () => {
    const target = await openFile("repository/nodes/registries.yaml", "mirrors:\n  ghcr.io:\n");
    await writeFile("repository/.gitignore", "# ours\r\n*.log");
    const key = await writeFile("repository/key [1].json", fakeKeyFile());
    const ignored = until<true>(workspace.onDidSaveTextDocument, () =>
      workspace.textDocuments.some(
        (document) =>
          document.uri.path.endsWith("/.gitignore") && /nodes/.test(document.getText()) && !document.isDirty,
      )
        ? true
        : undefined,
    );
    const messages = await convert(key, "Add to .gitignore");
    assert.match(
      messages.join(),
      /Git doesn't ignore repository\/key \[1\]\.json, repository\/nodes\/registries\.yaml\. The next commit/,
    );
    await ignored;
    assert.equal(
      await readFile(sample("repository/.gitignore")),
      "# ours\r\n*.log\r\n/key \\[1\\].json\r\n/nodes/registries.yaml\r\n",
    );
    assert.isTrue(target.isDirty, "registries.yaml itself is left to the user");
    assert.notMatch((await convert(key)).join(), /git/, "once");
  });

  it("are not told of when git ignores them, and otherwise when it tracks them", async () => {
    await openFile("repository/registries.yaml", "mirrors:\n  ghcr.io:\n");
    await writeFile("repository/.gitignore", "registries.yaml\n*.json\n");
    const key = await writeFile("repository/ignored.json", fakeKeyFile());
    assert.notMatch((await convert(key)).join(), /git/);
    await writeFile("repository/.gitignore", "registries.yaml\n");
    const tracked = await writeFile("repository/tracked.json", fakeKeyFile({ private_key_id: "tracked" }));
    await repository?.add([tracked.fsPath]);
    const messages = (await convert(tracked, "Add to .gitignore")).join();
    assert.match(messages, /Git tracks repository\/tracked\.json, so everyone who can read.*git rm --cached/);
    assert.notMatch(messages, /registries\.yaml: the next commit/);
  });
});
