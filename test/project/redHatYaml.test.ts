import assert from "node:assert/strict";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { readText } from "./files.ts";
import { yamlServer } from "./languageServer.ts";

const { yamlValidation } = JSON.parse(readText("package.json")).contributes;
const server = yamlServer("media/registries.schema.json");
const text = `mirrors:
  docker.io:
    endpoint:
      - https://mirror.example.com
    endpoints: none
configs:
  mirror.example.com:
    auth:
      username: puller
      password: 12345
`;

describe("beside Red Hat's YAML extension", () => {
  it("its schemas are for the files of k3s and RKE2 and for our settings file, not for other tools' files", () => {
    assert.deepEqual(yamlValidation, [
      { fileMatch: ["**/rancher/*/registries.yaml"], url: "./media/registries.schema.json" },
      { fileMatch: ["**/.k3s-registries.yaml"], url: "./media/settings.schema.json" },
    ]);
  });

  it("leaves every hover to us: on keys, hosts and values", async () => {
    for (const at of ["mirrors", "docker.io", "endpoint", "https", "endpoints", "password", "12345"])
      assert.equal(await server.hover(text, at), "", at);
  });

  it("leaves every key and value to our completion", async () => {
    for (const typing of [
      "|\n",
      "mirrors:\n  docker.io:\n    |\n",
      "mirrors:\n  docker.io:\n    endpoint:\n      - |\n",
      "configs:\n  registry.example.com:\n    auth:\n      |\n",
      "configs:\n  registry.example.com:\n    tls:\n      insecure_skip_verify: |\n",
    ])
      assert.deepEqual(await server.offers(typing), [], typing);
  });

  it("reports nothing of the schema: unknown keys and wrong types are the rules'", async () => {
    assert.deepEqual(await server.problems(text), []);
    assert.deepEqual(await server.problems("mirrors: []\nconfigs: text\nother: 1\n"), []);
  });

  it("reports syntax errors as we do, but not below the comment of docs/editor.md#beside-red-hat-yaml", async () => {
    const comment = "# yaml-language-server-disable";
    assert.ok(readText("docs/editor.md").includes(comment));
    for (const broken of ["  *:\n    endpoint: []\n", '  docker.io:\n    endpoint: ["a\n', "  docker.io: a: b\n"]) {
      assert.ok(!openRegistries(`mirrors:\n${broken}`).reading.ok, broken);
      assert.notDeepEqual(await server.problems(`mirrors:\n${broken}`), [], broken);
    }
    assert.deepEqual(await server.problems(`mirrors:\n${comment}\n  docker.io: a: b\n`), []);
  });

  it("has an outline of every file, so that ours steps aside", () => {
    assert.deepEqual(server.outline(text), ["mirrors", "configs"]);
    assert.ok(openRegistries(text).reading.ok);
  });
});
