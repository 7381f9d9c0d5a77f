import assert from "node:assert/strict";
import { containerdPreview, registryAt } from "../../../src/core/containerd/containerdPreview.ts";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";

const file = `mirrors:
  docker.io:
    endpoint: ["https://mirror.example.com"]
configs:
  mirror.example.com:
    auth: {username: u, password: CANARY}
`;

describe("the preview of containerd's configuration", () => {
  it("knows where the file of each registry begins, and of the credentials", () => {
    const { text, starts } = containerdPreview(openRegistries(file), {});
    assert.ok(!text.includes("CANARY"));
    const lines = [...starts].map(([registry, start]) => [registry, text.slice(start).split("\n", 1)[0]]);
    assert.deepEqual(lines, [
      ["", "# config.toml"],
      ["docker.io", "# certs.d/docker.io/hosts.toml"],
      ["mirror.example.com", "# certs.d/mirror.example.com/hosts.toml"],
    ]);
  });

  it("finds the registry that the cursor is at", () => {
    assert.equal(registryAt(openRegistries(file), file.indexOf("endpoint")), "docker.io");
    assert.equal(registryAt(openRegistries(file), file.indexOf("username")), "mirror.example.com");
    assert.equal(registryAt(openRegistries(file), 0), undefined);
    const key = file.indexOf("docker.io");
    assert.equal(registryAt(openRegistries(file), key - 1), undefined);
    assert.equal(registryAt(openRegistries(file), key), "docker.io");
    const end = file.indexOf('.com"]') + 6;
    assert.equal(registryAt(openRegistries(file), end), "docker.io");
    assert.equal(registryAt(openRegistries(file), end + 1), undefined);
  });

  it("separates the files by an empty line, and says nothing where there is none", () => {
    const { text } = containerdPreview(openRegistries(file), {});
    assert.doesNotMatch(text, /^\n|\n\n\n|\n\n$/);
    assert.equal(text.match(/(?:^|\n\n)# [^\n]*\n/g)?.length, 3);
    const { text: none, remarks, starts } = containerdPreview(openRegistries("mirrors: {}\n"), {});
    assert.deepEqual([none, remarks, starts.size], ["", ["k3s writes nothing for containerd of this file."], 0]);
  });

  it("says on one line why a file can't be read", () => {
    const { remarks, text } = containerdPreview(
      openRegistries("mirrors:\n  r.io: {endpoint: text}\n  s.io: {endpoint: text}\n"),
      {},
    );
    assert.equal(text, "");
    assert.match(
      remarks[0] as (typeof remarks)[0],
      /^k3s can't read [^\n]*: yaml: unmarshal errors: line 2: [^\n]+ line 3: [^\n]+$/,
    );
  });

  it("says when the release that is named writes no hosts.toml, and when the file can't be read", () => {
    const remarks = (text: string, version: readonly [number, number, number]): string =>
      containerdPreview(openRegistries(text), { target: { product: "k3s", version } }).remarks.join("\n");
    assert.match(remarks(file, [1, 26, 0]), /k3s v1\.26\.0 writes all of this to config\.toml/);
    assert.doesNotMatch(remarks(file, [1, 30, 4]), /config\.toml/);
    assert.match(remarks("mirrors: [", [1, 30, 4]), /can't read this file/);
  });

  it("masks what was pasted into the place of a host, a user, a path or a certificate", () => {
    const token = "ghp_16C7e42F292c6912E7710c838347CANARY";
    const { text } = containerdPreview(
      openRegistries(`mirrors:
  docker.io:
    endpoint: ["https://mirror.example.com/${token}", "me:CANARY@b.example.com", "https://${token}"]
    rewrite: {"^${token}/(.*)": "$1"}
configs:
  "me:CANARY@a.example.com":
    auth: {username: ${token}, password: CANARY}
  ${token}:
    tls: {ca_file: "/etc/${token}"}
  mirror.example.com:
    tls: {cert_file: /etc/ssl/node.pem, key_file: "-----BEGIN PRIVATE KEY-----\\nCANARY"}
`),
      {},
    );
    assert.ok(!text.includes("CANARY"), text);
    assert.match(text, /client = \[\["\/etc\/ssl\/node\.pem", "••••••••"\]\]/);
    assert.match(text, /^server = "https:\/\/••••••••@a\.example\.com\/v2"$/m);
  });
});
