import assert from "node:assert/strict";
import {
  credentialFormats,
  credentialKind,
  credentialSource,
  readCredentials,
} from "../../../src/core/credentials/readCredentials.ts";
import { fakeKeyFile } from "../fakeKey.ts";
import { fixtures as files, fixture } from "./fixture.ts";

/** The kinds that a text is of, as each format sees it by itself. */
function kindsOf(text: string): readonly string[] {
  const source = credentialSource(text);
  return credentialFormats.filter((format) => format.recognises(source)).map(({ kind }) => kind);
}

describe("the kind of a credential file", () => {
  it("is tested with fixtures of every kind", () => {
    const folders = new Set(files.map((path) => path.split("/")[0]));
    assert.deepEqual([...folders].sort(), [...new Set(credentialFormats.map(({ kind }) => kind))].sort());
  });

  for (const path of files)
    it(`is told by one format alone: ${path}`, () => {
      const [kind] = path.split("/");
      const text = fixture(path);
      for (const variant of [text, `\ufeff${text}`, text.replaceAll("\n", "\r\n"), `\r\n\n${text}\n\n`])
        assert.deepEqual(kindsOf(variant), [kind]);
      assert.equal(credentialKind(text), kind);
      assert.equal(readCredentials(text).kind, kind);
    });

  for (const [what, text] of [
    ["nothing", ""],
    ["blanks", " \n\t\n"],
    ["a word", "password"],
    ["a user and password", "puller:not-a-secret"],
    ["package.json", '{"name": "app", "version": "1.0.0", "private": true, "scripts": {}, "dependencies": {}}'],
    ["package-lock.json", '{"name": "app", "lockfileVersion": 3, "packages": {"": {"name": "app"}}}'],
    ["tsconfig.json", '{"compilerOptions": {"strict": true, "types": []}, "include": ["src"]}'],
    ["tsconfig.json with a remark", '{\n  // strict\n  "compilerOptions": {"strict": true}\n}'],
    ["composer's auth.json", '{"http-basic": {"repo.example.com": {"username": "fake", "password": "fake"}}}'],
    ["settings", '{"editor.tabSize": 2, "type": "object", "name": "x", "secret": true, "token": 1}'],
    ["a user of some API", '{"id": 1, "name": "fake", "username": "fake", "scopes": "all", "passwords": {}}'],
    ["an OAuth answer", '{"access_token": "fake", "token_type": "Bearer", "expires_in": 3600, "scope": "x"}'],
    ["a login of another service", '{"accessToken": "fake", "refreshToken": "fake", "username": "fake"}'],
    ["a web app's manifest", '{"name": "web", "web": {"port": 1}, "installed": true, "apiKey": "fake"}'],
    ["a secret of some app", '{"name": "app", "secret": "fake", "created": "2026-01-01"}'],
    ["a JSON schema", '{"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"}'],
    ["a list", '[1, "two", {"three": 3}, null]'],
    ["an empty list", "[]"],
    ["an empty object", "{}"],
    ["half an object", '{"name": "ap'],
    ["registries.yaml", "mirrors:\n  docker.io:\n    endpoint: [https://mirror.example.com]\nconfigs: {}\n"],
    [
      "registries.yaml with a key",
      `configs:\n  gcr.io:\n    auth:\n      username: _json_key\n      password: '${JSON.stringify(JSON.parse(fakeKeyFile()))}'\n`,
    ],
    ["registries.json", '{"configs": {"quay.io": {"auth": {"username": "fake", "password": "fake"}}}}'],
    ["a Deployment", "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\nspec: {}\n"],
    [
      "a Deployment in JSON",
      '{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "app"}, "spec": {}}',
    ],
    ["a ConfigMap", "apiVersion: v1\nkind: ConfigMap\ndata:\n  name: robot$fake\n  secret: fake\n"],
    ["a JSON Web Token", "eyJhbGciOiJub25lIn0.eyJleHAiOjE3NjczMzAyNDV9.fake"],
    ["base64 of some JSON", btoa('{"name": "app", "version": "1.0.0"}')],
    ["base64 of a text", btoa("no credential at all, only some text that is rather long")],
    ["a certificate", "-----BEGIN CERTIFICATE-----\nTUlJ\n-----END CERTIFICATE-----\n"],
  ] as const)
    it(`is none: ${what}`, () => {
      assert.deepEqual(kindsOf(text), []);
      const reading = readCredentials(text);
      assert.ok(!reading.ok && reading.problem.length > 20);
    });

  it("and what is in it are read of anything without a throw: cut off, of other types, nested", () => {
    const values = [null, true, 0, "", "x", [], {}, [[]], [null], { "": null }];
    for (const path of files) {
      const text = fixture(path);
      for (let length = 0; length < text.length; length += 37) readCredentials(text.slice(0, length));
      const { json, items } = credentialSource(text);
      for (const fields of json ? [json] : items)
        for (const field of Object.keys(fields))
          for (const value of values) {
            readCredentials(JSON.stringify({ ...fields, [field]: value }));
            readCredentials(JSON.stringify([{ ...fields, [field]: value }]));
          }
    }
  });

  it("does not matter for a control character with which containerd can't start: such a password is left", () => {
    const robot = { name: "robot$fake", secret: "fake\u0007" };
    const one = readCredentials(JSON.stringify(robot));
    assert.ok(!one.ok && one.kind === "harbor-robot");
    assert.match(one.problem, /control character \(U\+0007\)/);
    const two = readCredentials(JSON.stringify([robot, { ...robot, secret: "fake" }]));
    assert.ok(two.ok && two.credentials.length === 1 && two.left.length === 1);
  });

  it("is told in a moment of a huge text", () => {
    for (const text of [
      " ".repeat(3_000_000),
      `{${" ".repeat(3_000_000)}`,
      "e".repeat(3_000_000),
      "gh_".repeat(1_000_000),
    ])
      assert.deepEqual(kindsOf(text), []);
  });
});
