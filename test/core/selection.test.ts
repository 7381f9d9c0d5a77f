import assert from "node:assert/strict";
import { contestedHosts, initialHosts, sameRegistry } from "../../src/core/convert/selection.ts";
import type { Credential } from "../../src/core/credentials/credential.ts";

function credential(...hosts: readonly string[]): Credential {
  return { kind: "docker-config", auth: { username: "u", password: "p" }, hosts, description: {}, warnings: [] };
}

describe("which credential a registry gets", () => {
  it("takes the names of Docker Hub for one registry", () => {
    assert.ok(sameRegistry("docker.io", "registry-1.docker.io"));
    assert.ok(sameRegistry("index.docker.io", "docker.io"));
    assert.ok(!sameRegistry("quay.io", "docker.io"));
  });

  it("is what the file says, unless that is not clear", () => {
    const credentials = [credential("quay.io", "a.example.com"), credential("docker.io"), credential("quay.io")];
    assert.deepEqual(contestedHosts(credentials), ["quay.io"]);
    assert.deepEqual(initialHosts(credentials, []), [["a.example.com"], ["docker.io"], []]);
    assert.deepEqual(initialHosts(credentials, ["registry-1.docker.io"]), [["a.example.com"], [], []]);
  });
});
