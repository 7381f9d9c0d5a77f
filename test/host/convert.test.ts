import { assert } from "chai";
import { commands, Range, TabInputTextDiff, type Uri, window, workspace } from "vscode";
import type { ExtensionApi } from "../../src/vscode/extension.ts";
import type { ConverterState, CredentialView, HostOption } from "../../src/webview/protocol/converter.ts";
import { fakeKeyFile } from "../core/fakeKey.ts";
import { answering, clipboard } from "./answers.ts";
import { api, closeEditors, codeActions, openFile, openUntitled, sample, until, untilIds } from "./documents.ts";

const host = "europe-west3-docker.pkg.dev";
const convert = (uri?: Uri): Thenable<unknown> => commands.executeCommand("k3sRegistries.convertKey", uri);

function editorText(): string {
  return window.activeTextEditor?.document.getText() ?? "";
}

describe("convert by command", () => {
  afterEach(closeEditors);

  it("turns the key in the active editor, even untitled, into a new untitled file", async () => {
    await openUntitled("json", fakeKeyFile());
    const { messages } = await answering({ picks: ["New file"], hosts: [host] }, () => Promise.resolve(convert()));
    const document = window.activeTextEditor?.document;
    assert.isTrue(document?.isUntitled);
    assert.equal(document?.languageId, "yaml");
    assert.include(
      editorText(),
      `configs:\n  ${host}:\n    auth:\n      username: _json_key\n      password: '{"type": "service_account", `,
    );
    assert.match(
      messages.join(),
      /The credential is set for europe-west3-docker\.pkg\.dev\..*Next Steps.*Copy Commands/s,
    );
  });

  it("merges into a chosen file as one step of undo, and writes nothing to disk", async () => {
    const before = "# ours\r\nmirrors:\r\n    docker.io:\r\n        endpoint: [https://m.example.com]\r\n";
    const target = await openFile("convert/registries.yaml", before);
    await openFile("convert/key.json", fakeKeyFile());
    await answering({ picks: ["convert/registries.yaml"], hosts: [host, "registry.example.com:5000"] }, () =>
      Promise.resolve(convert()),
    );
    assert.isTrue(editorText().startsWith(before));
    assert.include(editorText(), `    "registry.example.com:5000":\r\n        auth:\r\n`);
    assert.equal(new TextDecoder().decode(await workspace.fs.readFile(target.uri)), before);
    await commands.executeCommand("undo");
    assert.equal(target.getText(), before);
  });

  it("writes into a registries.yaml that an open file carries", async () => {
    const before =
      "#cloud-config\nwrite_files:\n  - path: /etc/rancher/k3s/registries.yaml\n    content: |\n      mirrors: {}\n";
    const target = await openFile("convert/user-data.yaml", before);
    await openFile("convert/key.json", fakeKeyFile());
    const picks = ["convert/user-data.yaml (write_files[0].content)"];
    await answering({ picks, hosts: [host] }, () => Promise.resolve(convert()));
    assert.isTrue(target.getText().startsWith(before.replace("mirrors: {}\n", "")));
    assert.include(
      target.getText(),
      `\n      configs:\n        ${host}:\n          auth:\n            username: _json_key\n`,
    );
  });

  it("takes the file that the explorer names, without opening it", async () => {
    await answering({ picks: ["New file"], hosts: ["gcr.io"] }, () =>
      Promise.resolve(convert(sample("service-account-key.json"))),
    );
    assert.include(editorText(), "  gcr.io:\n    auth:");
  });

  it("preselects the hosts of the target, else those of the last time, and asks before it replaces", async () => {
    const old = fakeKeyFile({ private_key_id: "0ld" });
    await openFile("replace/key.json", old);
    await answering({ picks: ["New file"], hosts: [host, "gcr.io"] }, () => Promise.resolve(convert()));
    const text = editorText();
    const again = await answering({ picks: ["New file"] }, () => Promise.resolve(convert(sample("replace/key.json"))));
    assert.sameMembers([...again.preselected], [host, "gcr.io"]);
    const first = /"Recently used"(.*?)"Multi-regions"/.exec(again.shown.join())?.[1] ?? "";
    for (const used of [host, "gcr.io"]) assert.include(first, `"label":"${used}"`);

    const target = await openFile(
      "replace/registries.yaml",
      text.replace(/ {2}gcr\.io:\n {4}auth:\n(?: {6}.*\n)+/, ""),
    );
    await openFile("replace/new.json", fakeKeyFile({ private_key_id: "n3w" }));
    const refused = await answering({ picks: ["replace/registries.yaml"] }, () =>
      Promise.resolve(convert(sample("replace/new.json"))),
    );
    assert.deepEqual([...refused.preselected], [host]);
    assert.match(refused.messages.join(), /Replace the credential of europe-west3.*key 0ld → key n3w/s);
    assert.isFalse(target.isDirty, "nothing is written without consent");
    await answering({ picks: ["replace/registries.yaml"], modal: "Replace" }, () =>
      Promise.resolve(convert(sample("replace/new.json"))),
    );
    assert.include(target.getText(), '"private_key_id": "n3w"');
    assert.notInclude(target.getText(), "0ld");
  });

  for (const [name, text, expected] of [
    ["another type", fakeKeyFile({ type: "authorized_user" }), /authorized_user/],
    ["no JSON", "{ nothing", /not valid JSON \(line 1/],
    ["an empty file", "", /empty/],
  ] as const) {
    it(`refuses ${name} and changes nothing`, async () => {
      const document = await openUntitled("json", text);
      const { messages } = await answering({}, () => Promise.resolve(convert()));
      assert.match(messages.join(), expected);
      assert.equal(window.activeTextEditor?.document, document);
    });
  }

  it("refuses a folder, a missing file and a target that can't be read", async () => {
    const folder = await answering({}, () => Promise.resolve(convert(sample("good"))));
    assert.match(folder.messages.join(), /is a folder/);
    const missing = await answering({}, () => Promise.resolve(convert(sample("gone.json"))));
    assert.match(missing.messages.join(), /no longer exists/);
    await openFile("unreadable/registries.yaml", "mirrors:\n\tx:\n");
    const target = await answering({ picks: ["unreadable/registries.yaml"], hosts: [host] }, () =>
      Promise.resolve(convert(sample("service-account-key.json"))),
    );
    assert.match(target.messages.join(), /can't be read yet \(line 2/);
  });

  it("copies the commands for the product that runs", async () => {
    await answering({ picks: ["RKE2"] }, () => Promise.resolve(commands.executeCommand("k3sRegistries.copyCommands")));
    assert.match(
      await clipboard(),
      /0600.*\/etc\/rancher\/rke2\/registries\.yaml\n.*restart rke2-server.*\n.*restart rke2-agent/,
    );
  });
});

/** The credentials of a state. */
function credentials({ sources }: ConverterState): readonly CredentialView[] {
  return sources.flatMap((source) => source.credentials);
}

/** The registries that are offered for the selected credential. */
function options(state: ConverterState): readonly HostOption[] {
  return credentials(state).flatMap(({ picker }) => picker?.groups.flatMap(({ hosts }) => hosts) ?? []);
}

/** Every registry that is chosen. */
function chosen(state: ConverterState): readonly string[] {
  return credentials(state).flatMap(({ hosts }) => hosts);
}

/** A docker config with a password that is none for each server, by user. */
function dockerConfig(users: Readonly<Record<string, string>>): string {
  const auths = Object.entries(users).map(([server, user]) => [server, { auth: btoa(`${user}:CANARY`) }]);
  return JSON.stringify({ auths: Object.fromEntries(auths) });
}

describe("the converter", () => {
  afterEach(async () => {
    await closeEditors();
  });

  /** Acts on the converter and waits for the state that is wanted: one of an action before may still come first. */
  async function stateAfter(
    action: (converter: ExtensionApi["converter"]) => Promise<void>,
    isWanted: (state: ConverterState) => boolean = () => true,
  ): Promise<ConverterState> {
    const { converter } = await api();
    let state: ConverterState | undefined;
    const listener = converter.onDidSend((sent) => {
      state = sent;
    });
    await action(converter);
    const found = await until<ConverterState>(converter.onDidSend, () =>
      state && isWanted(state) ? state : undefined,
    );
    listener.dispose();
    return found;
  }

  it("opens on the key, takes intents and shows the edit with the secret masked", async () => {
    await openFile("panel/key.json", fakeKeyFile());
    const opened = await stateAfter((converter) => converter.open());
    const [credential] = credentials(opened);
    assert.equal(credential?.title, "puller@fake-project.iam.gserviceaccount.com");
    const id = credential?.id ?? "";
    assert.isAtLeast(options(opened).length, 93);
    await stateAfter((converter) => converter.receive({ type: "setDestination", destination: "" }));
    const state = await stateAfter((converter) => converter.receive({ type: "setHost", id, host, chosen: true }));
    assert.isTrue(state.ready);
    assert.include(state.preview.map(({ text }) => text).join("\n"), "password: '••••••••'");
    const refused = await stateAfter((converter) => converter.receive({ type: "addHost", id, text: "not a host" }));
    assert.isDefined(credentials(refused)[0]?.hostProblem);
    const added = await stateAfter((converter) =>
      converter.receive({ type: "addHost", id, text: "https://r.example.com/v2" }),
    );
    assert.include([...chosen(added)], "r.example.com");
  });

  it("drops messages that are not in its protocol", async () => {
    const { converter } = await api();
    for (const message of [
      undefined,
      null,
      "insert",
      { type: "run" },
      { type: "setHost", id: "1", host: 1, chosen: true },
      { type: "setKeyForm", form: "xml" },
      { type: "addHost", id: "1", text: "x".repeat(1000) },
    ])
      await converter.receive(message);
  });

  it("follows the key and the target while they change, and lets go of a key that is closed", async () => {
    const key = await openUntitled("json", fakeKeyFile());
    const opened = await stateAfter((converter) => converter.open());
    const id = credentials(opened).at(-1)?.id ?? "";
    const given = await stateAfter((converter) => converter.receive({ type: "setHost", id, host, chosen: true }));
    const chosenBefore = credentials(given).map(({ hosts }) => hosts);
    const broken = await stateAfter(async () => {
      await window.showTextDocument(key);
      await window.activeTextEditor?.edit((edit) => edit.insert(key.positionAt(0), "x"));
    });
    assert.isEmpty(credentials(broken));
    assert.match(broken.sources.at(-1)?.problem ?? "", /not JSON/);
    const mended = await stateAfter(async () => {
      await window.activeTextEditor?.edit((edit) => edit.delete(new Range(0, 0, 0, 1)));
    });
    assert.deepEqual(
      credentials(mended).map(({ hosts }) => hosts),
      chosenBefore,
    );
    const closed = await stateAfter(async () => {
      await window.showTextDocument(key);
      await commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    });
    assert.isFalse(closed.ready);
  });

  it("takes several files, and gives each credential the registries that its file names", async () => {
    await openFile("panel/key.json", fakeKeyFile());
    await openFile(
      "panel/config.json",
      dockerConfig({ "quay.io": "quay", "https://index.docker.io/v1/": "hub", "r.example.com": "robot" }),
    );
    await stateAfter((converter) => converter.open(sample("panel/key.json")));
    const both = await stateAfter(
      (converter) => converter.open(sample("panel/config.json")),
      ({ sources }) => sources.length === 2,
    );
    const named = credentials(both)
      .slice(1)
      .map(({ title, hosts }) => [title, hosts.join()]);
    assert.deepEqual(
      named.map(([title]) => title),
      ["quay", "hub", "robot"],
    );
    assert.equal(named[0]?.[1], "quay.io");
    assert.match(both.dockerHub ?? "", /registry-1\.docker\.io/);
    assert.equal(both.keyForm, "json");
    const again = await stateAfter((converter) => converter.open(sample("panel/config.json")));
    assert.lengthOf(again.sources, 2, "the same file is not taken twice");
  });

  it("moves a registry to the credential where it is checked, and says where it was", async () => {
    await openFile("panel/one.json", dockerConfig({ "quay.io": "first" }));
    await openFile("panel/two.json", dockerConfig({ "quay.io": "second" }));
    await stateAfter((converter) => converter.open(sample("panel/one.json")));
    const taken = await stateAfter(
      (converter) => converter.open(sample("panel/two.json")),
      ({ sources }) => sources.length === 2,
    );
    const [first, second] = credentials(taken);
    assert.deepEqual([first?.hosts.join(), second?.hosts.join()], ["quay.io", ""]);
    assert.match(second?.hint ?? "", /quay\.io already has another credential/);
    assert.match(options(taken).find((option) => option.host === "quay.io")?.taken ?? "", /first/);
    const id = second?.id ?? "";
    const moved = await stateAfter((converter) =>
      converter.receive({ type: "setHost", id, host: "quay.io", chosen: true }),
    );
    assert.deepEqual(
      credentials(moved).map(({ hosts }) => hosts.join()),
      ["", "quay.io"],
    );
    const gone = await stateAfter((converter) => converter.receive({ type: "remove", id }));
    assert.deepEqual(
      credentials(gone).map(({ title }) => title),
      ["first"],
    );
  });

  it("lets the user choose between credentials of a file for one registry", async () => {
    const path = "panel/auth.json";
    await openFile(path, dockerConfig({ "quay.io/team-a": "a", "quay.io/team-b": "b" }));
    const state = await stateAfter((converter) => converter.open(sample(path)));
    assert.isFalse(state.ready);
    for (const { hint } of credentials(state)) assert.match(hint ?? "", /Several credentials/);
  });

  it("says for each file why it can't be used, and keeps the others", async () => {
    await openFile("panel/one.json", dockerConfig({ "quay.io": "first" }));
    await openFile("panel/bad.json", fakeKeyFile({ type: "authorized_user" }));
    await stateAfter((converter) => converter.open(sample("panel/one.json")));
    const state = await stateAfter(
      (converter) => converter.open(sample("panel/bad.json")),
      ({ sources }) => sources.length === 2,
    );
    assert.deepEqual(
      state.sources.map(({ problem }) => problem === undefined),
      [true, false],
    );
    assert.match(state.sources[1]?.problem ?? "", /authorized_user/);
    assert.isTrue(state.ready);
    const id = state.sources[1]?.id ?? "";
    assert.lengthOf((await stateAfter((converter) => converter.receive({ type: "remove", id }))).sources, 1);
  });

  it("knows of registries who the user is, and refuses at once what can't be a user or password", async function () {
    // It opens the converter four times, which takes long beside another suite.
    this.timeout(60_000);
    const typing = async (pick: string, inputs: readonly string[]): Promise<CredentialView | undefined> => {
      await openFile("panel/one.json", dockerConfig({ "quay.io": "first" }));
      await stateAfter((converter) => converter.open(sample("panel/one.json")));
      const before = credentials(await stateAfter((converter) => converter.receive({ type: "ready" }))).length;
      await stateAfter((converter) =>
        answering({ picks: [pick], inputs }, () => converter.receive({ type: "typeCredential" })).then(() =>
          converter.receive({ type: "ready" }),
        ),
      );
      const after = credentials(await stateAfter((converter) => converter.receive({ type: "ready" })));
      return after.length > before ? after.at(-1) : undefined;
    };
    const ecr = await typing("Amazon ECR", ["123456789012.dkr.ecr.eu-central-1.amazonaws.com", "fake-password"]);
    assert.equal(ecr?.title, "AWS");
    assert.deepEqual(ecr?.hosts, ["123456789012.dkr.ecr.eu-central-1.amazonaws.com"]);
    assert.match(ecr?.warnings.join() ?? "", /12 hours/);
    const hub = await typing("Docker Hub", ["fake-user", "dckr_pat_fake"]);
    assert.deepEqual(hub?.hosts, ["docker.io"]);
    assert.isUndefined(await typing("Docker Hub", ["fake:user"]));
    assert.isUndefined(await typing("Docker Hub", ["fake-user", "fake\x07"]));
  });

  it("takes a user and a password by VS Code's input boxes, and names Docker Hub as its target needs it", async () => {
    await openFile("panel/key.json", fakeKeyFile());
    const opened = await stateAfter((converter) => converter.open());
    await stateAfter((converter) => converter.receive({ type: "setDestination", destination: "" }));
    await stateAfter((converter) => converter.receive({ type: "remove", id: credentials(opened)[0]?.id ?? "" }));
    let state: ConverterState | undefined;
    const said = await answering({ picks: ["Docker Hub"], inputs: ["puller", "dckr_pat_FAKE"] }, async () => {
      state = await stateAfter((converter) => converter.receive({ type: "typeCredential" }));
    });
    assert.include(said.shown.join(), '"password":true');
    assert.deepEqual(state && credentials(state).map(({ title, hosts }) => [title, hosts.join()]), [
      ["puller", "docker.io"],
    ]);
    assert.include(state?.preview.map(({ text }) => text).join("\n") ?? "", "registry-1.docker.io:");
    assert.isUndefined(state?.keyForm);
  });

  it("lists what is replaced, and compares both texts in VS Code's diff editor, masked and read-only", async () => {
    const target = await openFile(
      "diff/registries.yaml",
      "configs:\n  quay.io:\n    auth:\n      username: old-robot\n      password: 'OLD-CANARY'\n",
    );
    await openFile("panel/one.json", dockerConfig({ "quay.io": "robot" }));
    await stateAfter((converter) => converter.open(sample("panel/one.json")));
    const state = await stateAfter((converter) =>
      converter.receive({ type: "setDestination", destination: target.uri.toString() }),
    );
    assert.deepEqual(state.conflicts, [{ host: "quay.io", old: "user old-robot", new: "user robot" }]);
    await stateAfter((converter) => converter.receive({ type: "previewChanges" }));
    const [before = "", after = ""] = previewTexts();
    assert.include(before, "username: old-robot\n      password: '•••••••• (old)'");
    assert.include(after, "username: robot\n      password: '•••••••• (new)'");
    assert.notInclude(before + after, "CANARY");
    assert.isFalse(target.isDirty);
    await answering({ modal: "Replace" }, async () => {
      await stateAfter((converter) => converter.receive({ type: "insert" }));
    });
    const diffs = window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .filter(({ input }) => input instanceof TabInputTextDiff);
    assert.isEmpty(diffs, "the diff editor closes when its changes are made");
    assert.include(target.getText(), "username: robot");
  });

  it("offers what open files carry as targets, and writes it for the tool or says why it can't", async () => {
    const carried = "mirrors:\n  quay.io:\n    endpoint: [https://quay.io]\n";
    const script = await openFile(
      "into/install.sh",
      `#!/bin/sh\ncat > /etc/rancher/k3s/registries.yaml <<EOF\n${carried}EOF\n`,
    );
    await openFile(
      "into/k3d.yaml",
      `apiVersion: k3d.io/v1alpha5\nkind: Simple\nregistries:\n  config: |\n${carried.replace(/^(?=.)/gm, "    ")}`,
    );
    await openFile("panel/one.json", dockerConfig({ "quay.io": "robot$ci" }));
    const opened = await stateAfter((converter) => converter.open(sample("panel/one.json")));
    const targets = opened.destinations.filter(({ label }) => label.includes("into/"));
    assert.sameMembers(
      targets.map(({ label }) => label.replace(/^.*into/, "into")),
      ["into/install.sh (here-document 1)", "into/k3d.yaml (registries.config)"],
    );
    const idOf = (name: string): string => targets.find(({ label }) => label.includes(name))?.id ?? "";
    const choose = (name: string) =>
      stateAfter((converter) => converter.receive({ type: "setDestination", destination: idOf(name) }));
    const refused = await choose("k3d.yaml");
    assert.isFalse(refused.ready);
    assert.match(refused.problem ?? "", /"\$", which k3d replaces.*--registry-config/);
    const state = await choose("install.sh");
    assert.isUndefined(state.problem);
    const preview = state.preview.map(({ text }) => text).join("\n");
    assert.include(preview, "username: 'robot\\$ci'");
    assert.notInclude(preview, "CANARY");
    assert.include(state.summary, "install.sh (here-document 1)");
    await stateAfter((converter) => converter.receive({ type: "previewChanges" }));
    assert.include(previewTexts()[1] ?? "", "username: 'robot\\$ci'");
    assert.notInclude(previewTexts().join(), "CANARY");
    const { messages } = await answering({}, async () => {
      await stateAfter((converter) => converter.receive({ type: "insert" }));
    });
    assert.match(messages.join(), /roll them out/);
    assert.match(script.getText(), /EOF\n[\s\S]*username: 'robot\\\$ci'\n {6}password: .*\nEOF\n$/);
  });

  it("has a page with a strict policy", async () => {
    await openFile("panel/key.json", fakeKeyFile());
    const { converter } = await api();
    await converter.open();
    const html = converter.html() ?? "";
    assert.match(html, /default-src 'none'; style-src [^;"]+; script-src 'nonce-[A-Za-z0-9]{24}'"/);
    assert.notMatch(html, /unsafe|style=|<style|<script(?! nonce)/);
  });

  it("suggests the registries of the target, and keeps what was chosen by hand when the target changes", async () => {
    const file = await openFile(
      "suggested/registries.yaml",
      "configs:\n  us-docker.pkg.dev:\n    auth:\n      username: x\n",
    );
    await openFile("panel/key.json", fakeKeyFile());
    const id = credentials(await stateAfter((converter) => converter.open()))[0]?.id ?? "";
    await stateAfter((converter) => converter.receive({ type: "setHost", id, host, chosen: true }));
    const existing = await stateAfter((converter) =>
      converter.receive({ type: "setDestination", destination: file.uri.toString() }),
    );
    assert.includeMembers([...chosen(existing)], [host, "us-docker.pkg.dev"]);
    const fresh = await stateAfter((converter) => converter.receive({ type: "setDestination", destination: "" }));
    assert.include([...chosen(fresh)], host);
    assert.notInclude([...chosen(fresh)], "us-docker.pkg.dev");
  });

  it("inserts, creates and copies", async () => {
    await openFile("panel/key.json", fakeKeyFile());
    const id = credentials(await stateAfter((converter) => converter.open()))[0]?.id ?? "";
    await stateAfter((converter) => converter.receive({ type: "setDestination", destination: "" }));
    await stateAfter((converter) => converter.receive({ type: "setHost", id, host, chosen: true }));
    const copied = await stateAfter((converter) => converter.receive({ type: "copy" }));
    assert.match(copied.notice ?? "", /Copied/);
    assert.include(await clipboard(), `'{"type": "service_account"`);
    let done: ConverterState | undefined;
    await answering({}, async () => {
      done = await stateAfter((converter) => converter.receive({ type: "insert" }));
    });
    assert.include(editorText(), `  ${host}:`);
    assert.match(done?.done?.what ?? "", /not saved yet/);
  });
});

/** What the documents of the diff editor say. */
function previewTexts(): readonly string[] {
  const shown = workspace.textDocuments.filter(({ uri }) => uri.scheme === "k3s-registries-preview");
  assert.lengthOf(shown, 2, "the diff editor is open");
  return shown.sort((a, b) => a.uri.path.localeCompare(b.uri.path)).map((document) => document.getText());
}

describe("a key with a marker in it", () => {
  afterEach(closeEditors);

  it("goes through every feature, and the marker is nowhere but in the edit", async () => {
    const marker = "CANARY";
    const key = fakeKeyFile({
      private_key: `-----BEGIN PRIVATE KEY-----\n${btoa(marker.repeat(3))}${marker}\n-----END PRIVATE KEY-----\n`,
    });
    const seen: unknown[] = [];
    const { converter } = await api();
    const listener = converter.onDidSend((state) => seen.push(state));
    const broken = await openFile(
      "canary/registries.yaml",
      `configs:\n  ${host}:\n    auth:\n      username: x\n      password: ${key}`,
    );
    seen.push(await untilIds(broken, ["username-not-json-key", "password-not-quoted"]));
    const actions = await codeActions(broken, broken.lineAt(4).range, "quickfix");
    seen.push(actions.map(({ title, diagnostics }) => [title, diagnostics?.map(({ message }) => message)]));
    await commands.executeCommand("k3sRegistries.fixAll");
    assert.include(broken.getText(), marker, "the edit holds the key");

    await openFile("canary/key.json", key);
    seen.push(
      await answering({ picks: ["canary/registries.yaml"], modal: "Replace" }, () => Promise.resolve(convert())),
    );
    seen.push(
      await answering({ picks: ["canary/registries.yaml"], hosts: ["gcr.io"] }, () =>
        Promise.resolve(convert(sample("canary/key.json"))),
      ),
    );
    await openFile("canary/key.json", key);
    await converter.open();
    for (const type of ["ready", "addOpenEditor"]) await converter.receive({ type });
    await converter.receive({ type: "setDestination", destination: broken.uri.toString() });
    const typed = { picks: ["Another registry"], inputs: ["registry.example.com:5000", "puller", marker] };
    seen.push(await answering(typed, () => converter.receive({ type: "typeCredential" })));
    await converter.receive({ type: "addHost", id: "2", text: "r.example.com" });
    await converter.receive({ type: "setKeyForm", form: "base64" });
    await converter.receive({ type: "previewChanges" });
    seen.push(...previewTexts());
    await converter.receive({ type: "setKeyForm", form: "json" });
    seen.push(await answering({ modal: "Replace" }, () => converter.receive({ type: "insert" })));
    await converter.receive({ type: "setDestination", destination: "" });
    seen.push(await answering({}, () => converter.receive({ type: "insert" })));
    seen.push(
      converter.html(),
      window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)),
    );
    await openUntitled("json", key.replace('"service_account"', `"${marker}"`).replace("BEGIN", marker));
    seen.push(await answering({}, () => Promise.resolve(convert())));
    listener.dispose();
    const text = JSON.stringify(seen);
    assert.isAbove(text.length, 10_000, "something was seen");
    assert.notInclude(text, marker);
    assert.notInclude(text, btoa(marker));
  });
});
