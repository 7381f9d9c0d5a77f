import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { wrapRegistries } from "../../src/core/deploy/wrapRegistries.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { readText } from "../project/files.ts";
import { type AnsibleVersion, ansiblePlaybook } from "../tools/install.ts";
import { SshNodes, startedAt, type TestNode } from "./sshd.ts";

/** Contains what Ansible and shells would replace, and what the linter would refuse: k3s of the stand-ins can't read "bad". */
const text = (password: string): string =>
  `configs:\n  r.example.com:\n    auth: {username: 'robot$ci', password: '${password} {{ x }} \`id\`'}\n`;
const good = text("CANARY-1");
const bad = `${text("CANARY-2")}bad: CANARY-3\n`;
const old = "mirrors:\n  old.example.com:\n";

/** k3s writes this file again when it has read its registries.yaml; the node's own stand-in dates it to the last start. */
const touched =
  "{ grep -q ^bad /etc/rancher/k3s/registries.yaml 2>/dev/null || touch /var/lib/rancher/k3s/agent/etc/containerd/config.toml; }";

/** `systemctl` as far as service_facts of Ansible asks it; the rest is that of the node. */
const systemctl = `#!/bin/sh
case $1 in
list-units) echo "  $(ls /state/units).service loaded active running k3s" ;;
list-unit-files) case $* in *--all) echo "$(ls /state/units).service enabled enabled" ;; esac ;;
*) /standin/systemctl-of-node "$@" && ${touched} ;;
esac
`;

/** OpenRC as far as service_facts asks it. */
const openrc: Readonly<Record<string, string>> = {
  "rc-status": `#!/bin/sh\necho " $(ls /etc/init.d)  [  started 00:10:00 (0) ]"\n`,
  "rc-service": `#!/bin/sh\n/standin/rc-service-of-node "$@" && ${touched}\n`,
  "rc-update": `#!/bin/sh\necho " $(ls /etc/init.d) | default "\n`,
};

/** The commands of the documentation, which are run here. */
const [checkLine = "", playLine = "", ...moreLines] = [
  ...readText("docs/deploy.md").matchAll(/^ansible-playbook .*$/gm),
].map(([line]) => line);

/** Nodes that Ansible can log in to, and what is run on them. */
class Play {
  readonly rig = new SshNodes();

  constructor(readonly program: string) {}

  async add(spec: Parameters<SshNodes["add"]>[0]): Promise<TestNode> {
    const node = await this.rig.add({ ...spec, python: true });
    const { uid, gid } = userInfo();
    node.write("etc/passwd", `root:x:${uid}:${gid}::/root:/bin/sh\n`);
    node.write("etc/group", `root:x:${gid}:\n`);
    node.write("proc/1/comm", spec?.init === "openrc" ? "init\n" : "systemd\n");
    const programs = spec?.init === "openrc" ? openrc : { systemctl };
    for (const [name, program] of Object.entries(programs)) {
      if (existsSync(node.at(`standin/${name}`))) node.program(`${name}-of-node`, node.read(`standin/${name}`));
      node.program(name, program);
    }
    return node;
  }

  /**
   * Runs the playbook of a text.
   *
   * @param command a line of a shell
   * @returns what it prints, and its exit code
   */
  async run(
    text: string,
    groups: Readonly<Record<string, readonly Pick<TestNode, "port">[]>>,
    command = "ansible-playbook -i inventory.ini deploy.yml",
    product: "k3s" | "rke2" = "k3s",
  ): Promise<{ readonly output: string; readonly status: number }> {
    const made = wrapRegistries(openRegistries(text), "ansible-playbook", product);
    assert.ok(made.ok, made.ok ? "" : made.problem);
    const file = (name: string, content: string): string => {
      writeFileSync(join(this.rig.folder, name), content);
      return join(this.rig.folder, name);
    };
    const variables = `ansible_host=127.0.0.1 ansible_user=${userInfo().username} ansible_python_interpreter=/usr/bin/python3`;
    const lines = Object.entries(groups).flatMap(([group, nodes]) => [
      `[${group}]`,
      ...nodes.map((node) => `${nameOf(node)} ansible_port=${node.port} ${variables}`),
    ]);
    file("inventory.ini", `${lines.join("\n")}\n`);
    file("deploy.yml", made.text);
    // Ansible passes all that it runs on nodes to ssh.
    const ssh = file("ssh.sh", `#!/bin/sh\necho "$*" >>'${this.rig.folder}/commands'\nexec /usr/bin/ssh "$@"\n`);
    chmodSync(ssh, 0o755);
    const env = {
      ...process.env,
      ANSIBLE_SSH_EXECUTABLE: ssh,
      ANSIBLE_HOME: this.rig.folder,
      ANSIBLE_NOCOLOR: "1",
      ANSIBLE_SSH_ARGS: `-F ${this.rig.config} -o ControlMaster=auto -o ControlPersist=20s`,
      ANSIBLE_SSH_CONTROL_PATH_DIR: this.rig.folder,
      ANSIBLE_PIPELINING: "1",
      ANSIBLE_SSH_TRANSFER_METHOD: "piped",
    };
    return new Promise((resolve) => {
      const line = command.replace("ansible-playbook ", `'${this.program}' -v --diff -e seconds=1 `);
      execFile("sh", ["-c", line], { env, cwd: this.rig.folder }, (error, stdout, stderr) =>
        resolve({ output: stdout + stderr, status: error === null ? 0 : Number(error.code ?? 1) }),
      );
    });
  }
}

function nameOf(node: Pick<TestNode, "port">): string {
  return `node${node.port}`;
}

for (const version of ["2.17", "2.19"] as const satisfies readonly AnsibleVersion[])
  describe(`the playbook with ansible-core ${version}`, function () {
    this.timeout(300_000);
    let play: Play;
    let server: TestNode;
    let agent: TestNode;
    let alpine: TestNode;
    before(async function () {
      play = new Play(ansiblePlaybook(version, this));
      server = await play.add({ file: old });
      server.write("etc/rancher/k3s/k3s.yaml", "");
      server.program("kubectl", `#!/bin/sh\necho "$KUBECONFIG $*" >>/state/kubectl\nprintf True\n`);
      server.write("proc/sys/kernel/hostname", "Server-1\n");
      agent = await play.add({ unit: "k3s-blue" });
      alpine = await play.add({ unit: "k3s-agent", init: "openrc", file: good });
    });
    after(() => play?.rig.stop());
    // A run that was interrupted leaves a file that is newer than the last start.
    const due = version === "2.19" ? 1 : 0;

    it("writes the file in the order of the groups, restarts where it has changed, and prints no secret", async () => {
      const groups = { server: [server], agent: [agent, alpine] };
      alpine.date(alpine.path, startedAt + 60 * due);
      assert.deepEqual(moreLines, []);
      const { output, status } = await play.run(good, groups, playLine);
      assert.equal(status, 0, output);
      const commands = readFileSync(join(play.rig.folder, "commands"), "utf8");
      assert.match(commands, /127\.0\.0\.1/);
      assert.doesNotMatch(output + commands, /CANARY/);
      const written = [...output.matchAll(/TASK \[Write registries\.yaml\] \**\n(\w+: \[\w+\])/g)].map(
        ([, one]) => one,
      );
      assert.deepEqual(written, [
        `changed: [${nameOf(agent)}]`,
        `changed: [${nameOf(server)}]`,
        `changed: [${nameOf(alpine)}]`,
      ]);
      // A file that is the same gets its mode, and a restart only if one is due.
      for (const one of [server, agent, alpine]) assert.equal(one.file, good);
      assert.deepEqual([server.restarts, agent.restarts, alpine.restarts], [1, 1, due]);
      assert.deepEqual([server.mode, agent.mode, alpine.mode], [0o600, 0o600, 0o600]);
      assert.match(
        server.read("state/kubectl"),
        /^\/etc\/rancher\/k3s\/k3s\.yaml get node server-1 --ignore-not-found /,
      );
      const [, , backup = ""] = server.files;
      assert.equal(server.read(`etc/rancher/k3s/${backup}`), old);
      assert.equal(statSync(server.at(`etc/rancher/k3s/${backup}`)).mode & 0o777, 0o600);
    });

    it("puts the old file back where k3s does not start, shows why without a secret, and stops there", async () => {
      const { mode } = alpine;
      const { output, status } = await play.run(bad, { first: [alpine], later: [agent] });
      assert.equal(status, 2, output);
      assert.match(
        output,
        /did not become ready with the new file, so the node has its old state again\. .*Waiting to retr/,
      );
      assert.doesNotMatch(output, /CANARY|hunter2/);
      assert.deepEqual([alpine.file, alpine.files, alpine.mode], [good, ["registries.yaml"], mode]);
      assert.equal(alpine.restarts, due + 2);
      assert.match(alpine.read("state/active.k3s-agent"), /^active/);
      assert.deepEqual([agent.file, agent.restarts], [good, 1]);
    });

    if (version === "2.19") return;

    it("removes the file where there was none, after the time limit of a restart that hangs", async () => {
      rmSync(agent.at(agent.path));
      const { output, status } = await play.run(bad, { agent: [agent] });
      assert.equal(status, 2, output);
      assert.deepEqual([agent.file, agent.files, agent.restarts], [undefined, [], 3]);
      assert.match(agent.read("state/active.k3s-blue"), /^active/);
    });

    it("changes nothing with --check, and shows which nodes would change", async () => {
      const { output, status } = await play.run(bad, { all: [server] }, checkLine);
      assert.equal(status, 0, output);
      assert.match(output, /changed=1 .*failed=0/);
      assert.doesNotMatch(output, /CANARY/);
      assert.deepEqual([server.file, server.restarts], [good, 1]);
    });

    it("stops at a node that has no service of the product, or that can't be reached", async () => {
      const other = await play.run(good, { all: [server, agent] }, undefined, "rke2");
      assert.equal(other.status, 2, other.output);
      assert.match(other.output, /No service of RKE2 runs here or is enabled/);
      const unreachable = await play.run(good, { all: [{ port: 1 }, agent] });
      assert.equal(unreachable.status, 4, unreachable.output);
      assert.deepEqual([agent.file, agent.restarts], [undefined, 3]);
    });
  });
