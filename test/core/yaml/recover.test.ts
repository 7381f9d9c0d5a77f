import assert from "node:assert/strict";
import type { Node } from "../../../src/core/yaml/node.ts";
import { parseFirstDocument } from "../../../src/core/yaml/parser.ts";
import { recover } from "../../../src/core/yaml/recover.ts";
import { sourceOf } from "../../../src/core/yaml/source.ts";

/** All that is said of a node and those in it, but for lines, and the targets of aliases as the places where they are. */
function facts(node: Node): unknown {
  const { line: _, ...written } = node;
  if (written.kind === "map")
    return {
      ...written,
      pairs: written.pairs.map(({ key, colonEnd, value }) => [facts(key), colonEnd, facts(value)]),
    };
  if (written.kind === "list") return { ...written, items: written.items.map(facts) };
  if (written.kind === "alias") return { ...written, target: written.target?.start };
  const { blockEnd, ...scalar } = written;
  return scalar.style === "block" ? { ...scalar, blockEnd } : scalar;
}

/** Values, each of which is read the same whether or not the text ends with a fault. */
const values: Readonly<Record<string, string>> = {
  "no quotes": "b c",
  "single quotes": "'b'",
  "single quotes with a quote": "'it''s'",
  "nothing in single quotes": "''",
  "null in single quotes": "'~'",
  "double quotes": '"b\\n\\u00e9"',
  "nothing in double quotes": '""',
  "several lines": "b\n    c\n\n    d",
  "several lines in quotes": "'b\n    c'",
  nothing: "",
  "nothing and a comment": " # c",
  null: "~",
  "a literal block": "|\n    b\n    c",
  "a literal block that keeps its line ends": "|+\n    b\n\n",
  "a folded block": ">-\n    b\n    c",
  "an anchor": "&x b",
  "an anchor on nothing": "&x",
  "a tag": "!!str b",
  "a tag in quotes": "!t 'b'",
  "a tag on nothing": "!!str",
  "the tag !": "! b",
  "an anchor and a tag": "&x !!str b",
  "a tag and an anchor": "!!str   &x   b",
  "an alias": "&x b\n  again: *x",
  "an alias of a map": "&x {b: c}\n  again: *x\n  more: {<<: *x}",
  "an alias of a list": "&x\n    - b\n  again: *x",
  "a flow list": "[b, 'c', [], ]",
  "a flow map": "{b: c, 'd': , e}",
  "a flow map over lines": "{\n    b: c,\n    d: [e]\n  }",
  "a pair in a list": "[b: c]",
  "a block map": "\n    b: c\n    d:\n",
  "a block map of three": "\n    b: c\n    d: e\n    f: {g: h, i: j, k: l}",
  "a block list of three": "\n    - b\n    - c\n    - [d, e, f]",
  "a block map that ends with blanks": "\n    b:   \n\n\n",
  "a block list": "\n    - b\n    - 'c'\n",
  "a block list with a gap": "\n    -\n    - b\n    -",
  "a list in a list": "\n    - - b\n      - c\n",
  "a map in a list": "\n    - b: c\n      d: e\n",
  "an anchor on a block map": "&x\n    b: c\n",
  JSON: '{"b":{"c":["d"]},"e":""}',
};

describe("what can be read of a text that k3s refuses", () => {
  for (const [name, value] of Object.entries(values))
    it(`is as it is without the fault: ${name}`, () => {
      const text = `a:\n  first: ${value}\n  last: x\n`;
      const whole = parseFirstDocument(sourceOf(text)).root;
      const broken = `${text}]\n`;
      assert.ok(whole && parseFirstDocument(sourceOf(broken)).failure);
      const { root } = recover(broken);
      assert.ok(root);
      assert.deepEqual(facts(root), facts(whole));
    });

  it("knows what each alias stands for, and no alias without an anchor", () => {
    const { aliases } = recover("a: &x b\nc: *x\nd: *y\ne: ]\n");
    assert.deepEqual(
      aliases.map(({ name, target }) => [name, target?.start]),
      [
        ["x", 6],
        ["y", undefined],
      ],
    );
  });

  it("is nothing where there is no line without a fault, or too many with one", () => {
    const nothing = { root: undefined, aliases: [], hidden: undefined, tooDeep: false };
    for (const text of ["[".repeat(501), "# only a comment\n", "a: b\n] c\n".repeat(21)])
      assert.deepEqual(recover(text), nothing, text);
    assert.ok(recover(`a: b\n${"] c\n".repeat(20)}`).root);
  });
});
