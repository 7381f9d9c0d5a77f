import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createReadStream, mkdirSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { maxFileSize } from "../../src/core/text/limits.ts";
import { fakeKeyFile } from "../core/fakeKey.ts";
import { scripted } from "./built.ts";
import { cli, folderWith, good } from "./cli.ts";

const error =
  'Failed to pull image "nginx:1": failed to resolve reference "docker.io/library/nginx:1": 401 Unauthorized';
const host = ["--host", "r.example.com"];

/** Every place of a command that a file is named in, and reads it. */
const readers: Readonly<Record<string, (file: string) => readonly string[]>> = {
  lint: (file) => ["lint", file],
  "lint --fix": (file) => ["lint", "--fix", file],
  "lint --fix-dry-run": (file) => ["lint", "--fix-dry-run", file],
  read: (file) => ["read", file],
  render: (file) => ["render", file],
  "explain --file": (file) => ["explain", "nginx", "--file", file],
  "explain --error": (file) => ["explain", "--error", error, "--file", file],
  images: (file) => ["images", "--file", "registries.yaml", file],
  "images --file": (file) => ["images", "deploy.yaml", "--file", file],
  convert: (file) => ["convert", file, ...host, "-o", "new.yaml"],
  rotate: (file) => ["rotate", file, "--in", "registries.yaml"],
  extract: (file) => ["extract", file, ...host, "-o", "new.json"],
};

/** What a command reads and writes again: there a pipe or a device is refused at once. */
const rewriters: Readonly<Record<string, (file: string) => readonly string[]>> = {
  "convert --into": (file) => ["convert", "key.json", ...host, "--into", file],
  "convert --into --dry-run": (file) => ["convert", "key.json", ...host, "--into", file, "--dry-run"],
  "rotate --in": (file) => ["rotate", "key.json", "--in", file],
};

/** What reads standard input. */
const inputReaders: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(
    Object.entries(readers)
      .filter(([name]) => name !== "lint --fix")
      .map(([name, args]) => [`${name} -`, args("-")]),
  ),
  "explain --error -": ["explain", "--error", "-"],
  "render without a name": ["render"],
};

function folder(files: Readonly<Record<string, string>> = {}): string {
  const deploy = "apiVersion: v1\nkind: Pod\nspec: {containers: [{image: nginx}]}\n";
  return folderWith({ "registries.yaml": good, "key.json": fakeKeyFile(), "deploy.yaml": deploy, ...files });
}

const large = `# ${"x".repeat(maxFileSize)}\n`;

describe("a file that k3s-registries reads", function () {
  this.timeout(120_000);

  const refused: Readonly<Record<string, readonly [make: (folder: string) => string, problem: string]>> = {
    "of more than 5 MB": [() => "large.yaml", "this is larger than 5 MB, the limit"],
    "that is /dev/zero": [() => "/dev/zero", "this is larger than 5 MB, the limit"],
    "that is /dev/urandom": [() => "/dev/urandom", "this is larger than 5 MB, the limit"],
    "that is a link to a device": [
      (at) => {
        symlinkSync("/dev/zero", join(at, "linked.yaml"));
        return "linked.yaml";
      },
      "this is larger than 5 MB, the limit",
    ],
    "that is a pipe without a writer": [
      (at) => {
        execFileSync("mkfifo", [join(at, "pipe")]);
        return "pipe";
      },
      "no process writes to this pipe",
    ],
    "that is not there": [() => "none.yaml", "no such file or folder"],
  };
  for (const [what, [make, problem]] of Object.entries(refused))
    it(`${what} is refused in one line, by every command`, async function () {
      if (process.platform === "win32") this.skip();
      const at = folder({ "large.yaml": large });
      const file = make(at);
      const runs = Object.entries(readers).map(async ([name, args]) => ({
        name,
        ...(await cli(at, args(file))),
      }));
      for (const { name, stdout, stderr, status } of await Promise.all(runs)) {
        assert.equal(stderr, `k3s-registries: ${file}: ${problem}\n`, name);
        assert.equal(stdout, "", name);
        assert.equal(status, 2, name);
      }
      const rewritten = Object.entries(rewriters).filter(([name]) => file !== "none.yaml" || name === "rotate --in");
      for (const [name, args] of rewritten) {
        const { stdout, stderr, status } = await cli(at, args(file));
        const expected =
          /larger|no such/.test(problem) && !/dev|linked/.test(file) ? problem : "this is not a regular file";
        assert.deepEqual([stderr, stdout, status], [`k3s-registries: ${file}: ${expected}\n`, "", 2], name);
      }
    });

  it("of 5 MB is read by every command", async () => {
    const at = folder({ "large.yaml": `${good}#${"x".repeat(maxFileSize - good.length - 1)}` });
    for (const name of ["lint", "read", "render", "explain --file", "images --file"])
      assert.equal((await cli(at, readers[name]?.("large.yaml") ?? [])).status, 0, name);
  });

  it("that is a folder is refused in one line, where no folder is searched", async () => {
    const at = folder();
    mkdirSync(join(at, "folder"));
    const searched = ["lint", "lint --fix", "lint --fix-dry-run", "read", "images"];
    for (const [name, args] of Object.entries({ ...readers, ...rewriters })) {
      if (searched.includes(name)) continue;
      const { stdout, stderr, status } = await cli(at, args("folder"));
      assert.deepEqual([stderr, stdout, status], ["k3s-registries: folder: this is a folder\n", "", 2], name);
    }
  });

  it("that is a socket is refused in one line", async () => {
    const at = folder();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(at, "socket"), resolve));
    const { stderr, status } = await cli(at, ["lint", "socket"]);
    server.close();
    assert.equal(stderr, "k3s-registries: socket: this is a socket, or a device that can't be read\n");
    assert.equal(status, 2);
  });

  it("may be standard input without an end, and is refused then", async () => {
    const at = folder();
    const runs = Object.entries(inputReaders).map(async ([name, args]) => ({
      name,
      ...(await cli(at, args, { input: createReadStream("/dev/zero") })),
    }));
    for (const { name, stdout, stderr, status } of await Promise.all(runs)) {
      assert.match(stderr, /^k3s-registries: (?:-|standard input): this is larger than 5 MB, .*\n$/, name);
      assert.deepEqual([stdout, status], ["", 2], name);
    }
    const piped = scripted(at, "yes | CLI lint -");
    assert.match(piped.stderr, /^k3s-registries: -: this is larger than 5 MB, .*\n$/);
  });

  it("may be a pipe whose writer comes late, or writes in pieces", () => {
    const at = folder();
    const run = (script: string): string => scripted(at, script).stdout;
    assert.match(run("CLI read <(head -c 10 registries.yaml; tail -c +11 registries.yaml)"), /mirror\.example\.com/);
    assert.match(run("mkfifo late; CLI read late & cat registries.yaml > late; wait"), /mirror\.example\.com/);
  });

  it("is refused as the settings file, when it has no end or is no file", async () => {
    const makers: Readonly<Record<string, (file: string) => unknown>> = {
      "this is not a regular file": (file) => execFileSync("mkfifo", [file]),
      "this is a folder": (file) => mkdirSync(file),
    };
    for (const [problem, make] of Object.entries(makers)) {
      const at = folder();
      make(join(at, ".k3s-registries.yaml"));
      const { stderr, status } = await cli(at, ["lint"]);
      assert.deepEqual([stderr, status], [`k3s-registries: .k3s-registries.yaml: ${problem}\n`, 2]);
    }
    const at = folder();
    symlinkSync("/dev/zero", join(at, ".k3s-registries.yaml"));
    assert.match(
      (await cli(at, ["render", "registries.yaml"])).stderr,
      /^k3s-registries: \.k3s-registries\.yaml: this is not a/,
    );
  });

  it("that is too large is left out by name alone where manifests are searched for", async () => {
    const at = folder({ "data.json": large, "crds.yaml": large });
    const { stderr, status } = await cli(at, ["images", "--file", "registries.yaml"]);
    assert.match(
      stderr,
      /^crds\.yaml: larger than 5 MB, so not searched\ndata\.json: larger than 5 MB, so not searched\n1 image in 1 file/,
    );
    assert.equal(status, 0);
  });

  it("is named where not all of it was searched for images", async () => {
    const pod = (name: string, spec: string): string => `apiVersion: v1\nkind: Pod\nspec: ${spec}\n# ${name}\n`;
    const tens = (of: string): string => `[${Array(10).fill(of).join(", ")}]`;
    const levels = Array.from(
      { length: 7 },
      (_, level) => `a${level}: &a${level} ${tens(level ? `*a${level - 1}` : "x")}\n`,
    );
    const at = folder({
      "aliases.yaml": `${pod("aliases", "{containers: [{image: busybox}]}")}${levels.join("")}`,
      "deep.yaml": pod("deep", `${"{a: ".repeat(150)}{image: busybox}${"}".repeat(150)}`),
    });
    const { stderr, status } = await cli(at, ["images", "--file", "registries.yaml"]);
    assert.match(
      stderr,
      /^aliases\.yaml: its aliases expand to more than 200,000 values, so they were not followed\ndeep\.yaml: nested more than 100 levels deep, so deeper levels were not searched\n2 images in 2 files/,
    );
    assert.equal(status, 0);
  });
});

describe("an empty name", function () {
  this.timeout(60_000);

  it("is refused by every command, and is never the current folder", async () => {
    const at = folder();
    for (const [name, args] of Object.entries({ ...readers, ...rewriters })) {
      const { stdout, stderr, status } = await cli(at, args(""));
      assert.match(
        stderr,
        /^k3s-registries: (?:an argument is empty; name a file, or remove it|--\w+ is empty; pass a value)\n$/,
        name,
      );
      assert.deepEqual([stdout, status], ["", 2], name);
    }
    for (const args of [["-o", ""], ["--output="], ["-o", "new.yaml", "--target", ""], ["-o", "new.yaml", "--host="]])
      assert.match(
        (await cli(at, ["convert", "key.json", ...args])).stderr,
        /^k3s-registries: --\w+ is empty; pass a value\n$/,
      );
  });
});
