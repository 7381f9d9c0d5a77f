import assert from "node:assert/strict";
import { type DeployNode, type NodeDefaults, nodeLabel, readNodeList } from "../../src/core/deploy/nodeList.ts";

/** Each node as a line: label and role. */
function listed(text: string, defaults?: NodeDefaults): readonly string[] {
  const list = readNodeList(text, defaults);
  assert.ok(list.ok, list.ok ? "" : list.problem);
  return list.nodes.map((node: DeployNode) => `${nodeLabel(node)} ${node.role}`);
}

function problem(text: string, defaults?: NodeDefaults): string {
  const list = readNodeList(text, defaults);
  assert.ok(!list.ok, "it is read");
  return list.problem;
}

const table = `NAME      STATUS   ROLES                       AGE   VERSION        INTERNAL-IP   EXTERNAL-IP   OS-IMAGE             KERNEL-VERSION   CONTAINER-RUNTIME
cp-1      Ready    control-plane,etcd,master   10d   v1.30.2+k3s1   10.0.0.1      <none>        Ubuntu 24.04.1 LTS   6.8.0-45         containerd://1.7.17
worker-1  Ready    <none>                      10d   v1.30.2+k3s1   10.0.0.5      <none>        Ubuntu 24.04.1 LTS   6.8.0-45         containerd://1.7.17
`;

const json = JSON.stringify({
  apiVersion: "v1",
  kind: "List",
  items: [
    {
      kind: "Node",
      metadata: { name: "cp-1", labels: { "node-role.kubernetes.io/control-plane": "true" } },
      status: {
        addresses: [
          { type: "Hostname", address: "cp-1" },
          { type: "InternalIP", address: "10.0.0.1" },
        ],
      },
    },
    { kind: "Node", metadata: { name: "worker-1", labels: {} }, status: { addresses: [] } },
  ],
});

/** As https://github.com/k3s-io/k3s-ansible has it. */
const yaml = `---
k3s_cluster:
  children:
    server:
      hosts:
        192.168.1.11:
    agent:
      hosts:
        192.168.1.12:
        edge:
          ansible_host: 192.168.1.13
          ansible_port: 2222
          ansible_user: edge
  vars:
    ansible_user: debian
    k3s_version: v1.30.2+k3s1
`;

const ini = `[master]
192.168.1.11 ansible_user=root ; the first one
[node]
192.168.1.12
edge ansible_host=192.168.1.13 ansible_port=2222
# both
[k3s_cluster:children]
master
node
[k3s_cluster:vars]
ansible_user="debian"
`;

describe("a node list", () => {
  it("is lines of users, hosts, ports and roles", () => {
    const text =
      "# nodes\n\ndeploy@10.0.0.5 agent\n10.0.0.1 server # first\nroot@node-1.example.com:2222\n\tfe80::1 agent\nu@[::1]:22\n";
    assert.deepEqual(listed(text), [
      "deploy@10.0.0.5 agent",
      "10.0.0.1 server",
      "root@node-1.example.com:2222 unknown",
      "fe80::1 agent",
      "u@::1:22 unknown",
    ]);
  });

  it("takes user and port from the settings where a line has none", () => {
    assert.deepEqual(listed("a\nb@c\nd:23", { user: "deploy", port: 2222 }), [
      "deploy@a:2222 unknown",
      "b@c:2222 unknown",
      "deploy@d:23 unknown",
    ]);
  });

  it("can have the line ends of Windows, and its byte-order mark", () => {
    assert.deepEqual(listed("\ufeffroot@a agent\r\nroot@b server\r\n"), ["root@a agent", "root@b server"]);
    assert.deepEqual(listed(ini.replaceAll("\n", "\r\n")), listed(ini));
    assert.deepEqual(listed(table.replaceAll("\n", "\r\n")), listed(table));
  });

  it("is what kubectl prints, wide or not, and as JSON", () => {
    assert.deepEqual(listed(table), ["10.0.0.1 server", "10.0.0.5 agent"]);
    const narrow = table.replace(/ {3}INTERNAL.*/, "").replace(/ {3}10\.0.*/g, "");
    assert.deepEqual(listed(narrow), ["cp-1 server", "worker-1 agent"]);
    assert.deepEqual(listed(json), ["10.0.0.1 server", "worker-1 agent"]);
    assert.deepEqual(listed(JSON.stringify(JSON.parse(json).items[0])), ["10.0.0.1 server"]);
  });

  it("is an Ansible inventory, in YAML or INI", () => {
    assert.deepEqual(listed(yaml), [
      "debian@192.168.1.11 server",
      "debian@192.168.1.12 agent",
      "edge@192.168.1.13:2222 agent",
    ]);
    assert.deepEqual(listed(ini), [
      "root@192.168.1.11 server",
      "debian@192.168.1.12 agent",
      "debian@192.168.1.13:2222 agent",
    ]);
    const rke2 =
      "all:\n  children:\n    rke2_servers:\n      hosts: {a: }\n    rke2_agents:\n      hosts: {b: }\n    etcd:\n      hosts: {a: , c: }\n";
    assert.deepEqual(listed(rke2), ["a server", "b agent", "c server"]);
  });

  /** Names that a shell or ssh would read as something else; none of them is shown again. */
  const hostile: readonly string[] = [
    "-oProxyCommand=touch$IFS/tmp/x",
    "-o ProxyCommand=touch /tmp/x",
    "root@-oProxyCommand=x",
    "-l@host",
    "$(reboot)",
    "root@$(reboot)",
    "`reboot`@host",
    "a;reboot",
    "a|b",
    "a&b",
    "a>b",
    "a'b",
    'a"b',
    "a\\b",
    "a*",
    "a?b",
    "a{b,c}",
    "~root",
    "!1",
    "ssh://root@host",
    "root@host/path",
    "user name@host",
    "root@host server; reboot",
    "root@host boss",
    "root@host agent server",
    "root@host:0",
    "root@host:65536",
    "root@host:22:23x",
    "root@ho\u0000st",
    "root@ho\u001b[2Jst",
    "root@hóst",
    "root@ho\u2028st",
    "root@",
    "@host",
    "a@b@c",
    "%h",
    "node[1:3]",
    `root@${"a".repeat(300)}`,
  ];
  for (const name of hostile)
    it(`refuses ${JSON.stringify(name).slice(0, 60)}`, () => {
      const sentence = problem(`root@good\n${name}\n`);
      assert.match(sentence, /^Node list, line 2: /);
      assert.ok(!sentence.includes(name), sentence);
    });

  it("refuses such names in the other formats, and in the settings", () => {
    const bad = "-oProxyCommand=x";
    assert.match(
      problem(table.replace("10.0.0.1 ", "x       ").replace("cp-1 ", `${bad} `)),
      /line 2: this is not a host/,
    );
    assert.match(problem(json.replace("10.0.0.1", bad)), /not a host/);
    assert.match(problem(yaml.replace("192.168.1.13", bad)), /not a host/);
    assert.match(problem(yaml.replace(": edge", `: "$(x)"`)), /not a user/);
    assert.match(problem(yaml.replace("2222", "22;x")), /not a port/);
    assert.match(problem(ini.replace("192.168.1.12", "node[1:3]")), /line 4: this is not a host/);
    assert.match(problem("host", { user: "-oProxyCommand=x" }), /not a user/);
    assert.match(problem("host", { port: 1.5 }), /must be a number from 1 to 65535/);
    assert.match(problem("host\nother", { user: "a\nb" }), /not a user/);
  });

  it("refuses what is no list, a node that is there twice, and too many", () => {
    assert.match(problem(""), /no node/);
    assert.match(problem("# nothing\n"), /no node/);
    assert.match(problem("{"), /not/);
    assert.match(problem('{"kind": "PodList", "items": []}'), /kubectl get nodes/);
    assert.match(problem("all:\n  hosts: [\n"), /not valid YAML/);
    assert.match(problem("a\nb\na\n"), /line 3: "a" is in the list twice/);
    assert.match(problem(Array.from({ length: 1001 }, (_, i) => `n${i}`).join("\n")), /more than 1000/);
    assert.match(problem("a\n".repeat(600_000)), /larger than 1 MB/);
  });

  it("reads groups that are in each other in bounded time", () => {
    const levels = Array.from(
      { length: 30 },
      (_, i) => `[a${i}:children]\na${i + 1}\nb${i + 1}\n[b${i}:children]\na${i + 1}\nb${i + 1}\n`,
    );
    assert.match(problem(levels.join("")), /nested too deeply/);
    assert.deepEqual(listed("[a:children]\nb\n[b:children]\na\n[server]\nx\n"), ["x server"]);
  });
});
