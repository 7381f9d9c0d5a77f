import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isAlias, isMap, isScalar, isSeq, parseAllDocuments, Scalar } from "yaml";
import { type OtherNode, readOtherYaml } from "../../../src/core/yaml/otherYaml.ts";
import { filesBelow, root } from "../../project/files.ts";

// `readOtherYaml` makes nodes of the tokens of the package `yaml` itself. The package's own nodes say what they should be.

/** A text without the faults for which the two differ on purpose. */
function packageReading(
  text: string,
): { readonly roots: readonly unknown[]; readonly fault: number | undefined } | undefined {
  const documents = parseAllDocuments(text, {
    schema: "failsafe",
    customTags: [],
    resolveKnownTags: false,
    strict: false,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  if (!Array.isArray(documents)) return { roots: [], fault: undefined };
  const errors = documents.flatMap((document) => document.errors);
  // It has this for lists as keys too, which are allowed.
  if (errors.some(({ code }) => code === "IMPOSSIBLE")) return undefined;
  const starts = errors.map(({ pos: [start] }) => start);
  const roots = documents.flatMap(({ contents }) => packageNode(contents, text) ?? []);
  return { roots, fault: starts.length > 0 ? Math.min(...starts) : undefined };
}

const styles: Readonly<Record<string, string>> = {
  [Scalar.PLAIN]: "plain",
  [Scalar.QUOTE_SINGLE]: "single",
  [Scalar.QUOTE_DOUBLE]: "double",
  [Scalar.BLOCK_LITERAL]: "literal",
  [Scalar.BLOCK_FOLDED]: "folded",
};

function packageNode(node: unknown, text: string): unknown {
  if (isAlias(node)) return { alias: node.source, ...spanOf(node.range) };
  if (isScalar(node)) {
    const { range, type = Scalar.PLAIN, tag, value } = node;
    if (!range || range[0] === range[1]) return undefined;
    const isCut = type.startsWith("BLOCK") && range[1] === text.length && !/[\r\n]$/.test(text);
    return {
      value: isCut ? String(value).replace(/\n$/, "") : value,
      style: styles[type],
      binary: tag === "tag:yaml.org,2002:binary",
      ...spanOf(range),
    };
  }
  if (isMap(node)) {
    const pairs = node.items.flatMap(({ key, value }) => {
      const own = packageNode(key, text);
      return own === undefined ? [] : [[own, packageNode(value, text)]];
    });
    return { flow: node.flow === true, pairs, ...spanOf(node.range) };
  }
  if (isSeq(node)) return { items: node.items.flatMap((item) => packageNode(item, text) ?? []), ...spanOf(node.range) };
  return undefined;
}

function spanOf(range: readonly [number, number, number] | null | undefined): { start: number; end: number } {
  return { start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
}

function plain(node: OtherNode | undefined): unknown {
  if (node === undefined) return undefined;
  const { start, end } = node;
  if (node.kind === "alias") return { alias: node.name, start, end };
  if (node.kind === "list") return { items: node.items.map(plain), start, end };
  if (node.kind === "map")
    return { flow: node.flow, pairs: node.pairs.map(({ key, value }) => [plain(key), plain(value)]), start, end };
  return { value: node.value, style: node.style, binary: node.binary === true, start, end };
}

const faulty = [
  ...["%YAML 1.1\n---\na: b\n", "%YAML 1.1\na: b\n", "%YAML 9.9\n---\na\n", "%FOO\n--- a\n", "%TAG !e!\n---\na\n"],
  ...[
    "%TAG !e! tag:e,1:\n---\na: !e!b c\n",
    "a: !e!b c\n",
    "--- a\n--- b\n...\n...\nc",
    "...\n",
    "a\n... b\n",
    "%FOO\n",
  ],
  ...[
    "a: !<x b\n",
    "a: !<!> b\n",
    "a: !x! b",
    "! a",
    "a: !a%zz b\n",
    "a: !!%zz b\n",
    "a: !t !u b\n",
    "a: &x &y b\n",
    "a: & b\n",
  ],
  ...[
    "a: &x - b\n",
    "a: !t &x\n- b\n",
    "a: !!map [b]\n",
    "!!seq {a: b}\n",
    "a: !!str b\n",
    "a: &x *y\n",
    "*\n",
    "a: &x&y b\n",
  ],
  ...[
    "a: ]\n",
    "a: 'b\n",
    'a: "b\n',
    "\ta: b\n",
    "a:\n\t- b\n",
    "a: b: c\n",
    "a\nb: c\n",
    "- a\nb: c\n",
    "- a\n  - b\n c\n",
  ],
  ...[
    "a: @b\n",
    "a: %b\n",
    "a: [b, c\n",
    "a: [b c: d, , e]\n",
    "{a: b c: d}\n",
    '{a: b, "c":d}\n',
    "[? a : b, c: d, : e]\n",
  ],
  ...[
    "- ? a\n  : b\n- ? c\n",
    "a: # c\nb: &x # d\n\nc: !t\n",
    "a:\n  b\n c\n",
    " a: b\nc: d\n",
    "a: b#c\n",
    "[a]#c\n",
    "--- a: b\n",
  ],
];
const scalars = [
  ...[
    "a\n\n\n  b  \n c",
    "'a ''b''\n\n  c '",
    '"a \\\n  b\\ \n  c\t\n\n d\\u00e9\\x41\\U0001f600\\/\\_\\L"',
    '"\\q \\x4 \\U00110000"',
  ],
  ...[
    "|\n  a\n   b\n\n\n",
    "|+\n  a\n\n\n",
    ">-\n  a\n  b\n\n   c\n   d\n  e\n\n\n  f\n",
    "|2-\n    a\n",
    "|\n\n   \n  a\n",
  ],
  ...[
    "|x\n  a\n",
    "|0\n a\n",
    "> a: b\n  c",
    ">\n \n  a\n\tb\n",
    "|\n\n\n",
    "|+\n\n\n",
    ">+\n  a\r\n  b\r\n\r\n",
    "|\na\n",
  ],
];

describe("the YAML of another tool", () => {
  it("is read as the package yaml reads it", () => {
    const texts = [
      ...faulty,
      ...scalars.flatMap((scalar) => [scalar, `a: ${scalar}`, `- - ${scalar}`, `? ${scalar}\n: b\n`]),
      ...["!!binary aGk=", "!<tag:yaml.org,2002:binary> aGk="].flatMap((value) => [`a: ${value}\n`, `- ! ${value}\n`]),
      ...["test/carriers", "test/rules", "test/conformance"]
        .flatMap((folder) => filesBelow(folder))
        .filter((file) => /\.ya?ml$/.test(file))
        .map((file) => readFileSync(join(root, file), "utf8")),
    ];
    assert.ok(texts.length > 500);
    let compared = 0;
    for (const text of texts) {
      const { roots, fault, beyond } = readOtherYaml(text);
      const expected = packageReading(text);
      if (expected === undefined || beyond !== undefined) continue;
      compared++;
      assert.deepEqual(roots.map(plain), expected.roots, text);
      if (fault?.kind !== "alias") assert.equal(fault?.start, expected.fault, text);
    }
    assert.ok(compared > texts.length - 20);
  });
});
