import { assert } from "chai";
import {
  type CompletionList,
  commands,
  type DocumentHighlight,
  type DocumentLink,
  type DocumentSymbol,
  type Hover,
  type Location,
  type LocationLink,
  type Position,
  Range,
  type SelectionRange,
  type TextDocument,
  type WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import { answering } from "./answers.ts";
import { choose, closeEditors, codeActions, openFile, ours, replaceText, untilIds, writeFile } from "./documents.ts";
import { drop, paste } from "./transfers.ts";

const carried = `mirrors:
  docker.io:
    endpoints:
      - https://mirror.example.com
configs:
  mirror.example.com:
    auth:
      username: puller
      password: 'vZ8kq2LmPx'
`;

function indented(spaces: number): string {
  return carried.replace(/^/gm, " ".repeat(spaces)).trimEnd();
}

const k3d = `apiVersion: k3d.io/v1alpha5
kind: Simple
metadata:
  name: dev
registries:
  config: |
${indented(4)}
`;
const cloudInit = `#cloud-config
write_files:
  - path: /etc/rancher/rke2/registries.yaml
    permissions: '0600'
    content: |
${indented(6)}
runcmd:
  - [systemctl, start, rke2-server]
`;
const script = `#!/bin/sh
set -e
cat > /etc/rancher/k3s/registries.yaml <<'EOF'
${carried}EOF
systemctl restart k3s
`;

/** The position of the first letter of a text, or after it. */
function at(document: TextDocument, text: string, after = false): Position {
  return document.positionAt(document.getText().indexOf(text) + (after ? text.length : 0));
}

async function ask<T>(command: string, document: TextDocument, ...more: readonly unknown[]): Promise<T> {
  return commands.executeCommand<T>(`vscode.${command}`, document.uri, ...more);
}

describe("a registries.yaml inside another file", () => {
  afterEach(closeEditors);

  for (const [name, text] of [
    ["k3d.yaml", k3d],
    ["cloud-init.yaml", cloudInit],
    ["install.sh", script],
  ] as const)
    it(`is linted, and fixed in its place: ${name}`, async () => {
      const document = await openFile(`carriers/${name}`, text);
      const [found] = await untilIds(document, ["unknown-key"]);
      assert.equal(found && document.getText(found.range), "endpoints");
      const actions = found ? await codeActions(document, found.range, "quickfix") : [];
      const preferred = actions.find(({ isPreferred }) => isPreferred);
      if (preferred?.edit) await workspace.applyEdit(preferred.edit);
      assert.equal(document.getText(), text.replace("endpoints", "endpoint"));
      await untilIds(document, []);
    });

  it("is fixed in the settings that a tool makes it of", async () => {
    const text = `apiVersion: provisioning.cattle.io/v1
kind: Cluster
spec:
  rkeConfig:
    registries:
      mirrors:
        https://quay.io: # Quay
          endpoint: ["mirror.example.com", mirror.example.com:5000]
`;
    const document = await openFile("carriers/cluster.yaml", text);
    const found = await untilIds(document, [
      "registry-key-not-host",
      "endpoint-without-scheme",
      "endpoint-without-scheme",
    ]);
    const endpoint = found.find(({ range }) => document.getText(range).includes(":5000"));
    assert.isDefined(endpoint);
    const actions = await codeActions(document, endpoint?.range ?? new Range(0, 0, 0, 0), "quickfix");
    const preferred = actions.find(({ isPreferred }) => isPreferred);
    if (preferred?.edit) await workspace.applyEdit(preferred.edit);
    const once = text.replace("mirror.example.com:5000", "https://mirror.example.com:5000");
    assert.equal(document.getText(), once);
    await untilIds(document, ["registry-key-not-host", "endpoint-without-scheme"]);
    const [all] = await codeActions(document, new Range(0, 0, 0, 0), "source.fixAll");
    if (all?.edit) await workspace.applyEdit(all.edit);
    assert.equal(document.getText(), once.replace("https://quay", "quay").replace('"mirror', '"https://mirror'));
    await untilIds(document, []);
  });

  it("is linked where a file of k3d names it, and only there", async () => {
    const named = (path: string): string => k3d.replace(/ \|[\s\S]*$/, ` ${path}\n`);
    const target = await writeFile("carriers/linked/registries.yaml", carried);
    const document = await openFile("carriers/linked/k3d.yaml", named("./registries.yaml"));
    const links = (): Promise<DocumentLink[]> => ask("executeLinkProvider", document);
    const [link] = await links();
    assert.equal(link && document.getText(link.range), "./registries.yaml");
    assert.equal(link?.target?.toString(), target.toString());
    await replaceText(document, named("missing.yaml"));
    assert.deepEqual(await links(), []);
  });

  it("is read as k3d reads it where a file of k3d names it, open or closed", async () => {
    const token = "configs:\n  a.example.com:\n    auth:\n      identity_token: 'vZ8kq2LmPx'\n";
    await writeFile("carriers/closed/k3d.yaml", k3d.replace(/ \|[\s\S]*$/, " ./registries.yaml\n"));
    await untilIds(await openFile("carriers/closed/registries.yaml", token), ["k3d-identity-token"]);
    const document = await openFile("carriers/later/registries.yaml", token);
    await untilIds(document, []);
    await openFile("carriers/later/k3d.yaml", k3d.replace(/ \|[\s\S]*$/, " ./registries.yaml\n"));
    await untilIds(document, ["k3d-identity-token"]);
  });

  it("is a file of any name that a file of k3d names, and only such a one", async () => {
    const text = "configs:\n  a.example.com:\n    auth:\n      identity_token: 'vZ8kq2LmPx'\n";
    const naming = (path: string): string => k3d.replace(/ \|[\s\S]*$/, ` ${path}\n`);
    await writeFile("carriers/any/k3d.yaml", naming("./regs.yml"));
    const document = await openFile("carriers/any/regs.yml", text);
    await untilIds(document, ["k3d-identity-token"]);
    const [hovered] = await ask<Hover[]>("executeHoverProvider", document, at(document, "auth"));
    assert.isDefined(hovered);
    const { items } = await ask<CompletionList>(
      "executeCompletionItemProvider",
      document,
      document.positionAt(text.length),
    );
    assert.include(
      items.map(({ label }) => label),
      "mirrors",
    );
    // Another name, another tool, and a configuration that is opened later.
    const beside = await openFile("carriers/any/beside.yml", text);
    const compose = await openFile("carriers/any/compose.yml", `services: {}\n${text}`);
    await openFile("carriers/any/second.yaml", naming("compose.yml"));
    const later = await openFile("carriers/later/other.yml", text);
    await openFile("carriers/later/other-k3d.yaml", naming("./other.yml"));
    await untilIds(later, ["k3d-identity-token"]);
    await untilIds(beside, []);
    await untilIds(compose, []);
  });

  it("is written into the file of another tool, and taken out again", async () => {
    const text = carried.replace("endpoints", "endpoint");
    await openFile("wrap/registries.yaml", text);
    await answering({ picks: ["cloud-init"] }, async () => commands.executeCommand("k3sRegistries.wrapRegistries"));
    const made = window.activeTextEditor?.document;
    assert.isTrue(made?.isUntitled);
    assert.equal(made?.getText().split("content: |\n")[1], text.replace(/^(?=.)/gm, "      "));
    await commands.executeCommand("k3sRegistries.extractRegistries");
    assert.equal(window.activeTextEditor?.document.getText(), text);
    const refusal = async (name: string, text: string) => {
      await openFile(`wrap/${name}`, text);
      const { messages } = await answering({ picks: ["NixOS"] }, async () =>
        commands.executeCommand("k3sRegistries.wrapRegistries"),
      );
      return messages.join();
    };
    const robot = k3d.replace("puller", "robot$ci").replace("endpoints", "endpoint");
    assert.match(await refusal("k3d.yaml", robot), /filled in by the tool/);
    assert.match(
      await refusal("errors.yaml", cloudInit),
      /Fix the errors .*: "endpoints" is not a key that RKE2 knows/,
    );
  });

  it("takes credentials that are pasted or dropped, written for the tool that reads the file", async () => {
    const docker = JSON.stringify({ auths: { "mirror.example.com": { auth: btoa("robot$ci:s3cret-token") } } });
    const file = await writeFile("carriers/config.json", docker);
    const into = async (name: string, text: string) => {
      const document = await openFile(`carriers/${name}`, text.replace("endpoints", "endpoint"));
      const at = document.positionAt(document.getText().indexOf("username"));
      const said = await answering({}, async () => {
        transferred = await paste(document, new Range(at, at), docker);
      });
      return { ...said, document };
    };
    let transferred: Awaited<ReturnType<typeof paste>> | undefined;
    const cloud = await into("paste.yaml", cloudInit);
    assert.deepEqual(transferred?.titles, ["Insert as entry of mirror.example.com"]);
    assert.include(
      cloud.document.getText(),
      "            username: 'robot$ci'\n            password: 's3cret-token'\n",
    );
    const unquoted = await into("paste.sh", script.replace("'EOF'", "EOF"));
    assert.include(unquoted.document.getText(), "username: 'robot\\$ci'");
    const refused = await into("paste-k3d.yaml", k3d);
    assert.deepEqual(transferred?.titles, []);
    assert.match(refused.messages.join(), /"\$", which k3d replaces.*--registry-config/);
    assert.notInclude(refused.messages.join(), "s3cret");
    const dropped = await openFile("carriers/drop.yaml", cloudInit.replace("endpoints", "endpoint"));
    const { result, titles } = await drop(dropped, file);
    assert.deepEqual(titles, ["Insert as entry of mirror.example.com"]);
    assert.include(result, "            username: 'robot$ci'\n");
    const outside = await paste(dropped, new Range(0, 0, 0, 0), docker);
    assert.deepEqual(outside.titles, []);
  });

  it("is fixed as a whole, and no other place of the file", async () => {
    const text = cloudInit.replace("write_files", "mirrors: {endpoints: []}\nwrite_files");
    const document = await openFile("carriers/all.yaml", text);
    await untilIds(document, ["unknown-key"]);
    const [all] = await codeActions(document, document.lineAt(0).range, "source.fixAll");
    if (all?.edit) await workspace.applyEdit(all.edit);
    assert.equal(document.getText(), text.replace("    endpoints:", "    endpoint:"));
  });

  it("takes the comment that disables a rule for a line", async () => {
    const document = await openFile("carriers/disable.sh", script);
    const [found] = await untilIds(document, ["unknown-key"]);
    if (found) await choose(document, found.range, "Disable unknown-key for this line");
    assert.include(
      document.getText(),
      "  docker.io:\n    # k3s-registries-disable-next-line unknown-key\n    endpoints:",
    );
    await untilIds(document, []);
  });

  it("becomes known as it is typed, and is forgotten with its path", async () => {
    const document = await openFile("carriers/typed.sh", "#!/bin/sh\n");
    await replaceText(document, script);
    await untilIds(document, ["unknown-key"]);
    await replaceText(document, script.replace("registries.yaml", "config.yaml"));
    await untilIds(document, []);
    assert.deepEqual(ours(document), []);
  });

  it("has hovers, completion, definitions, highlights and selections", async () => {
    const text = cloudInit.replace("endpoints", "endpoint");
    const document = await openFile("carriers/language.yaml", text);
    await untilIds(document, []);
    const [hover] = await ask<Hover[]>("executeHoverProvider", document, at(document, "endpoint:"));
    assert.equal(hover?.range && document.getText(hover.range), "endpoint");
    const completion = await ask<CompletionList>(
      "executeCompletionItemProvider",
      document,
      at(document, "username: puller", true),
    );
    assert.isDefined(completion);
    const endpoint = at(document, "mirror.example.com");
    const [definition] = await ask<Partial<Location & LocationLink>[]>("executeDefinitionProvider", document, endpoint);
    const range = definition?.targetSelectionRange ?? definition?.range;
    assert.equal(range?.start.line, at(document, "mirror.example.com:").line);
    const places = await ask<DocumentHighlight[]>("executeDocumentHighlights", document, endpoint);
    assert.deepEqual([...new Set(places.map((place) => document.getText(place.range)))], ["mirror.example.com"]);
    const [selection] = await ask<SelectionRange[]>("executeSelectionRangeProvider", document, [endpoint]);
    assert.isDefined(selection?.parent);
  });

  it("completes keys with the indentation of the file around it", async () => {
    const text = script.replace("EOF\nsystemctl", "  other.example.com:\n    \nEOF\nsystemctl");
    const document = await openFile("carriers/complete.sh", text);
    await untilIds(document, ["unknown-key"]);
    const { items } = await ask<CompletionList>(
      "executeCompletionItemProvider",
      document,
      at(document, "other.example.com:\n    ", true),
    );
    const auth = items.find(({ label }) => label === "auth");
    assert.equal(auth?.insertText, "auth:\n      ");
    assert.isTrue(auth?.keepWhitespace);
  });

  it("has an entry of the outline, and its hosts are renamed together", async () => {
    const document = await openFile("carriers/outline.yaml", k3d.replace("endpoints", "endpoint"));
    await untilIds(document, []);
    const symbols = await ask<DocumentSymbol[]>("executeDocumentSymbolProvider", document);
    const entry = symbols.find(({ name }) => name === "registries.config");
    assert.deepEqual(
      entry?.children.map(({ name }) => name),
      ["mirrors", "configs"],
    );
    const edit = await ask<WorkspaceEdit>(
      "executeDocumentRenameProvider",
      document,
      at(document, "mirror.example.com"),
      "cache.example.com",
    );
    await workspace.applyEdit(edit);
    assert.equal(
      document.getText(),
      k3d.replace("endpoints", "endpoint").replaceAll("mirror.example.com", "cache.example.com"),
    );
  });
});
