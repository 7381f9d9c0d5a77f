import { assert } from "chai";
import { commands, env, type Memento, type TextDocument, type Uri, window, workspace } from "vscode";
import { readAnswers } from "../../src/core/nodes/answers.ts";
import { askNodes } from "../../src/vscode/nodes/askNodes.ts";
import { keepCheck, lastCheck } from "../../src/vscode/nodes/comparedNodes.ts";
import type { NodesState } from "../../src/webview/protocol/nodes.ts";
import { march, nodeAnswer, november } from "../core/nodes/answerOf.ts";
import { type Answers, answering, type Said, stub } from "./answers.ts";
import { api, closeEditors, openFile, readFile, replaceText, until, writeFile } from "./documents.ts";
import { stateAfter } from "./explainStates.ts";

const marker = "CANARY-SECRET";
const registries = `mirrors:
  docker.io:
    endpoint:
      - https://mirror.example.com
configs:
  mirror.example.com:
    auth: {username: puller, password: ${marker}}
`;
const list = "root@127.0.0.1:1 agent\n";

async function hashOf(text: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What nodes print that have a file: its hosts.toml files are left out. */
async function printed(...changes: readonly object[]): Promise<string> {
  const file = { sha256: await hashOf(registries), mode: "600", modified: march };
  return changes.map((one) => `${JSON.stringify(nodeAnswer({ file, ...one }))}\n`).join("");
}

const run = (command: string, uri: Uri, answers: Answers): Promise<Said> =>
  answering(answers, async () => commands.executeCommand(`k3sRegistries.${command}`, uri));

/** The state of the page after an action that opens or changes it. */
async function pageAfter(
  action: () => Promise<unknown>,
  fits: (state: NodesState) => boolean = () => true,
): Promise<NodesState> {
  const { nodesPage } = await api();
  const states: NodesState[] = [];
  const found = until(
    (look) =>
      nodesPage.onDidSend((state) => {
        states.push(state);
        look();
      }),
    () => states.find(fits),
  );
  await action();
  return found;
}

/** The untitled script that a command opened. */
function script(): TextDocument | undefined {
  return workspace.textDocuments.find(
    ({ uri, isClosed, getText }) =>
      uri.scheme === "untitled" && !isClosed && getText.call(undefined).startsWith("#!/bin/sh"),
  );
}

describe("Check Nodes", () => {
  afterEach(async () => {
    await env.clipboard.writeText("");
    await closeEditors();
  });

  it("shows what nodes answered, follows the file, and leads to what differs", async () => {
    const document = await openFile("nodes/registries.yaml", registries);
    const file = { sha256: await hashOf(registries), mode: "644", modified: november };
    const due = { node: "node2", file, waiting: "yaml: line 3: CANARY", active: "activating" };
    await env.clipboard.writeText(`Welcome\n${await printed({ node: "node1" }, due)}`);
    const state = await pageAfter(() => run("checkNodes", document.uri, { picks: ["Clipboard"] }));
    assert.deepEqual(
      state.nodes.map(({ name, state: is }) => [name, is]),
      [
        ["node1", "same"],
        ["node2", "different"],
      ],
    );
    assert.equal(state.summary, "1 of 2 nodes have this file and run with it.");
    assert.include(state.notes.join(), "Line 1: this is not the answer of a node");
    assert.notInclude(JSON.stringify(state), marker);
    const { nodesPage } = await api();
    const [waiting, mode] = state.nodes[1]?.differences ?? [];
    assert.equal(waiting?.links.at(-1)?.text, "Line 3");
    assert.equal(waiting?.links.at(-1)?.label, "Line 3: node2");
    await nodesPage.receive({ type: "open", link: waiting?.links.at(-1)?.link });
    assert.equal(window.activeTextEditor?.selection.active.line, 2);
    await nodesPage.receive({ type: "open", link: mode?.links[0]?.link });
    assert.equal(await env.clipboard.readText(), "sudo chmod 600 /etc/rancher/k3s/registries.yaml");
    await nodesPage.receive({ type: "open", link: 9999 });
    await nodesPage.receive({ type: "other" });
    const edited = await pageAfter(
      () => replaceText(document, `${registries}# changed\n`),
      ({ nodes }) => nodes[0]?.state === "different",
    );
    assert.match(edited.nodes[0]?.differences[0]?.text ?? "", /^The node has another registries\.yaml/);
    assert.include(edited.notes.join(), "unsaved changes");
  });

  it("opens a script for review that names the nodes and has no secret", async () => {
    const { uri } = await openFile("nodes/registries.yaml", registries);
    await env.clipboard.writeText(list);
    const { messages } = await run("checkNodes", uri, { picks: ["Ask the Nodes", "RKE2", "Clipboard"] });
    const text = script()?.getText() ?? "";
    assert.include(text, "root@127.0.0.1 agent 1");
    assert.include(text, "product=rke2");
    assert.notInclude(text, marker);
    assert.match(messages.join(), /Review the script/);
  });

  it("reads answers from a file, and shows the last check again", async () => {
    const { uri } = await openFile("nodes-again/registries.yaml", registries);
    const file = await writeFile("nodes-again/answers.jsonl", await printed({ node: "a" }));
    assert.equal(
      (await pageAfter(() => run("checkNodes", uri, { picks: ["Answers from a File"], file }))).nodes.length,
      1,
    );
    const again = await pageAfter(() => run("checkNodes", uri, { picks: ["Show the Last Check"] }));
    assert.equal(again.nodes[0]?.name, "a");
    const { messages } = await run("checkNodes", uri, { picks: ["Answers from the Clipboard"] });
    assert.match(messages.join(), /No node has answered/);
  });

  it("keeps the answers of nodes, and nothing else that was copied with them", async () => {
    const kept: unknown[] = [{}];
    const state = { get: () => kept.at(-1), update: async (_: string, value: unknown) => void kept.push(value) };
    const { uri } = await openFile("nodes/registries.yaml", registries);
    const answers = await printed({ node: "node1" }, { node: "node2", waiting: "yaml: line 3", certsd: null });
    const memento = state as unknown as Memento;
    await keepCheck(memento, uri, { answers: `$ export PASSWORD=${marker}\n${answers}${marker}`, at: 1 });
    assert.notInclude(JSON.stringify(kept), marker);
    assert.deepEqual(readAnswers(lastCheck(memento, uri)?.answers ?? ""), readAnswers(answers));
  });

  it("tells what is known of the nodes where a pull error is explained", async () => {
    const { uri } = await openFile("nodes-error/registries.yaml", registries);
    const file = { sha256: await hashOf("older"), mode: "600", modified: march };
    await env.clipboard.writeText(await printed({ node: "node1" }, { node: "node3", file }));
    await pageAfter(() => run("checkNodes", uri, { picks: ["Clipboard"] }));
    const error =
      'Failed to pull image "docker.io/library/nginx:1": failed to do request: Head "https://mirror.example.com/v2/library/nginx/manifests/1?ns=docker.io": dial tcp 10.0.0.1:443: connect: connection refused';
    const { errors, source } = await stateAfter(
      () => commands.executeCommand("k3sRegistries.explainPullError", uri, error),
      (state) => state.errors.length > 0,
    );
    assert.include(errors[0]?.remarks.join(), "According to the last check, node3 has not read this file.");
    assert.include(source, "read by k3s v1.33.4");
  });
});

describe("Deploy to Nodes", () => {
  afterEach(async () => {
    await env.clipboard.writeText("");
    await closeEditors();
  });

  it("keeps the names of the nodes for the next time, and nothing else of an inventory", async () => {
    const kept: unknown[] = [];
    const state = { get: () => "", keys: () => [], update: async (_: string, value: unknown) => void kept.push(value) };
    await env.clipboard.writeText(
      `[server]\na ansible_port=23 ansible_password=${marker}\n[all:vars]\ntoken=${marker}\n`,
    );
    await answering({ picks: ["Clipboard"] }, async () => askNodes(state as unknown as Memento, "Nodes"));
    assert.deepEqual(kept, ["[a]:23 server"]);
  });

  it("opens a script for review that takes the saved file, and runs nothing", async () => {
    const { uri } = await openFile("deploy/registries.yaml", registries);
    await env.clipboard.writeText(list);
    const { messages } = await run("deployToNodes", uri, { picks: ["Script for ssh", "k3s", "Clipboard"] });
    const text = script()?.getText() ?? "";
    assert.include(text, await hashOf(registries));
    assert.notInclude(text, marker);
    assert.match(messages.join(), /Review the script/);
  });

  it("puts the text of another file into the script", async () => {
    const carried = registries.replace(/^/gm, "      ").trimEnd();
    const { uri } = await openFile(
      "deploy/user-data.yaml",
      `#cloud-config\nwrite_files:\n  - path: /etc/rancher/k3s/registries.yaml\n    permissions: "0600"\n    content: |\n${carried}\n`,
    );
    const { messages } = await run("deployToNodes", uri.with({ fragment: "1" }), {
      picks: ["Script for ssh", "Type Them"],
      inputs: ["root@10.0.0.5, root@10.0.0.6"],
      button: "Run in Terminal",
    });
    const text = script()?.getText() ?? "";
    assert.include(text, `\n${registries}REGISTRIES_YAML\n`);
    assert.include(text, "root@10.0.0.6");
    assert.match(messages.join(), /contains the credentials/);
  });

  it("opens the files of other tools too", async () => {
    const { uri } = await openFile("deploy/registries.yaml", registries);
    await run("deployToNodes", uri, { picks: ["cloud-init user data"] });
    const made = await until(window.onDidChangeActiveTextEditor, () =>
      window.activeTextEditor?.document.isUntitled ? window.activeTextEditor.document : undefined,
    );
    assert.match(made.getText(), /^#cloud-config/);
  });

  it("refuses errors with a way to the first one, unsaved files, and lists with what is no name", async () => {
    const bad = await openFile("deploy-bad/registries.yaml", registries.replace("endpoint:", "endpoints:"));
    const { messages } = await run("deployToNodes", bad.uri, { button: "Show First Error" });
    assert.match(messages.join(), /Fix the errors of this registries\.yaml first: "endpoints"/);
    assert.equal(window.activeTextEditor?.selection.active.line, 2);
    const { uri } = await openFile("deploy-list/registries.yaml", registries);
    for (const name of ["-oProxyCommand=touch", "root@a;reboot", "$(reboot)"]) {
      await env.clipboard.writeText(`${name}\n`);
      const refused = await run("deployToNodes", uri, { picks: ["Script for ssh", "k3s", "Clipboard"] });
      assert.match(refused.messages.join(), /Node list, line 1/);
    }
    assert.isUndefined(script());
    const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
    if (open) await replaceText(open, `${registries}#\n`);
    const unsaved = await run("deployToNodes", uri, { picks: ["Script for ssh"] });
    assert.match(unsaved.messages.join(), /Save the file first/);
  });

  it("does nothing in a workspace that is not trusted", async () => {
    const { uri } = await openFile("deploy/registries.yaml", registries);
    const restore = stub(workspace, { isTrusted: false });
    try {
      for (const command of ["deployToNodes", "checkNodes"])
        assert.match((await run(command, uri, {})).messages.join(), /Trust this workspace first/);
    } finally {
      restore();
    }
  });

  it("runs a script in a terminal, and shows its answers", async function () {
    if (!("process" in globalThis)) this.skip();
    const { uri } = await openFile("nodes-run/registries.yaml", registries);
    await env.clipboard.writeText(list);
    const state = await pageAfter(() =>
      run("checkNodes", uri, { picks: ["Ask the Nodes", "k3s", "Clipboard"], button: "Run in Terminal" }),
    );
    assert.deepEqual(
      state.nodes.map(({ name, state: is }) => [name, is]),
      [["root@127.0.0.1:1", "failed"]],
    );
    assert.equal(await readFile(uri), registries);
    // A script that deploys gets the file as an argument, and its result is said.
    const { messages } = await run("deployToNodes", uri, {
      picks: ["Script for ssh", "k3s", "The Same Nodes as Before"],
      button: "Run in Terminal",
    });
    assert.match(messages.join("\n"), /The script stopped\. The terminal says at which node, and why\./);
  });
});
