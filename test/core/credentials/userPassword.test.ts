import assert from "node:assert/strict";
import type { Credential } from "../../../src/core/credentials/credential.ts";
import { registryPresets } from "../../../src/core/credentials/registryPresets.ts";
import { pairCredential } from "../../../src/core/credentials/userPassword.ts";
import { hostProblem } from "../../../src/core/hosts/registryHost.ts";
import { fakeKeyFile } from "../fakeKey.ts";

function credential(username: string, password: string, host?: string): Credential {
  const reading = pairCredential(username, password, host);
  assert.ok(reading.ok, reading.ok ? "" : reading.problem);
  return reading.credential;
}

function warnings(username: string, password: string, host?: string): string {
  return credential(username, password, host).warnings.join("\n");
}

function problem(username: string, password: string, host?: string): string {
  const reading = pairCredential(username, password, host);
  assert.ok(!reading.ok, "the pair should have been refused");
  return `${reading.field}: ${reading.problem}`;
}

describe("a typed user and password", () => {
  it("is a credential for the registry, whose host may be typed as a URL", () => {
    assert.deepEqual(credential("puller", "not-a-secret", "https://Harbor.Example.com:8443/v2/"), {
      kind: "user-password",
      auth: { username: "puller", password: "not-a-secret" },
      hosts: ["harbor.example.com:8443"],
      description: { account: "puller" },
      warnings: [],
    });
  });

  it("needs no registry yet", () => {
    assert.deepEqual(credential("robot$ci+puller", "a:b'c\"d\\e ü").hosts, []);
  });

  it("is refused without a user or password, or with a host that is none", () => {
    assert.match(problem(" ", "secret"), /^username: Enter/);
    assert.match(problem("puller", "\n"), /^password: Enter/);
    assert.match(problem("puller", "secret", "registry"), /^host: .*dot or a port/);
    assert.match(problem("pul:ler", "secret"), /^username: .*colon/);
  });

  for (const code of [0x00, 0x07, 0x0b, 0x1b, 0x7f]) {
    const name = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
    it(`is refused with the control character ${name}, with which containerd can't start`, () => {
      const char = String.fromCharCode(code);
      assert.ok(problem("puller", `se${char}cret`).includes(name));
      assert.ok(problem(`pul${char}ler`, "secret").includes(name));
    });
  }

  it("is warned of blanks around, line breaks and placeholders, and keeps what was typed", () => {
    assert.match(warnings(" puller", "secret"), /username has spaces/);
    assert.match(warnings("puller", "secret\n"), /password has spaces or a line break around/);
    assert.match(warnings("puller", "sec\nret"), /contains a line break or tab/);
    assert.match(warnings("puller", "<password>"), /placeholder/);
    assert.match(warnings("USERNAME", "secret"), /placeholder/);
    assert.deepEqual(credential("puller", " secret ").auth, { username: "puller", password: " secret " });
  });

  it("is warned of a fine-grained token for GitHub's registry alone", () => {
    assert.match(warnings("octocat", "github_pat_FAKE", "ghcr.io"), /classic/);
    assert.equal(warnings("octocat", "github_pat_FAKE", "registry.example.com"), "");
    assert.equal(warnings("octocat", "ghp_FAKE", "ghcr.io"), "");
  });

  it("that ends soon is warned of, and with its end where the token says that", () => {
    assert.match(warnings("AWS", "fake", "123456789012.dkr.ecr.eu-central-1.amazonaws.com"), /12 hours/);
    assert.match(warnings("oauth2accesstoken", "ya29.fake"), /an hour/);
    const token = `${btoa('{"alg":"none"}')}.${btoa('{"exp":1767330245}')}.fake`.replaceAll("=", "");
    assert.equal(credential("fake", token).description.expires, 1767330245);
  });

  it("is for Docker Hub under its one name", () => {
    for (const host of ["docker.io", "index.docker.io", "https://index.docker.io/v1/", "hub.docker.com"])
      assert.deepEqual(credential("fake", "fake-password", host).hosts, ["docker.io"]);
  });

  it("is not shown when the user is the token", () => {
    assert.equal(credential("dop_v1_fake", "dop_v1_fake", "registry.digitalocean.com").description.account, undefined);
  });

  it("is a Google key when the user says so, pretty or not", () => {
    const { kind, auth, hosts, description } = credential("_json_key", fakeKeyFile(), "europe-docker.pkg.dev");
    assert.equal(kind, "google-key");
    assert.ok("username" in auth && auth.username === "_json_key" && !auth.password.includes("\n"));
    assert.deepEqual(hosts, ["europe-docker.pkg.dev"]);
    assert.equal(description.project, "fake-project");
    assert.match(problem("_json_key", "secret"), /^password: .*not JSON/);
  });

  it("tells nothing of the password", () => {
    const marker = "CANARY";
    for (const password of [` ${marker}`, `${marker}\n${marker}`, `<${marker}>`, `github_pat_${marker}`]) {
      const { description, warnings } = credential("puller", password, "ghcr.io");
      assert.ok(!JSON.stringify([description, warnings]).includes(marker));
    }
    assert.ok(!problem("puller", `${marker}\x07`).includes(marker));
    assert.ok(!problem("_json_key", marker).includes(marker));
  });
});

describe("presets of registries", () => {
  it("have ids of their own, a host or what one looks like, and hosts that registries.yaml can have", () => {
    assert.equal(new Set(registryPresets.map(({ id }) => id)).size, registryPresets.length);
    for (const { id, host, usualHost, hostExample } of registryPresets) {
      const hosts = [host, usualHost, hostExample].filter((one) => one !== undefined);
      assert.equal(hosts.length, 1, id);
      assert.equal(hostProblem(hosts[0] ?? ""), undefined, id);
    }
  });

  it("have the fixed users that registries demand", () => {
    const fixed = registryPresets.flatMap(({ id, username }) => (username === undefined ? [] : [[id, username]]));
    assert.deepEqual(fixed, [
      ["ecr", "AWS"],
      ["ibm", "iamapikey"],
    ]);
  });
});
