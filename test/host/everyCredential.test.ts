import { assert } from "chai";
import { commands, Position, Range, type TextDocument, type Uri, window, workspace } from "vscode";
import { alternatives } from "../../src/core/credentials/alternatives.ts";
import type { Credential, CredentialReading } from "../../src/core/credentials/credential.ts";
import { readCredentials } from "../../src/core/credentials/readCredentials.ts";
import { readRegistry } from "../../src/core/file/goDecode.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import type { ConverterState } from "../../src/webview/protocol/converter.ts";
import { answering } from "./answers.ts";
import { api, closeEditors, openUntitled, readFile, replaceText, sample } from "./documents.ts";
import { drop, paste } from "./transfers.ts";

const typedHost = "typed.example.com";

/** Each file of `test/core/credentials/fixtures`, which the launcher copies into the workspace. */
async function fixtures(): Promise<readonly { readonly name: string; readonly uri: Uri; readonly text: string }[]> {
  const found: { name: string; uri: Uri; text: string }[] = [];
  for (const [kind] of (await workspace.fs.readDirectory(sample("credentials"))).filter(([name]) => !/\./.test(name)))
    for (const [file] of await workspace.fs.readDirectory(sample(`credentials/${kind}`))) {
      const uri = sample(`credentials/${kind}/${file}`);
      found.push({ name: `${kind}/${file}`, uri, text: await readFile(uri) });
    }
  return found;
}

/** The first of each group of alternatives, which the tests pick. */
function firsts(reading: Extract<CredentialReading, { ok: true }>): readonly Credential[] {
  return alternatives(reading.credentials).flatMap(([first]) => first ?? []);
}

/** What k3s reads of a host. */
function secretOf(text: string, host: string): string | undefined {
  const reading = readRegistry(openRegistries(text).doc.document);
  const auth = reading.ok ? reading.registry.configs[host]?.auth : undefined;
  return auth?.identity_token || auth?.password || undefined;
}

function wantedSecret({ auth }: Credential): string {
  return "identityToken" in auth ? auth.identityToken : auth.password;
}

function configsKey(host: string): string {
  return host === "docker.io" ? "registry-1.docker.io" : host;
}

function hasAll(text: string, credentials: readonly Credential[], name: string): void {
  for (const credential of credentials)
    for (const host of credential.hosts.length > 0 ? credential.hosts : [typedHost])
      assert.equal(secretOf(text, configsKey(host)), wantedSecret(credential), `${name}: ${host}`);
}

describe("every kind of credential file, by every door", () => {
  afterEach(closeEditors);

  it("is converted by the command, or refused with a reason", async () => {
    const counts = { converted: 0, refused: 0 };
    for (const { name, uri, text } of await fixtures()) {
      const reading = readCredentials(text);
      const groups = reading.ok ? alternatives(reading.credentials) : [];
      const picks = [...groups.filter(({ length }) => length > 1).map(() => ""), "New file"];
      const hosts = groups.some(([first]) => first?.hosts.length === 0) ? { hosts: [typedHost] } : {};
      const before = window.activeTextEditor?.document;
      const { messages } = await answering({ picks, ...hosts, modal: "Convert" }, async () =>
        commands.executeCommand("k3sRegistries.convertKey", uri),
      );
      const document = window.activeTextEditor?.document;
      if (reading.ok) {
        assert.notEqual(document, before, `${name}: ${messages.join(" ")}`);
        hasAll(document?.getText() ?? "", firsts(reading), name);
        const notes = firsts(reading).flatMap(({ warnings }) => warnings);
        for (const note of [...notes, ...reading.left])
          assert.include(messages.join(), JSON.stringify(note).slice(1, -1), name);
        counts.converted++;
        await closeEditors();
      } else {
        assert.include(messages, reading.problem, name);
        assert.equal(document, before, name);
        counts.refused++;
      }
    }
    assert.isAbove(counts.converted, 25);
    assert.isAbove(counts.refused, 15);
  }).timeout(240_000);

  it("is taken by the converter, or refused with a reason", async () => {
    const { converter } = await api();
    let state: ConverterState | undefined;
    const listener = converter.onDidSend((sent) => {
      state = sent;
    });
    let written = 0;
    for (const { name, uri, text } of await fixtures()) {
      const reading = readCredentials(text);
      await converter.open(uri);
      await converter.receive({ type: "setDestination", destination: "" });
      const [source] = state?.sources ?? [];
      if (!reading.ok) assert.equal(source?.problem, reading.problem, name);
      else {
        assert.lengthOf(source?.credentials ?? [], reading.credentials.length, name);
        for (const credential of firsts(reading)) {
          const { id } = source?.credentials[reading.credentials.indexOf(credential)] ?? {};
          await converter.receive({ type: "select", id });
          for (const host of credential.hosts) await converter.receive({ type: "setHost", id, host, chosen: true });
          if (credential.hosts.length === 0) await converter.receive({ type: "addHost", id, text: typedHost });
        }
        const { messages } = await answering({ modal: "Convert" }, () => converter.receive({ type: "insert" }));
        const document = workspace.textDocuments.find(({ isUntitled, isClosed }) => isUntitled && !isClosed);
        assert.ok(document, `${name}: ${messages.join(" ")}`);
        hasAll(document.getText(), firsts(reading), name);
        written++;
      }
      await closeEditors();
    }
    listener.dispose();
    assert.isAbove(written, 25);
  }).timeout(300_000);

  const passwordPlace = `configs:\n  ${typedHost}:\n    auth:\n      username: someone\n      password: `;

  it("is pasted as a password, in quotes and on one line", async () => {
    let pasted = 0;
    const document = await openUntitled("yaml", "");
    for (const { name, text } of await fixtures()) {
      const reading = readCredentials(text);
      await replaceText(document, `${passwordPlace}\n`);
      const end = new Position(4, document.lineAt(4).text.length);
      const { titles, result } = await paste(document, new Range(end, end), text);
      const wanted = reading.ok ? firsts(reading).filter(({ auth }) => "password" in auth) : [];
      const [first] = wanted;
      if (first && titles[0]?.startsWith("Insert as quoted password")) {
        assert.include(wanted.map(wantedSecret), secretOf(result, typedHost), name);
        pasted++;
      } else assert.isFalse(wanted.length === 1 && reading.ok && reading.credentials.length === 1, name);
    }
    assert.isAbove(pasted, 15);
  }).timeout(240_000);

  for (const [door, through] of [
    ["pasted", (document: TextDocument, text: string) => paste(document, new Range(0, 0, 0, 0), text)],
    ["dropped", (document: TextDocument, _: string, uri: Uri) => drop(document, uri)],
  ] as const)
    it(`is ${door} elsewhere as the entries of the registries that it names`, async () => {
      let taken = 0;
      const before = "# ours\nmirrors:\n  us-docker.pkg.dev:\n    endpoint: [https://us-docker.pkg.dev]\n";
      const document = await openUntitled("yaml", before);
      for (const { name, text, uri } of await fixtures()) {
        const reading = readCredentials(text);
        await replaceText(document, before);
        const { titles, result } = await through(document, text, uri);
        assert.isTrue(result.startsWith(before), name);
        const named = reading.ok
          ? reading.credentials.filter(({ kind, hosts }) => kind === "google-key" || hosts.length > 0)
          : [];
        if (named.length === 0) {
          assert.equal(result, before, name);
          assert.deepEqual(titles, [], name);
          continue;
        }
        taken++;
        assert.match(titles[0] ?? "", /^Insert as entr/, name);
        const alone = reading.ok && alternatives(reading.credentials).every(({ length }) => length === 1);
        const [first] = named;
        const wanted = alone ? named : first ? [first] : [];
        for (const credential of wanted)
          for (const host of credential.hosts.length > 0 ? credential.hosts : ["us-docker.pkg.dev"])
            assert.equal(secretOf(result, configsKey(host)), wantedSecret(credential), `${name}: ${host}`);
      }
      assert.isAbove(taken, 20);
    }).timeout(240_000);
});
