import assert from "node:assert/strict";
import { cli, folderWith } from "./cli.ts";

const file = `mirrors:
  docker.io:
    endpoint:
      - https://me:hunter2@mirror.example.com:5000
    rewrite:
      "^library/(.*)": "hub/$1"
configs:
  mirror.example.com:5000:
    auth: {username: puller, password: hunter2}
    tls: {ca_file: /etc/ssl/ca.pem}
`;

describe("k3s-registries explain", function () {
  this.timeout(60_000);

  it("tells whom a pull asks, where and with which credential, with the lines of the file", async () => {
    const { stdout, status } = await cli(folderWith({ "registries.yaml": file }), ["explain", "nginx:1.27"]);
    assert.equal(status, 0);
    assert.equal(
      stdout,
      `image   docker.io/library/nginx:1.27
mirror  docker.io, registries.yaml:2
note: containerd starts with the first registry again for each manifest and layer. A mirror that does not answer delays them all.
note: containerd sends a credential only after a 401 with a WWW-Authenticate header. imagePullSecrets of the pod override this file's credentials for every registry, mirrors included.
note: containerd reads the TLS files of all these registries first. If one is missing or is not PEM, it tries no registry. registries.yaml:10
1. mirror, registries.yaml:4
   asks        https://mirror.example.com:5000/v2/hub/nginx/manifests/1.27?ns=docker.io
   rewrite     library/nginx to hub/nginx, registries.yaml:6
   TLS         ca_file /etc/ssl/ca.pem, registries.yaml:10
   credential  user puller, registries.yaml:9. A user with a password or token.
2. the registry itself
   asks        https://registry-1.docker.io/v2/library/nginx/manifests/1.27
   credential  NONE: "configs" has no entry for registry-1.docker.io.
`,
    );
  });

  it("gives a line of JSON for each image", async () => {
    const folder = folderWith({ "infra/r.yaml": file });
    const args = ["explain", "nginx", "gcr.io/p/i:1", "--file", "infra/r.yaml", "--format", "json"];
    const [hub, google] = (await cli(folder, args)).stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.equal(hub.attempts[0].credential.user, "puller");
    assert.equal(hub.attempts[0].requests[0].rewriteLine, 6);
    assert.deepEqual([google.mirror, google.attempts[0].credential.kind], [null, "anonymous"]);
    assert.equal(google.noMirror.text, '"mirrors" has no entry for gcr.io or "*".');
    assert.match(
      (await cli(folder, ["explain", "gcr.io/p/i:1", "--file", "infra/r.yaml"])).stdout,
      /^mirror {2}none\nnote: "mirrors" has no entry for gcr\.io/m,
    );
  });

  it("reads standard input, and takes the nodes' options and those of the settings file", async () => {
    const folder = folderWith({ ".k3s-registries.yaml": "disableDefaultEndpoint: true\n" });
    const asked = async (args: readonly string[]): Promise<readonly string[]> => {
      const { stdout } = await cli(folder, ["explain", "nginx", "--file", "-", ...args], { input: file });
      return stdout.match(/^\d\. .*$/gm) ?? [];
    };
    assert.deepEqual(await asked([]), ["1. mirror, standard input:4"]);
    assert.deepEqual(await asked(["--embedded-registry"]), ["1. embedded registry", "2. mirror, standard input:4"]);
  });

  it("never shows a secret", async () => {
    const folder = folderWith({ "registries.yaml": file });
    for (const format of ["text", "json"])
      assert.doesNotMatch((await cli(folder, ["explain", "nginx", "--format", format])).stdout, /hunter2/);
  });

  it("ends with 1 and the line where k3s can't read the file", async () => {
    const folder = folderWith({ "registries.yaml": "mirrors:\n\t- x\n" });
    const { status, stdout, stderr } = await cli(folder, ["explain", "nginx"]);
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(stderr, /^k3s-registries: registries\.yaml:2: k3s can't read this file: yaml: line 2: /);
  });

  it("says what is wrong with an image", async () => {
    const folder = folderWith({ "registries.yaml": file });
    for (const [args, problem] of [
      [[], /explain needs an image/],
      [["https://gcr.io/p/i"], /Remove https/],
      [["nginx", "--target", "k3d"], /--target takes/],
      [["nginx", "--file", "absent.yaml"], /absent\.yaml: no such file/],
    ] as const) {
      const { status, stderr } = await cli(folder, ["explain", ...args]);
      assert.equal(status, 2);
      assert.match(stderr, problem);
    }
  });

  it("tells nothing by a settings file that is wrong", async () => {
    const folder = folderWith({ "registries.yaml": file, ".k3s-registries.yaml": "target: k9s\n" });
    for (const args of [
      ["explain", "nginx"],
      ["render", "registries.yaml"],
    ]) {
      const { status, stderr } = await cli(folder, args);
      assert.equal(status, 2);
      assert.match(stderr, /\.k3s-registries\.yaml:1:/);
    }
  });
});
