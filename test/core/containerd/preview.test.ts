import assert from "node:assert/strict";
import { containerdPreview, registryAt } from "../../../src/core/containerd/preview.ts";
import { say } from "../../../src/core/text/phrase.ts";

const file = `mirrors:
  docker.io:
    endpoint: ["https://mirror.example.com"]
configs:
  mirror.example.com:
    auth: {username: u, password: CANARY}
`;

describe("the preview of containerd's configuration", () => {
  it("knows where the file of each registry begins, and of the credentials", () => {
    const { text, starts } = containerdPreview(file, {});
    assert.ok(!text.includes("CANARY"));
    const lines = [...starts].map(([registry, start]) => [registry, text.slice(start).split("\n", 1)[0]]);
    assert.deepEqual(lines, [
      ["", "# config.toml"],
      ["docker.io", "# certs.d/docker.io/hosts.toml"],
      ["mirror.example.com", "# certs.d/mirror.example.com/hosts.toml"],
    ]);
  });

  it("finds the registry that the cursor is at", () => {
    assert.equal(registryAt(file, file.indexOf("endpoint")), "docker.io");
    assert.equal(registryAt(file, file.indexOf("username")), "mirror.example.com");
    assert.equal(registryAt(file, 0), undefined);
  });

  it("says when the release that is named writes no hosts.toml, and when the file can't be read", () => {
    const remarks = (text: string, version: readonly [number, number, number]): string =>
      containerdPreview(text, { target: { product: "k3s", version } })
        .remarks.map((remark) => say(remark))
        .join("\n");
    assert.match(remarks(file, [1, 26, 0]), /k3s v1\.26\.0 writes all of it into config\.toml/);
    assert.doesNotMatch(remarks(file, [1, 30, 4]), /config\.toml/);
    assert.match(remarks("mirrors: [", [1, 30, 4]), /can't read this file/);
  });
});
