import { assert } from "chai";
import {
  type CodeLens,
  ConfigurationTarget,
  commands,
  EventEmitter,
  type QuickPickItem,
  Selection,
  type TextDocument,
  type Uri,
  window,
  workspace,
} from "vscode";
import type { StepView } from "../../src/webview/protocol/explain.ts";
import { answering, stub } from "./answers.ts";
import { api, closeEditors, openFile, replaceText, until, writeFile } from "./documents.ts";
import { stateAfter } from "./explainStates.ts";

const marker = "CANARY-SECRET";
const file = `mirrors:
  docker.io:
    endpoint:
      - https://one.example.com
      - https://two.example.com:5000
    rewrite:
      "^library/": "hub/"
configs:
  one.example.com:
    auth:
      username: puller
      password: ${marker}
`;

const explain = (uri?: Uri, image?: string): Thenable<unknown> =>
  commands.executeCommand("k3sRegistries.explainPull", uri, image);

function lineOf(step: StepView | undefined): string | undefined {
  return step?.link?.text;
}

async function lensTitles(document: TextDocument): Promise<readonly string[]> {
  const lenses = await commands.executeCommand<CodeLens[]>("vscode.executeCodeLensProvider", document.uri, 100);
  return lenses.map(({ command }) => command?.title ?? "").filter((title) => title.startsWith("Explain"));
}

describe("Explain Image Pull", () => {
  afterEach(closeEditors);

  it("tells each step of the image that is asked for, with its line", async () => {
    await openFile("explain-steps/registries.yaml", file);
    const { steps, summary } = await stateAfter(() =>
      answering({ hosts: ["nginx:1.27"] }, () => Promise.resolve(explain())),
    );
    assert.equal(
      summary,
      "containerd tries 2 endpoints of the mirror, then the registry itself. 2 of them get no credential.",
    );
    assert.deepEqual(
      steps.map(({ title }) => title),
      [
        "docker.io/library/nginx:1.27",
        "docker.io",
        "https://one.example.com",
        "https://two.example.com:5000",
        "https://registry-1.docker.io",
      ],
    );
    assert.deepEqual(steps.map(lineOf), [undefined, "Line 2", "Line 4", "Line 5", undefined]);
    assert.deepEqual(
      steps.slice(2).map(({ credential }) => credential?.mark ?? credential?.title),
      ["User puller", "ANONYMOUS", "ANONYMOUS"],
    );
    const [rewrite, asked] = steps[2]?.facts ?? [];
    assert.equal(rewrite?.value, "library/nginx → hub/nginx");
    assert.equal(rewrite?.link?.text, "Line 7");
    assert.equal(asked?.value, "https://one.example.com/v2/hub/nginx/manifests/1.27?ns=docker.io");
  });

  it("offers an image for each mirror, and says why it takes none that is no image", async () => {
    await openFile("explain-offers/registries.yaml", file);
    const { shown } = await answering({ hosts: ["Nginx"] }, () => Promise.resolve(explain()));
    assert.include(shown.join(), "upper case");
    const offered = await answering({}, () => Promise.resolve(explain()));
    assert.include(offered.shown.join(), '"label":"nginx"');
  });

  it("asks for the file when none is in front and there are several", async () => {
    await writeFile("explain-asks/registries.yaml", file);
    const { shown } = await answering({ picks: ["explain-asks/registries.yaml"], hosts: ["busybox"] }, () =>
      Promise.resolve(explain()),
    );
    assert.include(shown.join(), "Which registries.yaml do the nodes use?");
  });

  it("begins with the image that the cursor is on in a manifest", async () => {
    await writeFile("explain-manifest/registries.yaml", file);
    const manifest = await openFile(
      "explain-manifest/pod.yaml",
      "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: quay.io/a/b:2\n",
    );
    const editor = await window.showTextDocument(manifest);
    editor.selection = new Selection(4, 10, 4, 10);
    const { shown } = await answering({ picks: ["explain-manifest/registries.yaml"] }, () =>
      Promise.resolve(explain()),
    );
    assert.include(shown.join(), '"label":"quay.io/a/b:2"');
  });

  it("offers the images of the workspace as they are found", async () => {
    await writeFile(
      "explain-images/pod.yaml",
      "apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - image: quay.io/found/here:3\n",
    );
    await openFile("explain-images/registries.yaml", file);
    const changed = new EventEmitter<void>();
    let items: readonly QuickPickItem[] = [];
    const hidden = new EventEmitter<void>();
    const picker = {
      value: "",
      activeItems: [],
      onDidChangeValue: new EventEmitter<string>().event,
      onDidAccept: new EventEmitter<void>().event,
      onDidHide: hidden.event,
      show() {},
      dispose() {},
      get items() {
        return items;
      },
      set items(given) {
        items = given;
        changed.fire();
      },
    };
    const restore = stub(window, { createQuickPick: () => picker });
    const run = explain();
    const found = await until(changed.event, () => items.find(({ label }) => label === "quay.io/found/here:3"));
    assert.match(found.description ?? "", /explain-images\/pod\.yaml:5/);
    assert.isTrue(items.some(({ label }) => label === "nginx"));
    hidden.fire();
    await run;
    restore();
  });

  it("follows what is typed, and what the page asks for", async () => {
    const document = await openFile("explain-follows/registries.yaml", file);
    await stateAfter(() => explain(document.uri, "nginx"));
    const typed = await stateAfter(
      () => replaceText(document, file.replace("one.example.com\n", "three.example.com\n")),
      ({ steps }) => steps[2]?.title === "https://three.example.com",
    );
    assert.equal(typed.steps[2]?.credential?.mark, "ANONYMOUS");
    const other = await stateAfter((explainer) => explainer.receive({ type: "explain", image: "quay.io/a/b" }));
    assert.equal(other.steps[1]?.kind, "no-mirror");
    assert.equal(other.summary, "containerd tries only the registry itself, without a credential.");
    const wrong = await stateAfter((explainer) => explainer.receive({ type: "explain", image: "https://nginx" }));
    assert.include(wrong.imageProblem ?? "", "https://");
    assert.isEmpty(wrong.steps);
  });

  it("puts the cursor on the line of a step, and drops messages that are not in its protocol", async () => {
    const document = await openFile("explain-line/registries.yaml", file);
    const { steps } = await stateAfter(() => explain(document.uri, "nginx"));
    const { explainer } = await api();
    for (const message of [undefined, "reveal", { type: "reveal", place: -1 }, { type: "reveal", place: 1e6 }])
      await explainer.receive(message);
    await explainer.receive({ type: "reveal", place: steps[3]?.link?.place });
    const editor = window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), document.uri.toString());
    assert.equal(editor?.document.getText(editor.selection), "https://two.example.com:5000");
  });

  it("says what k3s can't read", async () => {
    const document = await openFile("explain-closed/registries.yaml", file);
    await stateAfter(() => explain(document.uri, "nginx"));
    const broken = await stateAfter(
      () => replaceText(document, "mirrors:\n  docker.io: [CANARY-SECRET\n"),
      ({ problem }) => problem !== undefined,
    );
    assert.match(broken.problem?.text ?? "", /^k3s can't read this file: yaml: line/);
    assert.match(broken.problem?.link?.text ?? "", /^Line \d/);
    assert.isEmpty(broken.steps);
    assert.notInclude(JSON.stringify(broken), "CANARY");
  });

  it("says that no editor has the file open, and tells of what is saved", async () => {
    // What a test opens itself, VS Code keeps open for a while.
    const uri = await writeFile("explain-saved/registries.yaml", file);
    await commands.executeCommand("vscode.open", uri);
    await stateAfter(() => explain(uri, "nginx"));
    await commands.executeCommand("workbench.action.focusFirstEditorGroup");
    const closed = await stateAfter(
      () => commands.executeCommand("workbench.action.closeActiveEditor"),
      ({ problem }) => problem !== undefined,
    );
    assert.match(closed.problem?.text ?? "", /The file is not open in an editor/);
    assert.equal(closed.steps.length, 5);
    const { explainer } = await api();
    await explainer.receive({ type: "reveal", place: closed.steps[1]?.link?.place });
    assert.equal(window.activeTextEditor?.document.getText(window.activeTextEditor.selection), "docker.io");
  });

  it("goes by the settings of the file", async () => {
    const document = await openFile("explain-settings/registries.yaml", file);
    await stateAfter(() => explain(document.uri, "nginx"));
    const settings = workspace.getConfiguration("k3sRegistries", document.uri);
    const state = await stateAfter(
      () => settings.update("disableDefaultEndpoint", true, ConfigurationTarget.Workspace),
      ({ steps }) => steps.length === 4,
    );
    assert.include(state.source, "--disable-default-registry-endpoint");
    await settings.update("disableDefaultEndpoint", undefined, ConfigurationTarget.Workspace);
  });

  it("shows no secret, wherever one was pasted, and remembers none", async () => {
    const token = "ghp_CANARY0123456789abcdefCANARY012345";
    const document = await openFile(
      "explain-secrets/registries.yaml",
      [
        `mirrors: {gcr.io: {endpoint: ["https://user:${token}@m.example.com/${token}", "${token}"], rewrite: {"^p": "${token}"}}}`,
        `configs: {m.example.com: {auth: {username: ${token}, password: ${token}}, tls: {ca_file: ${token}}}, ${token}: {auth: {username: u, password: p}}}`,
      ].join("\n"),
    );
    const state = await stateAfter(() => explain(document.uri, "gcr.io/p/i"));
    assert.isAbove(state.steps.length, 3);
    assert.notInclude(JSON.stringify(state), "CANARY");
    await stateAfter((explainer) => explainer.receive({ type: "explain", image: `gcr.io/p/${token.toLowerCase()}` }));
    const { shown } = await answering({}, () => Promise.resolve(explain()));
    assert.notMatch(shown.join(), /canary/i);
  });

  it("has a page with a strict policy", async () => {
    const document = await openFile("explain-policy/registries.yaml", file);
    await stateAfter(() => explain(document.uri, "nginx"));
    const { explainer } = await api();
    assert.match(explainer.html() ?? "", /default-src 'none'; style-src [^;"]+; script-src 'nonce-[A-Za-z0-9]{24}'"/);
  });

  it("stands above each mirror, unless that is switched off or the file is broken", async () => {
    const text = `${file.replace("configs:", '  "*":\n    endpoint: [https://all.example.com]\nconfigs:')}`;
    const document = await openFile("explain-lens/registries.yaml", text);
    assert.deepEqual(await lensTitles(document), [
      "Explain a pull from docker.io",
      "Explain a pull from another registry",
    ]);
    const settings = workspace.getConfiguration("k3sRegistries", document.uri);
    await settings.update("explainPull.codeLens", false, ConfigurationTarget.Workspace);
    assert.isEmpty(await lensTitles(document));
    await settings.update("explainPull.codeLens", undefined, ConfigurationTarget.Workspace);
    await replaceText(document, "mirrors:\n  docker.io: [\n");
    assert.isEmpty(await lensTitles(document));
  });
});
