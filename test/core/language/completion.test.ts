import assert from "node:assert/strict";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { type CompletionContext, completions } from "../../../src/core/language/completion.ts";

/** Completes at the `|` of a text. */
function at(marked: string, context?: CompletionContext) {
  const offset = marked.indexOf("|");
  const text = marked.replace("|", "");
  const found = completions(openRegistries(text), offset, context);
  for (const { span } of found) {
    assert.ok(span.start <= offset && offset <= span.end);
    assert.doesNotMatch(text.slice(span.start, span.end), /[\r\n]/);
  }
  const write = (label: string): string => {
    const one = found.find((completion) => completion.label === label);
    assert.ok(one, `${label} is not offered, but ${found.map((completion) => completion.label).join(", ")}`);
    return text.slice(0, one.span.start) + one.insertText + text.slice(one.span.end);
  };
  const labels = (kind: string): string[] =>
    [...found]
      .filter((completion) => completion.kind === kind)
      .sort((a, b) => (a.sortText < b.sortText ? -1 : 1))
      .map(({ label }) => label);
  return { found, labels, write };
}

describe("Completion", () => {
  it("offers the keys of a level that are not there yet", () => {
    assert.deepEqual(at("|").labels("key"), ["mirrors", "configs"]);
    assert.deepEqual(at("configs: {}\n|").labels("key"), ["mirrors"]);
    assert.deepEqual(at("|\nmirrors:\n  docker.io:\n").labels("key"), ["configs"]);
    assert.deepEqual(at("mirrors:\n  docker.io:\n    |\n    rewrite:\n").labels("key"), ["endpoint"]);
    assert.deepEqual(at("configs:\n  quay.io:\n    auth:\n      username: a\n      |").labels("key"), [
      "password",
      "auth",
      "identity_token",
    ]);
    assert.deepEqual(at("config:\n  quay.io:\n    tls:\n      |").labels("key")[0], "ca_file");
  });

  it("tells what each key does", () => {
    for (const { kind, documentation } of at("configs:\n  quay.io:\n    tls:\n      |").found)
      assert.ok(kind !== "key" || documentation);
    assert.ok(at("|").found.find(({ label }) => label === "mirrors")?.documentation);
  });

  it("replaces a half-typed key, with or without its colon, whatever the line ends are", () => {
    assert.equal(at("\ufeffmir|").write("mirrors"), "\ufeffmirrors:\n  ");
    assert.equal(
      at("configs:\r\n    quay.io:\r\n        au|\r\n").write("auth"),
      "configs:\r\n    quay.io:\r\n        auth:\r\n    \r\n",
    );
    assert.equal(at("mir|:\n").write("mirrors"), "mirrors:\n");
    assert.equal(at("configs: {quay.io: {auth: {us|}}}").write("username"), "configs: {quay.io: {auth: {username: }}}");
    assert.equal(at("configs: {quay.io: {|").write("tls"), "configs: {quay.io: {tls: ");
  });

  it("offers the hosts that an endpoint needs first", () => {
    const file = 'mirrors:\n  docker.io:\n    endpoint:\n      - "https://mirror.example:5000"\nconfigs:\n  |';
    const hosts = at(file, { imageHosts: ["images.example"] }).labels("host");
    assert.deepEqual(hosts.slice(0, 3), ["mirror.example:5000", "images.example", "registry-1.docker.io"]);
    assert.ok(hosts.includes("europe-west3-docker.pkg.dev"));
    const once = at(`${file}\n  mirror.example:5000:\n    tls:\n`).labels("host");
    assert.ok(!once.includes("mirror.example:5000"));
    assert.ok(!at("mirrors:\n  quay.io:\n  |").labels("host").includes("quay.io"));
  });

  it("offers endpoints that fit the mirror, with the dash or brackets that they need", () => {
    const configs = "configs:\n  mirror.example:\n    tls:\n  ghcr.io:\n    tls:\n";
    const before = "mirrors:\n  quay.io:\n    endpoint:";
    assert.deepEqual(at(`${before}\n      - |\n${configs}`).labels("host"), [
      "https://mirror.example",
      "https://quay.io",
    ]);
    const write = (marked: string): string => at(before + marked + configs).write("https://mirror.example");
    assert.equal(write("\n      - htt|\n"), `${before}\n      - https://mirror.example\n${configs}`);
    assert.equal(write("\n    -|\n"), `${before}\n    - https://mirror.example\n${configs}`);
    assert.equal(write("\n      |\n"), `${before}\n      - https://mirror.example\n${configs}`);
    assert.equal(write("|\n"), `${before} ["https://mirror.example"]\n${configs}`);
    assert.equal(write(' ["|"]\n'), `${before} ["https://mirror.example"]\n${configs}`);
    assert.equal(
      write(' ["https://a.example", |]\n'),
      `${before} ["https://a.example", https://mirror.example]\n${configs}`,
    );
    assert.equal(
      write('\n      - "https://a.example"\n      |\n'),
      `${before}\n      - "https://a.example"\n      - https://mirror.example\n${configs}`,
    );
  });

  it("does not offer a registry's own endpoint for a version in which that breaks its mirrors", () => {
    const file = "mirrors:\n  quay.io:\n    endpoint:\n      - |";
    assert.deepEqual(at(file, { target: { version: [1, 29, 1] } }).labels("host"), []);
    assert.deepEqual(at(file, { target: { version: [1, 29, 3] } }).labels("host"), ["https://quay.io"]);
  });

  it("offers values", () => {
    const config = (host: string, rest: string): string => `configs:\n  ${host}:\n    ${rest}`;
    assert.deepEqual(at(config("quay.io", "tls:\n      insecure_skip_verify: |")).labels("value"), ["true", "false"]);
    assert.deepEqual(at(config("gcr.io", "auth:\n      username: |")).labels("value"), [
      "_json_key",
      "_json_key_base64",
    ]);
    assert.deepEqual(at(config("quay.io", "auth:\n      username: |")).found, []);
    const own = at(`${config("a.example", "tls: {ca_file: /srv/own.pem}")}\n  b.example:\n    tls:\n      ca_file: |`);
    assert.ok(own.labels("value").includes("/srv/own.pem"));
    assert.ok(own.labels("value").includes("/etc/ssl/certs/ca-certificates.crt"));
  });

  it("writes whole entries in the file's own steps, with an empty password", () => {
    const file = "mirrors:\n    quay.io:\n        endpoint: []\nconfigs:\n    |";
    assert.match(at(file).write("config …"), /:\n {4}auth:\n {8}username: \S+\n {8}password: '\$3'$/);
    for (const marked of [file, "|", "configs:\n  gcr.io:\n    |"])
      for (const { insertText } of at(marked).found)
        if (/password: '/.test(insertText)) assert.match(insertText, /password: '\$\d'/);
    assert.match(at("configs:\n  gcr.io:\n    |").write("auth …"), /username: _json_key\n/);
  });

  it("is quiet in comments, passwords, block scalars and where the indentation fits nothing", () => {
    for (const marked of [
      "# |",
      "mirrors: # |",
      "configs:\n  quay.io:\n    auth:\n      password: |",
      "configs:\n  quay.io:\n    auth:\n      password: 'a|",
      "configs:\n  quay.io:\n    auth:\n      password: >-\n        {\n        |\n        }",
      "configs:\n  quay.io:\n    auth:\n      password: '{\n  \"a\": 1,\n  |\n}'\n",
      "configs:\n  quay.io:\n    auth: {password: '|'}",
      "mirrors:\n    quay.io:\n  |",
      "mirrors: {{ |",
      "mirrors:\n  quay.io:\n    endpoint:\n      - a\n        |",
    ])
      assert.deepEqual(at(marked).found, [], marked);
  });
});
