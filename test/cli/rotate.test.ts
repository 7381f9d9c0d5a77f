import assert from "node:assert/strict";
import { chmodSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fakeKeyFile } from "../core/fakeKey.ts";
import { cli, folderWith, good } from "./cli.ts";

const key = fakeKeyFile();
const next = fakeKeyFile({ private_key_id: "fedcba9876543210" });
const other = fakeKeyFile({ client_email: "other@fake-project.iam.gserviceaccount.com", private_key_id: "aaaa" });

async function folderWithKeys(): Promise<string> {
  const folder = folderWith({
    "key.json": key,
    "next.json": next,
    "other.json": other,
    "registries.yaml": `# kept\n${good}`,
  });
  await cli(folder, ["convert", "key.json", "--host", "gcr.io", "--host", "us.gcr.io", "--into", "registries.yaml"]);
  await cli(folder, ["convert", "other.json", "--host", "eu.gcr.io", "--into", "registries.yaml"]);
  return folder;
}

describe("k3s-registries rotate", function () {
  this.timeout(60_000);

  it("replaces the key of the account everywhere and names what stays", async () => {
    const folder = await folderWithKeys();
    chmodSync(join(folder, "registries.yaml"), 0o640);
    const { stdout, stderr, status } = await cli(folder, ["rotate", "next.json", "--in", "registries.yaml"]);
    assert.equal(status, 0, stderr);
    assert.equal(stdout, "");
    for (const host of ["gcr.io", "us.gcr.io"])
      assert.match(
        stderr,
        new RegExp(`^${host}: replaced \\(key 0123456789abcdef\\w+ with key fedcba9876543210\\)$`, "m"),
      );
    assert.match(stderr, /^eu\.gcr\.io: unchanged \(a key of another account\)$/m);
    assert.match(stderr, /registries\.yaml is ready/);
    const text = readFileSync(join(folder, "registries.yaml"), "utf8");
    assert.equal(text.match(/fedcba9876543210/g)?.length, 2);
    assert.ok(text.startsWith(`# kept\n${good}`) && text.includes("other@fake-project"));
    assert.equal(statSync(join(folder, "registries.yaml")).mode & 0o777, 0o640);
    const again = await cli(folder, ["rotate", "-", "--in", "registries.yaml"], { input: next });
    assert.deepEqual([again.status, /already set/.test(again.stderr), /is ready/.test(again.stderr)], [0, true, false]);
  });

  it("--dry-run shows the masked change and writes nothing", async () => {
    const folder = await folderWithKeys();
    const before = readFileSync(join(folder, "registries.yaml"), "utf8");
    const { stdout, status } = await cli(folder, ["rotate", "next.json", "--in", "registries.yaml", "--dry-run"]);
    assert.equal(status, 0);
    assert.match(stdout, /^\+ +password: '••••••••'$/m);
    assert.doesNotMatch(stdout, /PRIVATE/);
    assert.equal(readFileSync(join(folder, "registries.yaml"), "utf8"), before);
  });

  const refused: readonly (readonly [args: readonly string[], problem: RegExp])[] = [
    [["rotate"], /specify the registries\.yaml: --in FILE/],
    [["rotate", "next.json"], /specify the registries\.yaml: --in FILE/],
    [["rotate", "--in", "registries.yaml"], /rotate needs one credential file/],
    [["rotate", "next.json", "--in", "none.yaml"], /none\.yaml: no such file/],
    [["rotate", "third.json", "--in", "registries.yaml"], /no-one@fake\S+, only of puller@fake\S+, other@fake/i],
    [["rotate", "user.json", "--in", "registries.yaml"], /Only a Google service-account key can be rotated/],
    [["rotate", "next.json", "--in", "broken.yaml"], /can't be read yet \(line 2/],
    [["rotate", key, "--in", "registries.yaml"], /pass the credential as a file/],
  ];
  for (const [args, problem] of refused)
    it(`refuses ${args.join(" ").slice(0, 70)}`, async () => {
      const folder = await folderWithKeys();
      const files = folderWith({
        "third.json": fakeKeyFile({ client_email: "no-one@fake-project.iam.gserviceaccount.com" }),
        "user.json": JSON.stringify({ auths: { "r.io": { auth: btoa("u:p") } } }),
        "broken.yaml": "mirrors:\n\tdocker.io: {}\n",
        "next.json": next,
        "registries.yaml": readFileSync(join(folder, "registries.yaml")),
      });
      const { stdout, stderr, status } = await cli(files, args);
      assert.match(stderr, problem);
      assert.equal(stderr.trimEnd().split("\n").length, 1, stderr);
      assert.deepEqual([stdout, status], ["", 2]);
    });
});
