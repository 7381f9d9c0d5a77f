import assert from "node:assert/strict";
import { convert } from "../../src/core/convert/convert.ts";
import { insertions } from "../../src/core/convert/insert.ts";
import { rotate } from "../../src/core/convert/rotate.ts";
import { readRegistry } from "../../src/core/file/goDecode.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { lint } from "../../src/core/lint/lint.ts";
import { applyEdits } from "../../src/core/text/span.ts";
import { credentialWith, fakeKeyCredential } from "./fakeCredentials.ts";
import { fakeKey } from "./fakeKey.ts";

const host = "registry.example.com";
const head = `# the registries\nmirrors:\n  docker.io:\n    endpoint: ["https://${host}"] # near\nconfigs:\n`;
const other = "  other.example.com: # not ours\n    auth: {username: b, password: 'stays'} # stays\n";

function block(...lines: readonly string[]): string {
  return `${head}  ${host}:\n    auth: # who\n${lines.map((line) => `      ${line}\n`).join("")}${other}`;
}

function flow(auth: string): string {
  return `${head}  ${host}: {auth: ${auth}} # ours\n${other}`;
}

/** Entries in which parts of the old secret are, each of which has OLD in it. */
const entries: Readonly<Record<string, string>> = {
  "the first of two passwords": block("username: a", "password: OLD1", "password: OLD2"),
  "the first of three": block("password: OLD1", "password: 'OLD2'", "username: a", "password: OLD3"),
  "two in flow style": flow("{password: OLD1, username: a, password: OLD2}"),
  "an end after #": block("username: a", "password: OLD1 #OLD2"),
  "an end after # and a blank": block("username: a", "password: OLD1 # OLD2"),
  "a comment alone": block("username: a", "password: #OLD1"),
  "an end after a comma": flow("{username: a, password: OLD1,OLD2}"),
  "two ends after commas": flow("{password: OLD1,OLD2,OLD3, username: a}"),
  "a tag": block("username: a", "password: !OLD1"),
  "a tag before it": block("username: a", "password: !OLD1 OLD2"),
  "an anchor": block("username: a", "password: &OLD1 OLD2"),
  "lines of a plain text": block("username: a", "password: OLD1", "  OLD2", "  OLD3"),
  "lines in quotes": block("username: a", 'password: "OLD1', '  OLD2"'),
  "a block": block("username: a", "password: |", "  OLD1", "  OLD2"),
  "a list": block("username: a", "password: [OLD1, OLD2]"),
  "a map": block("username: a", "password: {OLD1: OLD2}"),
  "auth beside it": block("username: a", "password: OLD1", "auth: OLD2", "auth: OLD3 #OLD4"),
  "a token beside it": block("identity_token: OLD1", "identity_token: OLD2"),
  "misspelt keys": block("username: a", "pasword: OLD1", "password: OLD2", "pass: OLD3", "secret: OLD4"),
  "a commented password": block("username: a", "# password: OLD-password", "password: OLD-password"),
  "auth as text": `${head}  ${host}:\n    auth: OLD1 #OLD2\n${other}`,
  "auth twice": `${head}  ${host}:\n    auth: {username: a, password: OLD1}\n    auth: {username: a, password: OLD2}\n${other}`,
  "auth twice in blocks": `${head}  ${host}:\n    auth:\n      username: a\n      password: OLD1\n    auth:\n      password: OLD2\n${other}`,
  "auths beside auth": `${head}  ${host}:\n    auths: {username: a, password: OLD1}\n    auth: {username: a, password: OLD2}\n${other}`,
  "password below the host": `${head}  ${host}:\n    password: OLD1\n    auth: {username: a, password: OLD2}\n${other}`,
  "two passwords below the host": `${head}  ${host}:\n    password: OLD1\n    password: OLD2\n    auth: {username: a, password: OLD3}\n${other}`,
  "two passwords below the host in flow style": `${head}  ${host}: {auth: {username: a, password: OLD1}, password: OLD2, password: OLD3}\n${other}`,
  "two misspelt passwords": block("username: a", "secret: OLD1", "secret: OLD2", "password: OLD3"),
  "auths twice beside auth": `${head}  ${host}:\n    auths: {username: a, password: OLD1}\n    auths: OLD3\n    auth: {username: a, password: OLD2}\n${other}`,
  "the host twice": `${head}  ${host}:\n    auth: {username: a, password: OLD1}\n  ${host}:\n    auth: {username: a, password: OLD2}\n${other}`,
  "a text for the host": `${head}  ${host}: OLD1 #OLD2\n${other}`,
};

const fresh = credentialWith({ username: "new-user", password: "n3w #1" });

/** What is not of the entry stays to the byte. */
function assertOthersStay(after: string): void {
  assert.ok(after.startsWith(head), after);
  assert.ok(after.endsWith(other), after);
}

describe("an old secret", () => {
  for (const [name, text] of Object.entries(entries))
    it(`is gone after a conversion: ${name}`, () => {
      const conversion = convert({
        assignments: [{ credential: fresh, hosts: [host] }],
        mirrors: false,
        existing: openRegistries(text),
      });
      assert.ok(conversion.ok, JSON.stringify(conversion));
      assert.doesNotMatch(conversion.text, /OLD/);
      assert.equal(applyEdits(text, conversion.edits), conversion.text);
      assertOthersStay(conversion.text);
      const reading = readRegistry(openRegistries(conversion.text).doc.document);
      assert.ok(reading.ok);
      const { username, password } = reading.registry.configs[host]?.auth ?? {};
      assert.deepEqual([username, password], ["new-user", "n3w #1"]);
      const repeated = lint(openRegistries(conversion.text)).filter(({ id }) => id === "duplicate-key");
      assert.deepEqual(repeated, [], conversion.text);
      const again = convert({
        assignments: [{ credential: fresh, hosts: [host] }],
        mirrors: false,
        existing: openRegistries(conversion.text),
      });
      assert.ok(again.ok && again.edits.length === 0);
    });

  it("leaves the remarks of a value in quotes, of a user and of the map", () => {
    const text = block("username: a # who", "password: 'old' # of 2023", "# a note");
    const conversion = convert({
      assignments: [{ credential: fresh, hosts: [host] }],
      mirrors: false,
      existing: openRegistries(text),
    });
    assert.ok(conversion.ok);
    for (const remark of ["# who\n      username", " # who\n      password", "' # of 2023\n", "# a note\n"])
      assert.ok(conversion.text.includes(remark), conversion.text);
  });

  const oldKey = JSON.stringify(
    fakeKey({ private_key: "-----BEGIN PRIVATE KEY-----\\nOLD\\n-----END PRIVATE KEY-----" }),
  );
  const newKey = fakeKeyCredential({ private_key_id: "feed" });
  const encoded = Buffer.from(oldKey).toString("base64");
  const keys: Readonly<Record<string, string>> = {
    "the first of two": block("username: _json_key", `password: '${oldKey}'`, `password: '${oldKey}'`),
    "an end after #": block("username: _json_key_base64", `password: ${encoded} #OLD`),
    "a misspelt one beside it": block("username: _json_key", `pasword: '${oldKey}'`, `password: '${oldKey}'`),
    "a commented one": block("username: _json_key_base64", `# password: ${encoded}`, `password: ${encoded}`),
  };
  for (const [name, text] of Object.entries(keys))
    it(`is gone after a rotation: ${name}`, () => {
      const rotation = rotate(openRegistries(text), newKey);
      assert.ok(rotation.ok, JSON.stringify(rotation));
      assert.doesNotMatch(rotation.text, /OLD/);
      assert.ok(!rotation.text.includes(encoded));
      assertOthersStay(rotation.text);
    });

  const auth = `username: _json_key\n    password: OLD\n    password: '${oldKey}'\n`;
  for (const [name, { anchors, use }] of Object.entries({
    "aliases of auth": { anchors: `x: &a\n    ${auth}`, use: "auth: *a" },
    "merges of a host": { anchors: `x: &a\n  auth:\n    ${auth}`, use: "<<: *a" },
    "merges of auth": { anchors: `x: &a\n    ${auth}`, use: "auth: {<<: *a}" },
    "a list of merges of auth": { anchors: `x: &a\n    ${auth}y: &b {username: b}\n`, use: "auth: {<<: [*a, *b]}" },
    "merges of a host with an alias": { anchors: `x: &a\n    ${auth}y: &b {auth: *a}\n`, use: "<<: *b" },
  }))
    it(`is gone after a rotation in an anchor that two registries use: ${name}`, () => {
      const text = `${anchors}configs:\n  ${host}:\n    ${use}\n  gcr.io:\n    ${use}\n`;
      const rotation = rotate(openRegistries(text), newKey);
      assert.ok(rotation.ok, JSON.stringify(rotation));
      assert.doesNotMatch(rotation.text, /OLD/);
      const again = rotate(openRegistries(rotation.text), newKey);
      assert.ok(again.ok && again.edits.length === 0);
    });

  for (const [name, text] of Object.entries(entries)) {
    const at = /^ +password: ?\S/m.exec(text.slice(0, text.lastIndexOf("other")));
    if (!at || /host|auth/.test(name)) continue;
    it(`is gone after an insertion in its place: ${name}`, () => {
      const start = text.lastIndexOf("password:", text.indexOf(other)) + "password:".length + 1;
      const [first] = insertions(openRegistries(text), { start, end: start }, [fresh], {
        suggestedHosts: [],
        mirrors: false,
      });
      assert.equal(first?.kind, "password");
      const after = applyEdits(text, first?.edits ?? []);
      assert.doesNotMatch(after, /OLD/);
      assertOthersStay(after);
    });
  }
});

describe("an old secret with an anchor that is used elsewhere", () => {
  const merged = "  other.example.com:\n    <<: *shared\n";
  const texts = {
    "of the first of two entries": `configs:\n  ${host}: &shared\n    auth: {username: a, password: OLD1}\n  ${host}:\n    auth: {username: a, password: OLD2}\n${merged}`,
    "of the first of two passwords": `configs:\n  ${host}:\n    auth:\n      username: a\n      password: &shared OLD1\n      password: OLD2\n  other.example.com:\n    auth: {username: b, password: *shared}\n`,
  };
  for (const [name, text] of Object.entries(texts))
    for (const [state, file] of Object.entries({ read: text, refused: `${text}mirrors: {docker.io: {endpoint: x}}\n` }))
      it(`stays where it is used: ${name}, in a file that k3s has ${state}`, () => {
        const before = readRegistry(openRegistries(file).doc.document);
        const conversion = convert({
          assignments: [{ credential: fresh, hosts: [host] }],
          mirrors: false,
          existing: openRegistries(file),
        });
        assert.ok(conversion.ok, JSON.stringify(conversion));
        const after = readRegistry(openRegistries(conversion.text).doc.document);
        assert.deepEqual(after.ok || after.typeFaults.length, before.ok || before.typeFaults.length);
        assert.ok(!conversion.text.includes("OLD2"), conversion.text);
      });
});

describe("old secrets of several registries", () => {
  it("are gone where no anchor needs them, and stay where one does", () => {
    const text = `configs:
  ${host}:
    auth:
      username: a
      password: &shared USED
      password: OLD1
  second.example.com:
    auth:
      username: a
      password: OLD2
      password: OLD3
  other.example.com:
    auth: {username: b, password: *shared}
`;
    const conversion = convert({
      assignments: [{ credential: fresh, hosts: [host, "second.example.com"] }],
      mirrors: false,
      existing: openRegistries(text),
    });
    assert.ok(conversion.ok);
    assert.doesNotMatch(conversion.text, /OLD/);
    const reading = readRegistry(openRegistries(conversion.text).doc.document);
    assert.ok(reading.ok);
    assert.equal(reading.registry.configs["other.example.com"]?.auth?.password, "USED");
  });
});
