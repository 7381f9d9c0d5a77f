import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, statSync, symlinkSync } from "node:fs";
import { scriptFor } from "./scripts.ts";
import { type NodeSpec, type ScriptRun, SshNodes, startedAt, type TestNode } from "./sshd.ts";

const old = "mirrors:\n  old.example.com:\n    endpoint: [https://mirror.example.com]\n";
const good = "mirrors:\n  r.example.com:\n    endpoint: [https://mirror.example.com]\n";
/** k3s can't read it. */
const bad = "bad:\n";

describe("the script that deploys", function () {
  this.timeout(60_000);
  let rig: SshNodes;
  /** Comes after a node that fails, so that nothing happens to it. */
  let next: TestNode;
  before(async () => {
    rig = new SshNodes();
    next = await rig.add({ file: old });
  });
  after(() => rig.stop());

  /** The files beside the registries.yaml, with what they contain. */
  const beside = (node: TestNode): readonly string[] =>
    node.files.filter((name) => name !== "registries.yaml").map((name) => name.replace(/\.\d{8}T\d{6}Z/, ".TIME"));
  const said = ({ stderr }: ScriptRun, ...patterns: readonly RegExp[]): void => {
    for (const pattern of patterns) assert.match(stderr, pattern);
  };

  it("tries an agent first, then takes the servers, then the other agents, and restarts each once", async () => {
    const server1 = await rig.add({ file: old });
    const server2 = await rig.add({ shell: "bash" });
    const agent1 = await rig.add({ unit: "k3s-agent", init: "openrc", shell: "busybox", file: old });
    const agent2 = await rig.add({ unit: "k3s-agent", init: "openrc", user: "sudo" });
    const nodes = [server1, server2, agent1, agent2];
    const script = scriptFor(nodes, good);
    const run = await rig.run(script, ["-"], { input: good });
    assert.deepEqual([run.status, run.stdout], [0, ""], run.stderr);
    assert.deepEqual(
      [...run.stderr.matchAll(/^root@\S+|^\w+@\S+/gm)].map(([name]) => name),
      [agent1, server1, server2, agent2].map(({ name }) => name),
    );
    for (const node of nodes) assert.deepEqual([node.file, node.mode, node.restarts], [good, 0o600, 1]);
    assert.deepEqual(nodes.map(beside), [
      ["registries.yaml.TIME.bak"],
      ["registries.yaml.TIME.none"],
      ["registries.yaml.TIME.bak"],
      ["registries.yaml.TIME.none"],
    ]);
    assert.equal(agent1.read(`etc/rancher/k3s/${agent1.files[1]}`), old);
    assert.equal(statSync(agent1.at(`etc/rancher/k3s/${agent1.files[1]}`)).mode & 0o777, 0o600);
    said(run, /Nodes that have the file: 4\. To undo it on all: this script with --undo/);
    const undo = /to undo it on the node: sudo sh -c '(.*)'/.exec(run.stderr)?.[1] ?? "";
    assert.equal(
      undo,
      `mv /${agent1.path.replace("registries.yaml", agent1.files[1] ?? "")} /${agent1.path}; rc-service k3s-agent restart`,
    );

    const again = await rig.run(script, ["-"], { input: good });
    assert.equal(again.stderr.match(/unchanged; k3s(-agent)? is not restarted/g)?.length, 4);
    assert.deepEqual(
      nodes.map(({ restarts }) => restarts),
      [1, 1, 1, 1],
    );

    const undone = await rig.run(script, ["--undo"]);
    assert.equal(undone.status, 0, undone.stderr);
    assert.deepEqual(
      nodes.map(({ file }) => file),
      [old, undefined, old, undefined],
    );
    assert.deepEqual(
      nodes.map(({ restarts }) => restarts),
      [2, 2, 2, 2],
    );
    assert.deepEqual(nodes.map(beside), [[], [], [], []]);
    said(await rig.run(script, ["--undo"]), /nothing to undo/);
  });

  it("only compares with --dry-run", async () => {
    const nodes = [await rig.add({ file: good }), await rig.add({ file: old }), await rig.add()];
    const run = await rig.run(scriptFor(nodes, good), ["--dry-run"]);
    assert.deepEqual(run.stderr.match(/registries\.yaml .*/g), [
      "registries.yaml is the same",
      "registries.yaml differs",
      "registries.yaml is not there",
    ]);
    assert.deepEqual(
      nodes.map(({ files, restarts }) => [files.length, restarts]),
      [
        [1, 0],
        [1, 0],
        [0, 0],
      ],
    );
    assert.equal(run.status, 0);
  });

  const specs: readonly (readonly [string, NodeSpec])[] = [
    ["systemd and dash", { file: old }],
    ["systemd and bash", { shell: "bash", unit: "k3s-agent", file: old }],
    ["OpenRC and busybox", { shell: "busybox", init: "openrc", unit: "k3s-agent", file: old }],
    ["no file yet", { shell: "busybox" }],
  ];
  for (const [name, spec] of specs)
    it(`puts the old file back when k3s can't read the new one, and stops: ${name}`, async () => {
      const first = await rig.add(spec);
      const run = await rig.run(scriptFor([first, next], bad), ["-"], { input: bad });
      assert.equal(run.status, 1);
      assert.deepEqual([first.file, first.restarts, beside(first)], [spec.file, 2, []], run.stderr);
      assert.deepEqual([next.file, next.restarts, beside(next)], [old, 0, []]);
      // The value in the journal is a part of a secret.
      said(run, /waits: yaml: unmarshal errors: line 5: cannot unmarshal \.\.\. into registries\.AuthConfig$/m);
      assert.doesNotMatch(run.stderr, /hunter2/);
      said(
        run,
        /did not (?:start, or not|read the file) within 1 s/,
        spec.file ? /the old file is back/ : /is removed again/,
      );
      said(run, /runs as before/, new RegExp(`Stopped at ${first.name}\\. Not touched: ${next.name}`));
    });

  for (const shell of ["dash", "bash"] as const)
    it(`needs no timeout command: ${shell}`, async () => {
      const node = await rig.add({ shell, file: old });
      rmSync(node.at("bin/timeout"));
      const run = await rig.run(scriptFor([node], bad), ["-"], { input: bad });
      assert.deepEqual([run.status, node.file, node.restarts], [1, old, 2], run.stderr);
      assert.equal((await rig.run(scriptFor([node], good), ["-"], { input: good })).status, 0);
      assert.equal(node.file, good);
    });

  it("starts OpenRC's services as its init does, also on the way back", async () => {
    const node = await rig.add({ init: "openrc", file: old });
    node.write("state/probe", "");
    const run = await rig.run(scriptFor([node], bad), ["-"], { input: bad });
    assert.equal(run.status, 1);
    assert.equal(node.read("state/probe"), "umask 0022 \numask 0022 \n");
  });

  it("restarts for a file that is newer than the last start, and leaves a stopped service alone", async () => {
    const [newer, stopped] = [await rig.add({ file: good }), await rig.add({ running: false })];
    newer.date(newer.path, startedAt + 60);
    const run = await rig.run(scriptFor([newer, stopped], good), ["-"], { input: good });
    assert.equal(run.status, 0, run.stderr);
    said(run, /unchanged, but newer than the last start of k3s/, /k3s is not running, and is not started/);
    assert.deepEqual([newer.restarts, stopped.restarts, stopped.file], [1, 0, good]);
  });

  describe("fails without harm", () => {
    /** What stops the script at a node, and what it says. */
    const failures: readonly (readonly [string, NodeSpec, (node: TestNode) => void, RegExp])[] = [
      ["the node is down", {}, (node) => node.stop(), /ssh could not connect/],
      ["sudo wants a password", { user: "password" }, () => {}, /password is required[\s\S]*sudo and doas are missing/],
      ["sudo is missing", { user: "none" }, () => {}, /sudo and doas are missing/],
      ["there is no service", { init: "none" }, () => {}, /no k3s or RKE2 unit/],
      ["it runs RKE2", { unit: "rke2-server" }, () => {}, /no k3s unit, but rke2 is here/],
      [
        "several services run",
        {},
        (node) => {
          node.write("state/units/k3s-agent", "/usr/local/bin/k3s agent\n");
          node.write("state/active.k3s-agent", "active\n");
        },
        /several units: k3s k3s-agent/,
      ],
      [
        "the disk is full",
        {},
        // A file of more than one block can't be written.
        (node) => node.program("cat", '#!/bin/sh\nulimit -f 0\nexec /bin/cat "$@"\n'),
        /can't be written; nothing is changed/,
      ],
      [
        "the disk is full for the backup",
        {},
        (node) => node.program("cp", '#!/bin/sh\nulimit -f 0\nexec /bin/cp "$@"\n'),
        /can't be written; nothing is changed/,
      ],
      [
        "the disk is full for a file that is mounted",
        {},
        (node) => {
          node.program("mv", "#!/bin/sh\necho 'mv: Device or resource busy' >&2\nexit 1\n");
          node.program("cat", '#!/bin/sh\ncase $1 in *.new) ulimit -f 0 ;; esac\nexec /bin/cat "$@"\n');
        },
        /the old file is back/,
      ],
      [
        "the path is relative, or of characters that a shell replaces",
        {},
        (node) => node.write("etc/rancher/k3s/config.yaml", "private-registry: /etc/$(reboot).yaml\n"),
        /this path is not supported: \/etc\/\$\(reboot\)\.yaml/,
      ],
      [
        "the service has a name that a shell would replace",
        { running: false },
        (node) => {
          rmSync(node.at("state/units/k3s"));
          node.write("state/units/k3s-$(reboot)", "/usr/local/bin/k3s agent\n");
        },
        /no k3s or RKE2 unit/,
      ],
      [
        "the file changes meanwhile",
        {},
        (node) => node.program("cp", '#!/bin/sh\n/bin/cp "$@"\necho "# edited" >>"$2"\n'),
        /changed meanwhile; nothing is changed/,
      ],
      [
        "the file can't be replaced",
        {},
        (node) => node.program("mv", "#!/bin/sh\necho 'mv: Operation not permitted' >&2\nexit 1\n"),
        /Operation not permitted/,
      ],
      [
        "there is a folder in its place",
        {},
        (node) => {
          rmSync(node.at(node.path), { force: true });
          mkdirSync(node.at(node.path), { recursive: true });
        },
        /registries\.yaml is a folder/,
      ],
    ];
    for (const [name, spec, change, pattern] of failures)
      it(name, async () => {
        const node = await rig.add({ file: old, ...spec });
        change(node);
        const run = await rig.run(scriptFor([node, next], good), ["-"], { input: good });
        assert.equal(run.status, 1);
        said(run, pattern, /Not touched:/);
        const left = beside(node).filter((file) => file !== "config.yaml");
        assert.deepEqual([left, node.restarts, next.file, next.restarts], [[], 0, old, 0], run.stderr);
        if (statSync(node.at(node.path)).isFile())
          assert.equal(node.file, name.includes("meanwhile") ? `${old}# edited\n` : old);
      });

    it("the connection ends before the file is there", async () => {
      const node = await rig.add({ file: old });
      rig.addProgram("ssh", `#!/bin/sh\nhead -c -20 | /usr/bin/ssh -F '${rig.config}' "$@"\n`);
      const run = await rig.run(scriptFor([node], good), ["-"], { input: good });
      rig.addSsh();
      said(run, /did not arrive as a whole; nothing is changed/);
      assert.deepEqual([run.status, node.file, beside(node), node.restarts], [1, old, [], 0]);
    });

    it("the file is not the one that was checked, or is missing", async () => {
      const node = await rig.add({ file: old });
      const script = scriptFor([node], good);
      const other = await rig.run(script, ["-"], { input: old });
      said(other, /not the file that the script was made for/);
      const missing = await rig.run(script, ["no-file"]);
      const wrong = await rig.run(script, ["--now"]);
      said(await rig.run(script), /^sh deploy\.sh registries\.yaml/);
      assert.deepEqual([other.status, missing.status, wrong.status, node.file], [2, 2, 2, old]);
    });
  });

  it("waits for the node, and pulls an image", async () => {
    const node = await rig.add({ file: old });
    node.write("state/ready", "yes\n");
    node.write("state/pulls", "r.example.com/app:1\n");
    const options = { testPull: "r.example.com/app:1" };
    const run = await rig.run(scriptFor([node], good, options), ["-"], { input: good });
    assert.deepEqual([run.status, node.file], [0, good], run.stderr);
    const kubeconfig = "--kubeconfig /var/lib/rancher/k3s/agent/kubelet.kubeconfig";
    const calls = node.read("state/k3s").trim().split("\n");
    assert.match(calls[0] ?? "", new RegExp(`^kubectl ${kubeconfig} get node [\\w.-]+$`));
    assert.match(
      calls[1] ?? "",
      new RegExp(`^kubectl ${kubeconfig} wait --for=condition=Ready node/[\\w.-]+ --timeout=1s$`),
    );
    assert.equal(calls.at(-1), "crictl -r unix:///run/k3s/containerd/containerd.sock pull r.example.com/app:1");

    const other = { testPull: "r.example.com/app:2" };
    const failed = await rig.run(scriptFor([node], old, other), ["-"], { input: old });
    said(failed, /the image can not be pulled/, /the old file is back/);
    assert.deepEqual([failed.status, node.file], [1, good]);
    node.write("state/ready", "no\n");
    const unready = await rig.run(scriptFor([node], old), ["-"], { input: old });
    said(unready, /the node is not ready/, /the old file is back/);
    assert.deepEqual([unready.status, node.file], [1, good]);
  });

  it("pulls with RKE2's own crictl", async () => {
    const node = await rig.add({ unit: "rke2-server" });
    node.write("var/lib/rancher/rke2/bin/crictl", `#!/bin/sh\necho "$*" >>/state/crictl\n`, 0o755);
    const script = scriptFor([node], good, { product: "rke2", testPull: "r.example.com/app:1" });
    const run = await rig.run(script, ["-"], { input: good });
    assert.deepEqual([run.status, node.file], [0, good], run.stderr);
    assert.match(
      node.read("state/crictl"),
      /-r unix:\/\/\/run\/k3s\/containerd\/containerd\.sock pull r\.example\.com\/app:1\n$/,
    );
  });

  it("finds a service with a name of its own, the file and the folder that it was given, and keeps a link", async () => {
    const node = await rig.add({ unit: "k3s-edge" });
    node.write("state/units/k3s-edge", "/usr/local/bin/k3s agent --private-registry=/opt/registries.yaml\n");
    node.write("state/units/k3s-backup", "/usr/local/bin/k3s etcd-snapshot save\n");
    node.write("state/active.k3s-backup", "active\n");
    node.write("etc/rancher/k3s/config.yaml", "data-dir: /other\nprivate-registry: /wrong.yaml\n");
    node.write("etc/rancher/k3s/config.yaml.d/a.yaml", 'data-dir: "/data" # here\n');
    node.write("opt/real.yaml", old);
    node.write("data/agent/etc/containerd/config.toml", "old\n");
    node.program("touch", `#!/bin/sh\n/bin/touch "$@"\necho new >/data/agent/etc/containerd/config.toml\n`);
    symlinkSync("real.yaml", node.at("opt/registries.yaml"));
    const run = await rig.run(scriptFor([node], good), ["-"], { input: good });
    assert.equal(run.status, 0, run.stderr);
    assert.deepEqual([node.read("opt/real.yaml"), node.read("opt/registries.yaml"), node.restarts], [good, good, 1]);
  });

  it("writes into a file that is mounted", async () => {
    const node = await rig.add({ file: old });
    const inode = statSync(node.at(node.path)).ino;
    const real = mounted(node);
    if (!real)
      node.program("mv", "#!/bin/sh\necho \"mv: cannot move '$2' to '$3': Device or resource busy\" >&2\nexit 1\n");
    try {
      const run = await rig.run(scriptFor([node], good), ["-"], { input: good });
      assert.equal(run.status, 0, run.stderr);
      assert.deepEqual([node.file, node.mode, beside(node)], [good, 0o600, ["registries.yaml.TIME.bak"]]);
      const failed = await rig.run(scriptFor([node], bad), ["-"], { input: bad });
      assert.deepEqual([failed.status, node.file, beside(node).length], [1, good, 1], failed.stderr);
      if (!real) assert.equal(statSync(node.at(node.path)).ino, inode);
    } finally {
      if (real) execFileSync("umount", [node.at(node.path)]);
    }
  });

  it("undoes only what it did, and nothing if k3s can't read that", async () => {
    const node = await rig.add({ file: bad });
    const script = scriptFor([node], good);
    await rig.run(script, ["-"], { input: good });
    const failed = await rig.run(script, ["--undo"]);
    assert.deepEqual([failed.status, node.file, beside(node)], [1, good, ["registries.yaml.TIME.bak"]], failed.stderr);
    said(failed, /the old file is back/);
    node.file = old;
    const changed = await rig.run(script, ["--undo"]);
    said(
      changed,
      /is not the file of this script; nothing is changed\. The last backup is \/etc\/rancher\/k3s\/registries\.yaml\.\d/,
    );
    assert.deepEqual([changed.status, node.file, beside(node).length], [1, old, 1]);
  });
});

/** Mounts a file over the registries.yaml of a node, with the same content; false where that is not allowed. */
function mounted(node: TestNode): boolean {
  try {
    node.write("mounted.yaml", node.read(node.path));
    execFileSync("mount", ["--bind", node.at("mounted.yaml"), node.at(node.path)], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
