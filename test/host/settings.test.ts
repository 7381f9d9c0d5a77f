import { assert } from "chai";
import {
  ConfigurationTarget,
  commands,
  DiagnosticTag,
  type Event,
  EventEmitter,
  extensions,
  type Uri,
  workspace,
} from "vscode";
import type { Finding } from "../../src/core/lint/lint.ts";
import { toDiagnostic } from "../../src/vscode/diagnostics.ts";
import { createGitTracking } from "../../src/vscode/gitTracking.ts";
import { readsPrivateKey } from "../../src/vscode/nodeBuiltins.ts";
import { answering, stub } from "./answers.ts";
import {
  api,
  closeEditors,
  idOf,
  openFile,
  readFile,
  replaceText,
  sample,
  until,
  untilIds,
  writeFile,
} from "./documents.ts";

const misspelt = "mirrors:\n  docker.io:\n    endpoints:\n      - https://mirror.example.com\n";

describe("the settings", () => {
  afterEach(closeEditors);

  it("name the target, and what else the cluster runs with", async () => {
    const { linter } = await api();
    const uri = sample("good/registries.yaml");
    const settings = workspace.getConfiguration("k3sRegistries");
    assert.deepEqual((await linter.settings.of(uri))?.target, {});
    await settings.update("target", "rke2 v1.31.6", ConfigurationTarget.Workspace);
    await settings.update("disableDefaultEndpoint", true, ConfigurationTarget.Workspace);
    const set = await linter.settings.of(uri);
    assert.deepEqual(set?.target, { product: "rke2", version: [1, 31, 6] });
    assert.isTrue(set?.disableDefaultEndpoint);
    await settings.update("target", undefined, ConfigurationTarget.Workspace);
    await settings.update("disableDefaultEndpoint", undefined, ConfigurationTarget.Workspace);
    assert.equal(set?.place?.path, uri.path);
  });

  it("come from the settings file, which goes before the editor's and is followed as it changes", async () => {
    const { linter } = await api();
    const document = await openFile("file/inner/registries.yaml", misspelt);
    await untilIds(document, ["unknown-key"]);
    const file = await writeFile("file/.k3s-registries.yaml", "severities:\n  unknown-key: off\ntarget: k3d\n");
    await untilIds(document, []);
    assert.deepEqual((await linter.settings.of(document.uri))?.target, { product: "k3d" });

    await writeFile("file/.k3s-registries.yaml", "ignores: ['inner/**']\n");
    await until<true>(linter.settings.onDidChange, () => true);
    await untilSettings(document.uri, (settings) => settings === undefined);

    await writeFile("file/.k3s-registries.yaml", "rules:\n  unknown-key: off\n");
    const [problem] = await untilIds({ uri: file }, ["settings-file"]);
    assert.match(problem?.message ?? "", /Did you mean "severities"\?/);
    await untilIds(document, ["unknown-key"]);

    await workspace.fs.delete(file);
    await untilIds({ uri: file }, []);
  });

  it("are checked in an open settings file as it is typed", async () => {
    const file = await openFile("typed/.k3s-registries.yaml", "target: k3s\n");
    await replaceText(file, "target: docker\n");
    await untilIds(file, ["settings-file"]);
    await replaceText(file, "target: rke2\n");
    await untilIds(file, []);
  });

  it("know that a file was saved, until the nodes are restarted", async () => {
    const { linter } = await api();
    const document = await openFile("saved/registries.yaml", misspelt);
    assert.isFalse((await linter.settings.of(document.uri))?.place?.saved);
    await replaceText(document, misspelt.replace("endpoints", "endpoint"));
    await document.save();
    await untilSettings(document.uri, (settings) => settings?.place?.saved === true);
    await answering({ picks: ["k3s"] }, async () => commands.executeCommand("k3sRegistries.copyCommands"));
    assert.isFalse((await linter.settings.of(document.uri))?.place?.saved);
  });
});

describe("a private key", () => {
  it("is checked where the host has the cryptography for it", async () => {
    const { private_key: pem } = JSON.parse(await readFile(sample("service-account-key.json")));
    if (typeof process === "undefined") assert.isUndefined(readsPrivateKey);
    else {
      assert.isTrue(readsPrivateKey?.(pem));
      assert.isFalse(readsPrivateKey?.(pem.replace(/[A-Z]{3}/, "")));
      assert.isFalse(readsPrivateKey?.("-----BEGIN PRIVATE KEY-----\nNOT-A-KEY\n-----END PRIVATE KEY-----\n"));
    }
  });
});

describe("git", () => {
  it("says whether it tracks a file, when that is known", async () => {
    const uri = sample("good/registries.yaml").with({ scheme: "file" });
    const status = new EventEmitter<void>();
    let inIndex = false;
    const repository = {
      state: { onDidChange: status.event },
      getObjectDetails: async () => {
        if (!inIndex) throw new Error("not in the index");
      },
    };
    const restore = stubGit({ enabled: true, getAPI: () => gitApi(() => repository) });
    const git = createGitTracking();
    assert.isUndefined(git.tracked(uri));
    await until<true>(git.onDidChange, () => (git.tracked(uri) === false ? true : undefined));
    inIndex = true;
    status.fire();
    await until<true>(git.onDidChange, () => (git.tracked(uri) ? true : undefined));
    git.dispose();
    restore();
  });

  it("is not asked before the workspace is trusted", async () => {
    let asked = 0;
    const restoreGit = stubGit({
      enabled: true,
      getAPI: () =>
        gitApi(() => {
          asked++;
          return null;
        }),
    });
    const restoreTrust = stub(workspace, { isTrusted: false });
    const git = createGitTracking();
    const uri = sample("good/registries.yaml").with({ scheme: "file" });
    assert.isUndefined(await git.exposure(uri));
    assert.equal(asked, 0);
    restoreTrust();
    assert.isUndefined(await git.exposure(uri));
    assert.equal(asked, 1);
    git.dispose();
    restoreGit();
  });

  it("is not asked where it is off, or does not reach", async () => {
    const uri = sample("good/registries.yaml");
    const restore = stubGit({ enabled: false, getAPI: () => assert.fail("git is off") });
    const git = createGitTracking();
    assert.isUndefined(git.tracked(uri.with({ scheme: "file" })));
    assert.isUndefined(git.tracked(uri.with({ scheme: "vscode-vfs" })));
    git.dispose();
    restore();
  });
});

describe("a finding in the editor", () => {
  it("is faded when it has no effect, and struck through when k3s reads it no more", async () => {
    const document = await workspace.openTextDocument(sample("good/registries.yaml"));
    const finding: Finding = {
      id: "deprecated-auths",
      severity: "warning",
      message: "x",
      start: 0,
      end: 1,
      related: [],
      fixes: [],
      unused: true,
    };
    assert.deepEqual(toDiagnostic(document, finding).tags, [DiagnosticTag.Unnecessary, DiagnosticTag.Deprecated]);
    assert.isUndefined(toDiagnostic(document, { ...finding, id: "unknown-key", unused: false }).tags);
    assert.equal(idOf(toDiagnostic(document, finding)), "deprecated-auths");
  });
});

type Settings = Awaited<ReturnType<Awaited<ReturnType<typeof api>>["linter"]["settings"]["of"]>>;

/** Waits for the settings of a file to be as they should. */
async function untilSettings(uri: Uri, expected: (settings: Settings) => boolean): Promise<void> {
  const { settings } = (await api()).linter;
  let current = await settings.of(uri);
  await until<true>(
    (look) =>
      settings.onDidChange(async () => {
        current = await settings.of(uri);
        look();
      }),
    () => (expected(current) ? true : undefined),
  );
}

function gitApi(getRepository: () => unknown): { onDidOpenRepository: Event<unknown>; getRepository: () => unknown } {
  return { onDidOpenRepository: new EventEmitter<unknown>().event, getRepository };
}

function stubGit(git: object): () => void {
  return stub(extensions, {
    getExtension: () => ({ activate: async () => git }),
  });
}
