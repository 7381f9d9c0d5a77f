import assert from "node:assert/strict";
import type { NodeOptions } from "../../../src/core/containerd/hostsFiles.ts";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { parseTarget } from "../../../src/core/file/release.ts";
import { readAnswers } from "../../../src/core/nodes/answers.ts";
import { compareNodes, knownNodes, type NodeRow } from "../../../src/core/nodes/compareNodes.ts";
import { november } from "./answerOf.ts";
import { nodeAnswer, sha256 } from "./nodeAnswer.ts";

const text = `mirrors:
  docker.io:
    endpoint: [https://mirror.example.com]
  ghcr.io:
    endpoint: [https://mirror.example.com/ghcr]
configs:
  mirror.example.com:
    auth: {username: u, password: CANARY}
`;

async function rowOf(answer: object, options: NodeOptions = {}, wanted = text): Promise<NodeRow> {
  const { answers, faults } = readAnswers(JSON.stringify(answer));
  assert.deepEqual(faults, []);
  const [row] = await compareNodes(
    answers,
    { sha256: [sha256(wanted)], file: openRegistries(wanted), options },
    sha256,
  );
  assert.ok(row);
  return row;
}

/** What a row says, a line for each difference. */
function said({ differences }: NodeRow): readonly string[] {
  return differences.map(({ kind, severity, text: what, remedy, command }) =>
    `${severity} ${kind}: ${what} ${remedy} ${command}`.trimEnd(),
  );
}

describe("a node that is compared with the file", () => {
  it("is the same if it has the file, was restarted since, and wrote what k3s writes", async () => {
    const row = await rowOf(nodeAnswer(text));
    assert.deepEqual([row.state, said(row), row.release], ["same", [], "k3s v1.33.4+k3s1"]);
    assert.deepEqual(row.options, { target: parseTarget("k3s v1.33.4+k3s1") });
  });

  const ways: readonly NodeOptions[] = [
    { embeddedRegistry: true },
    { disableDefaultEndpoint: true },
    { embeddedRegistry: true, disableDefaultEndpoint: true },
  ];
  for (const way of ways)
    for (const product of ["k3s", "rke2"] as const)
      it(`of ${product} tells by its hosts.toml that it runs with ${Object.keys(way).join(" and ")}`, async () => {
        const version = product === "rke2" ? "v1.33.4+rke2r1" : "v1.33.4+k3s1";
        const answer = nodeAnswer(text, { ...way, target: { product } }, { product, version });
        const row = await rowOf(answer);
        assert.equal(row.state, "same");
        assert.equal(row.options?.embeddedRegistry ?? false, way.embeddedRegistry ?? false);
        assert.equal(row.options?.disableDefaultEndpoint ?? false, way.disableDefaultEndpoint ?? false);
        assert.match(said(row).join("\n"), /^information flags: The node runs with --.*, unlike the settings\. .*$/);
        assert.deepEqual(said(await rowOf(answer, way)), []);
      });

  it("tells nothing of the options where the files would be the same without them", async () => {
    const plain = "configs:\n  r.example.com:\n    auth: {username: u, password: p}\n";
    const row = await rowOf(nodeAnswer(plain, { disableDefaultEndpoint: true }), {}, plain);
    assert.deepEqual([row.state, row.options, said(row)], ["same", undefined, []]);
  });

  it("still runs with the file of March", async () => {
    const file = { sha256: sha256(text), mode: "600", modified: november };
    const row = await rowOf(nodeAnswer("mirrors: {}\n", {}, { file, certsd: [] }));
    assert.equal(row.state, "different");
    assert.deepEqual(said(row), [
      "error restart: k3s still runs with what it read at startup on 2026-03-14 09:13 UTC: registries.yaml was written later, on 2026-11-29 20:00 UTC. A restart rewrites hosts.toml of mirror.example.com, docker.io, ghcr.io. Restart it: sudo systemctl restart k3s-agent",
    ]);
    const openrc = await rowOf(nodeAnswer(text, {}, { file, init: "openrc", unit: "k3s" }));
    assert.match(said(openrc).join(), /Restart it: sudo rc-service k3s restart$/);
  });

  it("puts no name into a command that is not one of a unit", async () => {
    const file = { sha256: sha256(text), mode: "644", modified: november };
    const row = await rowOf(nodeAnswer(text, {}, { file, unit: "k3s; reboot", path: "/x; reboot" }));
    assert.deepEqual(
      row.differences.map(({ command }) => command),
      ["sudo systemctl restart k3s", ""],
    );
  });

  it("has another file, or none, or one for all to read", async () => {
    const other = text.replace("CANARY", "older");
    assert.deepEqual(said(await rowOf(nodeAnswer(other))), [
      "error other-file: The node has another registries.yaml, last changed 2026-03-14 09:12 UTC. It gives the same hosts.toml, so credentials or comments differ. Deploy the file to this node.",
    ]);
    assert.deepEqual(said(await rowOf(nodeAnswer("mirrors: {}\n"))), [
      "error other-file: The node has another registries.yaml, last changed 2026-03-14 09:12 UTC. Deploy the file to this node.",
    ]);
    assert.deepEqual(said(await rowOf(nodeAnswer(text, {}, { file: null, certsd: [] }))), [
      "error missing: The node has no registries.yaml at /etc/rancher/k3s/registries.yaml. Deploy the file to this node.",
    ]);
    for (const [mode, shown] of [
      ["644", "0644"],
      ["640", "0640"],
      ["0604", "0604"],
    ])
      assert.deepEqual(said(await rowOf(nodeAnswer(text, {}, { file: { sha256: sha256(text), mode } }))), [
        `warning mode: Users other than root can read the credentials: the mode is ${shown}. Let only root read it: sudo chmod 600 /etc/rancher/k3s/registries.yaml`,
      ]);
    for (const mode of ["600", "400", "0700", "0"])
      assert.deepEqual(said(await rowOf(nodeAnswer(text, {}, { file: { sha256: sha256(text), mode } }))), []);
  });

  it("hangs, is stopped, or could not be asked", async () => {
    const waiting = "yaml: unmarshal errors: line 3: cannot unmarshal !!str `CANARY` into registries.Mirror";
    assert.deepEqual(said(await rowOf(nodeAnswer(text, {}, { waiting, active: "activating", certsd: [] }))), [
      "error waiting: k3s can't read its file and hangs at startup: yaml: unmarshal errors: line 3: cannot unmarshal !!str `…` into registries.Mirror Fix the file, then deploy it again.",
    ]);
    assert.deepEqual(said(await rowOf(nodeAnswer(text, {}, { active: "failed" }))), [
      "error stopped: The service is not running (failed). Look at its log: sudo journalctl -n 50 -u k3s-agent",
    ]);
    const server = "failed to get CA certs: connection refused";
    assert.deepEqual(said(await rowOf(nodeAnswer(text, {}, { waiting: server, active: "activating" }))), [
      `warning starting: k3s waits at startup: ${server} Look at its log: sudo journalctl -n 50 -u k3s-agent`,
    ]);
    assert.deepEqual(said(await rowOf(nodeAnswer(text, {}, { active: "activating", init: "openrc", unit: "k3s" }))), [
      "warning starting: The service is still starting. Look at its log: sudo tail -n 50 /var/log/k3s.log",
    ]);
    const failed = await rowOf({ k3sRegistries: 1, node: "a", problem: "unreachable" });
    assert.equal(failed.state, "failed");
    assert.deepEqual(said(failed), [
      "error not-checked: The node could not be checked: unreachable. Check its name, the network and the SSH key.",
    ]);
  });

  it("has other hosts.toml files than k3s writes, which counts where that is certain", async () => {
    const files = (nodeAnswer(text) as { certsd: readonly { host: string }[] }).certsd;
    const certsd = [
      ...files.filter(({ host }) => host !== "ghcr.io").map((file) => ({ ...file, sha256: sha256("changed") })),
      { host: "old.example.com", sha256: sha256("old"), generated: true },
      { host: "own.example.com", sha256: sha256("own"), generated: false },
    ];
    const row = await rowOf(nodeAnswer(text, {}, { certsd }));
    assert.deepEqual([row.state, row.options], ["different", undefined]);
    assert.deepEqual(said(row), [
      "warning hosts.toml: The node has another hosts.toml for mirror.example.com, docker.io, no hosts.toml for ghcr.io, a leftover hosts.toml for old.example.com. Restart the service: sudo systemctl restart k3s-agent",
    ]);
    assert.deepEqual(row.differences[0]?.registries, ["mirror.example.com", "docker.io", "ghcr.io"]);
    for (const version of ["v1.29.4+k3s1", null]) {
      const older = await rowOf(nodeAnswer(text, {}, { certsd, version }));
      assert.equal(older.state, "same");
      assert.match(said(older).join(), /^information hosts\.toml: .* may write them in another form/);
    }
    assert.deepEqual(said(await rowOf(nodeAnswer(text, {}, { certsd: [], version: "v1.28.1+k3s1" }))), []);
  });

  it("may have more hosts.toml files than it lists", async () => {
    const certsd = (nodeAnswer(text) as { certsd: readonly object[] }).certsd.slice(1);
    assert.deepEqual(said(await rowOf(nodeAnswer(text, {}, { certsd, more: true }))), []);
  });

  it("runs another product or release than the settings say", async () => {
    for (const [target, isOther] of [
      ["rke2", true],
      ["v1.32", true],
      ["v1.33.3", true],
      ["v1.33", false],
      ["k3s v1.33.4", false],
      ["k3d", false],
    ] as const) {
      const row = await rowOf(nodeAnswer(text), { target: parseTarget(target) ?? {} });
      assert.equal(row.state, "same");
      assert.equal(row.differences.length, isOther ? 1 : 0, target);
    }
  });

  it("shows no secret", async () => {
    const keyed = text.replace("ghcr.io:", '"u:CANARY@ghcr.io":');
    const row = await rowOf(nodeAnswer(text), {}, keyed);
    assert.doesNotMatch(JSON.stringify(said(row)), /CANARY/);
    const due = await rowOf(nodeAnswer(keyed, {}, { certsd: [] }), {}, keyed);
    assert.match(said(due).join(), /no hosts\.toml for/);
    assert.doesNotMatch(JSON.stringify(said(due)), /CANARY/);
  });

  it("tells of a pull error what all nodes share, and which have not read the file", async () => {
    const older = { file: { sha256: sha256("older"), mode: "600", modified: november } };
    const [one, two, gone] = [
      await rowOf(nodeAnswer(text, { embeddedRegistry: true })),
      await rowOf(nodeAnswer(text, { embeddedRegistry: true }, { node: "node2", ...older })),
      await rowOf({ k3sRegistries: 1, node: "node3", problem: "unreachable" }),
    ];
    const known = knownNodes([one, two, gone], { target: parseTarget("k3s v1.30.0") ?? {} });
    assert.deepEqual(known.remarks, ["According to the last check, node2 has not read this file."]);
    assert.equal(known.options.embeddedRegistry, true);
    assert.deepEqual(known.options.target, parseTarget("k3s v1.33.4+k3s1"));
    const other = await rowOf(nodeAnswer(text, {}, { node: "node4", version: "v1.32.0+k3s1" }));
    const apart = knownNodes([one, other], { disableDefaultEndpoint: true });
    assert.deepEqual(apart, { options: { disableDefaultEndpoint: true }, remarks: [] });
    assert.deepEqual(knownNodes([gone], {}), { options: {}, remarks: [] });
  });
});
