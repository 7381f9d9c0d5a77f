import assert from "node:assert/strict";
import { maxDepth } from "../../../src/core/text/limits.ts";
import { readOtherYaml } from "../../../src/core/yaml/otherYaml.ts";

describe("a file of another tool", () => {
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
});
