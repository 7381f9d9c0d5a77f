import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { wrapRegistries } from "../../src/core/deploy/wrapRegistries.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { folderWith } from "../cli/cli.ts";
import { readText } from "../project/files.ts";

/**
 * Stands in for `docker` with the nodes of one cluster: a folder for each is its root. A node is never Ready with a file that
 * contains `BAD`.
 */
const docker = `#!/bin/sh
echo "$*" >> "$STATE/calls"
case "$1" in
ps)
  case "$*" in *k3d.cluster=dev*) ;; *) exit 0 ;; esac
  case "$*" in *k3d.role=server*) echo k3d-dev-server-0 ;; *k3d.role=agent*) printf 'k3d-dev-agent-1\\nk3d-dev-agent-0\\n' ;; esac
  ;;
exec)
  shift
  [ "$1" = -i ] && shift && ulimit -f "$(cat "$STATE/blocks" 2> /dev/null || echo unlimited)" || exec < /dev/null
  node=$1 && shift
  if [ "$1" = kubectl ]; then
    for word; do case "$word" in node/*) waited=\${word#node/} ;; esac; done
    ! grep -q BAD "$STATE/$waited/etc/rancher/k3s/registries.yaml"
  else
    root=$(echo "$3" | sed "s#/etc/rancher#$STATE/$node/etc/rancher#g")
    exec sh -c "$root"
  fi
  ;;
restart) echo "$2" >> "$STATE/restarts" ;;
logs) echo 'msg="Waiting to retrieve agent configuration; server is not ready: cannot unmarshal !!str \`hun\`ter2\`"' >&2 ;;
esac
`;

const text = (password: string): string =>
  `configs:\n  r.example.com:\n    auth: {username: 'robot$ci', password: '${password} \`id\` $(id)'}\n`;

/** As the documentation calls the script. */
const [, name = ""] = /^sh k3d\.sh (.*)$/m.exec(readText("docs/deploy.md")) ?? [];

class Cluster {
  readonly folder = folderWith({});

  constructor() {
    mkdirSync(join(this.folder, "bin"));
    mkdirSync(join(this.folder, "state"));
    writeFileSync(join(this.folder, "bin/docker"), docker, { mode: 0o755 });
  }

  run(text: string, args: readonly string[] = [name], shell: readonly string[] = ["sh"]) {
    const made = wrapRegistries(openRegistries(text), "k3d-running");
    assert.ok(made.ok);
    const script = join(this.folder, "k3d.sh");
    writeFileSync(script, made.text);
    const [program = "sh", ...first] = shell;
    const state = join(this.folder, "state");
    const env = { ...process.env, PATH: `${this.folder}/bin:${process.env["PATH"]}`, STATE: state, WAIT: "0" };
    const { stdout, stderr, status } = spawnSync(program, [...first, script, ...args], { encoding: "utf8", env });
    return { stdout, stderr, status };
  }

  read(path: string): string | undefined {
    const file = join(this.folder, "state", path);
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  }

  file(node: string): string | undefined {
    return this.read(`${node}/etc/rancher/k3s/registries.yaml`);
  }
}

const nodes = ["k3d-dev-server-0", "k3d-dev-agent-0", "k3d-dev-agent-1"];

describe("the script for a running k3d cluster", function () {
  this.timeout(60_000);

  for (const shell of [["dash"], ["bash"], ["busybox", "sh"]])
    it(`writes to all servers and agents once, in ${shell.join(" ")}`, () => {
      const cluster = new Cluster();
      const first = cluster.run(text("CANARY"), [name], shell);
      assert.deepEqual(first, {
        stdout: nodes.map((node) => `${node}: written and restarted\n`).join(""),
        stderr: "",
        status: 0,
      });
      for (const node of nodes) assert.equal(cluster.file(node), text("CANARY"));
      const again = cluster.run(text("CANARY"), [name], shell);
      assert.equal(again.stdout, nodes.map((node) => `${node}: unchanged\n`).join(""));
      assert.equal(cluster.read("restarts"), `${nodes.join("\n")}\n`);
      assert.doesNotMatch(cluster.read("calls") ?? "", /CANARY/);
    });

  it("gives a node its old file back if it does not become ready, and stops there", () => {
    const cluster = new Cluster();
    cluster.run(text("CANARY"));
    const { stderr, status } = cluster.run(text("BAD"));
    assert.equal(status, 1);
    assert.match(stderr, /Waiting to retrieve .*unmarshal …\n.*k3d-dev-server-0: not Ready with the new file/);
    assert.doesNotMatch(stderr, /hun|ter2|BAD/);
    for (const node of nodes) assert.equal(cluster.file(node), text("CANARY"));
    assert.equal(cluster.read("restarts"), `${[...nodes, nodes[0], nodes[0]].join("\n")}\n`);
  });

  for (const blocks of [0, 1])
    it(`stops at a node that can't be written, with space for ${blocks} blocks`, () => {
      const cluster = new Cluster();
      cluster.run(text("CANARY"));
      writeFileSync(join(cluster.folder, "state/blocks"), `${blocks}`);
      const { stdout, stderr, status } = cluster.run(`# ${"x".repeat(5000)}\n${text("CANARY")}`);
      assert.deepEqual([stdout, status], ["", 1]);
      assert.match(stderr, /k3d-dev-server-0: can't be written\. It and the nodes after it are unchanged\./);
      for (const node of nodes) assert.equal(cluster.file(node), text("CANARY"));
      assert.equal(cluster.read("restarts"), `${nodes.join("\n")}\n`);
    });

  it("has nothing that shellcheck reports", () => {
    const made = wrapRegistries(openRegistries(text("x")), "k3d-running");
    const { stdout } = spawnSync("shellcheck", ["-"], { encoding: "utf8", input: made.ok ? made.text : "" });
    assert.equal(stdout, "");
  });

  it("refuses what is not the name of a cluster that runs", () => {
    const cluster = new Cluster();
    for (const [name, problem] of [
      ["a;id", /not the name/],
      ["-H", /not the name/],
      ["", /not the name/],
      ["a\nb", /not the name/],
      ["other", /No node of other is running/],
    ] as const) {
      const { stdout, stderr, status } = cluster.run(text("CANARY"), [name]);
      assert.match(stderr, problem);
      assert.deepEqual([stdout, status === 0], ["", false]);
    }
    assert.match(cluster.run(text("CANARY"), []).stderr, /No node of k3s-default is running/);
  });
});
