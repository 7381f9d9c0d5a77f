import assert from "node:assert/strict";
import { maxAliased, maxDepth } from "../../../src/core/text/limits.ts";
import {
  documentParts,
  itemsOf,
  type ReadingBound,
  readableParts,
  scalarText,
} from "../../../src/core/yaml/documents.ts";

function bounds(text: string): readonly ReadingBound[] {
  const found: ReadingBound[] = [];
  for (const _ of readableParts(
    text,
    () => true,
    (bound) => found.push(bound),
  ));
  return found;
}

/** The fields of the only document of a text, those that are texts. */
function texts(text: string): Readonly<Record<string, string | undefined>> {
  const [part] = [...readableParts(text, () => true)];
  return Object.fromEntries([...(part?.fieldsOf(part.root) ?? [])].map(([key, node]) => [key, scalarText(node)]));
}

describe("the actions of a template", () => {
  it("are left out where they are comments beside a value", () => {
    for (const comment of ["{{/* why */}}", "{{- /* why */ -}}", "{{/* why */ -}}", "{{- /* why\nnot */}}"])
      assert.deepEqual(texts(`image: a ${comment}\ntag: b\n`), { image: "a", tag: "b" }, comment);
  });
});

describe("the documents of a text", () => {
  for (const [text, parts] of [
    ["", []],
    ["\n# a\n", []],
    ["\ufeff# a\n", []],
    ["\ufeff  # a\n", []],
    ["\ufeffa: b\n", [0]],
    ["# a\n%YAML 1.1\n---\na: b\n", [14]],
    ["a\n---\nb\n---\n# c\n", [0, 2, 8]],
    ["a\n---b\n ---\nc\n", [0]],
    ["a\r\n---\r\nb", [0, 3]],
    ["a\r--- b", [0, 2]],
    ["a\n---", [0, 2]],
  ] as const)
    it(`start where they are cut: ${JSON.stringify(text)}`, () => {
      const found = [...documentParts(text)];
      assert.deepEqual(
        found.map(({ offset }) => offset),
        parts,
      );
      for (const part of found) assert.ok(text.startsWith(part.text, part.offset));
    });

  it("are read when they are wanted, also where they are broken", () => {
    const parts = [...readableParts("a: 1\n---\nb: 2\nd: [\n---\n# c\n---\nc: 3\n", (part) => !part.includes("c: 3"))];
    assert.deepEqual(
      parts.map(({ root, offset, fieldsOf }) => [[...fieldsOf(root).keys()], offset]),
      [
        [["a"], 0],
        [["b", "d"], 5],
      ],
    );
  });

  it("are said to lie beyond a bound only where they do", () => {
    const half = maxAliased / 2 + 1;
    assert.deepEqual(bounds("a: &a b\nc: *a\n---\nd: [\n"), []);
    assert.deepEqual(bounds(`${"[".repeat(30)}a${"]".repeat(30)}\n`), []);
    assert.deepEqual(bounds("- {<<: {a: b}}\n".repeat(500)), []);
    assert.deepEqual(bounds(`a: &a [${"b,".repeat(half / 10)}]\nc: [${"*a,".repeat(21)}]\n`), ["aliases"]);
    assert.deepEqual(bounds(`${"[".repeat(maxDepth + 1)}a${"]".repeat(maxDepth + 1)}\n`), ["depth"]);
    assert.deepEqual(bounds(`a: [\n${"# x\n".repeat(250_001)}`), []);
    assert.deepEqual(bounds(`a: b\n${"# x\n".repeat(250_001)}`), []);
  });

  it("have no lines of actions, and no comments of a template", () => {
    for (const action of [
      "{{- if .Values.a }}",
      "{{ if a }} {{ end }}",
      "  {{- include 'x' . | nindent 4 }}  ",
      "{{/* a: b */}}",
      "{{-  /* a:\n b */ -}}",
      "{{- /* a: b */}}",
    ])
      for (const end of ["\n", "\r\n"])
        assert.deepEqual(texts(`a: b${end}${action}${end}c: {{ d }}${end}`), { a: "b", c: "xxxxxxx" }, action);
    assert.deepEqual(texts("{{ a }}: b\n"), { xxxxxxx: "b" });
  });
});

describe("the fields of a map", () => {
  it("have what << merges in, of several the first, and their own before both", () => {
    assert.deepEqual(texts("a: 1\n<<: {a: 2, b: 3}\n"), { a: "1", b: "3" });
    assert.deepEqual(texts("<<: [{a: 1}, {a: 2, b: 3}]\na: 0\n"), { a: "0", b: "3" });
    assert.deepEqual(texts("<<: a\n? [b]\n: c\n"), {});
  });

  it("are none of other nodes, which may be lists and texts", () => {
    const [part] = [...readableParts("a: &a [1, ~, '~', null, *b]\nb: *a\nc: ''\n", () => true)];
    assert.ok(part);
    const { fieldsOf } = part;
    const fields = fieldsOf(part.root);
    for (const name of ["a", "b"])
      assert.deepEqual(itemsOf(fields.get(name)).map(scalarText), ["1", undefined, "~", undefined, undefined]);
    assert.deepEqual(itemsOf(fields.get("c")), []);
    assert.deepEqual(itemsOf(undefined), []);
    assert.equal(fieldsOf(fields.get("a")).size, 0);
    assert.equal(fieldsOf(undefined).size, 0);
    assert.equal(scalarText(fields.get("c")), "");
    assert.equal(scalarText(fields.get("a")), undefined);
    assert.equal(scalarText(undefined), undefined);
  });
});
