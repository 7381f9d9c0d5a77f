import assert from "node:assert/strict";
import { fileSecrets } from "../../src/core/display/fileSecrets.ts";
import { maskedError } from "../../src/core/display/masked.ts";
import { secretSpans } from "../../src/core/display/secretSpans.ts";
import { shownHost, shownKey } from "../../src/core/display/shown.ts";
import { readRegistry } from "../../src/core/file/goDecode.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";

function file(auth: string): ReturnType<typeof fileSecrets> {
  return fileSecrets(openRegistries(`configs:\n  registry.example.com:\n    auth: ${auth}\n`).doc);
}

describe("the secrets of a file", () => {
  it("are left out wherever a sentence quotes them", () => {
    const { hide } = file("{username: ci, password: S3cret}");
    assert.equal(hide('The key "S3cret" is not known.'), 'The key "…" is not known.');
    assert.equal(hide("Write https://ci:S3cret@registry.example.com."), "Write https://…@registry.example.com.");
    assert.equal(hide("S3cret"), "…");
  });

  it("leave words of a sentence alone that are the same", () => {
    const { hide } = file("{username: admin, password: mirror}");
    assert.equal(hide("No mirror names admin: mirrors need a key."), "No mirror names admin: mirrors need a key.");
    assert.equal(hide('The value "mirror" is not a host.'), 'The value "…" is not a host.');
    const { hide: other } = file("{username: admin, password: password}");
    assert.equal(other('k3s reads "password" in auth.'), 'k3s reads "password" in auth.');
  });

  it("leave hosts, users and numbers of lines alone", () => {
    const { hide } = file("{username: robot$ci, password: 5000}");
    for (const sentence of ["registry.example.com:5000 has no entry.", "The user robot$ci is at line 5000."])
      assert.equal(hide(sentence), sentence);
  });

  it("are left out in parts: of each of two, after a comma, after a colon, in base64, in a key", () => {
    for (const [auth, part] of [
      ["{password: hunter2, password: b}", "hunter2"],
      ["{username: ci, password: hunter2,staple}", "staple"],
      [`{auth: ${Buffer.from("ci:hunter2").toString("base64")}}`, "hunter2"],
      ["{password: 'ci:hunter2'}", "hunter2"],
      ["{username: ci, key: hunter2}", "hunter2"],
      [`{password: '{"type": "service_account", "private_key": "hunter2"}'}`, "hunter2"],
    ] as const)
      assert.equal(file(auth).hide(`It is "${part}".`), 'It is "…".', auth);
  });

  it("do not hide account, project and id of a key", () => {
    const key = JSON.stringify({ client_email: "puller@fake.iam.gserviceaccount.com", project_id: "fake-project-1" });
    const sentence = "The key of puller@fake.iam.gserviceaccount.com, of fake-project-1.";
    assert.equal(file(`{password: '${key}'}`).hide(sentence), sentence);
  });

  it("are found in time that grows with the text", () => {
    const hosts = (count: number): string =>
      `configs:\n${Array.from({ length: count }, (_, i) => `  h${i}.example.com: {auth: {username: u, password: pass-w0rd-${i}}}\n`).join("")}`;
    const { hide } = fileSecrets(openRegistries(hosts(5000)).doc);
    assert.equal(hide("It is pass-w0rd-4999, not pass-w0rd+5001."), "It is …, not pass-w0rd+5001.");
  });
});

describe("what of an address or an error is shown", () => {
  it("is the host, without a user in any spelling and without a query", () => {
    for (const [key, shown] of [
      ["https://ci:p@ss@a.example.com", "https://…@a.example.com"],
      ["https:/ci:pw@a.example.com/v2", "https:/…@a.example.com/v2"],
      ["https//ci:pw@a.example.com", "https//…@a.example.com"],
      ["ci:p/w@a.example.com:5000", "…@a.example.com:5000"],
      ["a.example.com?token=hunter2", "a.example.com?…"],
      ["a.example.com", "a.example.com"],
      ["a.example.com/image@sha256:0123", "a.example.com/image@sha256:0123"],
    ] as const)
      assert.equal(shownKey(key), shown);
    assert.equal(shownHost("ci:pw@a.example.com"), "…@a.example.com");
    assert.equal(shownHost("ci:pw@hunter2"), "…");
  });

  it("is no value, tag or anchor that k3s quotes", () => {
    const shown = (text: string): string => {
      const reading = readRegistry(openRegistries(text).doc.document);
      assert.ok(!reading.ok, text);
      return maskedError(reading);
    };
    assert.equal(
      shown("configs: {a.io: {auth: {password: !!int S3cret}}}\n"),
      "yaml: cannot decode !!str `…` as a !!int",
    );
    assert.equal(shown("configs: {a.io: {auth: {password: *S3cret}}}\n"), "yaml: unknown anchor '…' referenced");
    assert.doesNotMatch(shown("configs: {a.io: {tls: {insecure_skip_verify: !S3cret x}}}\n"), /S3cret/);
  });
});

describe("the places of secrets in a file", () => {
  const secrets = (text: string): readonly string[] =>
    secretSpans(openRegistries(text).doc).map(({ start, end }) => text.slice(start, end));

  it("are no part of what is not secret", () => {
    for (const text of [
      'mirrors:\n  docker.io:\n    endpoint: ["https://a.example.com/v2"]\n    rewrite: {"^(.*)$": mirror/$1}\n',
      "configs:\n  a.io: # mail me@example.com\n    auth: &a {username: robot$ci}\n  b.io: {auth: *a}\n",
      "configs:\n  a.io:\n    tls: {ca_file: /etc/ssl/ca.pem, key_file: certs/key.pem, insecure_skip_verify: true}\n",
      "# image: a.example.com/b@sha256:0123\nmirrors: {}\n",
      "configs:\n  a.io: {auth: {password: null, identity_token: ~}}\n",
    ])
      assert.deepEqual(secrets(text), [], text);
  });

  it("are whole values with their tag, and what follows them", () => {
    assert.deepEqual(secrets("configs: {a.io: {auth: {password: 'a', password: b}}}\n"), ["'a'", "b"]);
    assert.deepEqual(secrets("configs:\n  a.io:\n    auth:\n      password: a #b\n"), ["a", "b"]);
    assert.deepEqual(secrets("configs:\n  a.io:\n    auth:\n      password: !a b\n"), ["!a b"]);
    assert.deepEqual(secrets("configs: {a.io: {auth: {password: a,b}}}\n"), ["a,b"]);
    assert.deepEqual(secrets('mirrors: {"ci:pw@a.io": {endpoint: ["http://x:y@b.io?t=z"]}}\n'), [
      "ci:pw",
      "x:y",
      "t=z",
    ]);
  });
});
