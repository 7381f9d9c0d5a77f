import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { march, november } from "../core/nodes/answerOf.ts";
import { nodeAnswer, sha256 } from "../core/nodes/nodeAnswer.ts";
import { cli, folderWith } from "./cli.ts";

const registries = `mirrors:
  docker.io:
    endpoint: ["https://r.example.com"]
configs:
  r.example.com:
    auth: {username: u, password: 'CANARY'}
`;

function lines(...answers: readonly object[]): string {
  return answers.map((answer) => `${JSON.stringify(answer)}\n`).join("");
}

const same = nodeAnswer(registries);
const due = nodeAnswer(
  registries,
  { embeddedRegistry: true },
  { node: "node3", file: { sha256: sha256(registries), mode: "600", modified: november } },
);
const gone = { k3sRegistries: 1, node: "node4", problem: "unreachable" };

describe("k3s-registries check", function () {
  this.timeout(60_000);

  it("shows a table, then what differs on which node and what to do", async () => {
    const folder = folderWith({ "registries.yaml": registries, "answers.jsonl": lines(same, due, gone) });
    const { stdout, stderr, status } = await cli(folder, ["check", "registries.yaml", "answers.jsonl"]);
    assert.deepEqual([stderr, status], ["", 2]);
    assert.equal(
      stdout,
      `NODE             STATE        CHANGED               STARTED               RELEASE
deploy@10.0.0.5  same         2026-03-14 09:12 UTC  2026-03-14 09:13 UTC  k3s v1.33.4+k3s1
node3            differs      2026-11-29 20:00 UTC  2026-03-14 09:13 UTC  k3s v1.33.4+k3s1
node4            not checked  -                     -                     -

deploy@10.0.0.5
  runs without --embedded-registry and --disable-default-registry-endpoint

node3
  error: k3s still runs with what it read at startup on 2026-03-14 09:13 UTC: registries.yaml was written later, on 2026-11-29 20:00 UTC.
    Restart it: sudo systemctl restart k3s-agent
  information: The node runs with --embedded-registry, unlike the settings.
    Change the settings, so that lint and explain fit the node.
  runs with --embedded-registry

node4
  error: The node could not be checked: unreachable.
    Check its name, the network and the SSH key.
`,
    );
  });

  it("has the exit codes of its help", async () => {
    const folder = folderWith({ "registries.yaml": registries });
    const status = async (input: string): Promise<number> =>
      (await cli(folder, ["check", "registries.yaml"], { input })).status;
    assert.equal(await status(lines(same)), 0);
    assert.equal(await status(lines(same, due)), 1);
    assert.equal(await status(lines(due, gone)), 2);
    assert.equal(await status(`${lines(same)}Connection closed\n`), 2);
    assert.equal(await status(""), 2);
  });

  it("names the lines that are no answers", async () => {
    const folder = folderWith({ "registries.yaml": registries, "a.jsonl": `\u001b[1mWelcome\n${lines(same)}` });
    const { stdout, stderr } = await cli(folder, ["check", "registries.yaml", "a.jsonl"]);
    assert.equal(stderr, "k3s-registries: a.jsonl:1: this is not the answer of a node\n");
    assert.match(stdout, /^deploy@10\.0\.0\.5 +same /m);
  });

  it("prints a line of JSON for each node", async () => {
    const folder = folderWith({ "registries.yaml": registries });
    const args = ["check", "registries.yaml", "-", "--format", "json", "--embedded-registry"];
    const { stdout } = await cli(folder, args, { input: lines(due, gone) });
    const [first, second] = stdout.split("\n").map((line) => line && JSON.parse(line));
    assert.deepEqual(first, {
      node: "node3",
      state: "different",
      release: "k3s v1.33.4+k3s1",
      embeddedRegistry: true,
      disableDefaultEndpoint: false,
      modified: november,
      started: march + 60,
      differences: [
        {
          kind: "restart",
          severity: "error",
          text: "k3s still runs with what it read at startup on 2026-03-14 09:13 UTC: registries.yaml was written later, on 2026-11-29 20:00 UTC.",
          remedy: "Restart it:",
          command: "sudo systemctl restart k3s-agent",
          registries: [],
        },
      ],
    });
    assert.deepEqual([second.state, second.embeddedRegistry, second.modified], ["failed", null, null]);
  });

  it("shows no secret in the keys of registries", async () => {
    const keyed = registries.replace("docker.io:", '"u:CANARY@ghcr.io":');
    const folder = folderWith({ "registries.yaml": keyed });
    const input = lines(nodeAnswer(keyed, {}, { certsd: [] }));
    for (const format of ["text", "json"]) {
      const { stdout } = await cli(folder, ["check", "registries.yaml", "--format", format], { input });
      assert.match(stdout, /no hosts\.toml for .*@ghcr\.io/);
      assert.doesNotMatch(stdout, /CANARY/);
    }
  });

  it("compares the bytes of a file, and of one in another file what arrives on the nodes", async () => {
    const windows = registries.replaceAll("\n", "\r\n");
    const carried = stringify(
      { write_files: [{ path: "/etc/rancher/k3s/registries.yaml", content: registries }] },
      { blockQuote: "literal" },
    );
    const folder = folderWith({ "windows.yaml": `\ufeff${windows}`, "user-data.yaml": carried });
    const state = async (file: string, answer: object): Promise<number> =>
      (await cli(folder, ["check", file], { input: lines(answer) })).status;
    assert.equal(await state("windows.yaml", same), 1);
    const file = { sha256: sha256(`\ufeff${windows}`), mode: "600", modified: march };
    assert.equal(await state("windows.yaml", nodeAnswer(registries, {}, { file })), 0);
    assert.equal(await state("user-data.yaml#1", same), 0);
  });

  it("makes the script that asks the nodes, which has nothing of the file and names the nodes", async () => {
    const folder = folderWith({
      "registries.yaml": registries,
      "nodes.txt": "10.0.0.5 server\nroot@10.0.0.6:22 agent\n",
    });
    const args = [
      "check",
      "registries.yaml",
      "--nodes",
      "nodes.txt",
      "--user",
      "me",
      "--port",
      "2222",
      "--target",
      "rke2",
    ];
    const { stdout, status } = await cli(folder, args);
    assert.equal(status, 0);
    assert.match(stdout, /me@10\.0\.0\.5 server 2222\n/);
    assert.match(stdout, /root@10\.0\.0\.6 agent 22\b/);
    assert.match(stdout, /product=rke2/);
    assert.ok(!stdout.includes(sha256(registries)));
    assert.doesNotMatch(stdout, /CANARY|r\.example\.com/);
    const written = await cli(folder, [...args, "--no-sudo", "-o", "check.sh"]);
    assert.deepEqual([written.stdout, written.status], ["", 0]);
    assert.match(written.stderr, /^check\.sh is ready\. Run it with sh/);
    assert.equal(statSync(join(folder, "check.sh")).mode & 0o777, 0o600);
    assert.equal((await cli(folder, [...args, "-o", "check.sh"])).status, 2);
    const list = await cli(folder, ["check", "registries.yaml", "--nodes", "-"], { input: "-oProxyCommand=reboot\n" });
    assert.match(list.stderr, /^k3s-registries: standard input: Node list, line 1: this is not a/);
    assert.deepEqual([list.stdout, list.status], ["", 2]);
  });

  const refused: readonly (readonly [args: readonly string[], problem: RegExp])[] = [
    [[], /check needs one registries\.yaml and the answers/],
    [["registries.yaml", "-", "more"], /check needs one registries\.yaml and the answers/],
    [["-"], /standard input can't be both/],
    [["-", "--nodes", "-"], /standard input can't be both/],
    [["registries.yaml", "answers.jsonl", "--nodes", "n.txt"], /--nodes for the script, or the answers/],
    [["registries.yaml", "-o", "check.sh"], /-o is for the script/],
    [["registries.yaml", "--nodes", "n.txt"], /n\.txt: no such file/],
    [["registries.yaml", "--nodes", "registries.yaml"], /registries\.yaml: The node list/],
    [["registries.yaml", "--nodes", "n.txt", "--port", "x"], /n\.txt: no such file/],
    [["registries.yaml", "--format", "sarif"], /--format takes text, json/],
    [["registries.yaml", "gone.jsonl"], /gone\.jsonl: no such file/],
    [["registries.yaml"], /standard input: no node has answered/],
    [["up.sh"], /up\.sh: parts of this registries\.yaml are filled in later/],
  ];
  for (const [args, problem] of refused)
    it(`refuses ${args.join(" ")}`, async () => {
      const up = "cat > /etc/rancher/k3s/registries.yaml <<EOF\nmirrors:\n  docker.io:\n    endpoint: [$URL]\nEOF\n";
      const folder = folderWith({ "registries.yaml": registries, "up.sh": up });
      const { stdout, stderr, status } = await cli(folder, ["check", ...args]);
      assert.match(stderr, problem);
      assert.deepEqual([stdout, status], ["", 2]);
    });
});
