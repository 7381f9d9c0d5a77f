import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { cli, folderWith } from "./cli.ts";

const file = `mirrors:
  docker.io:
    endpoint: ["https://me:hunter2@mirror.example.com"]
configs:
  mirror.example.com:
    auth: {username: u, password: hunter2}
`;

describe("k3s-registries render", function () {
  this.timeout(60_000);

  it("shows each file under its name, without secrets unless they are to be revealed", async () => {
    const folder = folderWith({ "registries.yaml": file });
    const { stdout, status } = await cli(folder, ["render", "registries.yaml"]);
    assert.equal(status, 0);
    for (const name of ["config.toml", "certs.d/docker.io/hosts.toml", "certs.d/mirror.example.com/hosts.toml"])
      assert.ok(stdout.includes(`# ${name}\n`), name);
    assert.doesNotMatch(stdout, /hunter2/);
    assert.match((await cli(folder, ["render", "--reveal", "registries.yaml"])).stdout, /password = "hunter2"/);
  });

  it("writes the files below a folder, and never over one", async () => {
    const folder = folderWith({ "registries.yaml": file });
    assert.equal((await cli(folder, ["render", "registries.yaml", "-o", "out"])).status, 0);
    const toml = join(folder, "out/certs.d/docker.io/hosts.toml");
    assert.match(readFileSync(toml, "utf8"), /^server = "https:\/\/registry-1\.docker\.io\/v2"$/m);
    assert.equal((await cli(folder, ["render", "registries.yaml", "-o", "out"])).status, 2);
  });

  it("leaves the folder for no name of a registry", async () => {
    const folder = folderWith({
      "registries.yaml": "mirrors:\n  ../../../x:\n    endpoint: [https://a.example.com]\n",
    });
    const { status, stderr } = await cli(folder, ["render", "registries.yaml", "-o", "out"]);
    assert.equal(status, 2);
    assert.match(stderr, /outside the folder/);
    assert.ok(!existsSync(join(folder, "x")));
  });

  it("leaves the folder by no symbolic link in it, and may be given one", async () => {
    for (const link of ["certs.d", "certs.d/docker.io"]) {
      const folder = folderWith({ "registries.yaml": file, "elsewhere/x": "", "out/certs.d/x": "", "given/x": "" });
      rmSync(join(folder, "out", link), { recursive: true, force: true });
      symlinkSync(join(folder, "elsewhere"), join(folder, "out", link));
      const { status, stderr } = await cli(folder, ["render", "registries.yaml", "-o", "out"]);
      assert.match(stderr, /^k3s-registries: out\/certs\.d\/.*: a symbolic link points outside the folder$/m);
      assert.equal(status, 2);
      assert.deepEqual(readdirSync(join(folder, "elsewhere")), ["x"]);
      symlinkSync("given", join(folder, "link"));
      assert.equal((await cli(folder, ["render", "registries.yaml", "-o", "link"])).status, 0);
    }
  });

  it("says why k3s can't read a file", async () => {
    const folder = folderWith({
      "registries.yaml": "configs:\n  a.example.com:\n    auth: {password: {hunter2: 1}}\n",
    });
    const { status, stdout, stderr } = await cli(folder, ["render", "registries.yaml"]);
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(stderr, /can't read this file: .*!!map into string/);
    assert.doesNotMatch(stderr, /hunter2/);
  });

  it("says when the release that is named writes no hosts.toml", async () => {
    const folder = folderWith({ "registries.yaml": file });
    const noted = async (target: string): Promise<string> =>
      (await cli(folder, ["render", "registries.yaml", "--target", target])).stderr;
    assert.match(await noted("k3s v1.26.0"), /k3s v1\.26\.0 writes everything into config\.toml/);
    assert.equal(await noted("k3s v1.30.4"), "");
  });
});
