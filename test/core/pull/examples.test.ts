import assert from "node:assert/strict";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { mirrorExamples } from "../../../src/core/pull/examples.ts";

function examplesOf(text: string): readonly string[] {
  return mirrorExamples(openRegistries(text)).map(({ image, key }) => `${text.slice(key.start, key.end)} ${image}`);
}

describe("images for the mirrors of a file", () => {
  it("go by each of them, that of * by a registry without settings of its own", () => {
    const text = [
      "mirrors:",
      "  docker.io: {}",
      "  eu-docker.pkg.dev: {}",
      '  "registry.example.com:5000": {}',
      '  "*": {}',
      "configs: {gcr.io: {}}",
    ].join("\n");
    assert.deepEqual(examplesOf(text), [
      "docker.io nginx",
      "eu-docker.pkg.dev eu-docker.pkg.dev/project/repository/app:1.0",
      '"registry.example.com:5000" registry.example.com:5000/team/app:1.0',
      '"*" ghcr.io/team/app:1.0',
    ]);
  });

  it("are none for keys that no image names, that may be secret or are still to be filled in, nor in a broken file", () => {
    const token = "ghp_CANARY0123456789abcdefCANARY012345";
    assert.deepEqual(
      examplesOf(`mirrors: {index.docker.io: {}, "https://a.example.com": {}, mirror: {}, ${token}: {}}`),
      [],
    );
    assert.deepEqual(examplesOf('mirrors:\n  "{{ host }}": {}\n'), []);
    assert.deepEqual(examplesOf("mirrors:\n  docker.io: [\n"), []);
    assert.deepEqual(examplesOf("mirrors:\n  quay.io:\n    endpoint: https://a.example.com\n"), []);
  });
});
