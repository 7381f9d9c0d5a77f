import { assert } from "chai";
import {
  type CodeLens,
  commands,
  type DocumentLink,
  Selection,
  type TextDocument,
  type Uri,
  window,
  workspace,
} from "vscode";
import { fakeKeyFile } from "../core/fakeKey.ts";
import { type Answers, answering, type Said } from "./answers.ts";
import { api, closeEditors, openFile, ours, replaceText, until, untilIds, writeFile } from "./documents.ts";
import { stateAfter } from "./explainStates.ts";

const marker = "CANARY-SECRET";

/** A registries.yaml whose mirror is at a host, with the indentation of what it is in. */
function registries(host: string, spaces: number, password = `'${marker}'`): string {
  return `mirrors:
  docker.io:
    endpoint:
      - https://${host}
configs:
  ${host}:
    auth:
      username: puller
      password: ${password}
`.replace(/^(?=.)/gm, " ".repeat(spaces));
}

const k3d = `apiVersion: k3d.io/v1alpha5
kind: Simple
registries:
  config: |
${registries("one.example.com", 4)}`;

/** The file of a server and that of an agent. */
const two = `#cloud-config
write_files:
  - path: /etc/rancher/rke2/registries.yaml
    permissions: "0600"
    content: |
${registries("one.example.com", 6)}  - path: /etc/rancher/k3s/registries.yaml
    permissions: "0600"
    content: |
${registries("two.example.com", 6)}runcmd:
  - [systemctl, start, rke2-server]
`;

const run = (command: string, answers: Answers = {}, ...more: readonly unknown[]): Promise<Said> =>
  answering(answers, () => Promise.resolve(commands.executeCommand(`k3sRegistries.${command}`, ...more)));

/** Puts the cursor of the active editor on a text. */
function goTo(document: TextDocument, text: string): void {
  const editor = window.activeTextEditor;
  if (editor?.document !== document) throw new Error("The file has to be in the editor in front");
  const place = document.positionAt(document.getText().indexOf(text));
  editor.selection = new Selection(place, place);
}

/** A page of the extension that is a text, once it says what is looked for. */
function page(scheme: string, pattern: RegExp): Promise<TextDocument> {
  return until(workspace.onDidChangeTextDocument, () =>
    workspace.textDocuments.find(({ uri, getText }) => uri.scheme === scheme && pattern.test(getText())),
  );
}

async function lenses(document: TextDocument): Promise<readonly CodeLens[]> {
  const found = await commands.executeCommand<CodeLens[]>("vscode.executeCodeLensProvider", document.uri, 100);
  return [...found].sort((a, b) => a.range.start.compareTo(b.range.start));
}

/** Does what a click on the lens does that has a title and is above a text. */
async function clickLens(document: TextDocument, title: string, above: string, answers: Answers = {}): Promise<Said> {
  const found = (await lenses(document)).find(
    ({ command, range }) => command?.title === title && document.getText(range) === above,
  );
  if (!found?.command) throw new Error(`No lens "${title}" at ${above}`);
  const { command, arguments: more = [] } = found.command;
  return answering(answers, () => Promise.resolve(commands.executeCommand(command, ...more)));
}

function userFile(path: string, pair: string): Promise<Uri> {
  return writeFile(path, JSON.stringify({ auths: { "two.example.com": { auth: btoa(pair) } } }));
}

describe("the commands of a registries.yaml inside another file", () => {
  afterEach(closeEditors);

  it("Explain Image Pull goes by what a file carries, with its lines in that file, and follows what is typed", async () => {
    const document = await openFile("inside/k3d.yaml", k3d);
    const { steps, source } = await stateAfter(() => run("explainPull", { hosts: ["nginx:1.27"] }));
    assert.match(source, /inside\/k3d\.yaml \(registries\.config\), read by k3d/);
    assert.deepEqual(
      steps.map(({ title }) => title),
      ["docker.io/library/nginx:1.27", "docker.io", "https://one.example.com", "https://registry-1.docker.io"],
    );
    assert.deepEqual(
      steps.map(({ link }) => link?.text),
      [undefined, "Line 6", "Line 8", undefined],
    );
    const { explainer } = await api();
    await explainer.receive({ type: "reveal", place: steps[2]?.link?.place });
    assert.equal(document.getText(window.activeTextEditor?.selection), "https://one.example.com");
    const typed = await stateAfter(
      () => replaceText(document, `# mine\n${k3d.replaceAll("one.example.com", "new.example.com")}`),
      (state) => state.steps[2]?.title === "https://new.example.com",
    );
    assert.equal(typed.steps[2]?.link?.text, "Line 9");
    assert.notInclude(JSON.stringify(typed), marker);
    const gone = await stateAfter(
      () => replaceText(document, k3d.replace("config:", "other:")),
      ({ problem }) => problem !== undefined,
    );
    assert.equal(gone.problem?.text, "The file no longer carries this registries.yaml.");
  });

  it("Explain Image Pull follows what is saved of a file that no editor has open", async () => {
    // What a test opens itself, VS Code keeps open for a while.
    const uri = await writeFile("inside-closed/k3d.yaml", k3d);
    await commands.executeCommand("vscode.open", uri);
    await stateAfter(() => run("explainPull", { hosts: ["nginx:1.27"] }));
    await commands.executeCommand("workbench.action.focusFirstEditorGroup");
    const closed = await stateAfter(
      () => commands.executeCommand("workbench.action.closeActiveEditor"),
      ({ problem }) => problem !== undefined,
    );
    assert.match(closed.problem?.text ?? "", /The file is not open in an editor/);
    assert.equal(closed.steps[2]?.title, "https://one.example.com");
    const saved = await stateAfter(
      () => writeFile("inside-closed/k3d.yaml", `# mine\n${k3d.replaceAll("one.example.com", "new.example.com")}`),
      ({ steps }) => steps[2]?.title === "https://new.example.com",
    );
    assert.equal(saved.steps[2]?.link?.text, "Line 9");
    assert.notInclude(JSON.stringify(saved), marker);
    const gone = await stateAfter(
      () => writeFile("inside-closed/k3d.yaml", k3d.replace("config:", "other:")),
      ({ problem }) => problem?.text === "The file no longer carries this registries.yaml.",
    );
    assert.deepEqual(gone.steps, []);
  });

  it("Explain Image Pull asks which one of several is meant, unless the cursor is in it", async () => {
    const document = await openFile("inside/two.yaml", two);
    goTo(document, "runcmd");
    const answers = { picks: ["write_files[1].content"], hosts: ["nginx"] };
    let said: Said | undefined;
    const second = await stateAfter(async () => {
      said = await run("explainPull", answers);
    });
    assert.include(said?.shown.join() ?? "", "Which registries.yaml in this file?");
    assert.match(second.source, /read by k3s/);
    assert.equal(second.steps[2]?.title, "https://two.example.com");
    await window.showTextDocument(document);
    goTo(document, "/etc/rancher/rke2");
    const first = await stateAfter(() => run("explainPull", { hosts: ["nginx"] }));
    assert.match(first.source, /read by RKE2/);
    assert.equal(first.steps[2]?.title, "https://one.example.com");
  });

  it("Explain Image Pull offers what an open file carries, where none is in front", async () => {
    await openFile("inside/offered.yaml", k3d);
    await openFile("inside/notes.json", "{}");
    const { shown } = await run("explainPull", { picks: ["inside/offered.yaml"], hosts: ["nginx"] });
    assert.include(shown.join(), "inside/offered.yaml (registries.config)");
  });

  it("Explain Image Pull shows expressions as they are written, without the value that they have by default", async () => {
    const text = `#!/bin/sh\ncat > /etc/rancher/k3s/registries.yaml <<EOF\n${registries("$MIRROR", 0, `"\${PASSWORD:-${marker}}"`)}EOF\n`;
    const document = await openFile("inside/expressions.sh", text);
    goTo(document, "mirrors");
    const state = await stateAfter(() => run("explainPull", { hosts: ["nginx"] }));
    assert.equal(state.steps[2]?.link?.text, "Line 6");
    assert.notInclude(JSON.stringify(state), marker);
    assert.notMatch(JSON.stringify(state), /[\ufdd0-\ufdef]/);
    await window.showTextDocument(document);
    await run("previewContainerd");
    const shown = await page("k3s-registries-containerd", /^\[host\."https:\/\/\$MIRROR\/v2"\]$/m);
    assert.notMatch(shown.getText(), /CANARY|[\ufdd0-\ufdef]/);
  });

  it("Explain Pull Error names the lines, and its fix changes nothing outside", async () => {
    const text = k3d.replace("  one.example.com:\n", "  https://one.example.com:\n");
    const document = await openFile("inside/error.yaml", text);
    const error = `Warning  Failed  9s  kubelet  Failed to pull image "nginx:1": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://one.example.com/token: 401 Unauthorized`;
    const { errors } = await stateAfter(
      () => run("explainPullError", {}, undefined, error),
      (state) => state.errors.length > 0,
    );
    const cause = errors[0]?.causes?.find(({ rule }) => rule?.id === "registry-key-not-host");
    assert.equal(cause?.link?.text, "Line 10");
    await stateAfter(
      (explainer) => explainer.receive({ type: "fix", fix: cause?.fixes[0]?.fix }),
      (state) => state.errors[0]?.causes?.every(({ rule }) => rule?.id !== "registry-key-not-host") ?? false,
    );
    assert.equal(document.getText(), k3d);
  });

  it("Preview containerd Configuration shows what the node gets, and follows what is typed", async () => {
    const document = await openFile("inside/preview.yaml", two);
    goTo(document, "two.example.com");
    await run("previewContainerd");
    const shown = await page("k3s-registries-containerd", /two\.example\.com/);
    assert.match(shown.getText(), /^# certs\.d\/docker\.io\/hosts\.toml$/m);
    assert.notMatch(shown.getText(), /one\.example\.com|CANARY/);
    await replaceText(document, two.replaceAll("two.example.com", "new.example.com"));
    await page("k3s-registries-containerd", /new\.example\.com/);
    await replaceText(document, two.replace("/etc/rancher/k3s/", "/etc/other/"));
    await page("k3s-registries-containerd", /no longer carries this registries\.yaml/);
    await replaceText(document, two);
    await page("k3s-registries-containerd", /two\.example\.com/);
  });

  it("Check Images goes by what a file carries", async () => {
    await writeFile("inside/pod.yaml", "kind: Pod\napiVersion: v1\nspec:\n  containers:\n    - image: nginx:1\n");
    const document = await openFile("inside/images.yaml", k3d);
    await run("checkImages");
    const shown = await page("k3s-registries-images", /one\.example\.com as puller → registry-1\.docker\.io/);
    assert.match(shown.getText(), /checked against inside\/images\.yaml \(registries\.config\)\./);
    const links = await commands.executeCommand<DocumentLink[]>("vscode.executeLinkProvider", shown.uri);
    const link = links.find(({ range }) => shown.getText(range) === "nginx:1");
    const [file, pull] = JSON.parse(decodeURIComponent(link?.target?.query ?? ""));
    const { source } = await stateAfter(() => run("explainPull", {}, file, pull));
    assert.match(source, /inside\/images\.yaml \(registries\.config\)/);
    await replaceText(document, k3d.replaceAll("one.example.com", "new.example.com"));
    await page("k3s-registries-images", /new\.example\.com as puller → registry-1\.docker\.io/);
  });

  it("have lenses at the lines of the file, which do what they say for the one that they are above", async () => {
    const document = await openFile("inside/lenses.yaml", two);
    const titles = (await lenses(document)).map(
      ({ command, range }) => `${range.start.line + 1}: ${document.getText(range)}: ${command?.title}`,
    );
    assert.includeMembers(titles, [
      "7: docker.io: Explain a pull from docker.io",
      "11: one.example.com: Replace credential…",
      "11: one.example.com: Extract credential…",
      "19: docker.io: Explain a pull from docker.io",
      "23: two.example.com: Replace credential…",
      "23: two.example.com: Extract credential…",
    ]);
    assert.lengthOf(new Set(titles), titles.length);
    await clickLens(document, "Extract credential…", "two.example.com", { picks: ["Docker config.json"] });
    assert.match(window.activeTextEditor?.document.getText() ?? "", /"auths": \{\s*"two\.example\.com"/);
    const file = await userFile("inside/two.json", "new:fake");
    const { messages } = await clickLens(document, "Replace credential…", "two.example.com", {
      file,
      modal: "Replace",
    });
    const at = two.indexOf("  two.example.com:");
    const expected = two.slice(at).replace("username: puller", "username: new").replace(`'${marker}'`, "'fake'");
    assert.equal(document.getText(), two.slice(0, at) + expected);
    assert.match(messages.join(), /roll them out with the tool/);
    assert.notInclude(messages.join(), marker);
  });

  it("have no lenses above an example in a document, and none that do nothing where a tool fills a credential in", async () => {
    const markdown = await openFile(
      "inside/README.md",
      `# registries.yaml\n\n\`\`\`yaml\n# /etc/rancher/k3s/registries.yaml\n${registries("one.example.com", 0)}\`\`\`\n`,
    );
    const own = (found: readonly CodeLens[]): readonly (string | undefined)[] =>
      found.map(({ command }) => command?.title).filter((title) => /credential|Explain/.test(title ?? ""));
    assert.deepEqual(own(await lenses(markdown)), []);
    const generated = await openFile(
      "inside/cluster.yaml",
      "apiVersion: provisioning.cattle.io/v1\nkind: Cluster\nspec:\n  rkeConfig:\n    registries:\n      configs:\n        one.example.com:\n          authConfigSecretName: one\n",
    );
    assert.include(
      (await lenses(generated)).map(({ command }) => command?.title),
      "Open as registries.yaml",
    );
    assert.deepEqual(own(await lenses(generated)), []);
    const script = `#!/bin/sh\ncat > /etc/rancher/k3s/registries.yaml <<EOF\n${registries("one.example.com", 0, '"$PASSWORD"')}EOF\n`;
    const document = await openFile("inside/filled.sh", script);
    assert.deepEqual(own(await lenses(document)), ["Explain a pull from docker.io", "Replace credential…"]);
    const { messages } = await run("extractCredential");
    assert.match(messages.join(), /Another tool fills it in/);
  });

  it("refuse a credential that the tool of the file can't hand on, and say why", async () => {
    const document = await openFile("inside/refused.yaml", k3d);
    const file = await userFile("inside/dollar.json", "new:pa$$word");
    const { messages } = await run("replaceCredential", { file, modal: "Replace" });
    assert.match(messages.join(), /The credential contains "\$", which k3d replaces everywhere in this file/);
    assert.notInclude(messages.join(), "pa$$word");
    assert.equal(document.getText(), k3d);
  });

  it("rotate a key in what files carry, open or not, and in a registries.yaml at once", async () => {
    const account = { client_email: "inside@fake-project.iam.gserviceaccount.com" };
    const key = (id: string): string => JSON.stringify(JSON.parse(fakeKeyFile({ ...account, private_key_id: id })));
    const held = (id: string, spaces: number): string =>
      registries("gcr.io", spaces, `'${key(id)}'`).replace("puller", "_json_key");
    const inK3d = (id: string): string => k3d.slice(0, k3d.indexOf("    mirrors")) + held(id, 4);
    const script = (id: string): string =>
      `#!/bin/sh\ncat > /etc/rancher/k3s/registries.yaml <<'EOF'\n${held(id, 0)}EOF\n`;
    const document = await openFile("inside/rotated.yaml", inK3d("0ld"));
    const closed = await writeFile("inside/rotated.sh", script("0ld"));
    const bare = await writeFile("inside/rotated/registries.yaml", held("0ld", 0));
    const { shown, messages } = await run("rotateKey", {}, await writeFile("inside/key.json", key("n3w")));
    assert.match(shown.join(), /inside\/rotated\.yaml \(registries\.config\)/);
    assert.match(shown.join(), /inside\/rotated\.sh \(here-document 1\)/);
    assert.match(messages.join(), /replaced in 3 files\..*roll them out/s);
    // How the JSON of a key is laid out is not of interest here.
    const laidOut = (text: string): string => text.replace(/'(\{.*\})'/, (_, json) => JSON.stringify(JSON.parse(json)));
    assert.equal(laidOut(document.getText()), laidOut(inK3d("n3w")));
    const textOf = async (uri: Uri): Promise<string> => (await workspace.openTextDocument(uri)).getText();
    assert.equal(laidOut(await textOf(closed)), laidOut(script("n3w")));
    assert.equal(laidOut(await textOf(bare)), laidOut(held("n3w", 0)));
  });

  it("Fix All changes what every one of them needs, and no other place", async () => {
    const text = two.replaceAll("endpoint:", "endpoints:");
    const document = await openFile("inside/all.yaml", text);
    await untilIds(document, ["unknown-key", "unknown-key"]);
    await run("fixAll");
    assert.equal(document.getText(), two);
  });
});

describe("a registries.yaml that gzip packed inside another file", () => {
  afterEach(closeEditors);

  it("is found on the desktop, and left alone in the web", async () => {
    const packed = `#cloud-config
write_files:
  - path: /etc/rancher/k3s/registries.yaml
    permissions: "0600"
    encoding: gz+b64
    content: ${gzipped}
`;
    const document = await openFile("inside/gzip.yaml", packed);
    const ids = typeof process === "undefined" ? [] : ["unknown-key"];
    const found = await untilIds(document, ids);
    assert.deepEqual(
      found.map(({ range }) => document.getText(range)),
      ids.map(() => gzipped),
    );
    assert.deepEqual(ours(document).length, ids.length);
  });
});

/** `mirrors:\n  docker.io:\n    endpoints:\n      - https://mirror.example.com\n`, as `gzip | base64` writes it. */
const gzipped =
  "H4sIAAAAAAACA8vNLCrKLyq24lJQSMlPzk4t0svMB3EUFFLzUgryM/NKiiFcBQVdhYySkoJiK339XLAmvdSKxNyCnFS95PxcLgCO2+UxSAAAAA==";
