import assert from "node:assert/strict";
import { maxDepth } from "../../../src/core/text/limits.ts";
import { readOtherYaml } from "../../../src/core/yaml/otherYaml.ts";

describe("a file of another tool", () => {
  it("says that a text is nested too deep, also where its parser has no room to close the blocks", () => {
    const dashes = `a:\n  ${"- ".repeat(50_000)}\n`;
    const unclosed = `a: [\n  b:\n${"    - c: d\n".repeat(50_000)}`;
    for (const text of [`${dashes}b: c\n`, `${dashes}${"[".repeat(50_000)}`, unclosed]) {
      assert.equal(readOtherYaml(text).beyond, "depth");
      assert.equal(readOtherYaml(`a: b\n---\n${text}`).roots.length > 0, true);
    }
  });

  it("ends no process, however deep it is nested", () => {
    // At the end of its stack V8 can't compile a regular expression, which ends the process: it took two such texts.
    for (const text of ["[", "{{ ", "[a, ", "- ", "? ", "{a: "])
      for (let round = 0; round < 2; round++) assert.equal(readOtherYaml(text.repeat(30_000)).beyond, "depth", text);
  });

  it("is read as deep as the bound, and its faults down there are found", () => {
    const nested = (depth: number, inner: string): string => "[".repeat(depth) + inner + "]".repeat(depth);
    assert.deepEqual(
      [maxDepth, maxDepth + 1, maxDepth + 2].map((depth) => readOtherYaml(nested(depth, "")).beyond),
      [undefined, undefined, "depth"],
    );
    assert.equal(readOtherYaml(nested(maxDepth, "*a")).fault?.start, maxDepth);
    assert.equal(readOtherYaml(nested(maxDepth, "@a")).fault?.start, maxDepth);
    assert.equal(readOtherYaml(`${nested(maxDepth + 9, "a")}\n---\nb`).roots.length, 2);
  });

  it("may have an anchor where nothing follows, and a list as a key", () => {
    const { roots, ...rest } = readOtherYaml("a: &x\nb: *x\n[c]: d\n");
    assert.deepEqual(rest, { fault: undefined, beyond: undefined });
    const [root] = roots;
    assert.equal(root?.kind, "map");
    assert.deepEqual(
      root.pairs.map(({ key, value }) => [key.kind, value?.kind]),
      [
        ["scalar", undefined],
        ["scalar", undefined],
        ["list", "scalar"],
      ],
    );
  });

  it("has its faults named, the first of them", () => {
    const faults = {
      alias: ["a: *x\n", "a: *x\n--- @"],
      bracket: ["a: [b, c\n", "a: {b: c]\n", "[, a]\n"],
      colon: ["a\nb: c\n", "b: c\na\n"],
      dash: ["- [a]\n  b"],
      directive: ["%YAML\n---\na\n", "%YAML 1.2\na\n"],
      escape: ['a: "\\q"\n', 'a: "\\u12"\n'],
      indentation: ["a:\n  - b\n  c\n"],
      key: ["a: b: c\n"],
      name: ["a: & b\n", "a: &x *y\n"],
      quote: ["a: 'b\n", '"a\\"'],
      reserved: ["a: @b\n", "a: `b`\n"],
      syntax: ["--- a: b\n", "a: |x\n  b\n"],
      tab: ["a:\n\tb: c\n"],
      tag: ["a: !e!b c\n", "a: !<b c\n"],
    };
    for (const [kind, texts] of Object.entries(faults))
      for (const text of texts) assert.equal(readOtherYaml(text).fault?.kind ?? "none", kind, text);
  });
});
