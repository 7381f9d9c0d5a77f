import assert from "node:assert/strict";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fakeKeyFile } from "../core/fakeKey.ts";
import { cli, folderWith } from "./cli.ts";

const key = fakeKeyFile();
const registries = `configs:
  gcr.io:
    auth: {username: _json_key, password: '${JSON.stringify(JSON.parse(key))}'}
  "r.io:8443":
    auth: {username: u, password: 'CANARY'}
  none.io:
    tls: {}
`;

describe("k3s-registries extract", function () {
  this.timeout(60_000);

  it("writes what fits into a new file that only its owner can read", async () => {
    const folder = folderWith({ "registries.yaml": registries });
    for (const [host, as, expected] of [
      ["gcr.io", [], key],
      ["https://GCR.io/", ["--as", "key"], key],
      ["r.io:8443", [], `{\n  "auths": {\n    "r.io:8443": {\n      "auth": "${btoa("u:CANARY")}"\n    }\n  }\n}\n`],
    ] as const) {
      const args = ["extract", "registries.yaml", "--host", host, ...as, "-o", `${as.length}${host.length}.out`];
      const { stdout, stderr, status } = await cli(folder, args);
      assert.equal(status, 0, stderr);
      assert.equal(stdout, "");
      assert.doesNotMatch(stderr, /CANARY|PRIVATE/);
      const file = join(folder, args.at(-1) ?? "");
      assert.equal(readFileSync(file, "utf8"), expected);
      assert.equal(statSync(file).mode & 0o777, 0o600);
    }
  });

  it("writes to standard output only when asked to reveal it, and what it writes can be converted again", async () => {
    const folder = folderWith({ "registries.yaml": registries });
    const args = ["extract", "-", "--host", "r.io:8443", "--as", "pull-secret", "--reveal"];
    const { stdout } = await cli(folder, args, { input: registries });
    assert.match(stdout, /^kind: Secret$/m);
    const { status, stderr } = await cli(folder, ["convert", "-", "-o", "new.yaml", "--no-mirrors"], { input: stdout });
    assert.equal(status, 0, stderr);
    assert.match(
      readFileSync(join(folder, "new.yaml"), "utf8"),
      /"r\.io:8443":\n {4}auth:\n {6}username: u\n {6}password: 'CANARY'/,
    );
  });

  it("writes a registries.yaml that another file carries, as it arrives on the nodes", async () => {
    const carried = `apiVersion: k3d.io/v1alpha5\nkind: Simple\nregistries:\n  config: |\n${registries.replace(/^/gm, "    ")}\n`;
    const folder = folderWith({ "k3d.yaml": carried });
    const { stdout, stderr, status } = await cli(folder, ["extract", "k3d.yaml", "--as", "registries.yaml", "-o", "a"]);
    assert.deepEqual([stdout, status], ["", 0], stderr);
    assert.doesNotMatch(stderr, /CANARY|PRIVATE/);
    assert.equal(readFileSync(join(folder, "a"), "utf8"), registries);
    assert.equal(statSync(join(folder, "a")).mode & 0o777, 0o600);
    const revealed = await cli(folder, ["extract", "k3d.yaml#1", "--as", "registries.yaml", "--reveal"]);
    assert.equal(revealed.stdout, registries);
  });

  it("keeps what the tool fills in, and says so", async () => {
    const carried = "cat > /etc/rancher/k3s/registries.yaml <<EOF\nmirrors:\n  docker.io:\n    endpoint: [$URL]\nEOF\n";
    const args = ["extract", "up.sh", "--as", "registries.yaml", "--reveal"];
    const { stdout, stderr } = await cli(folderWith({ "up.sh": carried }), args);
    assert.equal(stdout, "mirrors:\n  docker.io:\n    endpoint: [$URL]\n");
    assert.match(stderr, /the tool fills in/);
  });

  const refused: readonly (readonly [args: readonly string[], problem: RegExp])[] = [
    [["extract"], /extract needs one registries\.yaml/],
    [["extract", "registries.yaml", "--host", "gcr.io"], /name a file with -o OUT, or use --reveal/],
    [["extract", "registries.yaml", "--host", "gcr.io", "-o", "-"], /name a file with -o OUT, or use --reveal/],
    [["extract", "registries.yaml", "--host", "gcr.io", "-o", "new", "--reveal"], /name a file with -o OUT, or use/],
    [["extract", "registries.yaml", "--reveal"], /specify a host: --host HOST \(gcr\.io, r\.io:8443\)/],
    [["extract", "empty.yaml", "--reveal"], /specify a host: --host HOST \(none of its hosts has a credential\)/],
    [["extract", "registries.yaml", "--host", "none.io", "-o", "new"], /The entry of none\.io contains no credential/],
    [["extract", "registries.yaml", "--host", "x.io", "-o", "new"], /no entry for x\.io/],
    [["extract", "registries.yaml", "--host", "r.io:8443", "--as", "key", "-o", "new"], /is not a Google key/],
    [["extract", "registries.yaml", "--host", "gcr.io", "--as", "pem", "-o", "new"], /--as takes key, docker-config/],
    [["extract", "registries.yaml", "--host", "gcr.io", "--as", "registries.yaml", "-o", "new"], /leave out --host/],
    [["extract", "registries.yaml", "--as", "registries.yaml"], /name a file with -o OUT, or use --reveal/],
    [["extract", "registries.yaml", "--host", "gcr.io", "-o", "empty.yaml"], /empty\.yaml: this file already exists/],
    [["extract", "none.yaml", "--host", "gcr.io", "-o", "new"], /none\.yaml: no such file/],
  ];
  for (const [args, problem] of refused)
    it(`refuses ${args.join(" ")}`, async () => {
      const folder = folderWith({ "registries.yaml": registries, "empty.yaml": "" });
      const { stdout, stderr, status } = await cli(folder, args);
      assert.match(stderr, problem);
      assert.equal(stderr.trimEnd().split("\n").length, 1, stderr);
      assert.doesNotMatch(stderr, /CANARY|PRIVATE/);
      assert.deepEqual([stdout, status], ["", 2]);
      assert.ok(!existsSync(join(folder, "new")));
    });
});
