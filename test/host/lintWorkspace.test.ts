import { assert } from "chai";
import {
  CancellationTokenSource,
  commands,
  type Disposable,
  EventEmitter,
  type FileChangeEvent,
  FileSystemError,
  FileType,
  type ProgressOptions,
  Uri,
  window,
  workspace,
} from "vscode";
import { answering, type Said, stub } from "./answers.ts";
import { closeEditors, idOf, openFile, ours, replaceText, sample, untilIds, writeFile } from "./documents.ts";

const misspelt = "mirrors:\n  docker.io:\n    endpoints:\n      - https://mirror.example.com\n";
const good = misspelt.replace("endpoints", "endpoint");
const run = (): Promise<Said> => answering({}, async () => commands.executeCommand("k3sRegistries.lintWorkspace"));

describe("Lint Workspace", () => {
  const disposables: Disposable[] = [];
  afterEach(async () => {
    await closeEditors();
    for (const disposable of disposables.splice(0)) disposable.dispose();
  });

  it("finds the problems of files that no editor shows, and says how many", async () => {
    await closeEditors();
    const uri = await writeFile("closed-a/registries.yaml", `# é\r\n${misspelt.replaceAll("\n", "\r\n")}`);
    await writeFile("closed-b/registries.yaml", "registries:\n  - name: another tool's\n");
    const { messages } = await run();
    assert.match(messages[0] ?? "", /^\d+ problems in \d+ files\.$/);
    assert.equal(messages[1], "Open Problems");
    const [found] = ours({ uri });
    assert.equal(found && idOf(found), "unknown-key");
    assert.deepEqual(found?.range.start.line, 3);
    assert.deepEqual(found?.range.start.character, 4);
    assert.isFalse(workspace.textDocuments.some((document) => document.uri.toString() === uri.toString()));
    assert.deepEqual(ours({ uri: sample("closed-b/registries.yaml") }), []);
  });

  it("finds those that other files carry, whatever the names of these are", async () => {
    const script = `cat > /etc/rancher/k3s/registries.yaml <<'EOF'\n${misspelt}EOF\n`;
    const names = ["install.sh", "Dockerfile.node", "user-data", "node.tf"];
    const texts = [
      `#!/bin/sh\n${script}`,
      `FROM scratch\nRUN <<END\n${script}END\n`,
      `#!/bin/sh\n${script}`,
      `locals {\n  k3s_registries = <<-YAML\n${misspelt}YAML\n}\n`,
    ];
    const uris = await Promise.all(
      names.map((name, index) => writeFile(`closed-carriers/${name}`, texts[index] ?? "")),
    );
    await run();
    assert.deepEqual(
      uris.map((uri) => ours({ uri }).map(idOf)),
      names.map(() => ["unknown-key"]),
    );
    await workspace.fs.delete(sample("closed-carriers"), { recursive: true });
  });

  it("leaves open documents to their editors, and takes them over when they are closed", async () => {
    const document = await openFile("taken/registries.yaml", misspelt);
    await untilIds(document, ["unknown-key"]);
    await replaceText(document, good);
    await untilIds(document, []);
    await run();
    assert.deepEqual(ours(document), [], "the text of the editor counts");
    await closeEditors();
    await untilIds(document, ["unknown-key"]);
  });

  it("follows the files from then on", async () => {
    const uri = await writeFile("followed/registries.yaml", misspelt);
    await run();
    await untilIds({ uri }, ["unknown-key"]);
    await writeFile("followed/registries.yaml", good);
    await untilIds({ uri }, []);
    await writeFile("followed/registries.yaml", misspelt);
    await untilIds({ uri }, ["unknown-key"]);
    const settings = await writeFile("followed/.k3s-registries.yaml", "ignores: ['*.yaml']\n");
    await untilIds({ uri }, []);
    await workspace.fs.delete(settings);
    await untilIds({ uri }, ["unknown-key"]);
    await workspace.fs.delete(uri);
    await untilIds({ uri }, []);
  });

  it("can be stopped", async () => {
    const source = new CancellationTokenSource();
    source.cancel();
    const restore = stub(window, {
      withProgress: (_: ProgressOptions, task: (progress: object, token: unknown) => unknown) =>
        task({ report: () => assert.fail("nothing is linted any more") }, source.token),
    });
    const { messages } = await run().finally(restore);
    assert.deepEqual(messages, ["Stopped. 0 problems so far."]);
  });

  it("works in a virtual workspace of several folders that can't be searched", async () => {
    const files = memoryFiles({
      "/one/deep/er/registries.yaml": misspelt,
      "/one/node_modules/x/registries.yaml": misspelt,
      "/two/registries.yaml": misspelt,
      "/two/.k3s-registries.yaml": "severities:\n  unknown-key: error\n",
    });
    disposables.push(files);
    const folders = ["one", "two"].map((name, index) => ({ name, index, uri: memory(`/${name}`) }));
    const restore = stub(workspace, {
      workspaceFolders: folders,
      getWorkspaceFolder: ({ path }: Uri) => folders.find(({ uri }) => path.startsWith(`${uri.path}/`)),
    });
    const { messages } = await run().finally(restore);
    assert.equal(messages[0], "2 problems in 2 files.");
    assert.deepEqual(ours({ uri: memory("/one/deep/er/registries.yaml") }).map(idOf), ["unknown-key"]);
    assert.deepEqual(
      ours({ uri: memory("/two/registries.yaml") }).map(({ severity }) => severity),
      [0],
    );
  });
});

function memory(path: string): Uri {
  return Uri.from({ scheme: "k3s-registries-test", path });
}

/** A file system of a few texts. */
function memoryFiles(texts: Readonly<Record<string, string>>): Disposable {
  const changed = new EventEmitter<FileChangeEvent[]>();
  const paths = Object.keys(texts);
  const refuse = (uri: Uri): never => {
    throw FileSystemError.NoPermissions(uri);
  };
  const typeOf = (path: string): FileType | undefined => {
    if (texts[path] !== undefined) return FileType.File;
    return paths.some((other) => other.startsWith(`${path}/`)) ? FileType.Directory : undefined;
  };
  return workspace.registerFileSystemProvider("k3s-registries-test", {
    onDidChangeFile: changed.event,
    watch: () => ({ dispose: () => undefined }),
    stat(uri) {
      const type = typeOf(uri.path);
      if (type === undefined) throw FileSystemError.FileNotFound(uri);
      return { type, ctime: 0, mtime: 0, size: texts[uri.path]?.length ?? 0 };
    },
    readDirectory({ path }) {
      const inside = paths.filter((other) => other.startsWith(`${path}/`));
      const names = new Set(inside.map((other) => other.slice(path.length + 1).split("/")[0] ?? ""));
      return Array.from(names, (name) => [name, typeOf(`${path}/${name}`) ?? FileType.Unknown]);
    },
    readFile(uri) {
      const text = texts[uri.path];
      if (text === undefined) throw FileSystemError.FileNotFound(uri);
      return new TextEncoder().encode(text);
    },
    createDirectory: refuse,
    writeFile: refuse,
    delete: refuse,
    rename: refuse,
  });
}
