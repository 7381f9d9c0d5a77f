import assert from "node:assert/strict";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { hover } from "../../../src/core/language/hover.ts";
import { lint } from "../../../src/core/lint/lint.ts";
import { fakeKey } from "../fakeKey.ts";

/** What is said at the first place of some words. */
function at(text: string, words: string): string {
  const found = hover(openRegistries(text), text.indexOf(words));
  return (found?.lines ?? []).join("\n");
}

const file = `mirrors:
  docker.io:
    endpoint:
      - "https://user:hunter2@mirror.example.com?token=hunter2"
      - localhost:5000/cache
      - "https://bad host"
    rewrite:
      "^a": b
configs:
  europe-west3-docker.pkg.dev:
    auth:
      username: _json_key
      password: '${JSON.stringify(fakeKey())}'
  mirror.example.com:
    auth:
      username: AWS
      password: hunter2
    tls:
      insecure_skip_verify: true
`;

describe("hover", () => {
  it("tells of a key what it does, since when, and what holds without it", () => {
    const text = at(file, "rewrite:");
    assert.match(text, /regular expression/);
    assert.match(text, /since v1\.21\.0/);
    assert.match(text, /Default: names are not changed/);
    assert.match(at(file, "insecure_skip_verify"), /Default: false/);
  });

  it("covers the key alone", () => {
    const found = hover(openRegistries(file), file.indexOf("rewrite:") + 3);
    assert.equal(file.slice(found?.start, found?.end), "rewrite");
  });

  it("tells of a mirror's key the registry and what is tried, in order", () => {
    const text = at(file, "docker.io:");
    assert.match(text, /^Docker Hub\.$/m);
    assert.match(text, /order: https:\/\/mirror\.example\.com\/v2, http:\/\/localhost:5000\/cache\.$/m);
    assert.match(text, /https:\/\/registry-1\.docker\.io\/v2 is tried last/);
  });

  it("tells only of endpoints that k3s tries, each once", () => {
    const misspelt = at("mirrors:\n  quay.io:\n    endpoints:\n      - https://a.example.com\n", "quay.io");
    assert.doesNotMatch(misspelt, /a\.example\.com/);
    const twice = "mirrors:\n  quay.io:\n    endpoint: [https://a.example.com, a.example.com, https://quay.io]\n";
    assert.match(at(twice, "quay.io"), /order: https:\/\/a\.example\.com\/v2\.$/m);
  });

  it("tells where Google's host is", () => {
    assert.match(at(file, "europe-west3"), /Artifact Registry: Frankfurt, Germany/);
  });

  it("tells where an endpoint is contacted, without user and query", () => {
    const text = at(file, '"https://user');
    assert.match(text, /^Contacted at https:\/\/mirror\.example\.com\/v2\.$/m);
    assert.match(text, /credential is in "configs" under mirror\.example\.com/);
    assert.doesNotMatch(text, /hunter2|user:/);
    assert.match(at(file, "localhost"), /Contacted at http:\/\/localhost:5000\/cache\.[\s\S]*replaces \/v2/);
    assert.match(at(file, '"https://bad'), /ignores this endpoint/);
  });

  it("tells of a Google key its account, project and id", () => {
    const key = fakeKey();
    for (const words of ["_json_key", "'{"]) {
      const text = at(file, words);
      assert.match(text, /Google service-account key/);
      assert.ok(text.includes(`Account: ${key["client_email"]}`), text);
      assert.ok(text.includes(`Project: ${key["project_id"]}`), text);
      assert.doesNotMatch(text, /PRIVATE/);
    }
  });

  it("tells when a token ends", () => {
    assert.match(at(file, "hunter2\n"), /expires after 12 hours/);
  });

  it("has nothing to tell outside, nor of keys that k3s does not read", () => {
    for (const [text, offset] of [
      ["", 0],
      ["mirrors:\n", 99],
      ["mirrors:\n", -1],
      ["x-constructor: 1\n", 2],
    ] as const)
      assert.equal(hover(openRegistries(text), offset), undefined);
  });

  describe("on a rewrite", () => {
    const rewrite = (entries: string, registry = "docker.io"): string =>
      `mirrors:\n  ${registry}:\n    endpoint: [https://a.example.com]\n    rewrite:\n${entries}`;

    it("shows what becomes of a repository, on the pattern and on the replacement", () => {
      const text = rewrite('      "^rancher/(.*)": "mirror/$1"\n');
      assert.equal(at(text, "^rancher"), "For example, rancher/app becomes mirror/app.");
      assert.equal(at(text, "mirror/"), at(text, "^rancher"));
      assert.match(at(rewrite('      "^(.*)$": "hub/$1"\n'), "^("), /library\/nginx becomes hub\/library\/nginx\./);
      assert.match(at(rewrite('      "^app$": "app"\n', "a.example.com"), "^app"), /app does not change\./);
    });

    it("says what keeps it from working", () => {
      assert.match(at(rewrite('      "^(?!a)": b\n'), "^(?"), /can't compile this pattern and ignores the rewrite/);
      assert.match(
        at(rewrite("      '^lib\\.x/(.*)': b/$1\n"), "^lib"),
        /breaks the file that k3s writes for containerd/,
      );
      assert.match(at(rewrite("      '^library\\/(.*)': b/$1\n"), "^lib"), /from v1\.31\.6 and v1\.32\.2 on/);
      assert.match(at(rewrite('      "^Nginx": b\n'), "^Nginx"), /No repository name matches/);
    });

    it("says that each match is replaced, and that several have no order", () => {
      assert.match(at(rewrite('      "an": b\n'), '"an"'), /every match in a name is replaced/);
      const two = rewrite('      "^a": b\n      "^c": d\n');
      assert.match(at(two, "^a"), /containerd uses any one/);
    });

    it("is quiet on templates and shows no token", () => {
      assert.equal(at(rewrite('      "^{{ x }}": b\n'), "^{{"), "");
      const token = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";
      assert.doesNotMatch(at(rewrite(`      "^(.*)": "${token}/$1"\n`), "^("), /ghp_/);
    });
  });

  describe("on the settings of TLS", () => {
    const tls = (lines: string): string => `configs:\n  a.example.com:\n    tls:\n${lines}`;

    it("says how paths are taken", () => {
      assert.match(at(tls("      ca_file: /etc/ssl/own.pem\n"), "/etc"), /^A file on each node/);
      for (const path of ["~/own.pem", "own.pem", "$HOME/own.pem"])
        assert.match(at(tls(`      ca_file: ${path}\n`), path), /not an absolute path/);
      const key = "-----BEGIN PRIVATE KEY-----canary";
      const inline = at(tls(`      key_file: "${key}"\n`), key);
      assert.match(inline, /reads it as a path/);
      assert.doesNotMatch(inline, /canary/);
    });

    it("says what is missing beside a certificate, and when a file is not used", () => {
      assert.match(at(tls("      cert_file: /a.pem\n"), "/a.pem"), /needs key_file/);
      assert.doesNotMatch(at(tls("      cert_file: /a.pem\n      key_file: /a.key\n"), "/a.pem"), /needs/);
      const unchecked = tls("      ca_file: /a.pem\n      insecure_skip_verify: true\n");
      assert.match(at(unchecked, "/a.pem"), /is not checked, so this file is not used/);
    });

    it("says what insecure_skip_verify comes to", () => {
      const skip = (value: string): string => at(tls(`      insecure_skip_verify: ${value}\n`), `${value}\n`);
      for (const value of ["true", "yes", "on"]) assert.match(skip(value), /is not checked/);
      for (const value of ["false", "no", "Off"]) assert.match(skip(value), /is checked/);
      for (const value of ['"true"', "1", "enabled"]) assert.match(skip(value), /can't read the file/);
    });
  });

  describe("on a key that k3s does not read there", () => {
    it("tells what the key does that was meant, and leaves the fault to the finding", () => {
      const mirror = "mirrors:\n  a.example.com:\n    endpoints: [b]\n";
      assert.match(at(mirror, "endpoints"), /^"endpoint": URLs to pull from/);
      assert.match(at("mirror:\n  a:\n", "mirror"), /^"mirrors": Where images are pulled from/);
      const auth = "configs:\n  a.example.com:\n    auth:\n      pass: canary\n      token: canary\n";
      assert.match(at(auth, "pass"), /^"password": The password, token or key/);
      assert.equal(at(auth, "token"), "");
    });

    it("tells what a known key does where it belongs", () => {
      const config = "configs:\n  a.example.com:\n    username: u\n    insecureSkipVerify: true\n";
      assert.match(at(config, "username"), /^The user\./);
      assert.match(
        at("mirrors:\n  a.example.com:\n    tls: {}\n", "tls"),
        /^How the certificate of this host is checked/,
      );
      assert.match(at("configs:\n  auth:\n    username: u\n", "auth"), /^The credential for this host/);
      assert.match(at("mirrors:\n  configs:\n    a.io: {}\n", "configs"), /^Credentials and TLS settings/);
      assert.equal(at(config, "insecureSkipVerify"), "");
    });

    it("repeats no sentence of a finding", () => {
      for (const text of [
        "mirrors:\n  a.io:\n    endpoints: [b]\n",
        "configs:\n  a.io:\n    username: u\n",
        "configs:\n  a.io:\n    caBundle: u\n",
        "configs:\n  auth:\n    username: u\n",
      ]) {
        const file = openRegistries(text);
        const [{ start } = { start: -1 }] = lint(file);
        for (const line of hover(file, start)?.lines ?? [])
          assert.doesNotMatch(line, /ignores|Did you mean|as a registry/);
      }
    });

    it("is quiet on keys that are ignored on purpose, unlike those with an anchor that k3s reads", () => {
      assert.match(at("mirrors: &a {}\nconfigs: *a\n", "mirrors"), /^Where images are pulled from/);
      assert.equal(at("x-auth: &a {}\nmirrors: {}\n", "x-auth"), "");
      assert.equal(at("common: &a {}\nconfigs:\n  a.example.com: *a\n", "common"), "");
      assert.equal(at("mirrors:\n  a.example.com:\n    {{ x }}: 1\n", "{{"), "");
    });
  });

  it("tells of auths that they are never used", () => {
    const text = "auths:\n  ghcr.io:\n    username: u\n    password: canary\n";
    for (const words of ["ghcr.io", "username", "canary"]) assert.match(at(text, words), /never uses/);
  });
});
