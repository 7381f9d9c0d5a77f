import { assert } from "chai";
import { type CodeLens, commands, Range, type TextDocument, window, workspace } from "vscode";
import { fakeKeyFile } from "../core/fakeKey.ts";
import { answering } from "./answers.ts";
import { closeEditors, codeActions, openFile, openUntitled, sample, writeFile } from "./documents.ts";
import { drop, paste } from "./transfers.ts";

const host = "europe-west3-docker.pkg.dev";
const run = (command: string, ...more: readonly unknown[]): (() => Promise<unknown>) => {
  return () => Promise.resolve(commands.executeCommand(`k3sRegistries.${command}`, ...more));
};
const editorText = (): string => window.activeTextEditor?.document.getText() ?? "";

function dockerConfig(auths: Readonly<Record<string, string>>): string {
  const entries = Object.entries(auths).map(([server, pair]) => [server, { auth: btoa(pair) }]);
  return JSON.stringify({ auths: Object.fromEntries(entries) }, null, 2);
}

/** A file of each kind, and what has to be in registries.yaml after it went through a door. */
interface Kind {
  readonly name: string;
  readonly text: string;
  /** Registries to check in the picker, where the file names none. */
  readonly hosts?: readonly string[];
  readonly written: readonly string[];
}

const kinds: readonly Kind[] = [
  {
    name: "a Google key",
    text: fakeKeyFile(),
    hosts: [host],
    written: [`${host}:`, "username: _json_key", `password: '{"type": "service_account", `],
  },
  {
    name: "a Docker config",
    text: dockerConfig({ "https://index.docker.io/v1/": "me:dckr_pat_fake", "ghcr.io": "you:ghp_fake" }),
    written: ["registry-1.docker.io:", "username: me", "ghcr.io:", "username: you", "password: 'ghp_fake'"],
  },
];

/** An entry for a Google key. */
function entry(name: string, key: string, user = "_json_key"): string {
  return `  ${name}:\n    auth:\n      username: ${user}\n      password: '${JSON.stringify(JSON.parse(key))}'\n`;
}

describe("the doors of a credential", () => {
  afterEach(closeEditors);

  describe("the command", () => {
    for (const { name, text, hosts, written } of kinds)
      it(`converts ${name} from a file that no editor shows`, async () => {
        const file = await writeFile("doors/credential.json", text);
        await answering(
          { picks: ["New file"], ...(hosts ? { hosts } : {}), modal: "Convert" },
          run("convertKey", file),
        );
        for (const part of written) assert.include(editorText(), part);
      });

    it("asks which one, where two are for one registry, and which ones, where they can stand side by side", async () => {
      const file = await writeFile(
        "doors/auth.json",
        dockerConfig({ "quay.io": "a:1", "https://quay.io/v2/": "b:2", "ghcr.io": "c:3", "r.example.com": "d:4" }),
      );
      const { shown } = await answering(
        { picks: ["quay.io", "New file"], checked: ["quay.io", "ghcr.io"], modal: "Convert" },
        run("convertKey", file),
      );
      assert.match(shown.join(), /several credentials for quay\.io/);
      assert.include(editorText(), "  quay.io:\n    auth:\n      username: a\n");
      assert.include(editorText(), "  ghcr.io:");
      assert.notInclude(editorText(), "r.example.com");
    });

    it("has the registries of the credential checked, and offers those of the file", async () => {
      await openFile("doors/registries.yaml", "mirrors:\n  ghcr.io:\n    endpoint: [https://r.example.com:5000]\n");
      const file = await writeFile("doors/quay.json", dockerConfig({ "quay.io": "a:1" }));
      const { preselected, shown } = await answering(
        { picks: ["doors/registries.yaml"], hosts: ["quay.io", "r.example.com:5000"] },
        run("convertKey", file),
      );
      assert.deepEqual([...preselected], ["quay.io"]);
      assert.notInclude(shown.join(), host, "Google's registries are none of it");
      assert.include(editorText(), '"r.example.com:5000":\n    auth:\n      username: a');
    });

    it("writes a key in base64 where the setting says so", async () => {
      const settings = workspace.getConfiguration("k3sRegistries");
      await settings.update("convert.keyForm", "base64");
      try {
        await openUntitled("json", fakeKeyFile());
        await answering({ picks: ["New file"], hosts: [host] }, run("convertKey"));
        assert.include(editorText(), "username: _json_key_base64\n");
        assert.match(editorText(), /password: '?ey[\w+/=]+'?\n/);
      } finally {
        await settings.update("convert.keyForm", undefined);
      }
    });

    it("writes Docker Hub's credential where RKE2 looks for it as well", async () => {
      const settings = workspace.getConfiguration("k3sRegistries");
      await settings.update("target", "rke2 v1.31.6");
      try {
        const file = await writeFile("doors/hub.json", dockerConfig({ "https://index.docker.io/v1/": "me:x" }));
        await answering({ picks: ["New file"], modal: "Convert" }, run("convertKey", file));
        assert.match(editorText(), /^ {2}registry-1\.docker\.io:.*^ {2}docker\.io:\n {4}auth:/ms);
      } finally {
        await settings.update("target", undefined);
      }
    });
  });

  describe("typing", () => {
    it("asks for preset, host, user and password, and writes them", async () => {
      const { shown, messages } = await answering(
        { picks: ["GitHub", "New file"], inputs: ["someone", "ghp_fake"], modal: "Convert" },
        run("addCredential"),
      );
      assert.include(editorText(), "  ghcr.io:\n    auth:\n      username: someone\n      password: 'ghp_fake'\n");
      assert.match(shown.join(), /"password":true/);
      assert.notInclude([...shown, ...messages].join(), "ghp_fake");
    });

    it("says what is wrong with what is typed, and writes nothing", async () => {
      const before = window.activeTextEditor;
      const { messages } = await answering({ picks: ["Another"], inputs: ["just words"] }, run("addCredential"));
      assert.match(messages.join(), /contain spaces/);
      assert.equal(window.activeTextEditor, before);
    });
  });

  describe("paste", () => {
    const atEnd = (document: TextDocument): Range => {
      const { end } = document.lineAt(document.lineCount - 1).range;
      return new Range(end, end);
    };

    it("makes a pretty key a quoted password, in the place of what is selected", async () => {
      const before = `configs:\r\n  ${host}:\r\n    auth:\r\n      username: _json_key\r\n      password: `;
      const after = "\r\n    tls:\r\n      ca_file: /etc/ca.pem\r\n";
      const document = await openFile("paste/password/registries.yaml", `${before}old${after}`);
      const { result: text, titles, preferred } = await paste(document, new Range(4, 16, 4, 19), fakeKeyFile());
      assert.equal(titles[0], "Insert as quoted password");
      assert.isTrue(preferred);
      assert.isTrue(
        text.startsWith(`${before}'{"type": "service_account", `),
        text.slice(before.length, before.length + 40),
      );
      assert.isTrue(text.endsWith(`}'${after}`));
      await commands.executeCommand("undo");
      assert.equal(document.getText(), `${before}old${after}`, "one step of undo");
    });

    for (const { name, text, written } of kinds)
      it(`makes ${name} elsewhere entries of the file, beside plain paste`, async () => {
        const before = `# ours\nmirrors:\n  ${host}:\n    endpoint:\n      - https://${host}\n`;
        const document = await openUntitled("yaml", before);
        const pasted = await paste(document, atEnd(document), text);
        assert.isFalse(pasted.preferred);
        assert.match(pasted.titles[0] ?? "", /^Insert as entr/);
        assert.isTrue(pasted.result.startsWith(before));
        for (const part of written) assert.include(pasted.result, part);
      });

    it("leaves every other text, and every other file, to VS Code", async () => {
      const document = await openFile("paste/other/registries.yaml", "mirrors:\n  ghcr.io:\n");
      for (const text of ["", "ghp_fake", "mirrors: {}", '{"a": 1}', '{"type": "service_account", "private_key": 1'])
        assert.deepEqual((await paste(document, atEnd(document), text)).titles, []);
      const other = await openFile("paste/other/values.yaml", "mirrors:\n  ghcr.io:\n");
      assert.deepEqual((await paste(other, atEnd(other), fakeKeyFile())).titles, []);
    });
  });

  describe("drop", () => {
    for (const { name, text, written } of kinds)
      it(`takes the entries of ${name} in`, async () => {
        const document = await openFile(
          "drop/registries.yaml",
          `mirrors:\n  ${host}:\n    endpoint: [https://${host}]\n`,
        );
        const { result, titles } = await drop(document, await writeFile("drop/file.json", text));
        for (const part of written) assert.include(result, part);
        assert.match(titles[0] ?? "", /^Insert as/);
        assert.notInclude(titles.join(), "fake");
      });

    it("takes several files at once", async () => {
      const document = await openFile("drop/registries.yaml", "");
      const one = await writeFile("drop/one.json", dockerConfig({ "quay.io": "me:x" }));
      const two = await writeFile("drop/two.json", dockerConfig({ "ghcr.io": "you:y" }));
      const { result } = await drop(document, one, two);
      assert.include(result, "  quay.io:");
      assert.include(result, "  ghcr.io:");
    });

    it("leaves every other file to VS Code", async () => {
      const document = await openFile("drop/registries.yaml", "mirrors:\n  ghcr.io:\n");
      const other = await writeFile("drop/other.json", '{"a": 1}');
      for (const uri of [other, sample("drop/gone.json"), sample("drop")])
        assert.deepEqual((await drop(document, uri)).titles, []);
    });
  });

  describe("what stands above the text", () => {
    const lenses = async (document: TextDocument): Promise<readonly string[]> => {
      const found = await commands.executeCommand<CodeLens[]>("vscode.executeCodeLensProvider", document.uri, 100);
      return found
        .filter(({ command }) => command?.command.startsWith("k3sRegistries."))
        .map(({ range, command }) => `${range.start.line}: ${command?.title}`);
    };

    it("converts a credential file", async () => {
      const key = await openFile("doors/key.json", fakeKeyFile());
      assert.deepEqual(await lenses(key), ["0: Convert to registries.yaml"]);
      const actions = await codeActions(key, new Range(3, 0, 3, 0), "refactor");
      assert.include(
        actions.map(({ title }) => title),
        "Convert to registries.yaml",
      );
      const other = await openFile("doors/other.json", '{"a": 1}');
      assert.deepEqual(await lenses(other), []);
    });

    it("replaces and extracts the credential of a registry, unless the setting is off", async () => {
      const file = await openFile(
        "doors/lens/registries.yaml",
        `configs:\n  none.example.com:\n${entry(host, fakeKeyFile())}`,
      );
      assert.deepEqual(await lenses(file), [
        "2: Replace credential…",
        "2: Extract credential…",
        "2: Verify credential…",
      ]);
      const actions = await codeActions(file, new Range(4, 0, 4, 0), "refactor");
      assert.includeMembers(
        actions.map(({ title }) => title),
        ["Replace credential…", "Extract credential…"],
      );
      assert.notInclude(
        (await codeActions(file, new Range(1, 0, 1, 0), "refactor")).map(({ title }) => title).join(),
        "…",
      );
      const settings = workspace.getConfiguration("k3sRegistries");
      await settings.update("codeLens", false);
      try {
        assert.deepEqual(await lenses(file), []);
      } finally {
        await settings.update("codeLens", undefined);
      }
    });
  });

  describe("rotate", () => {
    /** No other suite has keys of it. */
    const account = { client_email: "rotated@fake-project.iam.gserviceaccount.com" };
    const old = fakeKeyFile({ ...account, private_key_id: "0ld" });
    const fresh = fakeKeyFile({ ...account, private_key_id: "n3w" });
    const foreign = fakeKeyFile({
      private_key_id: "f0reign",
      client_email: "other@fake-project.iam.gserviceaccount.com",
    });

    it("replaces the key of an account in the files that stay checked, as one step, and keeps those of others", async () => {
      const one = await openFile(
        "rotate/one/registries.yaml",
        `configs:\n${entry(host, old)}${entry("gcr.io", foreign)}`,
      );
      const two = await writeFile("rotate/two/registries.yaml", `configs:\n${entry("us.gcr.io", old)}`);
      const three = await writeFile("rotate/three/registries.yaml", `configs:\n${entry("eu.gcr.io", old)}`);
      const key = await writeFile("rotate/key.json", fresh);
      const { shown, messages } = await answering({ checked: ["one/", "two/"] }, run("rotateKey", key));
      const seen = shown.join();
      assert.match(
        seen,
        /rotate\/one\/registries\.yaml.*europe-west3.*0ld → n3w.*unchanged keys of other accounts: gcr\.io/,
      );
      assert.match(seen, /"rotate\/three\/registries\.yaml".*"picked":true/);
      assert.match(messages.join(), /replaced in 2 files/);
      assert.include(one.getText(), '"private_key_id":"f0reign"');
      assert.include(one.getText(), "n3w");
      assert.notInclude(one.getText(), "0ld");
      const other = await workspace.openTextDocument(two);
      assert.include(other.getText(), "n3w");
      assert.isTrue(other.isDirty && one.isDirty, "nothing is saved");
      assert.include((await workspace.openTextDocument(three)).getText(), "0ld");
    });

    it("says where the key is in a file that can't be read", async () => {
      const stuck = { client_email: "stuck@fake-project.iam.gserviceaccount.com" };
      const before = fakeKeyFile({ ...stuck, private_key_id: "0ld" });
      const key = await writeFile("rotate/stuck.json", fakeKeyFile({ ...stuck, private_key_id: "n3w" }));
      await writeFile("rotate/broken/registries.yaml", `configs:\n\tx:\n${entry("eu.gcr.io", before)}`);
      const alone = await answering({}, run("rotateKey", key));
      assert.match(alone.messages.join(), /can't be replaced in rotate\/broken\/registries\.yaml\. Fix/);
      await writeFile("rotate/whole/registries.yaml", `configs:\n${entry("eu.gcr.io", before)}`);
      const both = await answering({}, run("rotateKey", key));
      assert.match(both.messages.join(), /can't be replaced in rotate\/broken\/registries\.yaml\. Fix.*in 1 file/);
    });

    it("says when there is nothing to replace", async () => {
      await openFile("rotate/done/registries.yaml", `configs:\n${entry(host, fresh)}`);
      const key = await writeFile("rotate/key.json", fresh);
      const { messages } = await answering({}, run("rotateKey", key));
      assert.match(messages.join(), /The key was replaced in \d+ file|already contains this one/);
      assert.match((await answering({}, run("rotateKey", key))).messages.join(), /already contains this one/);
      const stranger = await writeFile(
        "rotate/key.json",
        fakeKeyFile({ client_email: "nobody@fake-project.iam.gserviceaccount.com" }),
      );
      assert.match(
        (await answering({}, run("rotateKey", stranger))).messages.join(),
        /No registries?.* key of nobody@/,
      );
      const docker = await writeFile("rotate/key.json", dockerConfig({ "ghcr.io": "a:b" }));
      assert.match((await answering({}, run("rotateKey", docker))).messages.join(), /Only Google service-account keys/);
    });
  });

  describe("extract and replace", () => {
    it("gives the key back as the file that it came from, untitled", async () => {
      const key = fakeKeyFile();
      const file = await openFile("extract/registries.yaml", `configs:\n${entry(host, key)}`);
      await answering({ picks: ["Google key"] }, run("extractCredential", file.uri, host));
      assert.equal(editorText().trimEnd(), key.trimEnd());
      assert.isTrue(window.activeTextEditor?.document.isUntitled);
      assert.equal(window.activeTextEditor?.document.languageId, "json");
      await window.showTextDocument(file);
      await answering({ picks: ["Kubernetes"] }, run("extractCredential"));
      assert.include(editorText(), "type: kubernetes.io/dockerconfigjson");
      assert.equal(window.activeTextEditor?.document.languageId, "yaml");
    });

    it("asks for the registry where there are several, and says when there is none", async () => {
      await openFile(
        "extract/two/registries.yaml",
        `configs:\n${entry(host, fakeKeyFile())}${entry("gcr.io", fakeKeyFile())}`,
      );
      const { shown } = await answering({ picks: ["gcr.io", "Docker"] }, run("extractCredential"));
      assert.include(shown.join(), host);
      assert.match(editorText(), /"auths": \{\s*"gcr\.io"/);
      await openFile("extract/none/registries.yaml", "configs:\n  ghcr.io:\n    tls:\n      ca_file: /a\n");
      assert.match((await answering({}, run("extractCredential"))).messages.join(), /contains no credential/);
    });

    it("replaces the credential of one registry by that of a file, after a question", async () => {
      const before = `# ours\nconfigs:\n${entry(host, fakeKeyFile())}  quay.io:\n    auth:\n      username: old\n      password: 'gone'\n    tls:\n      ca_file: /a\n`;
      const file = await openFile("replace/quay/registries.yaml", before);
      const credential = await writeFile(
        "replace/quay.json",
        dockerConfig({ "quay.io": "new:fake", "ghcr.io": "x:y" }),
      );
      const refused = await answering({ file: credential }, run("replaceCredential", file.uri, "quay.io"));
      assert.match(refused.messages.join(), /Replace the credential of quay\.io\?.*user old → user new/s);
      assert.equal(file.getText(), before);
      await answering({ file: credential, modal: "Replace" }, run("replaceCredential", file.uri, "quay.io"));
      assert.equal(file.getText(), before.replace("username: old", "username: new").replace("'gone'", "'fake'"));
    });
  });

  it("show the secret nowhere but in what they write", async () => {
    const marker = "CANARY";
    const secret = (id: string): string =>
      fakeKeyFile({
        private_key_id: id,
        private_key: `-----BEGIN PRIVATE KEY-----\n${marker}\n-----END PRIVATE KEY-----\n`,
      });
    const seen: unknown[] = [];
    const key = await openFile("doors/canary.json", secret("0ld"));
    const file = await openFile("doors/canary/registries.yaml", `configs:\n  ${host}:\n    auth:\n      password: `);
    const pasted = await paste(file, new Range(3, 16, 3, 16), secret("0ld"));
    assert.include(pasted.result, marker, "the edit holds the key");
    const dropped = await drop(await openFile("doors/dropped/registries.yaml", "configs:\n"), key.uri);
    seen.push(pasted.titles, dropped.titles);
    for (const document of [key, file]) {
      const lenses = await commands.executeCommand<CodeLens[]>("vscode.executeCodeLensProvider", document.uri, 100);
      const actions = await codeActions(document, new Range(1, 0, 3, 0), "refactor");
      seen.push(lenses.map(({ command }) => command?.title));
      seen.push(actions.map(({ title }) => title));
    }
    const fresh = await writeFile("doors/fresh.json", secret("n3w"));
    seen.push(await answering({ checked: ["doors/canary/"] }, run("rotateKey", fresh)));
    assert.include(file.getText(), '"private_key_id": "n3w"');
    const user = await writeFile("doors/user.json", dockerConfig({ [host]: `user:${marker}` }));
    seen.push(await answering({ file: user, modal: "Replace" }, run("replaceCredential", file.uri, host)));
    assert.include(file.getText(), `password: '${marker}'`);
    seen.push(await answering({ picks: ["Docker"] }, run("extractCredential", file.uri, host)));
    seen.push(window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label)));
    seen.push(
      await answering(
        { picks: ["GitHub", "doors/canary/registries.yaml"], inputs: ["someone", marker], modal: "Convert" },
        run("addCredential"),
      ),
    );
    assert.include(file.getText(), "  ghcr.io:");
    assert.isAbove(JSON.stringify(seen).length, 1_000, "something was seen");
    for (const form of [marker, btoa(marker), btoa(`user:${marker}`)]) assert.notInclude(JSON.stringify(seen), form);
  });
});
