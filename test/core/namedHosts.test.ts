import assert from "node:assert/strict";
import { namedHosts } from "../../src/core/file/namedHosts.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";

describe("the registries that a file names", () => {
  it("are those of configs, of endpoints and of mirrors, each once", () => {
    const text = `mirrors:
  docker.io:
    endpoint: ["https://mirror.example.com:5000/v2/hub", "not a url://"]
  ghcr.io:
  "*":
    endpoint: [https://mirror.example.com:5000]
configs:
  quay.io:
    auth: {username: x}
  "mirror.example.com:5000":
  "{{ registry }}":
  "https://wrong.example.com":
`;
    assert.deepEqual(namedHosts(openRegistries(text)), [
      "quay.io",
      "mirror.example.com:5000",
      "registry-1.docker.io",
      "ghcr.io",
    ]);
  });

  it("are none in a text that is no registries.yaml", () => {
    for (const text of ["", "just words", "[1, 2]", "mirrors:\n\tx:\n", "{{ all }}"])
      assert.deepEqual(namedHosts(openRegistries(text)), []);
  });
});
