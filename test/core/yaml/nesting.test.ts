import assert from "node:assert/strict";
import fc from "fast-check";
import { deepestNesting } from "../../../src/core/yaml/nesting.ts";
import type { Node } from "../../../src/core/yaml/node.ts";
import { parseFirstDocument } from "../../../src/core/yaml/parser.ts";
import { sourceOf } from "../../../src/core/yaml/source.ts";

function depth(node: Node | undefined): number {
  if (node?.kind === "list") return 1 + Math.max(0, ...node.items.map(depth));
  if (node?.kind !== "map") return 0;
  return 1 + Math.max(0, ...node.pairs.map(({ key, value }) => Math.max(depth(key), depth(value))));
}

describe("the nesting that is guessed of a text", () => {
  for (const [text, deepest] of [
    ["", 0],
    ["\n \n", 0],
    ["a", 1],
    ["a: b\nc: d\n", 2],
    ["a:\n  b:\n    c\n", 3],
    ["a:\n  b:\nc:\n  d:\n", 3],
    ["a:\r\n  b:\r\n", 3],
    ["a:\n\tb\n", 2],
    ["[[[]]]", 4],
    ["[[]][[]]", 3],
    ["{{}}", 3],
    ["]]][", 2],
    ["- - - a", 4],
    ["? ? a", 3],
    ["- -\t- a\n- b", 4],
    ["- a - b", 2],
    ["a\n  - [{", 5],
  ] as const)
    it(`is ${deepest} in ${JSON.stringify(text)}`, () => assert.equal(deepestNesting(text), deepest));

  it("is never less than what a reader goes down to", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab:-?[]{},\n   ") }), (text) => {
        assert.ok(depth(parseFirstDocument(sourceOf(text)).root) <= deepestNesting(text));
      }),
      { numRuns: 2000 },
    );
  });
});
