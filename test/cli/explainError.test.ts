import assert from "node:assert/strict";
import { cli, folderWith } from "./cli.ts";

const file = `configs:
  https://us-docker.pkg.dev:
    auth: {username: _json_key, password: hunter2}
`;
const error =
  'Warning  Failed  9s  kubelet  Failed to pull image "us-docker.pkg.dev/p/r/i:1": failed to authorize: failed to fetch anonymous token: unexpected status: 403 Forbidden';

describe("k3s-registries explain --error", function () {
  this.timeout(60_000);

  it("tells what an error means, what in the file leads to it, with lines and fixes, and what else does", async () => {
    const { stdout, status } = await cli(folderWith({ "registries.yaml": file }), ["explain", "--error", error]);
    assert.equal(status, 0);
    const [first, ...lines] = stdout.split("\n");
    assert.match(first ?? "", /^error {3}anonymous-token-refused: The request had no credential/);
    assert.equal(lines[0], "image   us-docker.pkg.dev/p/r/i:1");
    assert.match(stdout, /\ncauses in the file:\n1\. The key "https:\/\/us-docker\.pkg\.dev" starts with a scheme/);
    assert.match(
      stdout,
      /\n {3}registries\.yaml:2 \[registry-key-not-host\]\n {3}fix: Rename the key to us-docker\.pkg\.dev\n/,
    );
    assert.match(stdout, /\nother causes, most likely first:\n- The node was not restarted/);
    assert.doesNotMatch(stdout, /hunter2/);
  });

  it("reads the error from standard input, and gives a line of JSON for each", async () => {
    const folder = folderWith({ "infra/r.yaml": file });
    const input = `${error}\n${error.replace("us-docker", "europe-docker").replace("anonymous", "oauth")}\n`;
    const args = ["explain", "--error", "-", "--file", "infra/r.yaml", "--format", "json"];
    const told = (await cli(folder, args, { input })).stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      told.map(({ kind, image }) => [kind, image]),
      [
        ["anonymous-token-refused", "us-docker.pkg.dev/p/r/i:1"],
        ["token-refused", "europe-docker.pkg.dev/p/r/i:1"],
      ],
    );
    assert.deepEqual([told[0].causes[0].line, told[0].causes[0].rule], [2, "registry-key-not-host"]);
    assert.equal(told[0].causes[0].fixes[0], "Rename the key to us-docker.pkg.dev");
  });

  it("explains the error alone where there is no registries.yaml, and says so", async () => {
    const folder = folderWith({ "notes.txt": "" });
    const { stdout, status, stderr } = await cli(folder, ["explain", "--error", error]);
    assert.deepEqual([status, stderr], [0, ""]);
    assert.match(stdout, /^error {3}anonymous-token-refused: /);
    assert.match(stdout, /\nnote {4}No registries\.yaml was given\. With --file FILE/);
    assert.match(stdout, /\nwhat to look for in registries\.yaml, most likely first:\n- .* \[endpoint-path-token\]\n/);
    assert.match(stdout, /\nother causes, most likely first:\n- The node was not restarted/);
    assert.doesNotMatch(stdout, /in the file/);
    const json = JSON.parse((await cli(folder, ["explain", "--error", error, "--format", "json"])).stdout);
    assert.deepEqual([json.file, json.causes, json.lookFor[0].rule], [null, [], "endpoint-path-token"]);
    const withFile = await cli(folderWith({ "registries.yaml": file }), [
      "explain",
      "--error",
      error,
      "--format",
      "json",
    ]);
    assert.deepEqual([JSON.parse(withFile.stdout).file, JSON.parse(withFile.stdout).lookFor], ["registries.yaml", []]);
    // An image is explained by a file only.
    assert.equal((await cli(folder, ["explain", "nginx"])).status, 2);
  });

  it("says what is wrong with what it was given", async () => {
    const folder = folderWith({ "registries.yaml": file });
    for (const [args, problem] of [
      [["--error", "all is well"], /no known pull error found/],
      [["--error", error, "nginx"], /an image or --error, not both/],
      [["--error", "-", "--file", "-"], /can't be both/],
      [["--error", error, "--file", "absent.yaml"], /absent\.yaml: no such file/],
    ] as const) {
      const { status, stderr, stdout } = await cli(folder, ["explain", ...args]);
      assert.deepEqual([status, stdout], [2, ""]);
      assert.match(stderr, problem);
    }
  });
});
