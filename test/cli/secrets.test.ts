import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { formatNames } from "../../src/cli/formatNames.ts";
import { fakeKeyFile } from "../core/fakeKey.ts";
import { cli, folderWith } from "./cli.ts";

const marker = "CANARY";
const pem = `-----BEGIN PRIVATE KEY-----\n${marker}${"x".repeat(40)}\n-----END PRIVATE KEY-----\n`;
const key = fakeKeyFile({ private_key: pem });
const line = JSON.stringify(JSON.parse(key));

/** Files in which the marker is in every secret, whole and broken, each under a name that says what is wrong. */
const files: Readonly<Record<string, string | Uint8Array>> = {
  "whole.yaml": `mirrors:
  docker.io:
    endpoint: ["https://user:${marker}@mirror.example.com", "https://${marker}:x@b.example.com/v2"]
configs:
  mirror.example.com:
    auth: {username: u, password: ${marker}1, identity_token: ${marker}2}
  # gcr.io:
  #   auth: {username: u, password: ${marker}0}
  #   password: ${marker}0
  gcr.io:
    auth:
      username: _json_key
      password: '${line}'
  other.example.com:
    auth: {auth: "${Buffer.from(`u:${marker}3`).toString("base64")}"}
  wrong.example.com:
    auth: {username: '${line}', password: _json_key}
  inline.example.com:
    tls: {key_file: "-----BEGIN PRIVATE KEY-----${marker}"}
`,
  "misspelt.yaml": `mirrorz: {}\nconfig:\n  gcr.io:\n    auths:\n      user: u\n      pasword: ${marker}\n      pass: ${marker}5\n`,
  "unquoted.yaml": `configs:\n  gcr.io:\n    auth:\n      username: _json_key\n      password: ${line}\n`,
  "pretty.yaml": `configs:\n  gcr.io:\n    auth:\n      username: _json_key\n      password: ${key.replaceAll("\n", "\n        ")}\n`,
  "never-closed.yaml": `configs:\n  gcr.io:\n    auth:\n      username: _json_key\n      password: '${line}\n`,
  "reserved.yaml": `configs:\n  gcr.io:\n    auth:\n      username: u\n      password: *${marker}\n`,
  "percent.yaml": `configs:\n  gcr.io:\n    auth:\n      username: u\n      password: %${marker} @: x\n`,
  "auth-is-text.yaml": `configs:\n  gcr.io:\n    auth: ${marker}\n  a.io: ${marker}6\nmirrors: ${marker}7\n`,
  "password-is-list.yaml": `configs:\n  gcr.io:\n    auth:\n      password: [${marker}]\n`,
  "cut-off.yaml": Buffer.concat([
    Buffer.from(`configs:\n  gcr.io:\n    auth:\n      username: u\n      password: '${marker}`),
    Buffer.from([0xff, 0x27, 0x0a]),
  ]),
  "second-document.yaml": `mirrors: {}\n---\nconfigs:\n  gcr.io:\n    auth: {password: ${marker}}\n`,
  "template.yaml": `configs:\n  gcr.io:\n    auth:\n      username: {{ user }}\n      password: ${marker}\n`,
  "tab.yaml": `configs:\n\tgcr.io:\n    auth:\n      password: ${marker}\n`,
  "key.json": key,
};
const names = Object.keys(files);

describe("secrets on the command line", function () {
  this.timeout(60_000);
  const check = async (folder: string, args: readonly string[], input?: string): Promise<void> => {
    const { stdout, stderr } = await cli(folder, args, { input: input ?? "" });
    const seen = `${stdout}\n${stderr}`;
    for (const secret of [marker, Buffer.from(`u:${marker}3`).toString("base64")])
      assert.ok(!seen.includes(secret), `${args.join(" ")}: ${seen.split("\n").find((text) => text.includes(secret))}`);
    assert.doesNotMatch(stderr, /^k3s-registries: unexpected/m);
  };

  for (const format of formatNames)
    it(`stay out of lint --format ${format}`, async () => {
      const folder = folderWith(files);
      await check(folder, ["lint", "--format", format, "--min-severity", "hint", "--fix-dry-run", ...names]);
      await check(folder, ["lint", "--format", format, "--min-severity", "hint", ...names]);
      await check(folder, [
        "lint",
        "--format",
        format,
        "--min-severity",
        "hint",
        "--target",
        "k3s v1.20",
        "--fix",
        ...names,
      ]);
    });

  it("stay out of lint --diff", async () => {
    await check(folderWith(files), ["lint", "--diff", ...names]);
    await check(folderWith(files), ["lint", "--diff", "--target", "k3s v1.20", ...names]);
  });

  for (const format of ["text", "json"])
    it(`stay out of read --format ${format}, unless they are revealed`, async () => {
      const folder = folderWith(files);
      await check(folder, ["read", "--format", format, ...names]);
      assert.ok((await cli(folder, ["read", "--reveal", "--format", format, "whole.yaml"])).stdout.includes(marker));
    });

  it("stay out of convert and its preview, and reach the file", async () => {
    for (const target of names.filter((name) => name !== "key.json")) {
      const folder = folderWith(files);
      const args = ["convert", "key.json", "--host", "gcr.io", "--host", "mirror.example.com", "--into", target];
      await check(folder, [...args, "--dry-run"]);
      await check(folder, args);
    }
    const folder = folderWith({ "key.json": key });
    await check(folder, ["convert", "-", "--host", "gcr.io", "-o", "new.yaml"], key);
    assert.ok(readFileSync(join(folder, "new.yaml"), "utf8").includes(marker));
  });

  it("stay out of rotate and its preview, and out of extract unless they are revealed", async () => {
    for (const target of ["whole.yaml", "unquoted.yaml", "auth-is-text.yaml", "template.yaml"]) {
      const folder = folderWith({ ...files, "new.json": fakeKeyFile({ private_key: pem, private_key_id: "feed" }) });
      for (const more of [["--dry-run"], []]) await check(folder, ["rotate", "new.json", "--in", target, ...more]);
      for (const [host, as] of [
        ["gcr.io", "key"],
        ["mirror.example.com", "docker-config"],
        ["wrong.example.com", "pull-secret"],
      ] as const)
        await check(folder, ["extract", target, "--host", host, "--as", as, "-o", `${host}.${as}`]);
    }
  });

  it("stay out of verify: its plan, its curl commands and its refusals", async () => {
    const folder = folderWith(files);
    for (const name of names)
      for (const args of [
        [],
        ["--key"],
        ["--curl"],
        ["--image", "gcr.io/p/i", "--curl"],
        ["--host", "gcr.io", "--curl"],
      ])
        await check(folder, ["verify", name, ...args]);
  });

  it("stay out of messages about wrong arguments", async () => {
    const folder = folderWith({});
    for (const args of [
      ["convert", key, "--host", "gcr.io", "-o", "x"],
      ["convert", "x.json", "--host", "gcr.io", "-o", key],
      ["convert", "x.json", "--password", marker],
      ["convert", "x.json", `--password=${marker}`],
      ["convert", "x.json", `--host=${pem}`],
      ["lint", key],
      ["lint", line],
      ["lint", `--${line}`],
      ["read", pem],
      ["rotate", key, "--in", "x"],
      ["rotate", "x.json", "--in", key],
      ["extract", key, "--host", "gcr.io", "-o", "x"],
      ["extract", "x", "--host", pem, "-o", "y"],
      [line],
    ])
      await check(folder, args);
    for (const broken of [line.slice(0, -1), pem, line.replace("service_account", "x"), line.replaceAll("\\n", "\n")])
      await check(folder, ["convert", "-", "--host", "gcr.io", "-o", "x"], broken);
  });
});
