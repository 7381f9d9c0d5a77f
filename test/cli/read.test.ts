import assert from "node:assert/strict";
import { join } from "node:path";
import { bytesOf, type ReadingVector, vectorsIn } from "../conformance/vectors.ts";
import { root } from "../project/files.ts";
import { bad, cli, folderWith, good } from "./cli.ts";

const secrets = `mirrors:
  docker.io:
    endpoint: ["https://user:hunter2@mirror.example.com/v2"]
    rewrite: {"^a": "b"}
configs:
  a.example.com:
    auth: {username: u, password: hunter2, auth: hunter2, identity_token: hunter2}
    tls: {key_file: "-----BEGIN PRIVATE KEY-----\\nhunter2", insecure_skip_verify: true}
  b.example.com:
    auth: {username: '{"private_key": "hunter2"}', password: ""}
auths:
  c.example.com: {password: hunter2}
`;

describe("k3s-registries read", function () {
  this.timeout(60_000);

  it("gives every vector of the project's own set as k3s' reader does, one line a file", async () => {
    const vectors = vectorsIn<ReadingVector>(join(root, "test/conformance/vectors.jsonl"));
    const names = vectors.map((_, i) => `${i}.yaml`);
    const folder = folderWith(Object.fromEntries(vectors.map((vector, i) => [`${i}.yaml`, bytesOf(vector)])));
    const lines = (await cli(folder, ["read", "--format", "json", "--reveal", ...names])).stdout.trimEnd().split("\n");
    assert.equal(lines.length, vectors.length);
    for (const [i, line] of lines.entries()) {
      const { error, parsed } = vectors[i] ?? {};
      assert.deepEqual(JSON.parse(line), { path: `${i}.yaml`, ...(error === undefined ? { parsed } : { error }) });
    }
    const masked = (await cli(folder, ["read", "--format", "json", ...names])).stdout.trimEnd().split("\n");
    assert.deepEqual(masked.map(shapeOf), lines.map(shapeOf), "masking changes the shape");
  });

  /** Which keys and lists there are, and which texts are empty. */
  function shapeOf(line: string): unknown {
    return JSON.parse(line, (_, value) => (typeof value === "string" ? value === "" : value));
  }

  it("masks secrets unless they are to be revealed", async () => {
    const folder = folderWith({ "registries.yaml": secrets });
    for (const args of [
      ["read", "registries.yaml"],
      ["read", "--format", "json", "registries.yaml"],
    ]) {
      assert.doesNotMatch((await cli(folder, args)).stdout, /hunter2/);
      assert.match((await cli(folder, [...args, "--reveal"])).stdout, /hunter2/);
    }
    const { parsed } = JSON.parse((await cli(folder, ["read", "--format", "json", "registries.yaml"])).stdout);
    const mask = "••••••••";
    assert.deepEqual(parsed, {
      mirrors: { "docker.io": { endpoint: [`https://${mask}@mirror.example.com/v2`], rewrite: { "^a": "b" } } },
      configs: {
        "a.example.com": {
          auth: { username: "u", password: mask, auth: mask, identity_token: mask },
          tls: { ca_file: "", cert_file: "", key_file: mask, insecure_skip_verify: true },
        },
        "b.example.com": { auth: { username: mask, password: "", auth: "", identity_token: "" }, tls: null },
      },
      auths: { "c.example.com": { username: "", password: mask, auth: "", identity_token: "" } },
    });
  });

  it("gives k3s' error, without the value that it quotes unless revealed", async () => {
    const folder = folderWith({ "a.yaml": "configs:\n  a.io:\n    auth: hunter2\n  b.io:\n    tls: hunter22222222\n" });
    const error = async (args: readonly string[]) =>
      JSON.parse((await cli(folder, ["read", "--format=json", ...args, "a.yaml"])).stdout);
    assert.deepEqual(await error([]), {
      path: "a.yaml",
      error:
        "yaml: unmarshal errors:\n  line 3: cannot unmarshal !!str `…` into registries.AuthConfig\n  line 5: cannot unmarshal !!str `…` into registries.TLSConfig",
    });
    assert.match((await error(["--reveal"])).error, /`hunter2`.*\n.*`hunter2\.\.\.`/);
    const { stdout, status } = await cli(folder, ["read", "a.yaml"]);
    assert.match(stdout, /^a\.yaml: k3s can't read this file: yaml: unmarshal errors: line 3: /);
    assert.equal(status, 1);
  });

  it("reads standard input, folders and several files", async () => {
    const folder = folderWith({ "x/registries.yaml": good, "b.yaml": bad });
    const { stdout, status } = await cli(folder, ["read", "--format", "json", "x", "b.yaml", "-"], { input: good });
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      lines.map(({ path, error }) => `${path} ${error === undefined}`),
      ["x/registries.yaml true", "b.yaml false", "- true"],
    );
    assert.deepEqual(lines[0].parsed, lines[2].parsed);
    assert.equal(status, 1);
  });

  it("shows a tree", async () => {
    const folder = folderWith({ "a.yaml": `${good}configs:\n  "*":\n    auth: {username: "a b"}\n`, "empty.yaml": "" });
    assert.equal(
      (await cli(folder, ["read", "--reveal", "a.yaml", "empty.yaml"])).stdout,
      `a.yaml
  mirrors:
    docker.io:
      endpoint:
        - https://mirror.example.com
  configs:
    *:
      auth:
        username: "a b"
empty.yaml
  nothing
`,
    );
  });

  it("refuses what it can't do", async () => {
    const folder = folderWith({ "a.yaml": good });
    for (const args of [
      ["read"],
      ["read", "--format", "sarif", "a.yaml"],
      ["read", "nothing.yaml"],
      ["read", "--host", "x"],
    ])
      assert.equal((await cli(folder, args)).status, 2, args.join(" "));
  });
});
