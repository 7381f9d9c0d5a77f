import assert from "node:assert/strict";
import { fixing, offeredFixes } from "../../src/core/lint/fixing.ts";
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
        const { file, findings } = run.result;
        for (const finding of findings)
          for (const { title, edits } of offeredFixes(file, finding))
            assertReadsAsWell(read(text), read(applyEdits(text, edits)), title);
      });
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
      "configs:\n  REGISTRY.example.com: &a\n    auth:\n      username: robot\n      password: n\n  REGISTRY.example.com: *a\n";
    const others = [good, good.replace("docker.io", "quay.io").replace("mirrors:\n", "")].join("");
    const rest = fixing(half + others);
    assert.equal(rest.text, half + others.replaceAll("endpoints", "endpoint"));
    assert.equal(rest.fixed.length, 2);
  });

  it("counts as fixed what is gone, where others with the same message are left", () => {
    // Quoting through the alias would put a password alone in the place of a credential.
    const left = ["A", "B", "C"].map(
      (name) =>
        `  ${name}.example.com: &${name}\n    auth:\n      username: robot\n      password: n\n  ${name}.example.com: *${name}\n`,
    );
    const quoted = "  d.example.com:\n    auth:\n      username: robot\n      password: n\n";
    const run = fixing(`configs:\n${left.join("")}${quoted}`);
    assert.equal(run.text, `configs:\n${left.join("")}${quoted.replace(": n", ": 'n'")}`);
    assert.deepEqual(
      run.fixed.map(({ id }) => id),
      ["password-not-quoted"],
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
    // Quoting through the alias would put a password alone in its place.
    const text =
      "configs:\n  REGISTRY.example.com: &a\n    auth:\n      username: robot\n      password: n\n  REGISTRY.example.com: *a\n";
    const run = fixing(text);
    assert.equal(run.text, text);
    assert.deepEqual(run.fixed, []);
  });

  it("leaves a text as it is that fixes would only make longer", () => {
    const auth = `password: 'NOT-A-PASSWORD${"'".repeat(400)}\n`;
    const text = `configs:\n    "[::1]:5000":\n            "*.example.com": &a0\n                ${auth}    127.0.0.1:6443:\n        auth:\n            ${auth}            <<: *a0\n`;
    const run = fixing(text);
    assert.equal(run.text, text);
    assert.deepEqual(run.fixed, []);
  });
});
