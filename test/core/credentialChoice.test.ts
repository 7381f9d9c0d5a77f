import assert from "node:assert/strict";
import { chosenCredential, readBasicAuth } from "../../src/core/credentials/choice.ts";
import { readDockerConfig } from "../../src/core/credentials/dockerConfig.ts";
import { placeholderCredential, placeholderHost } from "../../src/core/credentials/placeholder.ts";
import { registriesFile } from "../../src/core/registries/file.ts";
import { parseYaml } from "../../src/core/yaml/document.ts";

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

describe("the credential that containerd takes", () => {
  const chosen = (auth: string): string | undefined => {
    const [config] = registriesFile(parseYaml(`configs: {a.example.com: {auth: ${auth}}}`)).configs;
    return config && chosenCredential(config.auth);
  };

  it("is that of the username, then the identity token, then auth", () => {
    assert.equal(chosen("{username: a, identity_token: b, auth: c}"), "username");
    assert.equal(chosen("{identity_token: b, auth: c}"), "identity_token");
    assert.equal(chosen("{username: '', identity_token: ~, auth: c}"), "auth");
    assert.equal(chosen("{password: a}"), undefined);
  });

  it("is cut out of auth at the first colon, without NUL at its ends", () => {
    assert.deepEqual(readBasicAuth(base64("a:b:c")), { ok: true, username: "a", password: "b:c" });
    assert.deepEqual(readBasicAuth(base64("a:b\0\0")), { ok: true, username: "a", password: "b" });
    assert.deepEqual(readBasicAuth(base64("ab")), { ok: false, fault: "no-colon", decoded: "ab" });
    assert.deepEqual(readBasicAuth("a:b"), { ok: false, fault: "base64", offset: 1 });
  });
});

describe("a docker config.json", () => {
  const credential = { username: "a", password: "b:c", identityToken: undefined, auth: base64("a:b:c") };

  it("is read as it is and in base64, with the hosts that configs needs", () => {
    const json = JSON.stringify({
      auths: {
        "https://index.docker.io/v1/": { auth: base64("a:b:c").replace(/=+$/, "") },
        "registry.example.com:5000": { auth: base64("a:b:c") },
        "https://empty.example.com": {},
      },
    });
    const expected = [
      { host: "registry-1.docker.io", ...credential },
      { host: "registry.example.com:5000", ...credential },
    ];
    assert.deepEqual(readDockerConfig(json), expected);
    assert.deepEqual(readDockerConfig(base64(json)), expected);
  });

  it("is no other JSON, and no other base64", () => {
    for (const text of ['{"type": "service_account"}', base64('{"a": 1}'), "eyJ", "", "auths"])
      assert.equal(readDockerConfig(text), undefined);
  });
});

describe("placeholders", () => {
  it("are told from credentials", () => {
    for (const text of ["$TOKEN", "$(cat t)", "$registry_password"])
      assert.equal(placeholderCredential(text), "variable", text);
    for (const text of ["<token>", "xxx", "***", "changeme", "your-token", "YOUR_TOKEN", "[REDACTED]"])
      assert.equal(placeholderCredential(text), "words", text);
    for (const text of [
      "robot$ci",
      "$a1b2c3",
      "$ecret",
      "Pa$$word",
      "toothpaste",
      "a<b>c",
      "xx",
      "Harbor12345",
      "my-password",
      "",
    ])
      assert.equal(placeholderCredential(text), undefined, text);
  });

  it("are told from hosts and URLs", () => {
    for (const text of ["$REGISTRY:5000", "https://$HOST/v2"]) assert.equal(placeholderHost(text), "variable", text);
    for (const text of ["<host>", "https://xxx.example.com", "your-registry.example.com", "https://{registry}"])
      assert.equal(placeholderHost(text), "words", text);
    for (const text of ["docker.io", "https://xxl.example.com", "yourcompany.example.com:5000", "*", "[fd00::1]:5000"])
      assert.equal(placeholderHost(text), undefined, text);
  });
});
