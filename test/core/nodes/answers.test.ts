import assert from "node:assert/strict";
import fc from "fast-check";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { readAnswers } from "../../../src/core/nodes/answers.ts";
import { compareNodes } from "../../../src/core/nodes/compareNodes.ts";
import { nodeAnswer, sha256 } from "./nodeAnswer.ts";

const text = "mirrors:\n  docker.io:\n    endpoint: [https://mirror.example.com]\n";
const line = (changes: object = {}): string => JSON.stringify(nodeAnswer(text, {}, changes));

describe("the answers of nodes", () => {
  it("are read from a line each, whatever the line ends are", () => {
    const lines = [line({ node: "a" }), "", line({ node: "b" }), line({ node: "c" })];
    for (const end of ["\n", "\r\n", "\r"]) {
      const { answers, faults } = readAnswers(`\ufeff${lines.join(end)}${end}`);
      assert.deepEqual(
        answers.map(({ node }) => node),
        ["a", "b", "c"],
      );
      assert.deepEqual(faults, []);
    }
  });

  it("of which the last one of a node counts", () => {
    const { answers, faults } = readAnswers(
      [line({ started: 1 }), line({ node: "b" }), line({ started: 2 })].join("\n"),
    );
    assert.deepEqual(
      answers.map(({ started }) => started),
      [2, answers[1]?.started],
    );
    assert.deepEqual(faults, [{ line: 1, fault: "deploy@10.0.0.5 answers again in line 3, and that answer counts" }]);
  });

  it("may lack all but the node and why it could not be asked", () => {
    const { answers, faults } = readAnswers('{"k3sRegistries":1,"node":"a","problem":"unreachable"}');
    assert.deepEqual([answers[0]?.problem, faults], ["unreachable", []]);
  });

  const bad: readonly (readonly [name: string, line: string, problem: RegExp])[] = [
    ["words", "Warning: added 10.0.0.5 to the list of known hosts", /^this is not the answer of a node$/],
    ["other JSON", '{"a":1}', /^the value of k3sRegistries is not valid$/],
    ["a list", "[]", /^this is not the answer of a node$/],
    ["half a line", line().slice(0, 80), /^this is not the answer of a node$/],
    ["a newer form", line({ k3sRegistries: 2 }), /^the value of k3sRegistries is not valid$/],
    ["no name", line({ node: "\u0007" }), /^the value of node is not valid$/],
    ["a time beyond all", line({ started: 1e300 }), /^the value of started is not valid$/],
    [
      "a checksum that is none",
      line({ file: { sha256: "x", mode: "600" } }),
      /^the value of file\.sha256 is not valid$/,
    ],
    [
      "a mode that is none",
      line({ file: { sha256: sha256(""), mode: "rw" } }),
      /^the value of file\.mode is not valid$/,
    ],
    [
      "too many registries",
      line({ certsd: Array(201).fill({ host: "a", sha256: sha256("") }) }),
      /certsd is not valid/,
    ],
    ["a long name", line({ node: "n".repeat(3000) }), /^the value of node is not valid$/],
    ["a long line", line({ unknown: "n".repeat(70_000) }), /^this line is longer than 64 kB$/],
    ["deep nesting", "[".repeat(60_000), /^this is not the answer of a node$/],
  ];
  for (const [name, wrong, problem] of bad)
    it(`name the line with ${name}, and go on`, () => {
      const { answers, faults } = readAnswers(`${line({ node: "a" })}\n${wrong}\n${line({ node: "b" })}\n`);
      assert.deepEqual(
        answers.map(({ node }) => node),
        ["a", "b"],
      );
      assert.deepEqual(
        faults.map((one) => one.line),
        [2],
      );
      assert.match(faults[0]?.fault ?? "", problem);
    });

  it("list no more faults than can be read", () => {
    const { faults } = readAnswers("x\n".repeat(5000));
    assert.equal(faults.length, 21);
    assert.match(faults.at(-1)?.fault ?? "", /^4980 more lines/);
  });

  it("give texts without control characters, hidden writing and keys", () => {
    const { answers } = readAnswers(
      line({
        node: "a\u001b[2J\u202eb\ud800",
        waiting: "yaml: -----BEGIN PRIVATE KEY-----\nCANARY\n-----END PRIVATE KEY-----",
      }),
    );
    assert.equal(answers[0]?.node, "a [2J b");
    assert.doesNotMatch(answers[0]?.waiting ?? "", /CANARY/);
  });

  it("never stop the comparison, whatever is in them, and show nothing that can't be printed", async () => {
    const expected = { sha256: [sha256(text)], file: openRegistries(text), options: {} };
    const words = ["", "\u0000\u001b]0;x\u0007", "a\u202eb\u2028", "../..", "__proto__", "k3s; reboot", "🦊", "v1.2"];
    const value = fc.oneof(fc.constantFrom(null, 0, -1, 1e21, true, ...words), fc.jsonValue({ depthSize: "xsmall" }));
    const changed = fc
      .dictionary(fc.constantFrom(...Object.keys(nodeAnswer(text))), value, { maxKeys: 3 })
      .map((changes) => line(changes));
    const damaged = fc
      .tuple(changed, fc.nat(400), fc.string({ unit: "binary", maxLength: 4 }))
      .map(([written, at, put]) => written.slice(0, at) + put + written.slice(at + 1));
    let compared = 0;
    const property = fc.asyncProperty(fc.array(fc.oneof(changed, damaged), { maxLength: 3 }), async (lines) => {
      const { answers, faults } = readAnswers(lines.join("\n"));
      const rows = await compareNodes(answers, expected, sha256);
      compared += rows.length;
      const shown = [
        ...faults.map(({ fault }) => fault),
        ...rows.flatMap(({ node, release }) => [node, release]),
        ...rows.flatMap(({ differences }) => differences.flatMap((one) => [one.text, one.remedy])),
      ];
      for (const one of shown) assert.doesNotMatch(one, /[\p{C}\p{Zl}\p{Zp}]/u, JSON.stringify(one));
    });
    await fc.assert(property, { numRuns: 300, seed: 17 });
    assert.ok(compared > 60, `${compared}`);
  });
});
