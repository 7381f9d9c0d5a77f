import assert from "node:assert/strict";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { applyEdits } from "../../../src/core/text/span.ts";
import {
  canJoin,
  canMove,
  canNest,
  canUnlist,
  type NewValue,
  type Operation,
  operationEdits,
} from "../../../src/core/yaml/edit.ts";

function after(text: string, ...operations: readonly Operation[]): string {
  return applyEdits(text, operationEdits(openRegistries(text).doc, operations));
}

const put = (path: string, value: NewValue): Operation => ({ set: path.split("."), value });
const takeOut = (path: string): Operation => ({ remove: path.split(".") });

/** A text, what is done to it, and the text after that. */
type Row = readonly [before: string, operations: readonly Operation[], after: string];

function check(rows: Readonly<Record<string, Row>>): void {
  for (const [name, [before, operations, expected]] of Object.entries(rows))
    it(name, () => assert.equal(after(before, ...operations), expected));
}

describe("a value put into a file without any", () => {
  check({
    "starts an empty file": ["", [put("a.b", "c")], "a:\n  b: c\n"],
    "comes after a byte-order mark": ["\ufeff", [put("a", "c")], "\ufeffa: c\n"],
    "comes after comments": ["# x", [put("a.b", "c")], "# x\na:\n  b: c\n"],
    "comes after the marker of the document": ["---\n", [put("a", "c")], "---\na: c\n"],
    "takes the place of a null, before the end of the document": [
      "null # x\n...\n# y\n",
      [put("a", "c")],
      " # x\na: c\n...\n# y\n",
    ],
    "goes into empty braces": [
      "{}\n",
      [put("a.b", { c: "d", e: true, f: { quoted: "it's" }, g: ["h", "i"] })],
      "{ a: { b: { c: d, e: true, f: 'it''s', g: [\"h\", \"i\"] } } }\n",
    ],
  });
});

describe("a value put into a map", () => {
  check({
    "in flow style stands on its line": [
      "{a: {b: c}}\n",
      [put("a.d", { e: { f: ["g"] } })],
      '{a: {b: c, d: { e: { f: ["g"] } }}}\n',
    ],
    "keeps a comma at the end": ["{a: {b: c, }}\n", [put("a.d", true)], "{a: {b: c, d: true, }}\n"],
    "has a line of its own where the others have": [
      "{\n  a: {\n    b: c\n  }\n}\n",
      [put("a.d", true)],
      "{\n  a: {\n    b: c,\n    d: true\n  }\n}\n",
    ],
    "has one where they have commas at the end, too": [
      "{\n  a: {\n    b: c,\n  }\n}\n",
      [put("a.d", true), put("e", "f")],
      "{\n  a: {\n    b: c,\n    d: true,\n  },\n  e: f\n}\n",
    ],
    "has none where another entry stands beside the brace": [
      "{\n  a: {b: c\n  }\n}\n",
      [put("a.d", true)],
      "{\n  a: {b: c, d: true\n  }\n}\n",
    ],
    "is indented like the others": [
      "a:\n    b: c\n",
      [put("a.d", { e: { f: ["g", "h"], i: true } })],
      'a:\n    b: c\n    d:\n        e:\n            f:\n                - "g"\n                - "h"\n            i: true\n',
    ],
    "has CRLF where they have": [
      "a:\r\n  b: c\r\n",
      [put("a.d", { e: ["f"] })],
      'a:\r\n  b: c\r\n  d:\r\n    e:\r\n      - "f"\r\n',
    ],
    "leaves the last line without an end": ["a:\n  b: c", [put("a.d", "e")], "a:\n  b: c\n  d: e"],
    "comes after the blank lines that a block keeps": [
      "a:\n  b: |+\n    c\n\nd: e\n",
      [put("a.f", "g")],
      "a:\n  b: |+\n    c\n\n  f: g\nd: e\n",
    ],
    "comes after those that a block with an indentation keeps": [
      "a:\n  b: |2+\n    c\n\nd: e\n",
      [put("a.f", "g")],
      "a:\n  b: |2+\n    c\n\n  f: g\nd: e\n",
    ],
    "comes after those that the last item of a list keeps": [
      "a:\n  b:\n    - x\n    - |+\n     c\n\nd: e\n",
      [put("a.f", "g")],
      "a:\n  b:\n    - x\n    - |+\n     c\n\n  f: g\nd: e\n",
    ],
    "comes before the blank lines that are of no block": [
      "a:\n  b: |\n    c\n\nd: e\n",
      [put("a.f", "g")],
      "a:\n  b: |\n    c\n  f: g\n\nd: e\n",
    ],
    "goes where its map is written, of a section that is there twice": [
      "mirrors:\n  a: {b: c}\nmirrors:\n  d: {e: f}\n",
      [put("mirrors.a.g", "h"), put("mirrors.i", "j")],
      "mirrors:\n  a: {b: c, g: h}\nmirrors:\n  d: {e: f}\n  i: j\n",
    ],
    "takes the place of an alias": ["a: &x {b: c}\nd: *x\n", [put("d.e", "f")], "a: &x {b: c}\nd:\n  e: f\n"],
  });
});

describe("a value that takes the place of another", () => {
  check({
    "keeps the blanks before it and the comment behind it": [
      "a:   b # c\nd: e\n",
      [put("a", "f")],
      "a:   f # c\nd: e\n",
    ],
    "keeps a tab before it": ["a:\tb\n", [put("a", "f")], "a:\tf\n"],
    "stands before the comment of an empty one": ["a: # c\nd: e\n", [put("a", "f")], "a: f # c\nd: e\n"],
    "stands behind a colon": ["a:\nd: e\n", [put("a", "f")], "a: f\nd: e\n"],
    "stands below the key where it is a map": ["a:\nd: e\n", [put("a.f", "g")], "a:\n  f: g\nd: e\n"],
    "stands below the comment of an empty one": ["a: # c\nd: e\n", [put("a.f", "g")], "a: # c\n  f: g\nd: e\n"],
    "leaves the comment of a null at the key": ["a: ~ # c\nd: e\n", [put("a.f", "g")], "a: # c\n  f: g\nd: e\n"],
    "leaves an empty comment": ["a: ~ #\nd: e\n", [put("a.f", "g")], "a: #\n  f: g\nd: e\n"],
    "leaves the comment of a list": ["a: [b]  # c\nd: e\n", [put("a.f", "g")], "a:  # c\n  f: g\nd: e\n"],
    "has the comment of nothing where there is none": ["a: b\nd: e\n", [put("a.f", "g")], "a:\n  f: g\nd: e\n"],
    "is a map in braces between braces": ["{a: b}\n", [put("a.f", "g")], "{a: { f: g }}\n"],
    "keeps an anchor that is referred to": ["a: &x b\nc: *x\n", [put("a", "d")], "a: &x d\nc: *x\n"],
    "keeps it in front of a map, too": ["a: &x # why\nc: *x\n", [put("a", { b: "d" })], "a: &x # why\n  b: d\nc: *x\n"],
    "keeps it in front of a map in braces": ["{a: &x, c: *x}\n", [put("a", { b: "d" })], "{a: &x { b: d }, c: *x}\n"],
    "loses an anchor that is not": ["a: &x   b\n", [put("a", "d")], "a: d\n"],
    "loses a tag": ["a: !!str b\n", [put("a", "d")], "a: d\n"],
    "is the last of a repeated key": ["a: b\nc: d\na: e\n", [put("a", "f")], "a: b\nc: d\na: f\n"],
  });
});

describe("a key or item that is written anew", () => {
  const list = "a: [b, 'c', \"d\", https://e, [f], {g: h}, '']\n";
  const item = (index: number, value: string): Operation => ({ replace: ["a", index], value });
  check({
    "has double quotes where it needs some": [
      "a:\n  b: c\n",
      [{ rename: ["a", "b"], key: "d: e" }],
      'a:\n  "d: e": c\n',
    ],
    "keeps single quotes": ["'b': c\n", [{ rename: ["b"], key: "it's" }], "'it''s': c\n"],
    "keeps double quotes": ['"b": c\n', [{ rename: ["b"], key: "x" }], '"x": c\n'],
    "of a list keeps its quotes": [
      list,
      [0, 1, 2].map((index) => item(index, "https://x:5000/v2")),
      "a: [https://x:5000/v2, 'https://x:5000/v2', \"https://x:5000/v2\", https://e, [f], {g: h}, '']\n",
    ],
    "of a list has quotes where it is no plain URL": [
      list,
      [item(0, "x"), item(3, "https://x/y?z")],
      'a: ["x", \'c\', "d", "https://x/y?z", [f], {g: h}, \'\']\n',
    ],
    "of a list takes the place of what is no text": [
      list,
      [item(4, "https://x"), item(5, "http://x/")],
      'a: [b, \'c\', "d", https://e, "https://x", "http://x/", \'\']\n',
    ],
    "is put into single quotes with its comment": [
      "a: b'c # d \nd: e\n",
      [{ quoteLine: ["a"] }],
      "a: 'b''c # d'\nd: e\n",
    ],
    "is a text in the place of a span": ["a: b\n", [{ write: { start: 0, end: 1 }, text: "z" }], "z: b\n"],
  });
});

describe("entries that are taken out together", () => {
  check({
    "take their map with them": ["a:\n  b: 1\n  c: 2\nd: 3\n", [takeOut("a.b"), takeOut("a.c")], "d: 3\n"],
    "take their map in braces with them": [
      "a:\n  b: {x: 1, y: 2}\n  c: 3\n",
      [takeOut("a.b.x"), takeOut("a.b.y")],
      "a:\n  c: 3\n",
    ],
    "leave it where something is put into it": [
      "a:\n  b: {x: 1}\n  c: 2\nd: 3\n",
      [takeOut("a.b.x"), takeOut("a.c"), put("a.e", "z")],
      "a:\n  e: z\nd: 3\n",
    ],
    "leave a map in braces where something is put into it": [
      "a:\n  b: {x: 1}\nd: 3\n",
      [takeOut("a.b.x"), put("a.b.z", "w")],
      "a:\n  b: {z: w}\nd: 3\n",
    ],
    "leave lines to what is put into a map in braces": [
      "a: {\n  x: 1,\n}\nd: 3\n",
      [takeOut("a.x"), put("a.z", "w")],
      "a: {\n  z: w,\n}\nd: 3\n",
    ],
    "leave lines with CRLF, too": [
      "a: {\r\n  x: 1,\r\n}\r\nd: 3\r\n",
      [takeOut("a.x"), put("a.z", "w")],
      "a: {\r\n  z: w,\r\n}\r\nd: 3\r\n",
    ],
    "share a comma at the start": ["a: {x: 1, y: 2, z: 3}\n", [takeOut("a.x"), takeOut("a.y")], "a: {z: 3}\n"],
    "share a comma at the end": ["a: {x: 1, y: 2, z: 3}\n", [takeOut("a.z"), takeOut("a.y")], "a: {x: 1}\n"],
    "have each their comma": ["a: {w: 0, x: 1, y: 2, z: 3}\n", [takeOut("a.w"), takeOut("a.y")], "a: {x: 1, z: 3}\n"],
    "leave the comma at the end to what is put in": [
      "a: {x: 1, }\n",
      [takeOut("a.x"), put("a.b", "c")],
      "a: { b: c, }\n",
    ],
    "take a comma at the end with them": ["a: [x, ]\nb: c\n", [{ remove: ["a", 0] }], "b: c\n"],
    "of an alias are none": ["a: &x {b: c}\nd: *x\n", [takeOut("d.b")], "a: &x {b: c}\nd: *x\n"],
    "of a merge are none, and the merge is one": [
      "a: &x {b: c}\nd:\n  <<: *x\n  e: f\n",
      [takeOut("d.b"), takeOut("d.<<")],
      "a: &x {b: c}\nd:\n  e: f\n",
    ],
  });
});

describe("whether an operation can be done", () => {
  const from = "a:\n  b: c\n";
  for (const [rest, can] of [
    ["d:\n  b: e\n", false],
    ["d: {}\n", false],
    ["d: {x: y}\n", false],
    ["d: x\n", false],
    ["d: [x]\n", false],
    ["x: &x\n  y: z\nd: *x\n", false],
    ["d:\n", true],
    ["d: ~\n", true],
    ["d:\n  x: y\n", true],
    ["", true],
  ] as const)
    it(`is ${can} for a move into ${JSON.stringify(rest)}`, () => {
      assert.equal(canMove(openRegistries(from + rest).doc, ["a", "b"], ["d", "b"]), can);
    });

  it("is false for a move out of braces", () => {
    assert.ok(!canMove(openRegistries("a: {b: c}\n").doc, ["a", "b"], ["d", "b"]));
  });

  for (const text of ["&x a: b\nd:\n", "a: &x b\nd:\n", "y: &x b\n*x : c\nd:\n", "y: &x b\na: *x\nd:\n"])
    it(`is false for a move of an anchor or alias: ${JSON.stringify(text)}`, () => {
      const key = text.includes("*x :") ? "b" : "a";
      assert.ok(!canMove(openRegistries(text).doc, [key], ["d", key]));
    });

  for (const [text, can] of [
    ["a:\n  b: c\na:\n  d: e\n", true],
    ["a:\n  b: c # d\na:\n  d: e # f\n", true],
    ["a:\n  b: c\na:\n  b: c\na:\n  d: e\n", true],
    ["a:\n  b: *x\na:\n  d: e\n", false],
    ["a:\n  b: &x c\na:\n  d: e\n", false],
    ["a:\n  b: |+\n    c\n\na:\n  d: e\n", false],
    ["a:\n  b: |\n    c\na:\n  d: e\n", true],
    ["a: # c\n  b: c\na:\n  d: e\n", false],
    ["a: {b: c}\na: {d: e}\n", false],
    ["{a: {b: c}, a: {d: e}}\n", false],
    ["a: b\na:\n  d: e\n", false],
  ] as const)
    it(`is ${can} for joining ${JSON.stringify(text)}`, () =>
      assert.equal(canJoin(openRegistries(text).doc, ["a"]), can));

  for (const [text, can] of [
    ["a:\n  -  b: c\n  -  d: e\n", true],
    ["a:\n  - b: c\n  -  d: e\n", false],
    ["a:\n  -\n    b: c\n", false],
    ["a:\n  - ? [b]\n    : c\n", false],
    ["a:\n  - {b: c}\n", false],
    ["a:\n  - &x b: c\n", true],
    ["a:\n  - b\n", false],
    ["a: []\n", false],
    ["a: [b: c]\n", false],
  ] as const)
    it(`is ${can} for a list as a map: ${JSON.stringify(text)}`, () => {
      assert.equal(canUnlist(openRegistries(text).doc, ["a"]), can);
    });

  it("is told for a repeated key, a value under a new key, and a list of maps", () => {
    assert.ok(canJoin(openRegistries("a:\n  b: c\na:\n  d: e\n").doc, ["a"]));
    assert.ok(!canJoin(openRegistries("a:\n  b: c\n").doc, ["a"]));
    assert.ok(canNest(openRegistries("a: [b]\n").doc, ["a"]));
    assert.ok(!canNest(openRegistries("a:\n").doc, ["a"]));
    assert.ok(canUnlist(openRegistries("a:\n  - b: c\n  - d: e\n").doc, ["a"]));
    assert.ok(!canUnlist(openRegistries("a:\n  - b: c\n  - b: e\n").doc, ["a"]));
  });
});

describe("a key that is called __proto__", () => {
  it("is one like any other, and changes no object", () => {
    const text = "configs:\n  __proto__:\n    username: puller\nmirrors: {}\n";
    const moved: Operation = {
      move: ["configs", "__proto__", "username"],
      to: ["configs", "__proto__", "auth", "username"],
    };
    assert.equal(
      after(text, moved, { set: ["mirrors", "__proto__", "endpoint"], value: ["https://a.example.com"] }),
      'configs:\n  __proto__:\n    auth:\n      username: puller\nmirrors: { __proto__: { endpoint: ["https://a.example.com"] } }\n',
    );
    assert.deepEqual(Object.keys(Object.prototype), []);
  });
});
