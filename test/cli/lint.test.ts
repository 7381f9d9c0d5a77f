import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { rulePage } from "../../src/core/lint/rulePage.ts";
import { version } from "../../src/core/lint/version.ts";
import { cliFile, scripted, spawned } from "./built.ts";
import { bad, cli, findingsOf, folderWith, good, type JsonFinding, warned } from "./cli.ts";

const asNobody = process.getuid?.() === 0 ? { uid: 65534 } : {};

describe("k3s-registries lint", function () {
  this.timeout(60_000);

  describe("findings", () => {
    it("are a line each with --format compact: path, line, column, severity, message and id", async () => {
      const folder = folderWith({ "a/registries.yaml": bad });
      const { stdout, stderr, status } = await cli(folder, ["lint", "--format", "compact"]);
      assert.match(
        stdout,
        /^a\/registries\.yaml:3:15 error The endpoint of "docker\.io" is a string, .* \[endpoint-not-list\]$/m,
      );
      for (const line of stdout.trimEnd().split("\n"))
        assert.match(line, /^\S+:\d+:\d+ (?:error|warning|information|hint) \S.* \[[a-z-]+\]$/);
      assert.match(stderr, /1 error/);
      assert.equal(status, 1);
    });

    it("have exactly the documented fields in JSON", async () => {
      const [finding] = (await findingsOf(folderWith({ "registries.yaml": bad }), ["registries.yaml"])).filter(
        ({ id }) => id === "endpoint-not-list",
      );
      assert.deepEqual(
        { ...finding, message: "" },
        {
          path: "registries.yaml",
          line: 3,
          column: 15,
          endLine: 3,
          endColumn: 41,
          id: "endpoint-not-list",
          severity: "error",
          message: "",
          url: rulePage("endpoint-not-list"),
          fixable: true,
          related: [],
          fixes: [
            {
              title: "Convert to a list",
              safe: true,
              edits: [{ line: 3, column: 14, endLine: 3, endColumn: 41, text: ' ["https://mirror.example.com"]' }],
            },
          ],
        },
      );
      assert.match(finding?.message ?? "", /is a string, not a list/);
    });

    it("are an empty array for a file without", async () => {
      const { stdout } = await cli(folderWith({ "registries.yaml": good }), ["lint", "--format=json"]);
      assert.deepEqual(JSON.parse(stdout), { version: 1, tool: { name: "k3s-registries", version }, findings: [] });
    });

    it("have places that no byte-order mark and no CRLF shifts", async () => {
      const folder = folderWith({
        "bom.yaml": `\ufeffmirrorz: {}\r\n${bad.replaceAll("\n", "\r\n")}`,
        "utf16.yaml": Buffer.from(`\ufeffmirrorz: {}\n${bad}`, "utf16le"),
        "utf16be.yaml": Buffer.from(`\ufeffmirrorz: {}\n${bad}`, "utf16le").swap16(),
      });
      for (const path of ["bom.yaml", "utf16.yaml", "utf16be.yaml"]) {
        const places = (await findingsOf(folder, [path]))
          .filter(({ id }) => id === "unknown-key" || id === "endpoint-not-list")
          .map(({ line, column }) => `${line}:${column}`);
        assert.deepEqual(places, ["1:1", "4:15"], path);
      }
    });

    it("are GitHub's workflow commands, with what they escape", async () => {
      const folder = folderWith({ "a,b:c%/registries.yaml": bad });
      const { stdout } = await cli(folder, ["lint", "--format", "github"]);
      assert.match(
        stdout,
        /^::error file=a%2Cb%3Ac%25\/registries\.yaml,line=3,endLine=3,col=15,endColumn=41,title=endpoint-not-list::The endpoint/m,
      );
    });

    it("hold nothing that moves the terminal's cursor", async () => {
      const folder = folderWith({
        "registries.yaml": 'mirrors:\n  "a\\e[2J.io":\n    endpoint: "https://x.example.com"\n',
      });
      for (const format of ["text", "compact", "github"])
        assert.doesNotMatch((await cli(folder, ["lint", "--format", format])).stdout, /\x1b/);
    });
  });

  describe("files", () => {
    it("are searched for in folders, by name and content, and linted once", async () => {
      const folder = folderWith({
        "registries.yaml": bad,
        "b/registries.yml": bad,
        "b/other.yaml": bad,
        "foreign/registries.yaml": "apiVersion: v1\nkind: ConfigMap\n",
        "node_modules/x/registries.yaml": bad,
        ".git/registries.yaml": bad,
        "rancher/k3s/registries.yaml": "nothing: known\n",
      });
      symlinkSync("..", join(folder, "b", "loop"));
      symlinkSync("registries.yml", join(folder, "b", "registries.yaml"));
      const paths = async (args: readonly string[]) => [
        ...new Set((await findingsOf(folder, args)).map(({ path }) => path)),
      ];
      assert.deepEqual(await paths([]), ["b/registries.yaml", "rancher/k3s/registries.yaml", "registries.yaml"]);
      assert.deepEqual(await paths(["./b", "b/registries.yml", "registries.yaml", "./registries.yaml"]), [
        "b/registries.yaml",
        "registries.yaml",
      ]);
      assert.deepEqual(await paths([join(folder, "registries.yaml")]), [join(folder, "registries.yaml")]);
    });

    it("are read whatever their name when they are named, unless foreign ones are skipped", async () => {
      const folder = folderWith({ "a.txt": bad, "foreign/registries.yaml": "apiVersion: v1\nmirrorz: {}\n" });
      assert.ok((await findingsOf(folder, ["a.txt"])).length > 0);
      assert.ok((await findingsOf(folder, ["foreign/registries.yaml"])).length > 0);
      assert.deepEqual(await findingsOf(folder, ["--skip-foreign", "foreign/registries.yaml"]), []);
    });

    it("can be standard input, and pipes", async () => {
      const folder = folderWith({ "registries.yaml": bad });
      const { stdout, stderr } = await cli(folder, ["lint", "-"], { input: bad });
      assert.match(stdout, /^ --> -:3:15$/m);
      assert.match(stderr, /; --fix-dry-run shows 1 fix$/m);
      assert.match((await cli(folder, ["lint"])).stderr, /; --fix fixes 1$/m);
      const piped = scripted(folder, "CLI lint --format compact <(cat registries.yaml)");
      assert.match(piped.stdout, /^\/dev\/fd\/\d+:3:15 error /m);
    });

    it("that are missing, unreadable or folders without any are said, and the others linted", async () => {
      const folder = folderWith({ "registries.yaml": bad });
      const missing = await cli(folder, ["lint", "not-there", "registries.yaml", "nor/this"]);
      assert.equal(missing.status, 2);
      assert.match(missing.stderr, /^k3s-registries: not-there: no such file or folder$/m);
      assert.match(missing.stderr, /^k3s-registries: nor\/this: /m);
      assert.match(missing.stdout, /endpoint-not-list/);
      const empty = await cli(folderWith({ "a/x.yaml": bad }), ["lint"]);
      assert.equal(empty.status, 0);
      assert.match(empty.stderr, /no registries\.yaml found/);
    });

    it("are reported in their order where output and messages go to one file", () => {
      const folder = folderWith({ "a/registries.yaml": bad, "c/registries.yaml": bad });
      const { stdout } = scripted(folder, "CLI lint --format compact a b c 2>&1");
      const lines = stdout.split("\n").map((line) => /^(?:k3s-registries: )?\w+/.exec(line)?.[0]);
      assert.deepEqual(lines.slice(0, 3), ["a", "k3s-registries: b", "c"]);
    });

    it("that may not be read are said", async function () {
      const folder = folderWith({ "registries.yaml": bad, "closed/registries.yaml": bad });
      chmodSync(folder, 0o755);
      chmodSync(join(folder, "registries.yaml"), 0o000);
      chmodSync(join(folder, "closed"), 0o000);
      const { stderr, status } = spawned(folder, ["lint", "."], asNobody);
      chmodSync(join(folder, "closed"), 0o700);
      // An unprivileged user may be kept from this project's folder altogether.
      if (/Cannot find module|EACCES/.test(stderr) || status === null) this.skip();
      assert.equal(status, 2);
      assert.match(stderr, /^k3s-registries: registries\.yaml: permission denied$/m);
      assert.match(stderr, /^k3s-registries: closed: permission denied$/m);
    });

    it("that are no text are findings", async () => {
      const folder = folderWith({
        "latin1.yaml": Buffer.from(bad.replace("mirror.", "m\xe9rror."), "latin1"),
        "binary.yaml": Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0xff, 0xfe]),
        "odd16.yaml": Buffer.from([0xff, 0xfe, 0x61]),
        "key.yaml": Buffer.from("configs:\n  a.io:\n    auth:\n      password: 'abc\xe9def'\n", "latin1"),
      });
      for (const path of readdirSync(folder)) {
        const before = readFileSync(join(folder, path));
        const { stdout, status } = await cli(folder, ["lint", "--fix", "--format", "compact", path]);
        assert.match(stdout, /error .* \[yaml-syntax\]$/m, path);
        assert.doesNotMatch(stdout, /password-not-quoted/);
        assert.equal(status, 1);
        assert.deepEqual(readFileSync(join(folder, path)), before);
      }
    });

    it("of 5 MB are linted and fixed in seconds", async function () {
      // Of a processor; on a busy machine they take longer.
      this.timeout(180_000);
      const hosts = Array.from(
        { length: 7_600 },
        (_, i) => `  host${i}.example.com:\n    endpoints:\n      - https://m${i}.example.com/${"x".repeat(600)}\n`,
      );
      const folder = folderWith({ "big.yaml": `mirrors:\n${hosts.join("")}` });
      assert.ok(statSync(join(folder, "big.yaml")).size > 5_000_000);
      const before = process.cpuUsage();
      await cli(folder, ["lint", "--fix", "big.yaml", "--format", "json"]);
      const { user, system } = process.cpuUsage(before);
      assert.ok(user + system < 30_000_000, `${(user + system) / 1e6} s`);
      assert.ok(!readFileSync(join(folder, "big.yaml"), "utf8").includes("endpoints:"));
    });

    it("that go away while others are read are said", async () => {
      const folder = folderWith({ "b.yaml": bad });
      if (spawnSync("mkfifo", [join(folder, "slow")]).status !== 0) return;
      const running = cli(folder, ["lint", "slow", "b.yaml"]);
      rmSync(join(folder, "b.yaml"));
      await writeFile(join(folder, "slow"), bad);
      const { stderr, status } = await running;
      assert.equal(status, 2);
      assert.match(stderr, /b\.yaml: no such file or folder/);
    });

    it("may be many", async () => {
      const files = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`d${i}/registries.yaml`, bad]));
      assert.equal(
        (await findingsOf(folderWith(files), [])).filter(({ id }) => id === "endpoint-not-list").length,
        400,
      );
    });
  });

  describe("--fix", () => {
    it("writes safe fixes, keeps every other byte and the mode, and reports what is left", async () => {
      const text = `\ufeff# caf\u00e9 \u{1f600}\r\n${warned.replaceAll("\n", "\r\n")}`.replace("endpoint", "endpoints");
      const folder = folderWith({ "registries.yaml": text });
      chmodSync(join(folder, "registries.yaml"), 0o640);
      const { stdout, stderr, status } = await cli(folder, ["lint", "--fix", "--format", "compact"]);
      assert.equal(readFileSync(join(folder, "registries.yaml"), "utf8"), text.replace("endpoints", "endpoint"));
      assert.equal(statSync(join(folder, "registries.yaml")).mode & 0o777, 0o640);
      assert.match(stdout, /^registries\.yaml:6:1 warning .*something.* \[unknown-key\]$/m);
      assert.match(stderr, /^registries\.yaml: fixed, /m);
      assert.equal(status, 0);
      assert.deepEqual(readdirSync(folder), ["registries.yaml"]);
    });

    it("keeps UTF-16", async () => {
      for (const order of ["utf16le", "utf16be"] as const) {
        const encode = (text: string) => {
          const bytes = Buffer.from(`\ufeff${text}`, "utf16le");
          return order === "utf16le" ? bytes : bytes.swap16();
        };
        const folder = folderWith({ "a.yaml": encode(good.replace("mirrors", "mirrorz")) });
        assert.equal((await cli(folder, ["lint", "--fix", "a.yaml"])).status, 0);
        assert.deepEqual(readFileSync(join(folder, "a.yaml")), encode(good));
      }
    });

    it("writes through symbolic links and leaves them", async () => {
      const folder = folderWith({ "real/a.yaml": good.replace("mirrors", "mirrorz") });
      symlinkSync("real/a.yaml", join(folder, "link.yaml"));
      await cli(folder, ["lint", "--fix", "link.yaml"]);
      assert.ok(lstatSync(join(folder, "link.yaml")).isSymbolicLink());
      assert.equal(readFileSync(join(folder, "real/a.yaml"), "utf8"), good);
    });

    it("does not touch a file that needs none", async () => {
      const folder = folderWith({ "registries.yaml": good });
      const before = statSync(join(folder, "registries.yaml"));
      await cli(folder, ["lint", "--fix"]);
      const after = statSync(join(folder, "registries.yaml"));
      assert.deepEqual([after.mtimeMs, after.ino], [before.mtimeMs, before.ino]);
    });

    it("says which file it can't write, and leaves nothing beside it", async function () {
      const folder = folderWith({ "registries.yaml": bad });
      chmodSync(folder, 0o555);
      chmodSync(join(folder, "registries.yaml"), 0o644);
      const { stdout, stderr, status } = spawned(folder, ["lint", "--fix"], asNobody);
      chmodSync(folder, 0o700);
      if (/Cannot find module|EACCES/.test(stderr) || status === null) this.skip();
      assert.equal(status, 2);
      assert.match(stderr, /^k3s-registries: registries\.yaml: permission denied; nothing was fixed in it$/m);
      assert.match(stdout, /endpoint-not-list/);
      assert.deepEqual(readdirSync(folder), ["registries.yaml"]);
    });

    it("is refused for standard input and together with --fix-dry-run", async () => {
      const folder = folderWith({ "registries.yaml": bad });
      assert.equal((await cli(folder, ["lint", "--fix", "-"], { input: bad })).status, 2);
      assert.equal((await cli(folder, ["lint", "--fix", "--fix-dry-run"])).status, 2);
    });

    it("--fix-dry-run says what would be fixed and reports what would be left, and writes nothing", async () => {
      const folder = folderWith({ "registries.yaml": bad });
      const { stdout, stderr, status } = await cli(folder, ["lint", "--fix-dry-run"]);
      assert.doesNotMatch(stdout, /endpoint-not-list/);
      assert.match(stderr, /^registries\.yaml:3:15 would be fixed: .* \[endpoint-not-list\]$/m);
      assert.equal(status, 0);
      assert.equal(readFileSync(join(folder, "registries.yaml"), "utf8"), bad);
      assert.equal((await cli(folder, ["lint", "--fix-dry-run", "-"], { input: bad })).status, 0);
    });
  });

  describe("options and the settings file", () => {
    const severities = async (folder: string, args: readonly string[] = []) =>
      (await findingsOf(folder, args)).filter(({ id }) => id === "unknown-key").map(({ severity }) => severity);

    it("--rule sets severities, before the settings file", async () => {
      const folder = folderWith({
        "registries.yaml": warned,
        ".k3s-registries.yaml": "severities:\n  unknown-key: hint\n",
      });
      assert.deepEqual(await severities(folder), ["hint"]);
      assert.deepEqual(await severities(folder, ["--rule", "unknown-key=error"]), ["error"]);
      assert.deepEqual(await severities(folder, ["--rule=yaml-syntax=off", "--rule=unknown-key=off"]), []);
      assert.equal((await cli(folder, ["lint", "--rule", "unknown-key=error"])).status, 1);
    });

    it("--max-warnings makes warnings count", async () => {
      const folder = folderWith({ "registries.yaml": warned });
      const only = ["lint", "--rule", "unknown-key=warning"];
      assert.equal((await cli(folder, only)).status, 0);
      assert.equal((await cli(folder, [...only, "--max-warnings", "100"])).status, 0);
      assert.equal((await cli(folder, [...only, "--max-warnings=0"])).status, 1);
    });

    it("--target and the file's target are taken", async () => {
      const folder = folderWith({ "registries.yaml": good });
      for (const target of ["k3s", "rke2 v1.31.6+rke2r1", "v1.30", "any", "K3D"])
        assert.equal((await cli(folder, ["lint", "--target", target])).status, 0, target);
    });

    it("the nearest settings file counts, up to the root of the repository", async () => {
      const folder = folderWith({
        ".k3s-registries.yaml": "severities: {unknown-key: error}\n",
        "registries.yaml": warned,
        "repo/.git/HEAD": "",
        "repo/registries.yaml": warned,
        "near/.k3s-registries.yaml": "ignores: ['skipped/**']\n",
        "near/a/registries.yaml": warned,
        "near/skipped/registries.yaml": warned,
      });
      const found = (await findingsOf(folder, [])).filter(({ id }) => id === "unknown-key");
      assert.deepEqual(
        found.map(({ path, severity }) => `${path} ${severity}`),
        ["near/a/registries.yaml warning", "registries.yaml error", "repo/registries.yaml warning"],
      );
      const ignored = await cli(folder, ["lint", "near/skipped/registries.yaml"]);
      assert.equal(ignored.status, 0);
      assert.match(ignored.stderr, /skipped, because the settings file ignores it/);
    });

    describe("a settings file that others can write", () => {
      const off = "severities: {unknown-key: off}\n";
      const note = (file: string, why: string): string => `${file}: not used, because ${why}\n`;
      type Arranged = readonly [arrange: (at: string) => void, note: string, severity?: string];
      const cases: Readonly<Record<string, Arranged>> = {
        "in a folder as /tmp is": [
          (at) => chmodSync(at, 0o1777),
          note("../.k3s-registries.yaml", "other users can write to its folder"),
        ],
        "in a folder of another group": [
          (at) => {
            chownSync(at, 0, 12_345);
            chmodSync(at, 0o775);
          },
          note("../.k3s-registries.yaml", "other users can write to its folder"),
        ],
        "in a folder of another user": [
          (at) => chownSync(at, 12_345, 0),
          note("../.k3s-registries.yaml", "another user owns its folder"),
        ],
        "that everyone can write": [
          (at) => chmodSync(join(at, ".k3s-registries.yaml"), 0o666),
          note("../.k3s-registries.yaml", "other users can write to it"),
        ],
        "of another user": [
          (at) => chownSync(join(at, ".k3s-registries.yaml"), 12_345, 0),
          note("../.k3s-registries.yaml", "another user owns it"),
        ],
        "in /tmp, which another user made a repository of": [
          (at) => {
            chmodSync(at, 0o1777);
            mkdirSync(join(at, ".git"));
            chownSync(join(at, ".git"), 12_345, 0);
          },
          note("../.k3s-registries.yaml", "other users can write to its folder"),
        ],
        "in a repository of one's own, whose modes say nothing": [
          (at) => {
            mkdirSync(join(at, ".git"));
            chmodSync(at, 0o777);
          },
          "",
          "none",
        ],
        "of the user whose files are linted": [
          (at) => {
            for (const path of ["", ".k3s-registries.yaml", "own"]) chownSync(join(at, path), 12_345, 0);
          },
          "",
          "none",
        ],
        "in a folder of the user's own group": [(at) => chmodSync(at, 0o775), "", "none"],
      };
      for (const [where, [arrange, expected, severity = "warning"]] of Object.entries(cases))
        it(`${where} ${severity === "none" ? "counts" : "does not count, and is named"}`, async function () {
          if (process.getuid?.() !== 0) this.skip();
          const at = folderWith({ ".k3s-registries.yaml": off, "own/registries.yaml": warned });
          arrange(at);
          const { stdout, stderr } = await cli(join(at, "own"), ["lint", "--format", "json"]);
          const found = (JSON.parse(stdout).findings as readonly JsonFinding[]).filter(
            ({ id }) => id === "unknown-key",
          );
          assert.deepEqual(
            found.map((finding) => finding.severity),
            severity === "none" ? [] : [severity],
          );
          assert.equal(stderr, expected);
        });
    });

    it("a wrong settings file is said at its place, with exit code 2", async () => {
      const folder = folderWith({
        "registries.yaml": warned,
        ".k3s-registries.yaml": "severities:\n  unknown-keys: off\n",
      });
      const { stdout, stderr, status } = await cli(folder, ["lint"]);
      assert.match(
        stderr,
        /^k3s-registries: \.k3s-registries\.yaml:2:3 "unknown-keys" is not a rule\. Did you mean "unknown-key"\?$/m,
      );
      assert.equal(stdout, "");
      assert.equal(status, 2);
    });

    it("what the file system and git know reaches the rules", async () => {
      // A rule that looks at the mode or at git may come; here it is enough that neither breaks a run.
      const folder = folderWith({ "registries.yaml": good });
      assert.equal(spawnSync("git", ["init", "-q"], { cwd: folder }).status, 0);
      spawnSync("git", ["add", "."], { cwd: folder });
      assert.equal((await cli(folder, ["lint"])).status, 0);
      assert.equal((await cli(folder, ["lint"], { env: { PATH: "" } })).status, 0, "without git");
    });
  });

  describe("output", () => {
    it("is coloured on a terminal only, and not with NO_COLOR", async () => {
      const folder = folderWith({ "registries.yaml": bad });
      const onTerminal = async (env: Readonly<Record<string, string>>): Promise<string> =>
        (await cli(folder, ["lint"], { terminal: { columns: 80 }, env: { TERM: "xterm", ...env } })).stdout;
      assert.match(await onTerminal({}), /\x1b\[1;31merror/);
      assert.doesNotMatch(await onTerminal({ NO_COLOR: "1" }), /\x1b\[/);
      assert.doesNotMatch(await onTerminal({ TERM: "dumb" }), /\x1b\[/);
      assert.doesNotMatch((await cli(folder, ["lint"])).stdout, /\x1b/);
    });

    it("is known to be a terminal", function () {
      if (!existsSync("/usr/bin/script")) this.skip();
      const { stdout } = spawnSync("script", ["-qec", `"${process.execPath}" "${cliFile}" lint`, "/dev/null"], {
        cwd: folderWith({ "registries.yaml": bad }),
        encoding: "utf8",
        env: { PATH: process.env["PATH"] ?? "", TERM: "xterm" },
      });
      assert.match(stdout, /\x1b\[1;31merror/);
    });

    it("may be closed early", () => {
      const lines = Array.from({ length: 5_000 }, (_, i) => `key${i}: 1\n`).join("");
      const folder = folderWith({ "registries.yaml": lines });
      // A format that writes as it goes, and one that writes all of it at the end.
      for (const format of ["text", "sarif"]) {
        const script = `CLI lint registries.yaml --format ${format} | head -c 100; echo "\${PIPESTATUS[0]}" >&2`;
        const { stderr } = scripted(folder, script);
        assert.equal(stderr.trim(), "2", format);
      }
    });
  });
});
