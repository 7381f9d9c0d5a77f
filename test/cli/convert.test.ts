import assert from "node:assert/strict";
import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fakeKeyFile } from "../core/fakeKey.ts";
import { cli, folderWith, good } from "./cli.ts";

const key = fakeKeyFile();
const host = "europe-docker.pkg.dev";

async function passwordIn(folder: string, file: string, registry = host): Promise<string> {
  const { stdout } = await cli(folder, ["read", "--reveal", "--format", "json", file]);
  return JSON.parse(stdout).parsed.configs[registry].auth.password;
}

describe("k3s-registries convert", function () {
  this.timeout(60_000);

  it("writes a new file that only its owner can read", async () => {
    for (const option of ["--into", "-o", "--output"]) {
      const folder = folderWith({ "key.json": key });
      const { stdout, stderr, status } = await cli(folder, ["convert", "key.json", "--host", host, option, "new.yaml"]);
      assert.equal(status, 0, stderr);
      assert.equal(stdout, "");
      assert.match(stderr, /^europe-docker\.pkg\.dev: added \(key 0123456789abcdef\w+\)$/m);
      assert.match(stderr, /\/etc\/rancher\/k3s\/registries\.yaml/);
      assert.equal(statSync(join(folder, "new.yaml")).mode & 0o777, 0o600);
      assert.deepEqual(JSON.parse(await passwordIn(folder, "new.yaml")), JSON.parse(key));
      assert.deepEqual(readdirSync(folder).sort(), ["key.json", "new.yaml"]);
    }
  });

  it("merges into a file, whose other bytes and mode stay", async () => {
    for (const [eol, mark] of [
      ["\n", ""],
      ["\r\n", "\ufeff"],
    ] as const) {
      const text = `${mark}# kept${eol}${good.replaceAll("\n", eol)}`;
      const folder = folderWith({ "key.json": key, "real.yaml": text });
      chmodSync(join(folder, "real.yaml"), 0o644);
      symlinkSync("real.yaml", join(folder, "registries.yaml"));
      assert.equal((await cli(folder, ["convert", "key.json", "--host", host, "--into", "registries.yaml"])).status, 0);
      const after = readFileSync(join(folder, "real.yaml"), "utf8");
      assert.ok(after.startsWith(text), JSON.stringify(after.slice(0, 200)));
      assert.equal(after.replaceAll(eol, "").includes("\r"), false);
      assert.ok(lstatSync(join(folder, "registries.yaml")).isSymbolicLink());
      assert.equal(statSync(join(folder, "real.yaml")).mode & 0o777, 0o644);
      assert.deepEqual(JSON.parse(await passwordIn(folder, "real.yaml")), JSON.parse(key));
    }
  });

  it("takes several hosts, as people paste them, and leaves mirrors out when asked", async () => {
    const folder = folderWith({ "key.json": key });
    const hosts = ["--host", `https://${host}/project/images`, "--host=GCR.io"];
    await cli(folder, ["convert", "key.json", ...hosts, "--no-mirrors", "-o", "new.yaml"]);
    const { parsed } = JSON.parse((await cli(folder, ["read", "--format", "json", "new.yaml"])).stdout);
    assert.deepEqual(Object.keys(parsed.configs).sort(), [host, "gcr.io"]);
    assert.deepEqual(parsed.mirrors, {});
  });

  it("replaces the key of the hosts that have one, from standard input", async () => {
    const folder = folderWith({ "key.json": key });
    await cli(folder, ["convert", "key.json", "--host", host, "--into", "registries.yaml"]);
    const next = fakeKeyFile({ private_key_id: "fedcba9876543210" });
    const { stderr, status } = await cli(folder, ["convert", "-", "--into", "registries.yaml"], { input: next });
    assert.equal(status, 0, stderr);
    assert.match(stderr, /replaced \(key 0123456789abcdef\w+ with key fedcba9876543210\)/);
    assert.deepEqual(JSON.parse(await passwordIn(folder, "registries.yaml")), JSON.parse(next));
    const again = await cli(folder, ["convert", "-", "--into", "registries.yaml"], { input: next });
    assert.match(again.stderr, /already set/);
  });

  it("--dry-run shows the masked change and writes nothing", async () => {
    const folder = folderWith({ "key.json": key, "registries.yaml": good });
    const { stdout, status } = await cli(folder, [
      "convert",
      "key.json",
      "--host",
      host,
      "--into",
      "registries.yaml",
      "--dry-run",
    ]);
    assert.equal(status, 0);
    assert.match(stdout, /^\+ +password: '••••••••'$/m);
    assert.match(stdout, /^\+ {3}europe-docker\.pkg\.dev:$/m);
    assert.equal(readFileSync(join(folder, "registries.yaml"), "utf8"), good);
    assert.equal((await cli(folder, ["convert", "key.json", "--host", host, "--dry-run"])).status, 0);
    assert.deepEqual(readdirSync(folder).sort(), ["key.json", "registries.yaml"]);
  });

  const docker = JSON.stringify({
    auths: {
      "https://index.docker.io/v1/": { auth: btoa("hub:p1") },
      "ghcr.io": { auth: btoa("git:p2") },
      "empty.example.com": {},
    },
  });

  async function authsIn(folder: string, file: string): Promise<Record<string, string>> {
    const { parsed } = JSON.parse((await cli(folder, ["read", "--reveal", "--format", "json", file])).stdout);
    const configs: readonly [string, { auth: { username: string; password: string } }][] = Object.entries(
      parsed.configs,
    );
    return Object.fromEntries(configs.map(([registry, { auth }]) => [registry, `${auth.username}:${auth.password}`]));
  }

  it("converts every credential of a file that names its registries, and says what is left out", async () => {
    const folder = folderWith({ "config.json": docker, "registries.yaml": good });
    const args = ["convert", "config.json", "--into", "registries.yaml", "--target", "rke2"];
    const { stderr, stdout, status } = await cli(folder, args);
    assert.equal(status, 0, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, /^skipped: empty\.example\.com: /m);
    assert.match(stderr, /^docker\.io: added \(user hub\)$/m);
    assert.doesNotMatch(stderr, /p1|p2/);
    assert.deepEqual(await authsIn(folder, "registries.yaml"), {
      "registry-1.docker.io": "hub:p1",
      "docker.io": "hub:p1",
      "ghcr.io": "git:p2",
    });
  });

  it("takes one of several credentials, for the registries that it names or that are named", async () => {
    const folder = folderWith({ "config.json": docker });
    const convert = (...args: readonly string[]) => cli(folder, ["convert", "config.json", ...args]);
    assert.equal((await convert("--entry", "ghcr.io", "-o", "one.yaml")).status, 0);
    assert.deepEqual(await authsIn(folder, "one.yaml"), { "ghcr.io": "git:p2" });
    const args = ["--entry", "ghcr.io", "--host", "a.example.com", "--host", "b.example.com", "-o", "two.yaml"];
    assert.equal((await convert(...args)).status, 0);
    assert.deepEqual(await authsIn(folder, "two.yaml"), { "a.example.com": "git:p2", "b.example.com": "git:p2" });
    const several = await convert("--host", "a.example.com", "-o", "three.yaml");
    assert.match(several.stderr, /the file has several credentials; choose one with --entry .*ghcr\.io/);
    const missing = await convert("--entry", "quay.io", "-o", "three.yaml");
    assert.match(missing.stderr, /--entry: the file has no quay\.io; use .*ghcr\.io/);
    assert.deepEqual([several.status, missing.status], [2, 2]);
    assert.ok(!existsSync(join(folder, "three.yaml")));
  });

  it("asks for one where a file has several for the same registry, or for a host where it names none", async () => {
    const auth = (pair: string): object => ({ auth: btoa(pair) });
    const paths = JSON.stringify({ auths: { "quay.io/a": auth("a:1"), "quay.io/b": auth("b:2") } });
    const folder = folderWith({ "auth.json": paths, "key.json": key });
    const { stderr, status } = await cli(folder, ["convert", "auth.json", "-o", "new.yaml"]);
    assert.match(stderr, /choose one with --entry quay\.io\/a, quay\.io\/b$/m);
    assert.equal(status, 2);
    assert.equal((await cli(folder, ["convert", "auth.json", "--entry", "quay.io/b", "-o", "new.yaml"])).status, 0);
    assert.deepEqual(await authsIn(folder, "new.yaml"), { "quay.io": "b:2" });
  });

  it("writes a key in base64 when asked to", async () => {
    const folder = folderWith({ "key.json": key });
    const args = ["convert", "key.json", "--host", host, "--key-form", "base64", "-o", "new.yaml"];
    const { stderr, status } = await cli(folder, args);
    assert.equal(status, 0, stderr);
    assert.deepEqual(JSON.parse(atob(await passwordIn(folder, "new.yaml"))), JSON.parse(key));
  });

  const refused: readonly (readonly [args: readonly string[], problem: RegExp])[] = [
    [["convert"], /convert needs one credential file/],
    [["convert", "key.json", "other.json", "--host", host], /convert needs one credential file/],
    [["convert", "key.json", "--host", host], /specify where to write/],
    [["convert", "key.json", "--dry-run"], /specify the registry that the credential is for/],
    [["convert", "key.json", "--host", host, "--into", "a", "-o", "b"], /use either --into or -o/],
    [["convert", "key.json", "--host", host, "-o", "registries.yaml"], /registries\.yaml: this file already exists/],
    [["convert", "key.json", "--host", host, "-o", "-"], /not written to standard output/],
    [["convert", "key.json", "--host", "a b", "-o", "new.yaml"], /a b: A registry host can't contain spaces\./],
    [["convert", "none.json", "--host", host, "-o", "new.yaml"], /none\.json: no such file/],
    [["convert", "registries.yaml", "--host", host, "-o", "new.yaml"], /registries\.yaml: This is not JSON/],
    [["convert", "key.json", "--host", host, "--into", "broken.yaml"], /can't be read yet \(line 2/],
    [["convert", "key.json", "--host", host, "--into", "latin1.yaml"], /latin1\.yaml: this file is not UTF-8 text/],
    [["convert", "key.json", "--host", host, "-o", "not/there.yaml"], /not\/there\.yaml: no such file/],
    [
      ["convert", "key.json", "--host", host, "--into", "dangling.yaml"],
      /dangling\.yaml: the target of the symbolic link does not exist/,
    ],
    [["convert", "key.json", "--host", host, "-o", "."], /\.: this is a folder/],
    [["convert", key, "--host", host, "-o", "new.yaml"], /pass the credential as a file or on standard input/],
    [["convert", "key.json", "--host", host, "--key-form", "xml", "-o", "new.yaml"], /--key-form takes json, base64/],
    [["convert", "key.json", "--host", host, "--target", "k4s", "-o", "new.yaml"], /--target: A target is k3s/],
    [["convert", "key.json", "--password", "x"], /unknown option --password$/m],
  ];
  for (const [args, problem] of refused)
    it(`refuses ${args.join(" ").slice(0, 70)}`, async () => {
      const folder = folderWith({
        "key.json": key,
        "other.json": key,
        "registries.yaml": good,
        "broken.yaml": "mirrors:\n\tdocker.io: {}\n",
        "latin1.yaml": Buffer.from("# caf\xe9\n", "latin1"),
      });
      symlinkSync("nowhere", join(folder, "dangling.yaml"));
      const { stdout, stderr, status } = await cli(folder, args);
      assert.match(stderr, problem);
      assert.equal(stderr.trimEnd().split("\n").length, 1, stderr);
      assert.equal(stdout, "");
      assert.equal(status, 2);
      assert.equal(readFileSync(join(folder, "registries.yaml"), "utf8"), good);
      assert.ok(!existsSync(join(folder, "new.yaml")));
    });
});
