import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { dirname, join } from "node:path";
import {
  type DeployNode,
  type NodeDefaults,
  nodeLabel,
  nodeLines,
  readNodeList,
} from "../../src/core/deploy/nodeList.ts";
import { ansiblePlaybook } from "../tools/install.ts";

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

/** Where several places say how a host is reached. */
const inventories: Readonly<Record<string, string>> = {
  "a host and another group of it":
    "[servers]\na ansible_user=alice ansible_port=2201\n[etcd]\na\n[etcd:vars]\nansible_user=bob\nansible_port=22\n",
  "a group, and all": "[all:vars]\nansible_user=root\n[masters]\nm\n[masters:vars]\nansible_user=deploy\n[etcd]\nm\n",
  "a group, and all, in YAML":
    "all:\n  vars: {ansible_user: root}\n  children:\n    masters: {hosts: {m: {}}, vars: {ansible_user: deploy}}\n    etcd: {hosts: {m: }}\n",
  "a group in another":
    "all:\n  children:\n    p:\n      vars: {ansible_user: outer}\n      children:\n        server: {hosts: {a: }, vars: {ansible_user: inner}}\n        zz: {hosts: {a: }}\n",
  "two groups": "[zserver]\na\n[bgroup]\na\n[zserver:vars]\nansible_user=z\n[bgroup:vars]\nansible_user=b\n",
  "a group that is in two others":
    "[a]\nh\n[b:children]\na\n[c:children]\nb\n[z:children]\na\n[b:vars]\nansible_user=b\n[c:vars]\nansible_user=c\n[z:vars]\nansible_user=z\n",
  "two lines of a host": "[server]\na ansible_user=u\n[etcd]\na ansible_port=23\n[db]\na ansible_user=v\n",
  "a port after the name": "[server]\nnode-1.example.com:2222\n10.0.0.5:2223\ncafe:2224\n[2001:db8::1]:2225\n",
  "a port after the name, and a variable": "[server]\na:2222 ansible_port=2223\n",
  "a port after the name, in YAML": 'server:\n  hosts:\n    "a:2222":\n    b: {ansible_port: 23}\n',
  "old names": "[server]\na ansible_ssh_host=10.0.0.1 ansible_ssh_port=2222 ansible_ssh_user=u\n",
  "quoted values with spaces":
    "[server]\na ansible_host='10.0.0.1' ansible_ssh_common_args='-o ProxyCommand=\"ssh ansible_host=b c\"' ansible_user=\"u\"\n",
  "a number sign in quotes": "[server]\na ansible_become_pass='x #y' ansible_host=10.0.0.1 # ansible_user=b\n",
  "a host of its own": "b ansible_host=10.0.0.1\n[agent]\na ansible_user=u\n[all:vars]\nansible_port=24\n",
};

/** Prints a list for each text that comes as JSON: `user@host:port`, as Ansible's ssh would use them. */
const asAnsible = `
import json, os, sys, tempfile
from ansible.parsing.dataloader import DataLoader
from ansible.inventory.manager import InventoryManager
from ansible.vars.manager import VariableManager
told = []
for text in json.load(sys.stdin):
    path = tempfile.mkstemp(suffix="" if text.startswith("[") or text.startswith("b ") else ".yaml")[1]
    with open(path, "w") as file:
        file.write(text)
    loader = DataLoader()
    inventory = InventoryManager(loader=loader, sources=[path])
    variables = VariableManager(loader=loader, inventory=inventory)
    lines = []
    for host in inventory.get_hosts("all"):
        known = variables.get_vars(host=host)
        said = lambda name: known.get("ansible_" + name, known.get("ansible_ssh_" + name))
        user, port = said("user"), said("port")
        lines.append((f"{user}@" if user else "") + str(said("host") or host.name) + (f":{port}" if port else ""))
    told.append(sorted(lines))
    os.remove(path)
print(json.dumps(told))
`;

function ansibleAddresses(playbook: string, texts: readonly string[]): readonly (readonly string[])[] {
  const python = join(dirname(playbook), "python");
  return JSON.parse(execFileSync(python, ["-c", asAnsible], { input: JSON.stringify(texts), encoding: "utf8" }));
}

function withoutRole(line: string): string {
  return line.replace(/ \w+$/, "");
}

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

  it("is reached as Ansible reaches the hosts of an inventory", function () {
    this.timeout(240_000);
    const found = ansibleAddresses(ansiblePlaybook("2.19", this), Object.values(inventories));
    for (const [index, [what, text]] of Object.entries(inventories).entries())
      assert.deepEqual(listed(text).map(withoutRole).sort(), found[index], what);
    assert.equal(Object.keys(inventories).length, 14);
  });

  it("can be kept as lines, without anything else that an inventory has", () => {
    const secret = ini
      .replace("edge", "edge ansible_password=CANARY")
      .replace("[k3s_cluster:vars]", "$&\ntoken=CANARY");
    const texts = [secret, yaml.replace("k3s_version", "token: CANARY\n    k3s_version"), table, json];
    for (const text of [...texts, ...Object.values(inventories), "u@[::1]:22\n::2\na:23 agent\nb@c server\n"]) {
      const list = readNodeList(text);
      const lines = nodeLines(list.ok ? list.nodes : []);
      assert.doesNotMatch(lines, /CANARY/);
      assert.deepEqual(readNodeList(lines), list);
    }
  });

  it("gives a host the role of its groups, as several tools name them", () => {
    for (const [server, agent] of [
      ["k3s-servers", "k3s-agents"],
      ["kube_control_plane", "kube_node"],
      ["controlplane", "workers"],
      ["rke2_masters", "rke2_nodes"],
    ])
      assert.deepEqual(listed(`[${server}]\na\n[${agent}]\nb\n`), ["a server", "b agent"]);
  });

  it("is a list of nodes as the Kubernetes API has it: its items have no kind", () => {
    const { items } = JSON.parse(json);
    const bare = items.map(({ metadata, status }: { metadata: object; status: object }) => ({ metadata, status }));
    assert.deepEqual(listed(JSON.stringify({ kind: "NodeList", items: bare })), ["10.0.0.1 server", "worker-1 agent"]);
    assert.match(
      problem(JSON.stringify({ kind: "List", items: [{ ...bare[0], kind: "Pod" }] })),
      /not a list of nodes/,
    );
  });

  it("is refused without an exception when its JSON is none of kubectl's", () => {
    const odd = ["null", "[]", "[null]", "1", '"x"', '{"name": []}', '{"name": {"a": 1}}', "[".repeat(100_000)];
    // No label of these is one of a server.
    for (const value of odd)
      for (const text of [
        `{"kind": "List", "items": ${value}}`,
        `{"kind": "Node", "metadata": ${value}}`,
        `{"kind": ${value}, "metadata": {"name": "a"}}`,
        `{"kind": "Node", "metadata": {"name": "a", "labels": ${value === "[]" ? "1" : value}}}`,
        `{"kind": "Node", "metadata": {"name": "a"}, "status": ${value.startsWith("{") ? "[]" : value}}`,
        `{"__proto__": {"kind": "Node", "metadata": {"name": "a"}}, "kind": ${value}}`,
      ])
        if (text.includes("labels") && value.startsWith("{")) assert.deepEqual(listed(text), ["a agent"]);
        else if (text === '{"kind": "List", "items": []}') assert.match(problem(text), /no node/);
        else assert.match(problem(text), /JSON/, text.slice(0, 80));
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
    const hosts = Array.from({ length: 30_000 }, (_, i) => `h${i}\n`).join("");
    assert.match(problem(`${levels.slice(0, 13).join("")}[a13]\n${hosts}`), /nested too deeply/);
    const start = Date.now();
    assert.match(problem(hosts.repeat(5)), /more than 1000/);
    assert.ok(Date.now() - start < 2000);
    assert.deepEqual(listed("[a:children]\nb\n[b:children]\na\n[server]\nx\n"), ["x server"]);
  });
});
