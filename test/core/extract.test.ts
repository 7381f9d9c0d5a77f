import assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "yaml";
import { convert } from "../../src/core/convert/convert.ts";
import { credentialHosts, type ExtractForm, extract, extractForms } from "../../src/core/convert/extract.ts";
import type { Credential } from "../../src/core/credentials/credential.ts";
import { readCredentials } from "../../src/core/credentials/readCredentials.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { hasTemplate } from "../../src/core/yaml/template.ts";
import { credentialWith, fakeKeyCredential } from "./fakeCredentials.ts";
import { fakeKeyFile } from "./fakeKey.ts";

const key = fakeKeyCredential();

function registries(credential: Credential, host: string, keyForm: "json" | "base64" = "json"): string {
  const conversion = convert({ assignments: [{ credential, hosts: [host] }], mirrors: false, keyForm });
  assert.ok(conversion.ok, conversion.ok ? "" : conversion.problem);
  return conversion.text;
}

function extracted(text: string, host: string, form: ExtractForm): string {
  const extraction = extract(openRegistries(text), host, form);
  assert.ok(extraction.ok, extraction.ok ? "" : extraction.problem);
  assert.equal(extraction.language, form === "pull-secret" ? "yaml" : "json");
  return extraction.text;
}

/** Docker Hub has a name of its own in every tool. */
function plainHost(host: string): string {
  return /^(?:registry-1\.|index\.)?docker\.io$/.test(host) ? "docker.io" : host;
}

describe("extraction", () => {
  it("gives back the key file to the letter, from JSON and from base64", () => {
    for (const form of ["json", "base64"] as const)
      assert.equal(extracted(registries(key, "gcr.io", form), "gcr.io", "google-key"), fakeKeyFile());
    const encoded = Buffer.from(`_json_key:${JSON.stringify(JSON.parse(fakeKeyFile()))}`).toString("base64");
    const text = `configs:\n  gcr.io:\n    auth:\n      auth: ${encoded}\n`;
    assert.equal(extracted(text, "gcr.io", "google-key"), fakeKeyFile());
  });

  it("keeps the order of fields and nested values of a key", () => {
    const file = fakeKeyFile({ 2: "b", 1: "a", list: [], map: {}, more: [1, { x: null }] });
    const again = extracted(registries(fakeKeyCredential(JSON.parse(file)), "gcr.io"), "gcr.io", "google-key");
    assert.deepEqual(JSON.parse(again), JSON.parse(file));
    assert.match(
      again,
      /"list": \[\],\n {2}"map": \{\},\n {2}"more": \[\n {4}1,\n {4}\{\n {6}"x": null\n {4}\}\n {2}\]\n\}\n$/,
    );
  });

  it("writes a docker config and a pull Secret as docker and kubectl do", () => {
    const text = registries(credentialWith({ username: "u", password: "p:é" }), "docker.io");
    const auth = Buffer.from("u:p:é").toString("base64");
    const docker = extracted(text, "registry-1.docker.io", "docker-config");
    assert.deepEqual(JSON.parse(docker), { auths: { "https://index.docker.io/v1/": { auth } } });
    const secret = parse(extracted(text, "registry-1.docker.io", "pull-secret"));
    assert.deepEqual(
      [secret.apiVersion, secret.kind, secret.type, secret.metadata.name],
      ["v1", "Secret", "kubernetes.io/dockerconfigjson", "registry-registry-1-docker-io"],
    );
    assert.deepEqual(
      JSON.parse(Buffer.from(secret.data[".dockerconfigjson"], "base64").toString()),
      JSON.parse(docker),
    );
  });

  it("names the Secret by a valid label, whatever the host", () => {
    for (const host of [
      "[fd00::1]:5000",
      "10.0.0.1:5000",
      `${"a".repeat(63)}.${"b".repeat(63)}.io`,
      "r.io:8443",
      "-x-.",
    ]) {
      const text = `configs:\n  "${host}":\n    auth: {username: u, password: 'p'}\n`;
      assert.match(parse(extracted(text, host, "pull-secret")).metadata.name, /^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/);
    }
  });

  it("offers what fits, for each host that has a credential", () => {
    const text = `configs:
  gcr.io:
    auth: {username: _json_key, password: '${JSON.stringify(JSON.parse(fakeKeyFile()))}'}
  r.io:
    auth: {username: u, password: 'p', identity_token: ignored}
  t.io:
    auth: {identity_token: fake.token}
  e.io:
    auth: {auth: ${btoa("u:p")}}
  half.io:
    auth: {username: u}
  broken.io:
    auth: {auth: '###'}
  empty.io:
    auth: {username: u, password: ''}
  none.io:
    tls: {}
`;
    assert.deepEqual(credentialHosts(openRegistries(text)), ["gcr.io", "r.io", "t.io", "e.io"]);
    assert.deepEqual(extractForms(openRegistries(text), "gcr.io"), ["google-key", "docker-config", "pull-secret"]);
    assert.deepEqual(extractForms(openRegistries(text), "r.io"), ["docker-config", "pull-secret"]);
    assert.deepEqual(extractForms(openRegistries(text), "t.io"), ["docker-config"]);
    assert.deepEqual(JSON.parse(extracted(text, "t.io", "docker-config")), {
      auths: { "t.io": { identitytoken: "fake.token" } },
    });
    for (const [host, form, reason] of [
      ["missing.io", "docker-config", /no entry for missing\.io/],
      ["none.io", "docker-config", /no credential/],
      ["half.io", "google-key", /no credential/],
      ["r.io", "google-key", /not a Google key/],
      ["t.io", "pull-secret", /identity token/],
    ] as const) {
      const extraction = extract(openRegistries(text), host, form);
      assert.ok(!extraction.ok);
      assert.match(extraction.problem, reason);
    }
    for (const odd of ["", "\ufeff", "- a\n", "configs:\n\tx\n", "{{ x }}"]) {
      assert.deepEqual(credentialHosts(openRegistries(odd)), []);
      assert.ok(!extract(openRegistries(odd), "r.io", "docker-config").ok);
    }
  });

  it("leaves alone what a template will still write", () => {
    assert.deepEqual(
      credentialHosts(openRegistries('configs:\n  r.io:\n    auth: {username: u, password: "{{ secret }}"}\n')),
      [],
    );
  });

  it("takes what is meant where the quotes around a key are wrong", () => {
    const json = JSON.stringify(JSON.parse(fakeKeyFile()));
    for (const password of [json, `"${json}"`, `'${json.replaceAll('"', '\\"')}'`]) {
      const text = `configs:\n  gcr.io:\n    auth:\n      username: _json_key\n      password: ${password}\n`;
      assert.equal(extracted(text, "gcr.io", "google-key"), fakeKeyFile());
      const { auths } = JSON.parse(extracted(text, "gcr.io", "docker-config"));
      const decoded = Buffer.from(auths["gcr.io"].auth, "base64").toString();
      assert.deepEqual(JSON.parse(decoded.slice("_json_key:".length)), JSON.parse(json));
    }
  });

  describe("after conversion", function () {
    this.timeout(60_000);

    const awkward = fc
      .oneof(
        fc.string({ unit: "binary", minLength: 1 }),
        fc.string({
          unit: fc.constantFrom("'", '"', "\\", ": ", " #", "\n", "\u0085", "\u2028", "\ufeff", "😀", "{", "é", "="),
          minLength: 1,
        }),
        fc.string({ minLength: 1 }),
      )
      .filter(
        (text) => !/[\x00-\x07\x0b\x0e-\x1f\x7f]/.test(text) && /^\P{Surrogate}*$/u.test(text) && !hasTemplate(text),
      );
    // The readers refuse a colon: a registry takes what follows it for the password.
    const username = awkward.filter((text) => !text.includes(":"));
    const host = fc.constantFrom("docker.io", "r.example.com", "r.example.com:8443", "10.0.0.1:5000");

    function sameAfter(credential: Credential, at: string, form: ExtractForm): void {
      const text = registries(credential, at);
      const [written = ""] = credentialHosts(openRegistries(text));
      const reading = readCredentials(extracted(text, written, form));
      assert.ok(reading.ok, reading.ok ? "" : reading.problem);
      assert.deepEqual(
        reading.credentials.map(({ auth, hosts }) => ({ auth, hosts: hosts.map(plainHost) })),
        [{ auth: credential.auth, hosts: form === "google-key" ? [] : [plainHost(at)] }],
      );
    }

    it("is the identity for a key", () => {
      fc.assert(
        fc.property(fc.dictionary(awkward, fc.oneof(awkward, fc.jsonValue()), { maxKeys: 4 }), host, (extra, at) => {
          const fields = Object.fromEntries(Object.entries(extra).map(([name, value]) => [`x${name}`, value]));
          fc.pre(!hasTemplate(JSON.stringify(fields)));
          sameAfter(fakeKeyCredential(fields), at, "google-key");
        }),
        { numRuns: 300 },
      );
    });

    it("is the identity for users, robots, tokens and keys in a docker config", () => {
      const pair = fc
        .record({ username, password: awkward })
        .map(({ username, password }) => credentialWith({ username, password }));
      const identity = awkward.map((identityToken) => credentialWith({ identityToken }, { kind: "docker-config" }));
      fc.assert(
        fc.property(fc.oneof(pair, identity, fc.constant(key)), host, (credential, at) =>
          sameAfter(credential, at, "docker-config"),
        ),
        { numRuns: 500 },
      );
    });

    it("is the identity for users in a pull Secret", () => {
      const pair = fc
        .record({ username, password: awkward })
        .map(({ username, password }) => credentialWith({ username, password }));
      fc.assert(
        fc.property(pair, host, (credential, at) => sameAfter(credential, at, "pull-secret")),
        { numRuns: 300 },
      );
    });
  });
});
