import assert from "node:assert/strict";
import { type Rotation, rotate } from "../../src/core/convert/rotate.ts";
import { readRegistry } from "../../src/core/file/goDecode.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { applyEdits } from "../../src/core/text/span.ts";
import { parseFirstDocument } from "../../src/core/yaml/parser.ts";
import { sourceOf } from "../../src/core/yaml/source.ts";
import { credentialWith, fakeKeyCredential } from "./fakeCredentials.ts";
import { fakeKeyFile } from "./fakeKey.ts";

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const oldKey = passwordOf(fakeKeyCredential());
const fresh = fakeKeyCredential({ private_key_id: "feedbeef", note: "it's new é" });
const freshKey = passwordOf(fresh);
const stranger = passwordOf(fakeKeyCredential({ client_email: "other@fake-project.iam.gserviceaccount.com" }));

function passwordOf({ auth }: ReturnType<typeof fakeKeyCredential>): string {
  assert.ok("password" in auth);
  return auth.password;
}

function rotated(rotation: Rotation): Extract<Rotation, { ok: true }> {
  assert.ok(rotation.ok, rotation.ok ? "" : rotation.problem);
  return rotation;
}

function problemOf(rotation: Rotation): string {
  assert.ok(!rotation.ok, "it was done");
  return rotation.problem;
}

function auths(text: string): Record<string, { username: string; password: string; auth: string }> {
  const reading = readRegistry(parseFirstDocument(sourceOf(text)));
  assert.ok(reading.ok, reading.ok ? "" : reading.error);
  const { configs } = reading.registry;
  return Object.fromEntries(
    Object.entries(configs).map(([host, { auth }]) => [host, auth ?? { username: "", password: "", auth: "" }]),
  );
}

const everywhere = `# ours
mirrors:
  gcr.io:
    endpoint: ["https://gcr.io"]
configs:
  gcr.io: # one
    auth:
      username: _json_key
      password: '${oldKey}' # of 2023
  us.gcr.io:
    auth: {username: _json_key_base64, password: ${base64(oldKey)}}
  eu.gcr.io:
    auth:
      auth: ${base64(`_json_key:${oldKey}`)}
  asia.gcr.io:
    auth:
      auth: "${base64(`_json_key_base64:${base64(oldKey)}`)}"
  pretty.example.com:
    auth:
      username: _json_key
      password: |
${fakeKeyFile().replace(/^/gm, "        ").trimEnd()}
  double.example.com:
    auth: {username: "_json_key", password: ${JSON.stringify(oldKey)}}
  other.example.com:
    auth:
      username: _json_key
      password: '${stranger}'
  user.example.com:
    auth: {username: u, password: 'p'}
`;

describe("rotation", () => {
  for (const name of ["passwords", "pass", "Password"])
    for (const auth of [
      `{${name}: 'KEY'}`,
      `{username: _json_key, ${name}: 'KEY', identity_token: }`,
      `\n      ${name}: 'KEY'`,
    ])
      it(`keeps the new key under a misspelt name: ${JSON.stringify(auth)}`, () => {
        const text = `configs:\n  gcr.io:\n    auth: ${auth}\n`;
        const { text: after } = rotated(rotate(openRegistries(text.replace("KEY", oldKey)), fresh));
        assert.equal(after, text.replace("KEY", freshKey.replaceAll("'", "''")));
      });

  it("replaces the key of its account in every host, in the form that it has, and nothing else", () => {
    for (const eol of ["\n", "\r\n"]) {
      const text = everywhere.replaceAll("\n", eol);
      const rotation = rotated(rotate(openRegistries(text), fresh));
      assert.equal(rotation.text, applyEdits(text, rotation.edits));
      const now = auths(rotation.text);
      const before = auths(text);
      for (const host of ["gcr.io", "pretty.example.com", "double.example.com"])
        assert.equal(now[host]?.password, freshKey);
      assert.equal(now["us.gcr.io"]?.password, base64(freshKey));
      assert.equal(now["eu.gcr.io"]?.auth, base64(`_json_key:${freshKey}`));
      assert.equal(now["asia.gcr.io"]?.auth, base64(`_json_key_base64:${base64(freshKey)}`));
      for (const host of ["other.example.com", "user.example.com"]) assert.deepEqual(now[host], before[host]);
      for (const host of Object.keys(now)) assert.equal(now[host]?.username, before[host]?.username);
      assert.deepEqual(rotation.others, ["other.example.com"]);
      assert.deepEqual(
        rotation.changes.map(({ host, action }) => `${host} ${action}`),
        ["gcr.io", "us.gcr.io", "eu.gcr.io", "asia.gcr.io", "pretty.example.com", "double.example.com"].map(
          (host) => `${host} replaced`,
        ),
      );
      assert.deepEqual(rotation.changes[0]?.old, { keyId: "0123456789abcdef0123456789abcdef01234567" });
      assert.deepEqual(rotation.changes[0]?.new, { keyId: "feedbeef" });
      assert.ok(rotation.text.includes("# of 2023") && rotation.text.startsWith("# ours"));
      assert.equal(new Set(rotation.text.match(/\r?\n/g)).size, 1);
      assert.equal(rotation.edits.length, 6);
      assert.doesNotMatch(JSON.stringify(rotation.preview), /private_key|PRIVATE/);
    }
  });

  it("changes nothing when it is the key that is there, however that is laid out", () => {
    const first = rotated(rotate(openRegistries(everywhere), fresh)).text;
    const again = rotated(rotate(openRegistries(first), fresh));
    assert.deepEqual(again.edits, []);
    assert.equal(again.text, first);
    assert.ok(again.changes.every(({ action }) => action === "unchanged"));
    const same = rotated(rotate(openRegistries(everywhere), fakeKeyCredential()));
    assert.deepEqual(same.edits, []);
  });

  it("goes through anchors: what is shared is written once", () => {
    const text = `x: &pass '${oldKey}'
configs:
  gcr.io:
    auth: &auth
      username: _json_key
      password: *pass
  us.gcr.io:
    auth: *auth
  eu.gcr.io:
    auth:
      <<: *auth
  asia.gcr.io:
    auth: {username: _json_key, password: *pass}
`;
    const rotation = rotated(rotate(openRegistries(text), fresh));
    assert.equal(rotation.edits.length, 1);
    assert.equal(rotation.changes.length, 4);
    for (const { password } of Object.values(auths(rotation.text))) assert.equal(password, freshKey);
    assert.match(rotation.text, /^x: &pass '/);
  });

  it("mends a key that backslashes or line ends have broken", () => {
    const text = `configs:\n  gcr.io:\n    auth: {username: _json_key, password: '${oldKey.replaceAll('"', '\\"')}'}\n`;
    assert.equal(auths(rotated(rotate(openRegistries(text), fresh)).text)["gcr.io"]?.password, freshKey);
    const folded = `configs:\n  gcr.io:\n    auth:\n      username: _json_key\n      password: "${fakeKeyFile()
      .replaceAll('"', '\\"')
      .replaceAll("\n", "")}"\n`;
    assert.equal(auths(rotated(rotate(openRegistries(folded), fresh)).text)["gcr.io"]?.password, freshKey);
  });

  it("says which accounts are there when that of the new key is not, and nothing secret", () => {
    const other = fakeKeyCredential({ client_email: "third@fake-project.iam.gserviceaccount.com" });
    const problem = problemOf(rotate(openRegistries(everywhere), other));
    assert.match(problem, /of third@fake-project\.\S+, only of puller@fake\S+, other@fake-project\S+\. /);
    assert.doesNotMatch(problem, /PRIVATE/);
    const none = problemOf(
      rotate(openRegistries("configs:\n  r.io:\n    auth: {username: u, password: CANARY}\n"), other),
    );
    assert.match(none, /nor any other Google key/);
    assert.doesNotMatch(none, /CANARY/);
    // What stands in the place of an address may be anything.
    const odd = fakeKeyFile({ client_email: "CANARY is no address" }).replaceAll("\n", " ");
    const hidden = rotate(
      openRegistries(`configs:\n  gcr.io:\n    auth: {username: _json_key, password: '${odd}'}\n`),
      other,
    );
    assert.doesNotMatch(problemOf(hidden), /CANARY/);
  });

  it("refuses what can't be read, and what is no key", () => {
    const broken = `configs:\n  gcr.io:\n    auth:\n      username: _json_key\n      password: "{"CANARY": 1}"\n`;
    assert.match(problemOf(rotate(openRegistries(broken), fresh)), /not quoted/);
    assert.match(problemOf(rotate(openRegistries("configs:\n\tgcr.io: x\n"), fresh)), /can't be read yet/);
    assert.match(
      problemOf(rotate(openRegistries("configs:\n  {% if x %}\n  r.io: {}\n  {% endif %}\n"), fresh)),
      /template/,
    );
    assert.match(
      problemOf(rotate(openRegistries(everywhere), credentialWith({ username: "u", password: "p" }))),
      /Only a Google/,
    );
    for (const text of ["", "\ufeff", "- a\n", "configs: [a]\n", "configs:\n  gcr.io:\n    auth: x\n"])
      assert.notEqual(problemOf(rotate(openRegistries(text), fresh)), "");
  });

  it("replaces a key that is the same but for what broke it, and says so", () => {
    const damaged = oldKey.replaceAll('"', '\\"');
    const text = `configs:\n  gcr.io:\n    auth: {username: _json_key, password: '${damaged}'}\n`;
    const { changes, text: after } = rotated(rotate(openRegistries(text), fakeKeyCredential()));
    assert.deepEqual(
      changes.map(({ action }) => action),
      ["replaced"],
    );
    assert.notEqual(after, text);
    assert.deepEqual(rotated(rotate(openRegistries(after), fakeKeyCredential())).edits, []);
  });

  it("names no key where it has no id", () => {
    const nameless = fakeKeyCredential({ private_key_id: "not an id" });
    const text = `configs:\n  gcr.io:\n    auth: {username: _json_key, password: '${passwordOf(nameless)}'}\n`;
    const [change] = rotated(rotate(openRegistries(text), fresh)).changes;
    assert.deepEqual(change, { host: "gcr.io", action: "replaced", old: {}, new: { keyId: "feedbeef" } });
  });

  it("lists each other account once, and none for a key whose address is none", () => {
    const strange = passwordOf(fakeKeyCredential({ client_email: "other@fake-project.iam.gserviceaccount.com" }));
    const entry = (host: string, password: string): string =>
      `  ${host}:\n    auth: {username: _json_key, password: '${password}'}\n`;
    const text = `configs:\n${entry("a.io", strange)}${entry("b.io", strange)}${entry("c.io", oldKey.replace(/puller@[^"]*/, "CANARY"))}`;
    assert.match(
      problemOf(rotate(openRegistries(text), fresh)),
      /, only of other@fake-project\.iam\.gserviceaccount\.com\. /,
    );
  });
});
