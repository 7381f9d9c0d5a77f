import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { askingScript, scriptFor } from "./scripts.ts";
import { SshNodes, type TestNode } from "./sshd.ts";

const old = "mirrors:\n  old.example.com:\n    endpoint: [https://mirror.example.com]\n";
const good = "mirrors:\n  r.example.com:\n    endpoint: [https://mirror.example.com]\n";

describe("the script that deploys, where things go wrong", function () {
  this.timeout(60_000);
  let rig: SshNodes;
  before(() => {
    rig = new SshNodes();
  });
  after(() => rig.stop());

  it("satisfies shellcheck in all its forms", () => {
    const nodes = ["root@10.0.0.1 server", "10.0.0.2:2222 agent"];
    const scripts = [
      scriptFor(nodes, good),
      scriptFor(nodes, good, { carried: true, sudo: false, testPull: "ghcr.io/a/b:1" }),
      scriptFor(nodes, good, { product: "rke2" }),
      askingScript(nodes),
    ];
    for (const input of scripts) {
      const { stdout, status } = spawnSync("shellcheck", ["--shell=sh", "-"], { input, encoding: "utf8" });
      assert.equal(status, 0, stdout);
    }
  });

  it("runs in dash, bash and busybox on this computer", async () => {
    const node = await rig.add();
    const shells = [["dash"], ["bash"], ["bash", "--posix"], ["busybox", "sh"]];
    for (const [index, shell] of shells.entries()) {
      const text = `${good}# ${shell.join(" ")}\n`;
      const script = scriptFor([node], text);
      const run = await rig.run(script, ["-"], { input: text, shell });
      assert.deepEqual([run.status, node.file, node.restarts], [0, text, index + 1], run.stderr);
      const { stdout } = await rig.run(script, ["--check"], { shell });
      assert.equal(JSON.parse(stdout).node, node.name);
    }
  });

  for (const shell of ["bash", "fish", "zsh"])
    it(`is understood by ${shell} as the login shell of a node`, async () => {
      rig.addProgram("ssh", `#!/bin/sh\nfor last; do :; done\nexec ${shell} -c "$last"\n`);
      const script = askingScript(["node-1 server"], "k3s", { sudo: false });
      const { stdout, stderr } = await rig.run(script);
      rig.addSsh();
      // It only reads, whatever this computer is.
      assert.equal(JSON.parse(stdout).node, "node-1", stderr);
      assert.notEqual(JSON.parse(stdout).problem, "no answer");
    });

  const texts: readonly (readonly [string, string])[] = [
    ["what shells replace", "# $(touch /tmp/x) `id` $HOME \\ \\n 'a' \"b\" !1 ~ *\nmirrors: {}\n"],
    ["the words that end it", "# x\nREGISTRIES_YAML\nREGISTRIES_YAML_\nNODE_PART\nEOF\nmirrors: {}\n"],
    ["the line ends of Windows", "mirrors:\r\n  a.example.com:\r\n    endpoint: []\r\n"],
    ["no line end", "mirrors: {}"],
    ["100 kB", `${"# 0123456789 ä 😀\n".repeat(5000)}mirrors: {}\n`],
  ];
  it("puts each byte on the node", async () => {
    const node = await rig.add({ running: false });
    for (const [name, text] of texts) {
      const named = await rig.run(scriptFor([node], text), ["-"], { input: text });
      assert.deepEqual([named.status, node.file], [0, text], name);
      node.file = old;
      const carried = await rig.run(scriptFor([node], text, { carried: true }));
      assert.deepEqual([carried.status, node.file], [0, text.endsWith("\n") ? text : `${text}\n`], name);
    }
  });

  it("shows no secret to other processes, neither here nor on the node, and leaves none behind", async () => {
    const secret = "CANARY-6f1d";
    const text = `configs:\n  r.example.com:\n    auth: {username: u, password: '${secret}'}\n`;
    const node = await rig.add({ user: "sudo" });
    for (const name of ["cat", "sha256sum", "mv"]) node.program(name, `#!/bin/sh\npause\nexec /bin/${name} "$@"\n`);
    const seen: string[] = [];
    const end = node.watch(() => seen.push(...processes()));
    const shown = spawn("sleep", ["60"], { env: { SECRET: secret } });
    try {
      assert.ok(
        processes().some((one) => one.includes(secret)),
        "it sees what processes show",
      );
    } finally {
      shown.kill();
    }
    for (const [script, args, input] of [
      [scriptFor([node], text, { testPull: "a/b" }), ["-"], text],
      [scriptFor([node], text, { carried: true }), [], ""],
    ] as const) {
      const run = await rig.run(script, args, { input });
      assert.ok(!`${run.stdout}${run.stderr}`.includes(secret));
    }
    await end();
    assert.equal(node.file, text);
    assert.ok(
      seen.some((one) => one.includes("dd bs=1")),
      "it has seen the node",
    );
    assert.deepEqual(
      seen.filter((one) => one.includes(secret)),
      [],
    );
    const found = spawnSync("grep", ["-rlI", "--exclude=deploy.sh", secret, rig.folder], { encoding: "utf8" }).stdout;
    assert.equal(found, `${node.at(node.path)}\n`);
  });

  describe("interrupted", () => {
    let next: TestNode;
    before(async () => {
      next = await rig.add({ file: old });
    });

    /** Programs of the node that end its shell with a signal, once the program has done its work. */
    const moments: readonly (readonly [string, string, string])[] = [
      ["while the file is written", "cat", "case $# in 0) ;; *) exit ;; esac\n"],
      ["while the backup is written", "cp", ""],
      ["while the file is moved", "mv", ""],
      ["while the service restarts", "systemctl", "case $1 in restart) ;; *) exit ;; esac\n"],
    ];
    for (const [name, program, condition] of moments)
      it(`${name}, the node has its old file`, async () => {
        const node = await rig.add({ file: old });
        const real = program === "systemctl" ? "/state/systemctl" : `/bin/${program}`;
        if (program === "systemctl") node.write("state/systemctl", node.read("standin/systemctl"), 0o755);
        node.program(
          program,
          `#!/bin/sh\n${real} "$@" || exit\n${condition}if [ -e /state/ended ]; then exit; fi\n: >/state/ended\nkill -TERM "$(/bin/cat /state/shell 2>/dev/null || echo $PPID)"\n`,
        );
        // The service is restarted by a child of the shell.
        if (program === "systemctl") node.program("mv", '#!/bin/sh\necho $PPID >/state/shell\nexec /bin/mv "$@"\n');
        const run = await rig.run(scriptFor([node, next], good), ["-"], { input: good });
        assert.equal(run.status, 1, run.stderr);
        assert.deepEqual([node.file, node.files], [old, ["registries.yaml"]], run.stderr);
        assert.equal(node.restarts, program === "systemctl" ? 2 : 0);
        assert.deepEqual([next.file, next.restarts], [old, 0]);
      });

    it("by Ctrl+C here, the node puts the old file back alone", async () => {
      const node = await rig.add({ file: old });
      let child: ChildProcess | undefined;
      let restarts = 0;
      let done = (): void => {};
      const restarted = new Promise<void>((resolve) => {
        done = resolve;
      });
      const end = node.watch(() => {
        restarts++;
        if (restarts === 1) process.kill(-(child?.pid ?? Number.NaN), "SIGINT");
        else done();
      });
      const started = (process: ChildProcess): void => {
        child = process;
      };
      const run = await rig.run(scriptFor([node, next], "bad:\n"), ["-"], { input: "bad:\n", started });
      assert.match(run.stderr, /Interrupted at \S+\. That node finishes, or puts the old file back/);
      assert.equal(run.status, 130);
      await restarted;
      await end();
      assert.deepEqual([node.file, node.restarts, next.restarts], [old, 2, 0]);
    });
  });

  it("takes no answer for another node, and only one line", async () => {
    const lines = [
      'echo "welcome"; echo \'{"k3sRegistries":1,"problem":"","node":"root@10.0.0.9"}\'; echo \'{"k3sRegistries":1}\'',
      "yes '{\"k3sRegistries\":1'",
      'printf \'{"k3sRegistries":1,"a":"\\n"}\'',
    ];
    const answers: unknown[] = [];
    for (const line of lines) {
      rig.addProgram("ssh", `#!/bin/sh\n${line}\n`);
      const { stdout } = await rig.run(askingScript(["root@10.0.0.1 server"]));
      assert.equal(stdout.trimEnd().split("\n").length, 1, stdout);
      answers.push(JSON.parse(stdout).node, JSON.parse(stdout).problem);
    }
    rig.addSsh();
    assert.deepEqual(answers, ["root@10.0.0.1", "", "root@10.0.0.1", "no answer", "root@10.0.0.1", "no answer"]);
  });
});

/** The arguments and the environment of all processes. */
function processes(): readonly string[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) =>
      ["cmdline", "environ"].map((name) => {
        try {
          return readFileSync(`/proc/${pid}/${name}`, "latin1");
        } catch {
          // It has ended.
          return "";
        }
      }),
    );
}
