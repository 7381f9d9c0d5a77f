import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { build } from "esbuild";
import type { ExtensionContext } from "vscode";
import type { ExtensionApi } from "../../src/vscode/extension.ts";
import type { ConverterState } from "../../src/webview/protocol/converter.ts";
import { type FakeEditor, fakeEditor } from "./fakeEditor.ts";
import { root } from "./files.ts";

const text = `mirrors:
  docker.io:
    endpoint: ["https://mirror.example.com"]
configs:
  mirror.example.com:
    auth: {username: puller, password: "secret"}
`;

interface Loaded {
  registerExtension(context: ExtensionContext): ExtensionApi;
  /** Every text that the reader of YAML was given. */
  readonly parsed: string[];
}

/** Builds the extension with a reader of YAML that notes each text, and loads it into an editor. */
async function load({ module: editor }: FakeEditor): Promise<Loaded> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { registerExtension } from "./src/vscode/extension.ts";
        export { parsed } from "./src/core/yaml/parser.ts";`,
      resolveDir: root,
    },
    bundle: true,
    format: "cjs",
    platform: "browser",
    mainFields: ["module", "main"],
    external: ["vscode"],
    write: false,
    logLevel: "error",
    plugins: [
      {
        name: "noting",
        setup: ({ onLoad }) =>
          onLoad({ filter: /core[\\/]yaml[\\/]parser\.ts$/ }, async ({ path }) => {
            const source = await readFile(path, "utf8");
            const contents = source.replace(
              /(export function parseFirstDocument\(\s*source: SourceText[^{]*\{)/,
              "export const parsed: string[] = [];\n$1 parsed.push(source.text);",
            );
            assert.notEqual(contents, source);
            return { contents, loader: "ts" };
          }),
      },
    ],
  });
  const module = { exports: {} };
  new Function("module", "exports", "require", outputFiles[0]?.text ?? "")(module, module.exports, () => editor);
  return module.exports as Loaded;
}

type Provider = Readonly<Record<string, (...args: readonly unknown[]) => unknown>>;

/** What VS Code asks a provider, and with what after the document. */
function requests({ document }: FakeEditor, offset: number): Readonly<Record<string, readonly unknown[]>> {
  const position = document.positionAt(offset);
  const range = { start: position, end: position };
  return {
    provideCodeActions: [range, { diagnostics: [] }],
    provideCodeLenses: [],
    provideCompletionItems: [position],
    provideDefinition: [position],
    provideDocumentHighlights: [position],
    provideDocumentLinks: [],
    provideDocumentSymbols: [],
    provideHover: [position],
    provideReferences: [position, {}],
    prepareRename: [position],
    provideSelectionRanges: [[position]],
  };
}

describe("one keystroke in a registries.yaml", () => {
  const editor = fakeEditor("/cluster/registries.yaml", text);
  const { document } = editor;
  let extension: Loaded;
  let api: ExtensionApi;
  before(async () => {
    extension = await load(editor);
    const memory = { get: (_: string, fallback: unknown) => fallback };
    const context = { subscriptions: [], extensionUri: document.uri, globalState: memory, workspaceState: memory };
    api = extension.registerExtension(context as never);
  });

  /** Asks all providers, and the page of containerd's files, at a place of the file. */
  async function askEverything(offset: number): Promise<readonly string[]> {
    const asked: string[] = [];
    for (const provider of [...editor.providers.values()].flat() as Provider[])
      for (const [method, more] of Object.entries(requests(editor, offset)))
        if (provider[method]) {
          await provider[method](document, ...more);
          asked.push(method);
        }
    const [page] = editor.providers.get("k3s-registries-containerd") as Provider[];
    const toml = await page?.["provideTextDocumentContent"]?.({
      query: document.uri.toString(),
      fragment: "",
      toString: () => "page",
    });
    assert.match(String(toml), /mirror\.example\.com/);
    return asked;
  }

  it("is parsed once for lint, actions, lenses, symbols, highlights, hovers, completion and pages", async () => {
    const { converter, explainer, linter } = api;
    await explainer.open(document.uri, "nginx");
    await converter.open();
    const typed = text.replace("puller", "pullers");
    const seen = Promise.all([
      editor.nextDiagnostics(),
      new Promise((resolve) => explainer.onDidSend(resolve)),
      new Promise<ConverterState>((resolve) => converter.onDidSend(resolve)),
    ]);
    extension.parsed.length = 0;
    document.type(typed);
    const asked = await askEverything(typed.indexOf("mirror.example"));
    const [, , { destination }] = await seen;
    assert.equal(destination, document.uri.toString());
    await linter.closedFiles.lint(document.uri);
    assert.deepEqual([...new Set(asked)].sort(), Object.keys(requests(editor, 0)).sort());
    assert.equal(extension.parsed.filter((one) => one === typed).length, 1);
  });

  it("is parsed again for the next one", async () => {
    const [first, second] = [text.replace("puller", "a"), text.replace("puller", "b")];
    extension.parsed.length = 0;
    for (const typed of [first, second]) {
      document.type(typed);
      await askEverything(typed.indexOf("mirror.example"));
    }
    assert.deepEqual(
      [first, second].map((typed) => extension.parsed.filter((one) => one === typed).length),
      [1, 1],
    );
  });
});

describe("one keystroke in a file that carries a registries.yaml", () => {
  const carried = text.replace(/^(?=.)/gm, "      ");
  const cloudInit = `#cloud-config\nwrite_files:\n  - path: /etc/rancher/k3s/registries.yaml\n    content: |\n${carried}`;
  const editor = fakeEditor("/cluster/cloud-init.yaml", cloudInit);
  let extension: Loaded;
  before(async () => {
    extension = await load(editor);
    const memory = { get: (_: string, fallback: unknown) => fallback };
    const uri = editor.document.uri;
    const context = { subscriptions: [], extensionUri: uri, globalState: memory, workspaceState: memory };
    extension.registerExtension(context as never);
  });

  it("is parsed once by all features, which answer with places of the whole file", async () => {
    const { document } = editor;
    const typed = cloudInit.replace("puller", "pullers");
    const seen = editor.nextDiagnostics();
    extension.parsed.length = 0;
    document.type(typed);
    const position = document.positionAt(typed.indexOf("mirror.example"));
    const [, hovers] = editor.providers.get("registerHoverProvider") as Provider[];
    const [, highlights] = editor.providers.get("registerDocumentHighlightProvider") as Provider[];
    await hovers?.["provideHover"]?.(document, position);
    const places = highlights?.["provideDocumentHighlights"]?.(document, position) as readonly unknown[];
    await seen;
    assert.equal(places.length, 2);
    assert.equal(extension.parsed.filter((one) => one === text.replace("puller", "pullers")).length, 1);
  });
});
