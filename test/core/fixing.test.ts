import assert from "node:assert/strict";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { fixing, offeredFixes } from "../../src/core/lint/fixing.ts";
import { lintFile } from "../../src/core/lint/lint.ts";
import { applyEdits } from "../../src/core/text/span.ts";
import { assertReadsAsWell, checkText, read } from "../fuzz/check.ts";

describe("fixing", () => {
  describe("goes on where a fix uncovers another", () => {
    const cases: Readonly<Record<string, readonly [before: string, after: string]>> = {
      "an endpoint that is neither a list nor has a scheme": [
        "mirrors:\n  docker.io:\n    endpoint: registry.example.com\n",
        'mirrors:\n  docker.io:\n    endpoint: ["https://registry.example.com"]\n',
      ],
      "a wrapper around mirrors": [
        "registries:\n  mirrors:\n    docker.io:\n      endpoint: registry.example.com\n",
        'mirrors:\n  docker.io:\n    endpoint: ["https://registry.example.com"]\n',
      ],
      "tabs, and a misspelt key": [
        "mirrors:\n\tdocker.io:\n\t\tendpoints:\n\t\t\t- https://registry.example.com\n",
        "mirrors:\n  docker.io:\n    endpoint:\n      - https://registry.example.com\n",
      ],
      "a repeated section with a fault in the part that is moved": [
        "mirrors:\n  docker.io:\n    endpoint: [https://a.example.com]\nmirrors:\n  quay.io:\n    endpoint: registry.example.com\n",
        'mirrors:\n  docker.io:\n    endpoint: [https://a.example.com]\n  quay.io:\n    endpoint: ["https://registry.example.com"]\n',
      ],
      "a username directly below the host": [
        "mirrors:\n  docker.io:\n    endpoint:\n      - https://registry.example.com\nconfigs:\n  registry.example.com:\n    username: user\n    password: x1\n",
        "mirrors:\n  docker.io:\n    endpoint:\n      - https://registry.example.com\nconfigs:\n  registry.example.com:\n    auth:\n      username: user\n      password: x1\n",
      ],
      "a wrapper around configs whose tls is misspelt": [
        "registries:\n  configs:\n    registry.example.com:\n      tls:\n        insecureSkipVerify: false\n",
        "configs:\n  registry.example.com:\n    tls:\n      insecure_skip_verify: false\n",
      ],
    };
    for (const [name, [before, after]] of Object.entries(cases))
      it(name, () => {
        const run = fixing(before);
        assert.equal(run.text, after);
        assert.ok(run.fixed.length > 0);
        checkText(before);
      });
  });

  describe("leaves alone what k3s would then not read", () => {
    const cases = [
      "config: TODO\n",
      "config:\n  registry.example.com:\n    auth: user:pw\n",
      "quay.io:\n  endpoint:\n    url: https://registry.example.com\n",
      "mirrors:\n  docker.io:\n    endpoints:\n      mirror: https://registry.example.com\n",
      "mirror: [docker.io]\n",
      "mirrors:\n  docker.io:\n    endpoint: [https://registry.example.com]\n    rewrites: none\n",
      "configs:\n  registry.example.com:\n    auths: [user, pw]\n",
      "configs:\n  registry.example.com:\n    TLS: true\n",
      "configs:\n  registry.example.com:\n    tls:\n      insecure: maybe\n",
      "configs:\n  registry.example.com:\n    auth:\n      user:\n        name: x\n",
      "registries:\n  mirrors: [docker.io]\n",
      "registry.example.com:\n  auth: user:pw\n",
      "configs:\n  registry.example.com:\n    username:\n      name: x\n",
    ];
    for (const text of cases)
      it(JSON.stringify(text), () => {
        const run = fixing(text);
        assert.equal(run.text, text);
        assert.deepEqual(run.fixed, []);
        for (const finding of run.result.findings)
          for (const { title, edits } of offeredFixes(run.result, finding))
            assertReadsAsWell(read(text), read(applyEdits(text, edits)), title);
      });
  });

  describe("fixes a value in the anchor that others merge", () => {
    const key = '{"type": "service_account", "private_key": "x"}';
    const anchored = (password: string): string =>
      `x: &x\n  auth:\n    username: _json_key\n    password: ${password}\nconfigs:\n  gcr.io:\n    <<: *x\n  eu.gcr.io:\n    <<: *x\n`;
    const own = (password: string): string =>
      `configs:\n  gcr.io: &x\n    auth: &y\n      username: _json_key\n      password: ${password}\n  eu.gcr.io:\n    <<: *x\n  us.gcr.io:\n    auth:\n      <<: *y\n`;
    for (const shape of [anchored, own])
      for (const [password, id, quoted] of [
        ["%x", "password-not-quoted", "'%x'"],
        [key, "password-not-quoted", `'${key}'`],
        [`"${key}"`, "password-not-quoted", `'${key}'`],
        [`'{"type": "service_account",\n     "private_key": "x"}'`, "password-multiline", `'${key}'`],
      ] as const)
        it(`${shape.name} ${password}`, () => {
          const linted = lintFile(openRegistries(shape(password)), {});
          const finding = linted.findings.find((one) => one.id === id);
          const [fix] = finding === undefined ? [] : offeredFixes(linted, finding);
          const changed = applyEdits(shape(password), fix?.edits ?? []);
          assert.equal(changed, shape(quoted));
          assert.ok(openRegistries(changed).reading.ok);
          assert.equal(fixing(changed, {}, id).text, changed);
        });
  });

  describe("fixes a wrong value for all who share it, and keeps its neighbors", () => {
    const tls = (value: string): string => `ca_file: /a.pem, ${value}`;
    const shapes: Readonly<Record<string, (value: string) => string>> = {
      "a host that is an alias": (value) =>
        `configs:\n  b.example.com: &x\n    tls: {${tls(value)}}\n  a.example.com: *x\n`,
      "a repeated host": (value) => `configs:\n  a.example.com: &x\n    tls: {${tls(value)}}\n  a.example.com: *x\n`,
      "a section that is an alias": (value) =>
        `configs:\n  b.example.com:\n    tls: &x {${tls(value)}}\n  a.example.com:\n    auth: {username: u, password: 'p'}\n    tls: *x\n`,
      "a merged host": (value) =>
        `x: &x\n  tls: {${tls(value)}}\nconfigs:\n  a.example.com:\n    <<: *x\n    auth: {username: u, password: 'p'}\n`,
    };
    for (const [name, shape] of Object.entries(shapes))
      for (const [wrong, right, id] of [
        ['insecure_skip_verify: "yes"', "insecure_skip_verify: true", "skip-verify-not-boolean"],
        ["cert_file: file:///c.pem, key_file: /k.pem", "cert_file: /c.pem, key_file: /k.pem", "tls-path-not-absolute"],
      ] as const)
        it(`${name}: ${right}`, () => assert.equal(fixing(shape(wrong), {}, id).text, shape(right)));

    it("the rewrite of a mirror that is an alias", () => {
      const of = (endpoint: string): string =>
        `mirrors:\n  quay.io: &x\n    endpoint: ${endpoint}\n    rewrite: {"^(.*)$": "quay/$1"}\n  docker.io: *x\n`;
      const text = of("https://mirror.example.com");
      assert.equal(fixing(text, {}, "endpoint-not-list").text, of('["https://mirror.example.com"]'));
    });
  });

  it("closes quotes of a key that are doubled, where they are meant to end", () => {
    const key = '{"type":"service_account","private_key":"-----BEG\n    IN PRIVATE KEY-----\\nMIIB\\n"}';
    const of = (password: string): string =>
      `configs:\n  gcr.io: &x\n    auth:\n      username: _json_key\n      password: ${password}\n  eu.gcr.io:\n    <<: *x\n`;
    for (const [open, close] of [
      ['""', '""'],
      ["\"'", "'\""],
    ] as const) {
      const linted = lintFile(openRegistries(of(open + key + close)), {});
      const finding = linted.findings.find(({ id }) => id === "password-not-quoted");
      const [fix] = finding === undefined ? [] : offeredFixes(linted, finding);
      const changed = applyEdits(linted.file.doc.text, fix?.edits ?? []);
      const line = '{"type": "service_account", "private_key": "-----BEG\\nIN PRIVATE KEY-----\\nMIIB\\n"}';
      assert.equal(changed, of(`'${line}'`));
    }
  });

  it("offers no safe fix after which k3s reads as little, and the finding is still there", () => {
    const text =
      'x: &x\n  auth:\n    username*x: _json_ke\n    password: |\n        {"type": "service_account",\n"private_key": "x"}\nconfigs:\n  gcr.io:\n    <<: *x\n  eu.gcr.io:\n    <<: *x\n';
    const linted = lintFile(openRegistries(text), {});
    const found = linted.findings.filter(({ id }) => id === "username-not-json-key");
    assert.ok(found.some(({ fixes }) => fixes.some(({ safe }) => safe)));
    for (const finding of found) assert.deepEqual(offeredFixes(linted, finding), []);
  });

  it("applies the other fixes of a round that one would spoil", () => {
    const bad = "config: TODO\n";
    const good = "mirrors:\n  docker.io:\n    endpoints: [https://a.example.com]\n";
    const run = fixing(bad + good);
    assert.equal(run.text, bad + good.replace("endpoints", "endpoint"));
    assert.equal(run.fixed.length, 1);
    assertReadsAsWell(read(bad + good), read(run.text), "fixing");
    // Of these, the fix is found to be bad only once it is tried.
    const half =
      'configs:\n  gcr.io: &a\n    auth:\n      username: robot\n      password: \'{"type": "service_account"}\'\n  gcr.io: *a\n';
    const others = [good, good.replace("docker.io", "quay.io").replace("mirrors:\n", "")].join("");
    const rest = fixing(half + others);
    assert.equal(rest.text, half + others.replaceAll("endpoints", "endpoint"));
    assert.equal(rest.fixed.length, 2);
  });

  it("counts as fixed what is gone, where others with the same message are left", () => {
    // Through the alias, the fix would put a username alone in the place of a credential.
    const left = ["asia", "europe", "us"].map(
      (name) =>
        `  ${name}-docker.pkg.dev: &${name}\n    auth:\n      username: robot\n      password: '{"type": "service_account"}'\n  ${name}-docker.pkg.dev: *${name}\n`,
    );
    const other =
      '  d-docker.pkg.dev:\n    auth:\n      username: robot\n      password: \'{"type": "service_account"}\'\n';
    const run = fixing(`configs:\n${left.join("")}${other}`);
    assert.equal(run.text, `configs:\n${left.join("")}${other.replace("robot", "_json_key")}`);
    assert.deepEqual(
      run.fixed.map(({ id }) => id),
      ["username-not-json-key"],
    );
  });

  const settings = {
    "a username": "auth: {username: robot}",
    "a password": "auth: {password: NOT-A-PASSWORD}",
    "a certificate": "tls: {ca_file: /etc/ca.pem}",
    "no verification": "tls: {insecure_skip_verify: true}",
  };
  for (const [name, setting] of Object.entries(settings))
    it(`takes no setting of a host away: ${name}`, () => {
      // With a space before it, the first key would be a document of its own.
      const text = `\u00a0ple.com:\nconfigs:\n  registry.example.com:\n    ${setting}\n`;
      const run = fixing(text);
      assert.equal(run.text, text);
      assert.deepEqual(run.fixed, []);
    });

  it("takes no half of a credential away where it adds a setting for TLS", () => {
    // A merge behind a key replaces what that key has: with the new name, the mirror takes the place of the credential.
    const rename = "mirrors: &a\n  https://a.example.com:\nconfigs:\n  a.example.com:\n    auth: {password: x}\n";
    const move = "  //a.example.com:\n    ca_file: /ca.crt\n  <<: *a\n";
    const run = fixing(rename + move);
    assert.match(run.text, /^ {2}https:\/\/a\.example\.com:$/m);
    assert.match(run.text, /tls:\n {6}ca_file: \/ca\.crt/);
  });

  it("takes no half of a credential away", () => {
    // Through the alias, the fix would put a username alone in its place.
    const text =
      'configs:\n  gcr.io: &a\n    auth:\n      username: robot\n      password: \'{"type": "service_account"}\'\n  gcr.io: *a\n';
    const run = fixing(text);
    assert.equal(run.text, text);
    assert.deepEqual(run.fixed, []);
  });

  it("writes a password once, where it is, if it is broken in an anchor and beside its merge", () => {
    const of = (password: string): string =>
      `configs:\n    "[::1]:5000":\n            "*.example.com": &a0\n                password: ${password}\n    127.0.0.1:6443:\n        auth:\n            password: 'x${"'".repeat(400)}\n            <<: *a0\n`;
    const text = of(`'NOT-A-PASSWORD${"'".repeat(400)}`);
    const mended = of(`'NOT-A-PASSWORD${"'".repeat(401)}`);
    const linted = lintFile(openRegistries(text), {});
    for (const finding of linted.findings.filter(({ id }) => id === "password-not-quoted"))
      for (const { edits } of offeredFixes(linted, finding)) assert.equal(applyEdits(text, edits), mended);
    const run = fixing(text);
    assert.equal(run.text, mended);
    assert.equal(fixing(run.text).text, run.text);
  });
});
