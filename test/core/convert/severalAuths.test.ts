import assert from "node:assert/strict";
import { type Conversion, convert } from "../../../src/core/convert/convert.ts";
import { rotate } from "../../../src/core/convert/rotate.ts";
import type { Credential } from "../../../src/core/credentials/credential.ts";
import { readRegistry } from "../../../src/core/file/goDecode.ts";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { credentialWith, fakeKeyCredential } from "../fakeCredentials.ts";
import { fakeKey } from "../fakeKey.ts";

const auths = [
  "{auth: QTpPTEQ=}",
  "{identity_token: OLD}",
  "{username: a, password: OLD, pass: OLD}",
  "{auth: QTpPTEQ=, auth: QTpPTEQ=}",
  "{password: OLD}\n    tls: {ca_file: /a}",
];
const credentials: Readonly<Record<string, Credential>> = {
  "a user": credentialWith({ username: "u", password: "NEW" }),
  "a token": credentialWith({ identityToken: "NEW" }),
};
const files: Readonly<Record<string, (one: string, other: string) => string>> = {
  "twice in the host": (one, other) => `configs:\n  r.io:\n    auth: ${one}\n    auth: ${other}\n`,
  "a null after it": (one) => `configs:\n  r.io:\n    auth: ${one}\n    auth:\n`,
  "the host twice": (one, other) => `configs:\n  r.io:\n    auth: ${one}\n  r.io:\n    auth: ${other}\n`,
  "configs twice": (one, other) => `configs:\n  r.io:\n    auth: ${one}\nconfigs:\n  r.io:\n    auth: ${other}\n`,
};
const shared: Readonly<Record<string, (one: string, other: string) => string>> = {
  "one merge twice": (one) => `configs:\n  s.io: &x\n    auth: ${one}\n  r.io:\n    <<: [*x, *x]\n`,
  "a merge beside it": (one, other) =>
    `configs:\n  s.io: &x\n    auth: ${one}\n  r.io:\n    <<: *x\n    auth: ${other}\n`,
  "a merge of two": (one, other) =>
    `x: &y\n  auth: ${other.split("\n")[0]}\nconfigs:\n  s.io: &x\n    auth: ${one}\n  r.io:\n    <<: [*x, *y]\n`,
  "the first of two hosts, with an anchor": (one, other) =>
    `configs:\n  r.io: &x\n    auth: ${one}\n  r.io:\n    auth: ${other}\n  s.io: *x\n`,
};
/** What keeps k3s from reading the whole file. */
const unread = "mirrors: {docker.io: {endpoint: x}}\n";

function converted(existing: string, credential: Credential, ...hosts: readonly string[]): Conversion {
  return convert({ assignments: [{ credential, hosts }], mirrors: false, existing: openRegistries(existing) });
}

function configsOf(text: string) {
  const reading = readRegistry(openRegistries(text.replace(unread, "")).doc.document);
  assert.ok(reading.ok, text);
  return reading.registry.configs;
}

function assertConverted(existing: string, credential: Credential): string {
  const conversion = converted(existing, credential, "r.io");
  assert.ok(conversion.ok, existing);
  const { text } = conversion;
  const [old, now] = [configsOf(existing), configsOf(text)];
  assert.equal(
    Object.values(now["r.io"]?.auth ?? {})
      .filter((value) => value !== "" && value !== "u")
      .join(),
    "NEW",
  );
  assert.deepEqual(now["r.io"]?.tls, old["r.io"]?.tls, text);
  assert.deepEqual(now["s.io"], old["s.io"], text);
  const again = converted(text, credential, "r.io");
  assert.ok(again.ok && again.text === text, text);
  return text;
}

describe("a host whose credential is written in several places", () => {
  for (const [state, rest] of Object.entries({ reads: "", refuses: unread }))
    for (const [kind, credential] of Object.entries(credentials)) {
      for (const [name, file] of Object.entries(files))
        it(`gets ${kind} alone: ${name}, in a file that k3s ${state}`, () => {
          for (const one of auths)
            for (const other of auths.slice(0, 4))
              assert.doesNotMatch(assertConverted(file(one, other) + rest, credential), /OLD|QTpP|pass:/);
        });
      for (const [name, file] of Object.entries(shared))
        it(`gets ${kind} apart from what has the old one: ${name}, in a file that k3s ${state}`, () => {
          for (const [index, one] of auths.entries())
            assertConverted(file(one, auths[(index + 1) % auths.length] ?? "") + rest, credential);
        });
    }

  it("is converted where the first has an anchor in use and the last says the same fields", () => {
    const existing =
      "configs:\n  r.io:\n    auth: &x {username: a, password: OLD}\n    auth: {username: b, password: OLD2}\n  s.io: {auth: *x}\n";
    const text = assertConverted(existing, credentials["a user"] as Credential);
    assert.doesNotMatch(text, /OLD2/);
  });

  it("is refused with the way out where the first has an anchor in use and other fields", () => {
    const existing =
      "configs:\n  r.io:\n    auth: &x {identity_token: OLD}\n    auth: {username: b, password: OLD}\n  s.io: {auth: *x}\n";
    const user = credentials["a user"] as Credential;
    const conversion = converted(existing, user, "r.io");
    assert.ok(!conversion.ok);
    assert.match(conversion.problem, /share the credential of r\.io through an anchor/);
    const both = converted(existing, user, "r.io", "s.io");
    assert.ok(both.ok);
    assert.doesNotMatch(both.text, /OLD/);
    const out = existing.replace("&x ", "").replace("*x", "{identity_token: OLD}");
    assertConverted(out, user);
  });
});

describe("a key that a merge gives twice", () => {
  const old = JSON.stringify(fakeKey());
  const fresh = fakeKeyCredential({ private_key_id: "feed" });
  for (const [name, list] of Object.entries({ "one alias twice": "[*a, *a]", "an alias": "*a" }))
    for (const [state, rest] of Object.entries({ reads: "", refuses: unread }))
      it(`is rotated once: ${name}, in a file that k3s ${state}`, () => {
        const text = `configs:\n  eu.gcr.io: &a\n    auth:\n      password: '${old}'\n      auth:\n  gcr.io:\n    <<: ${list}\n${rest}`;
        const rotation = rotate(openRegistries(text), fresh);
        assert.ok(rotation.ok);
        const configs = configsOf(rotation.text);
        for (const host of ["eu.gcr.io", "gcr.io"]) assert.match(configs[host]?.auth?.password ?? "", /"feed"/);
        const again = rotate(openRegistries(rotation.text), fresh);
        assert.ok(again.ok && again.text === rotation.text);
      });
});

describe("a conversion into an odd file", () => {
  const key = fakeKeyCredential();

  it("is refused in words where the places to change overlap", () => {
    const existing = "configs: {{{}}:{{}},docker.io: {auth: {username:,identity_token: OLD}},{{}}:{auth: [{}]}}";
    const conversion = convert({
      assignments: [{ credential: key, hosts: ["docker.io"] }],
      existing: openRegistries(existing),
      mirrors: false,
    });
    assert.ok(!conversion.ok);
    assert.match(conversion.problem, /^The credential can't be merged/);
  });

  it("is the same again for Docker Hub where a mirror's key is misspelt, which k3s does not read", () => {
    const existing =
      "mirrors:\n  docker.io:\n    endpoitn:\n      - http\nconfigs:\n  docker.io:\n    auth:\n      username: u\n";
    const request = { assignments: [{ credential: key, hosts: ["docker.io"] }], mirrors: true };
    const first = convert({ ...request, existing: openRegistries(existing) });
    assert.ok(first.ok);
    const second = convert({ ...request, existing: openRegistries(first.text) });
    assert.ok(second.ok);
    assert.equal(second.text, first.text);
  });
});
