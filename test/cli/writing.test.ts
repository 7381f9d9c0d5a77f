import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs, {
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { keptMode } from "../../src/cli/fileAttributes.ts";
import { fakeKeyFile } from "../core/fakeKey.ts";
import { cliFile, spawned } from "./built.ts";
import { cli, folderWith, good, type Ran } from "./cli.ts";

const key = fakeKeyFile();
const misspelt = good.replace("endpoint", "endpoints");
const host = ["--host", "gcr.io"];

/** What writes a file that is there, with the content that it has before. */
const rewriters: Readonly<Record<string, readonly [args: readonly string[], before: string]>> = {
  "lint --fix": [["lint", "--fix", "file.yaml"], misspelt],
  "convert --into": [["convert", "key.json", ...host, "--into", "file.yaml"], good],
  rotate: [["rotate", "next.json", "--in", "file.yaml"], withKey()],
};

/** What writes a new file; each gives its path below the folder. */
const creators: Readonly<Record<string, readonly [args: readonly string[], file: string]>> = {
  "convert -o": [["convert", "key.json", ...host, "-o", "new.yaml"], "new.yaml"],
  "convert --into": [["convert", "key.json", ...host, "--into", "new.yaml"], "new.yaml"],
  "extract -o": [["extract", "with-key.yaml", ...host, "-o", "new.yaml"], "new.yaml"],
  "render -o": [["render", "good.yaml", "-o", "."], "certs.d/docker.io/hosts.toml"],
};

function withKey(): string {
  return `configs:\n  gcr.io:\n    auth: {username: _json_key, password: '${JSON.stringify(JSON.parse(key))}'}\n`;
}

function folder(files: Readonly<Record<string, string>> = {}): string {
  const next = fakeKeyFile({ private_key_id: "fedcba9876543210" });
  return folderWith({ "key.json": key, "next.json": next, "good.yaml": good, "with-key.yaml": withKey(), ...files });
}

const own = { ...fs.promises };

/** Has the command line do something else where it calls these functions of `node:fs/promises`. */
async function patched(functions: Partial<typeof fs.promises>, work: () => Promise<Ran>): Promise<Ran> {
  const patch = (to: Partial<typeof fs.promises>): void => {
    Object.assign(fs.promises, to);
    syncBuiltinESMExports();
  };
  patch(functions);
  try {
    return await work();
  } finally {
    patch(own);
  }
}

/** As of a system that refuses. */
function refuse(): never {
  throw Object.assign(new Error("no"), { code: "EPERM" });
}

/** The files that are in a folder beside those that were made for the test. */
function temporaries(at: string): readonly string[] {
  return readdirSync(at, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tmp"));
}

describe("a file that k3s-registries writes", function () {
  this.timeout(60_000);

  describe("and that is there", () => {
    for (const [name, [args, before]] of Object.entries(rewriters)) {
      it(`keeps owner, group, mode and extended attributes (${name})`, async function () {
        if (process.getuid?.() !== 0) this.skip();
        const at = folder({ "file.yaml": before });
        const file = join(at, "file.yaml");
        chownSync(file, 1234, 2345);
        chmodSync(file, 0o2664);
        python(setAttributes, file);
        const attributes = python(showAttributes, file);
        const { status, stderr } = await cli(at, args);
        assert.equal(status, 0, stderr);
        assert.notEqual(readFileSync(file, "utf8"), before);
        const { uid, gid, mode } = statSync(file);
        assert.deepEqual([uid, gid, mode & 0o7777], [1234, 2345, 0o2664]);
        assert.equal(python(showAttributes, file), attributes);
        assert.doesNotMatch(stderr, /kept|hard link/);
        assert.deepEqual(temporaries(at), []);
      });

      it(`says what can't be kept, and gives the group's permissions to no other (${name})`, async () => {
        const at = folder({ "file.yaml": before });
        const file = join(at, "file.yaml");
        chmodSync(file, 0o666);
        // As of another owner and group, which the user may not give to a file.
        const open: typeof own.open = async (...options) => {
          const handle = await own.open(...options);
          const stats = Object.assign(await handle.stat(), { uid: 4321, gid: 5432 });
          return Object.assign(handle, { stat: async () => stats, chown: async () => refuse() });
        };
        const { status, stderr } = await patched({ open }, () => cli(at, args));
        assert.equal(status, 0, stderr);
        assert.equal(statSync(file).mode & 0o7777, 0o606);
        assert.match(stderr, /^file\.yaml: its owner can't be kept; the file now belongs to you$/m);
        assert.match(stderr, /^file\.yaml: its group can't be kept; the permissions of the group were removed$/m);
        assert.match(stderr, /^file\.yaml: access lists and extended attributes, if it had any, can't be kept$/m);
      });

      it(`says that its other hard links keep the old content (${name})`, async () => {
        const at = folder({ "file.yaml": before });
        linkSync(join(at, "file.yaml"), join(at, "other"));
        const { stderr } = await cli(at, args);
        assert.match(stderr, /^file\.yaml: its other hard links keep the old content$/m);
        assert.equal(readFileSync(join(at, "other"), "utf8"), before);
      });

      it(`is left alone when it changes or goes away meanwhile (${name})`, async () => {
        for (const change of [(file: string) => writeFileSync(file, "other: 1\n"), (file: string) => rmSync(file)]) {
          const at = folder({ "file.yaml": before });
          const open: typeof own.open = async (...options) => {
            change(join(at, "file.yaml"));
            return own.open(...options);
          };
          const { stderr, status } = await patched({ open }, () => cli(at, args));
          assert.match(stderr, /^k3s-registries: file\.yaml: the file has changed since it was read/m);
          assert.equal(status, 2);
          assert.ok(!existsSync(join(at, "file.yaml")) || readFileSync(join(at, "file.yaml"), "utf8") === "other: 1\n");
          assert.deepEqual(temporaries(at), []);
        }
      });
    }

    it("keeps its group where its owner can't be kept, and the other way round", function () {
      if (process.getuid?.() !== 0) this.skip();
      const cases = [
        // A member of the group, who is not the owner.
        { owner: [1234, 2345], user: { uid: 65534, gid: 2345 }, mode: 0o660, expected: [65534, 2345, 0o660] },
        // The owner, who is not a member of the group.
        { owner: [65534, 2345], user: { uid: 65534, gid: 65534 }, mode: 0o660, expected: [65534, 65534, 0o600] },
        { owner: [65534, 2345], user: { uid: 65534, gid: 65534 }, mode: 0o604, expected: [65534, 65534, 0o600] },
        { owner: [65534, 2345], user: { uid: 65534, gid: 65534 }, mode: 0o2674, expected: [65534, 65534, 0o604] },
      ] as const;
      for (const { owner, user, mode, expected } of cases) {
        const at = folder({ "file.yaml": misspelt });
        // The user may be kept from this project's folder.
        copyFileSync(cliFile, join(at, "cli.js"));
        cpSync(cliFile.replace(/\.js$/, ""), join(at, "cli"), { recursive: true });
        for (const [name, bits] of [
          ["cli.js", 0o755],
          [".", 0o777],
          ["file.yaml", mode],
        ] as const)
          chmodSync(join(at, name), bits);
        chownSync(join(at, "file.yaml"), owner[0], owner[1]);
        chmodSync(join(at, "file.yaml"), mode);
        const { stderr } = spawnSync(process.execPath, ["cli.js", "lint", "--fix", "file.yaml"], {
          cwd: at,
          encoding: "utf8",
          ...user,
        });
        assert.match(stderr, /^file\.yaml: fixed/m);
        const { uid, gid, mode: kept } = statSync(join(at, "file.yaml"));
        assert.deepEqual([uid, gid, kept & 0o7777], expected, stderr);
        assert.match(stderr, uid === owner[0] ? /its group can't be kept/ : /its owner can't be kept/);
      }
    });

    it("says that access lists may be lost where nothing copies them", async () => {
      const failing = folderWith({ cp: "#!/bin/sh\nexit 1\n" });
      chmodSync(join(failing, "cp"), 0o755);
      for (const PATH of ["", failing]) {
        const at = folder({ "file.yaml": misspelt });
        const { stderr, status } = await cli(at, ["lint", "--fix", "file.yaml"], { env: { PATH } });
        assert.match(stderr, /^file\.yaml: access lists and extended attributes, if it had any, can't be kept$/m);
        assert.equal(status, 0);
      }
    });
  });

  it("loses the permissions that another owner or group would get, and no others", () => {
    const both = { ownerKept: true, groupKept: true };
    const cases: readonly (readonly [mode: number, kept: typeof both, expected: number])[] = [
      [0o100660, both, 0o660],
      [0o106755, both, 0o6755],
      [0o104755, { ...both, ownerKept: false }, 0o755],
      [0o102755, { ...both, groupKept: false }, 0o705],
      [0o100660, { ...both, groupKept: false }, 0o600],
      [0o100640, { ...both, groupKept: false }, 0o600],
      [0o100644, { ...both, groupKept: false }, 0o604],
      // Who was shut out by the group is one of the others now.
      [0o100604, { ...both, groupKept: false }, 0o600],
      [0o100646, { ...both, groupKept: false }, 0o604],
    ];
    for (const [mode, kept, expected] of cases) assert.equal(keptMode(mode, kept), expected, mode.toString(8));
  });

  describe("and that is new", () => {
    for (const [name, [args, file]] of Object.entries(creators)) {
      const refused = name === "convert --into" ? undefined : /^k3s-registries: \S+: this file already exists/m;

      it(`is for its owner alone, and whole (${name})`, async () => {
        const at = folder();
        assert.equal((await cli(at, args)).status, 0);
        assert.equal(statSync(join(at, file)).mode & 0o777, 0o600);
        assert.deepEqual(temporaries(at), []);
      });

      if (refused)
        it(`is never written into a file that is there, an empty one or a link included (${name})`, async () => {
          for (const content of ["", " \n", "a: 1\n"]) {
            const at = folder({ [file]: content });
            const { stderr, status } = await cli(at, args);
            assert.match(stderr, refused);
            assert.equal(status, 2);
            assert.equal(readFileSync(join(at, file), "utf8"), content);
          }
          for (const target of ["/dev/null", "good.yaml", "nowhere"]) {
            const at = folder({ [`${file}.x`]: "" });
            symlinkSync(target, join(at, file));
            assert.match((await cli(at, args)).stderr, /already exists|the target of the symbolic link does not exist/);
            assert.ok(!existsSync(join(at, "nowhere")));
          }
        });

      it(`is written by one of two at once, and the other says so (${name})`, async () => {
        const at = folder();
        const runs = await Promise.all(Array.from({ length: 4 }, () => cli(at, args)));
        assert.ok(runs.some(({ status }) => status === 0));
        // Of those that merge, one that comes later finds the file there.
        for (const { status, stderr } of runs.filter((run) => refused && run.status !== 0)) {
          assert.match(stderr, /this file already exists/);
          assert.equal(status, 2);
        }
        if (refused) assert.equal(runs.filter(({ status }) => status === 0).length, 1);
        assert.deepEqual(temporaries(at), []);
      });

      it(`is left to another process that makes it at the last moment, also without hard links (${name})`, async () => {
        for (const links of [own.link, async () => refuse()]) {
          const at = folder();
          const link: typeof own.link = async (from, to) => {
            writeFileSync(to, "of another");
            return links(from, to);
          };
          const { stderr, status } = await patched({ link }, () => cli(at, args));
          assert.match(stderr, /^k3s-registries: \S+: this file already exists$/m);
          assert.equal(status, 2);
          assert.equal(readFileSync(join(at, file), "utf8"), "of another");
          assert.deepEqual(temporaries(at), []);
        }
        const at = folder();
        const { status } = await patched({ link: async () => refuse() }, () => cli(at, args));
        assert.equal(status, 0);
        assert.equal(statSync(join(at, file)).mode & 0o777, 0o600);
        assert.notEqual(readFileSync(join(at, file), "utf8"), "");
      });
    }
  });

  describe("and a signal that comes meanwhile", () => {
    const all = [
      ...Object.entries(creators).map(([name, [args, file]]) => ({
        name,
        args,
        file,
        last: "link" as const,
        before: {},
      })),
      ...Object.entries(rewriters).map(([name, [args, before]]) => ({
        name: `${name} of a file that is there`,
        args,
        file: "file.yaml",
        last: "rename" as const,
        before: { "file.yaml": before },
      })),
    ];
    /** What is in the folder when the process would end, since the signal is not handled or is sent again. */
    interface End {
      readonly signal: string;
      readonly temporaries: readonly string[];
      readonly size: number | undefined;
    }

    for (const [index, { name, args, file, last, before }] of all.entries())
      for (const [number, step] of (["open", last] as const).entries()) {
        // SIGINT would end the tests.
        const signal = (index + number) % 2 === 0 ? "SIGTERM" : "SIGHUP";
        it(`leaves no temporary file and no half of one (${name}, ${signal} after ${step})`, async () => {
          const at = folder(before);
          const ends: End[] = [];
          const end = (ended: string): void => {
            const path = join(at, file);
            const size = existsSync(path) ? statSync(path).size : undefined;
            ends.push({ signal: ended, temporaries: temporaries(at), size });
          };
          const arriving = async (...given: readonly unknown[]): Promise<unknown> => {
            const result = await (own[step] as (...all: readonly unknown[]) => Promise<unknown>)(...given);
            if ((step !== "open" || given[1] === "wx") && !process.emit(signal, signal)) end("unhandled");
            return result;
          };
          const { kill } = process;
          process.kill = (_, again) => {
            end(String(again));
            return true;
          };
          try {
            await patched({ [step]: arriving }, () => cli(at, args));
          } finally {
            process.kill = kill;
          }
          // A run that writes several files would have ended with the first.
          const [{ signal: ended, temporaries: left, size } = { signal: "", temporaries: ["none"], size: 0 }] = ends;
          assert.equal(ended, signal);
          assert.deepEqual(left, []);
          assert.ok(size === undefined || size > 20);
        });
      }

    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
      it(`ends the process after the file is written (${signal})`, function () {
        if (process.platform === "win32") this.skip();
        const [args, before] = Object.values(rewriters)[0] ?? [[], ""];
        const at = folder({ "file.yaml": before });
        const patch = `const fs = require("node:fs").promises;
          const own = fs.open;
          fs.open = async (...args) => {
            const result = await own(...args);
            if (args[1] === "wx") process.kill(process.pid, "${signal}");
            return result;
          };`;
        writeFileSync(join(at, "patch.cjs"), patch);
        const { signal: ended, stderr } = spawned(at, args, { env: { NODE_OPTIONS: "--require ./patch.cjs" } });
        assert.deepEqual(temporaries(at), [], stderr);
        assert.equal(ended, signal, stderr);
        assert.notEqual(readFileSync(join(at, "file.yaml"), "utf8"), before);
      });
  });
});

/** An attribute of the user, and an access list that lets one other user read. */
const setAttributes = `import os, struct, sys
os.setxattr(sys.argv[1], "user.test", b"kept")
entries = [(1, 6, -1), (2, 4, 7777), (4, 0, -1), (16, 6, -1), (32, 4, -1)]
acl = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)
os.setxattr(sys.argv[1], "system.posix_acl_access", acl)`;

const showAttributes = `import os, sys
for name in sorted(os.listxattr(sys.argv[1])): print(name, os.getxattr(sys.argv[1], name).hex())`;

function python(code: string, file: string): string {
  const { stdout, status } = spawnSync("python3", ["-c", code, file], { encoding: "utf8" });
  return status === 0 ? stdout : "";
}
