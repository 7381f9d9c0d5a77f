import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { createK3dLinks } from "../../src/cli/k3dLinks.ts";
import { fakeKeyFile } from "../core/fakeKey.ts";
import { cli, findingsOf, folderWith, good } from "./cli.ts";

function indented(text: string, spaces: number): string {
  return text.replace(/^(?=.)/gm, " ".repeat(spaces));
}

/** A cloud-init file with a registries.yaml for each text. */
function cloudInit(...texts: readonly string[]): string {
  const items = texts.map(
    (text) =>
      `  - path: /etc/rancher/k3s/registries.yaml\n    permissions: "0600"\n    content: |\n${indented(text, 6)}`,
  );
  return `#cloud-config\nwrite_files:\n${items.join("")}`;
}

function k3d(text: string): string {
  return `apiVersion: k3d.io/v1alpha5\nkind: Simple\nregistries:\n  config: |\n${indented(text, 4)}`;
}

function script(text: string, word = "EOF"): string {
  return `#!/bin/sh\nset -e\ncat > /etc/rancher/k3s/registries.yaml <<${word}\n${text}EOF\n`;
}

const bad = "mirrors:\n  docker.io:\n    endpoints:\n      - https://mirror.example.com\n";
const secret = "hunter2-canary";
const withSecret = `${good}configs:\n  mirror.example.com:\n    auth:\n      username: ci\n      password: ${secret}\n`;
const deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\n";

describe("k3s-registries, for a registries.yaml inside another file", function () {
  this.timeout(60_000);

  describe("lint", () => {
    it("finds carriers in folders, by their names and their content", async () => {
      const folder = folderWith({
        "a/user-data": cloudInit(bad),
        "b/k3d.yaml": k3d(bad),
        "c/install.sh": script(bad),
        "d/registries.yaml": bad,
        "node_modules/x/install.sh": script(bad),
        ".git/hooks/install.sh": script(bad),
        "e/app.yaml": deployment,
        "e/install.txt": script(bad),
        "e/README.md": "Copy registries.yaml to the node.\n",
      });
      const found = await findingsOf(folder, ["."]);
      assert.deepEqual(
        found.filter(({ id }) => id === "unknown-key").map(({ path, line }) => `${path}:${line}`),
        ["a/user-data:8", "b/k3d.yaml:7", "c/install.sh:6", "d/registries.yaml:3"],
      );
      const { stderr } = await cli(folder, ["lint"]);
      assert.match(stderr, / in 4 files /);
    });

    it("reads a file as k3d does that a configuration of k3d names", async () => {
      const config = (path: string): string =>
        `apiVersion: k3d.io/v1alpha5\nkind: Simple\nregistries:\n  config: ${path}\n`;
      const token = "configs:\n  a.example.com:\n    auth:\n      identity_token: ABC-TOKEN\n";
      const idsIn = async (files: Readonly<Record<string, string>>, ...args: readonly string[]) =>
        (await findingsOf(folderWith(files), args)).map(({ path, id }) => `${path} ${id}`);
      const found = "registries.yaml k3d-identity-token";
      assert.ok(
        (await idsIn({ "k3d.yaml": config("./registries.yaml"), "registries.yaml": token }, ".")).includes(found),
      );
      assert.ok(
        (await idsIn({ "z.yml": config("registries.yaml"), "registries.yaml": token }, "registries.yaml")).includes(
          found,
        ),
      );
      for (const [files, args] of [
        [{ "k3d.yaml": config("./other/registries.yaml"), "registries.yaml": token }, ["."]],
        [{ "k3d.yaml": config("./registries.yaml"), "registries.yaml": token }, [".", "--target", "k3s"]],
        [{ "registries.yaml": token }, ["."]],
      ] as const)
        assert.deepEqual(
          (await idsIn(files, ...args)).filter((one) => one.includes("k3d-")),
          [],
        );
      const below = { "k3d.yaml": config("cluster/registries.yaml"), "cluster/registries.yaml": token };
      const folder = folderWith(below);
      await cli(folder, ["lint", "--fix", "."]);
      assert.match(readFileSync(join(folder, "cluster/registries.yaml"), "utf8"), /^ {6}identitytoken:/m);
    });

    it("reads a file of any name as k3d does that a configuration of k3d names", async () => {
      const config = (path: string): string =>
        `apiVersion: k3d.io/v1alpha5\nkind: Simple\nregistries:\n  config: ${path}\n`;
      const token = "configs:\n  a.example.com:\n    auth:\n      identity_token: ABC-TOKEN\n";
      const idsIn = async (files: Readonly<Record<string, string>>, ...args: readonly string[]) =>
        (await findingsOf(folderWith(files), args)).map(({ path, id }) => `${path} ${id}`);
      const found = "cluster/regs.yml k3d-identity-token";
      // A name before and after that of the configuration, which a search meets in that order.
      for (const name of ["a.yaml", "z.yaml", "cluster/z.yaml"]) {
        const files = {
          [name]: config(name.includes("/") ? "regs.yml" : "cluster/regs.yml"),
          "cluster/regs.yml": token,
        };
        for (const operand of [".", "cluster", "cluster/regs.yml", "*/*.yml"])
          assert.ok((await idsIn(files, operand)).includes(found), `${name} ${operand}`);
      }
      const files = { "k3d.yaml": config("regs.yml"), "regs.yml": token };
      for (const [others, args] of [
        [{ ...files, "k3d.yaml": config("other.yml") }, ["."]],
        [files, [".", "--target", "k3s"]],
        [files, [".", "--no-embedded"]],
        // A file of another tool, and one that k3d reads in another way.
        [{ ...files, "regs.yml": `services:\n  a: {}\n${token}` }, ["."]],
        [{ ...files, "regs.yml": "image: example\n# mirrors: none\n" }, ["."]],
        [{ ...files, "regs.yml": cloudInit(token) }, ["."]],
      ] as const)
        assert.deepEqual(
          (await idsIn(others, ...args)).filter((one) => one.includes("k3d-")),
          [],
          JSON.stringify(others),
        );
      const folder = folderWith(files);
      const { stderr } = await cli(folder, ["lint", "--fix", "."]);
      assert.match(stderr, / in 1 file/);
      assert.match(readFileSync(join(folder, "regs.yml"), "utf8"), /^ {6}identitytoken:/m);
    });

    it("reads the configurations of k3d in a folder once in a run", async () => {
      const config = "apiVersion: k3d.io/v1alpha5\nkind: Simple\nregistries:\n  config: one/registries.yaml\n";
      const folder = folderWith({ "k3d.yaml": config });
      const isNamed = createK3dLinks(folder);
      assert.equal(await isNamed(join(folder, "two/registries.yaml")), false);
      rmSync(join(folder, "k3d.yaml"));
      assert.equal(await isNamed(join(folder, "one/registries.yaml")), true);
    });

    it("leaves carriers out with --no-embedded", async () => {
      const folder = folderWith({ "a/k3d.yaml": k3d(bad), "b/registries.yaml": bad });
      const found = await findingsOf(folder, ["--no-embedded", "."]);
      assert.deepEqual([...new Set(found.map(({ path }) => path))], ["b/registries.yaml"]);
    });

    it("applies the ignores of the settings file", async () => {
      const folder = folderWith({ "a/k3d.yaml": k3d(bad), ".k3s-registries.yaml": "ignores:\n  - a/**\n" });
      const { stderr, status } = await cli(folder, ["lint"]);
      assert.match(stderr, /^no registries\.yaml found$/m);
      assert.equal(status, 0);
    });

    it("passes over what can't be read, unless it is named registries.yaml or by the user", async () => {
      const folder = folderWith({ "big.json": "x".repeat(6_000_000), "b/k3d.yaml": k3d(good) });
      assert.equal((await cli(folder, ["lint"])).status, 0);
      assert.equal((await cli(folder, ["lint", "big.json"])).status, 2);
      if (process.getuid?.() !== 0) {
        chmodSync(join(folder, "b/k3d.yaml"), 0);
        assert.equal((await cli(folder, ["lint"])).status, 0);
      }
    });

    it("says nothing about the keys of the outer tool when a carrier is named", async () => {
      const folder = folderWith({ "k3d.yaml": k3d(good), "user-data": cloudInit(good), "s.sh": script(good) });
      const { stdout, stderr, status } = await cli(folder, ["lint", "k3d.yaml", "user-data", "s.sh"]);
      assert.equal(stdout, "");
      assert.equal(stderr, "no problems in 3 files\n");
      assert.equal(status, 0);
    });

    it("says that a named file carries nothing, and ends with 2", async () => {
      const folder = folderWith({ "app.yaml": deployment, "s.sh": "echo hello\n", "registries.yaml": good });
      for (const path of ["app.yaml", "s.sh"]) {
        const { stdout, stderr, status } = await cli(folder, ["lint", path, "registries.yaml"]);
        assert.equal(stdout, "");
        assert.match(stderr, new RegExp(`^k3s-registries: ${path}: no registries\\.yaml in it$`, "m"));
        assert.equal(status, 2);
        assert.equal((await cli(folder, ["lint", path, "registries.yaml", "--skip-foreign"])).status, 0);
      }
      assert.equal((await cli(folder, ["lint", "*.yaml"])).status, 0);
    });

    it("reads a bare registries.yaml by any name, and a misspelt one", async () => {
      const folder = folderWith({ "a.yaml": bad, "b.yaml": "mirrorz: {}\n", "c.yaml": "# nothing yet\n", d: bad });
      for (const [path, count] of Object.entries({ "a.yaml": 1, "b.yaml": 1, "c.yaml": 0, d: 1 }))
        assert.equal((await findingsOf(folder, [path])).filter(({ id }) => id === "unknown-key").length, count, path);
    });

    it("gives carrier and name of the region in JSON, and of no other file", async () => {
      const folder = folderWith({ "user-data": cloudInit(good, bad), "registries.yaml": bad });
      const found = JSON.parse((await cli(folder, ["lint", "--format", "json"])).stdout).findings;
      assert.deepEqual(
        found
          .filter(({ id }: { id: string }) => id === "unknown-key")
          .map(({ path, line, region }: { path: string; line: number; region: unknown }) => ({ path, line, region })),
        [
          { path: "registries.yaml", line: 3, region: undefined },
          { path: "user-data", line: 15, region: { carrier: "cloud-init", name: "write_files[1].content" } },
        ],
      );
    });

    for (const format of ["text", "compact", "json", "github", "gitlab", "sarif", "junit", "rdjson"])
      it(`has the lines of the outer file and no secret with --format ${format}`, async () => {
        const folder = folderWith({ "user-data": cloudInit(`${bad}${withSecret.slice(good.length)}`) });
        const { stdout } = await cli(folder, ["lint", "--format", format, "--min-severity", "hint", "."]);
        assert.match(stdout, /\b8\b/);
        assert.ok(stdout.includes("unknown-key"));
        assert.ok(!stdout.includes(secret));
      });

    it("shows the line of the outer file with its secrets masked, also those around it", async () => {
      const folder = folderWith({
        "install.sh": `export DB_PASSWORD=${secret}\n${script(withSecret.replace("endpoint:", "endpoints:"), "'EOF'")}`,
      });
      const { stdout } = await cli(folder, ["lint", "install.sh"]);
      assert.match(stdout, /--> install\.sh:7:5\n +\|\n7 +\| {5}endpoints:\n +\| {5}\^{9}\n/);
      const { stdout: diff } = await cli(folder, ["lint", "--diff", "install.sh"]);
      assert.match(diff, /^- {4}endpoints:\n\+ {4}endpoint:$/m);
      assert.ok(!(stdout + diff).includes(secret));
    });

    it("fixes the strings of settings that it announces", async () => {
      const text = `apiVersion: provisioning.cattle.io/v1
kind: Cluster
spec:
  rkeConfig:
    registries:
      mirrors:
        https://quay.io: # Quay
          endpoint: ["mirror.example.com", mirror.example.com:5000]
          endpoints: []
          rewrite: { "^(.*$": hub }
`;
      const folder = folderWith({ "cluster.yaml": text });
      const before = await cli(folder, ["lint", "cluster.yaml"]);
      assert.match(before.stderr, /^4 problems .*--fix fixes 3\n/m);
      const { stderr } = await cli(folder, ["lint", "--fix", "cluster.yaml"]);
      assert.match(stderr, /fixed, 4 problems before and 1 after/);
      const fixed = text.replace(/https:(?=.*quay).*?quay/, "quay").replace(/(?=mirror.ex)/g, "https://");
      assert.equal(readFileSync(join(folder, "cluster.yaml"), "utf8"), fixed);
      const again = await cli(folder, ["lint", "--fix", "cluster.yaml"]);
      assert.match(again.stderr, /^1 problem /m);
      assert.equal(readFileSync(join(folder, "cluster.yaml"), "utf8"), fixed);
    });

    it("fixes the region and no other byte", async () => {
      for (const [path, text] of Object.entries({
        "k3d.yaml": k3d(bad),
        "user-data": cloudInit(bad, good, bad),
        "s.sh": script(bad),
        "crlf.sh": script(bad).replaceAll("\n", "\r\n"),
      })) {
        const folder = folderWith({ [path]: text });
        const dry = await cli(folder, ["lint", "--fix-dry-run", path]);
        assert.match(dry.stderr, /would be fixed: Rename to endpoint \[unknown-key\]/);
        assert.equal(readFileSync(join(folder, path), "utf8"), text);
        const { stderr, status } = await cli(folder, ["lint", "--fix", path]);
        assert.match(stderr, /fixed, \d problems? before and 0 after/);
        assert.equal(status, 0);
        const fixed = readFileSync(join(folder, path), "utf8");
        assert.equal(fixed, text.replaceAll("endpoints:", "endpoint:"));
        assert.equal((await cli(folder, ["lint", "--fix", path])).stderr, "no problems in 1 file\n");
      }
    });

    it("reads standard input, with a name and without", async () => {
      const folder = folderWith({});
      const input = k3d(bad);
      for (const args of [["-", "--stdin-filename", "infra/k3d.yaml"], ["-"]]) {
        const found = await findingsOf(folder, args, { input });
        assert.deepEqual(
          found.filter(({ id }) => id === "unknown-key").map(({ line }) => line),
          [7],
        );
      }
      assert.ok((await findingsOf(folder, ["-"], { input: script(bad) })).some(({ line }) => line === 6));
    });

    it("warns of secrets that Git tracks", async function () {
      const folder = folderWith({ "user-data": cloudInit(withSecret), "other/user-data": cloudInit(good) });
      const git = (...args: readonly string[]): number | null => spawnSync("git", args, { cwd: folder }).status;
      if (git("init", "-q") !== 0) this.skip();
      git("add", ".");
      const tracked = await findingsOf(folder, ["."]);
      assert.deepEqual(
        tracked.filter(({ id, severity }) => id === "secret-exposed" && severity === "warning").map(({ path }) => path),
        ["user-data"],
      );
    });

    it("unpacks gzip, and no more than a file may have", async () => {
      const packed = (text: string): string =>
        `write_files:\n- path: /etc/rancher/k3s/registries.yaml\n  encoding: gz+b64\n  content: ${gzipSync(text).toString("base64")}\n`;
      const folder = folderWith({ "a.yaml": packed(bad), "b.yaml": packed(`${bad}#${" ".repeat(50_000_000)}`) });
      assert.ok((await findingsOf(folder, ["a.yaml"])).some(({ id, line }) => id === "unknown-key" && line === 4));
      assert.match((await cli(folder, ["lint", "b.yaml"])).stderr, /no registries\.yaml in it/);
    });
  });

  describe("FILE#REGION", () => {
    const two = cloudInit(good, good.replaceAll("mirror.", "second."));

    it("names a region by number or name, and needs none for one", async () => {
      const folder = folderWith({ "user-data": two, "k3d.yaml": k3d(good) });
      for (const name of ["user-data#2", "user-data#write_files[1].content"]) {
        const { stdout, status } = await cli(folder, ["read", name]);
        assert.match(stdout, /^user-data#write_files\[1\]\.content\n/);
        assert.match(stdout, /https:\/\/second\.example\.com/);
        assert.equal(status, 0);
      }
      assert.match((await cli(folder, ["read", "k3d.yaml"])).stdout, /^k3d\.yaml#registries\.config\n/);
      const both = await cli(folder, ["read", "user-data#1", "user-data#2", "user-data#2", "--format", "json"]);
      assert.deepEqual(
        both.stdout
          .trimEnd()
          .split("\n")
          .map((line) => JSON.parse(line).region),
        ["write_files[0].content", "write_files[1].content"],
      );
    });

    it("lists the regions when none is named, and when it is not there", async () => {
      const folder = folderWith({ "user-data": two, "registries.yaml": good });
      const listed = "1 write_files[0].content, 2 write_files[1].content";
      for (const [command, ...args] of [
        ["read", "user-data"],
        ["render", "user-data"],
        ["explain", "nginx", "--file", "user-data"],
        ["explain", "--error", 'Failed to pull image "nginx": 401 Unauthorized', "--file", "user-data"],
        ["images", "--file", "user-data"],
        ["extract", "user-data", "--host", "a.io", "--reveal"],
      ] as const) {
        const { stderr, status } = await cli(folder, [command, ...args]);
        assert.ok(stderr.includes(listed), `${command}: ${stderr}`);
        assert.equal(status, 2);
      }
      for (const name of ["user-data#0", "user-data#3", "user-data#x"])
        assert.ok((await cli(folder, ["read", name])).stderr.includes(listed));
      assert.match((await cli(folder, ["read", "registries.yaml#1"])).stderr, /carries no registries\.yaml/);
    });

    it("is the name of a file where there is one", async () => {
      const folder = folderWith({ "a#1": good, a: two });
      assert.match((await cli(folder, ["read", "a#1"])).stdout, /^a#1\n {2}mirrors:/);
    });

    it("gives the lines of the outer file", async () => {
      const folder = folderWith({ "user-data": two });
      const { stdout } = await cli(folder, ["explain", "nginx", "--file", "user-data#2"]);
      assert.match(stdout, /^mirror {2}docker\.io, user-data:14$/m);
      const json = await cli(folder, ["explain", "nginx", "--file", "user-data#2", "--format", "json"]);
      assert.equal(JSON.parse(json.stdout).mirror.line, 14);
    });

    it("shows expressions as they are written, but no defaults in them", async () => {
      const text = `mirrors:\n  docker.io:\n    endpoint:\n      - https://\${HOST:-${secret}}\n`;
      const folder = folderWith({ "s.sh": script(text) });
      for (const args of [
        ["read", "s.sh"],
        ["read", "s.sh", "--format", "json"],
      ]) {
        const { stdout } = await cli(folder, args);
        assert.match(stdout, /https:\/\/\$\{HOST:-…\}/);
        assert.ok(!stdout.includes(secret));
      }
    });

    it("renders expressions as they are written, also where Go encodes a URL", async () => {
      const text = good.replace("https://mirror.example.com", "https://$MIRROR");
      const { stdout } = await cli(folderWith({ "s.sh": script(text) }), ["render", "s.sh"]);
      assert.match(stdout, /^\[host\."https:\/\/\$MIRROR\/v2"\]$/m);
    });

    it("renders for the product that the carrier names", async () => {
      const folder = folderWith({ "user-data": cloudInit(good).replace("/k3s/", "/rke2/") });
      assert.match((await cli(folder, ["render", "user-data"])).stdout, /generated by rke2/);
    });
  });

  describe("convert, rotate and extract", () => {
    const robot = JSON.stringify({ name: "robot$ci", secret: "Zq7CanaryZq7CanaryZq7Canary0" });

    it("write a credential into a region, and no other byte", async () => {
      const text = cloudInit(good, good);
      const folder = folderWith({ "user-data": text, "key.json": fakeKeyFile() });
      const args = ["convert", "key.json", "--host", "gcr.io", "--into", "user-data#2"];
      const dry = await cli(folder, [...args, "--dry-run"]);
      assert.match(dry.stdout, /^\+ {13}password: '••••••••'$/m);
      assert.doesNotMatch(dry.stdout, /PRIVATE KEY/);
      assert.equal(readFileSync(join(folder, "user-data"), "utf8"), text);
      const { stderr, status } = await cli(folder, args);
      assert.equal(status, 0, stderr);
      assert.match(stderr, /^gcr\.io: added/m);
      const written = readFileSync(join(folder, "user-data"), "utf8");
      const start = text.lastIndexOf("content: |");
      assert.equal(written.slice(0, start), text.slice(0, start));
      const { stdout } = await cli(folder, ["read", "user-data#2", "--reveal", "--format", "json"]);
      const { password } = JSON.parse(stdout).parsed.configs["gcr.io"].auth;
      assert.deepEqual(JSON.parse(password), JSON.parse(fakeKeyFile()));

      writeFileSync(join(folder, "new.json"), fakeKeyFile({ private_key_id: "fedcba9876543210" }));
      assert.equal((await cli(folder, ["rotate", "new.json", "--in", "user-data#2"])).status, 0);
      assert.match(readFileSync(join(folder, "user-data"), "utf8"), /fedcba9876543210/);
      const out = await cli(folder, ["extract", "user-data#2", "--host", "gcr.io", "-o", "old.json"]);
      assert.equal(out.status, 0, out.stderr);
      assert.equal(JSON.parse(readFileSync(join(folder, "old.json"), "utf8")).private_key_id, "fedcba9876543210");
    });

    it("escape what a shell would replace", async () => {
      const folder = folderWith({ "s.sh": script(good), "robot.json": robot });
      const { status, stderr } = await cli(folder, [
        ...["convert", "robot.json", "--host", "harbor.example.com", "--into", "s.sh"],
      ]);
      assert.equal(status, 0, stderr);
      const written = readFileSync(join(folder, "s.sh"), "utf8");
      assert.match(written, /username: .*robot\\\$ci/);
      const run = spawnSync("sh", ["-c", written.replace("> /etc/rancher/k3s/registries.yaml", "")], {
        encoding: "utf8",
      });
      assert.match(run.stdout, /username: .*robot\$ci/);
    });

    it("refuse what k3d would replace, with the way out", async () => {
      const folder = folderWith({ "k3d.yaml": k3d(good), "robot.json": robot });
      const { status, stderr } = await cli(folder, [
        ...["convert", "robot.json", "--host", "harbor.example.com", "--into", "k3d.yaml"],
      ]);
      assert.equal(status, 2);
      assert.match(stderr, /contains "\$", which k3d replaces .* --registry-config/);
      assert.equal(readFileSync(join(folder, "k3d.yaml"), "utf8"), k3d(good));
    });

    it("refuse what can only be read", async () => {
      const folded = cloudInit("mirrors: {}\n").replace("|", ">");
      const folder = folderWith({ "user-data": folded, "key.json": fakeKeyFile() });
      const { status, stderr } = await cli(folder, [
        ...["convert", "key.json", "--host", "gcr.io", "--into", "user-data"],
      ]);
      assert.equal(status, 2);
      assert.match(stderr, /write it as a block/);
      assert.equal(readFileSync(join(folder, "user-data"), "utf8"), folded);
    });

    it("extract nothing that the carrier fills in", async () => {
      for (const auth of [
        `username: ci, password: "x\${PW}"`,
        "username: ci, password: $PW",
        `identity_token: a\${PW}b`,
      ]) {
        const folder = folderWith({ "s.sh": script(`configs:\n  a.example.com:\n    auth: {${auth}}\n`) });
        const { stderr, status } = await cli(folder, ["extract", "s.sh", "--host", "a.example.com", "-o", "out"]);
        assert.equal(status, 2);
        assert.match(stderr, /not in this file; it comes from \$\{?PW\}?\n/, auth);
        assert.ok(!existsSync(join(folder, "out")));
      }
    });

    it("refuse what is made of settings, with the way out", async () => {
      const text = `apiVersion: provisioning.cattle.io/v1
kind: Cluster
spec:
  rkeConfig:
    registries:
      mirrors:
        docker.io: {endpoint: [https://mirror.example.com]}
      configs:
        mirror.example.com: {authConfigSecretName: mirror}
`;
      const folder = folderWith({ "cluster.yaml": text, "key.json": fakeKeyFile() });
      const { status, stderr } = await cli(folder, [
        ...["convert", "key.json", "--host", "gcr.io", "--into", "cluster.yaml"],
      ]);
      assert.equal(status, 2);
      assert.match(stderr, /makes this registries\.yaml of other settings .*the Secret that they name/);
      assert.equal(readFileSync(join(folder, "cluster.yaml"), "utf8"), text);
    });
  });
});
