import assert from "node:assert/strict";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";

/** By kind of fault: texts that k3s can't read, and what is marked in each. */
const kinds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "an invisible character": { "a: 'b\u0007'\n": "\u0007'", "a: \ud800\n": "\ud800" },
  "a tab as indentation": {
    "a:\n\tb: c\n": "\t",
    "a:\n  \tb: c\n": "\t",
    "a:\n b: c\n\td: e\n": "\t",
    "a: |\n\t b\n": "\t ",
  },
  "an unknown escape": { 'a: "\\d"\n': '\\d"' },
  "an escape that is cut short": { 'a: "\\x4"\n': '4"', 'a: "\\ud800"\n': 'd800"', 'a: "\\U00110000"\n': '00110000"' },
  "a quote that is not closed": { "a: 'b\n": "'b", 'a: "b\n': '"b', 'a: "b': '"b' },
  "a quote that is open where the document ends": { "a: 'b\n---\nc'\n": "'b", "a: 'b\n...\n": "'b" },
  "an alias without an anchor": { "a: *b\n": "*b", "a: *b\nc: &b d\n": "*b" },
  "the name of an anchor": { "a: &\n": "\n", "a: *b! c\n": "!", "a: &b! c\n": "!" },
  "a key that starts with *": {
    "*: b\n": "*:",
    "*.b: c\n": "*.b:",
    "a: {*: b}\n": "*:",
    "a:\n  *.b:\n    c: d\n": "*.b:",
  },
  "a second key on a line": { "a: b: c\n": ":", "a: b\n  c: d\n": ":", "a\nb: c\n": ":" },
  "a key without a colon": { "a:\n  - b\n  c\n": "c", "a: b\n c\nd\n": "d" },
  "a list item in a wrong place": { "a: - b\n": "-", "a: \t- b\n": "-" },
  "a key in a wrong place": { "a: ? b\n": "?" },
  "a bracket that is not closed": {
    "a: [b\n": "b",
    "a: [b": "b",
    "a: {b: cd\n": "d",
    "a: {b: c  \n  \n": "c",
    "a: [b}\n": "}",
    "[a: b\n": "b",
  },
  "a line without a dash": { "a:\n  - b\n  c: d\n": "c:", "- a\nb: c\n": "b:" },
  "an indentation that does not fit": {
    "a: 'b' c\n": "c",
    "a: 'it's'\n": "s'",
    "a:\n   b: c\n  d: e\n": "d:",
    "a: b\n- c\n": "-",
    "a: [b]c\n": "c",
  },
  "a key that starts with [": {
    "[b]:5000: c\n": "[b]:5000",
    "a:\n  [::1]:5000: c\n": "[::1]:5000",
    "a:\r\n  [::1]:5000:\r\n": "[::1]:5000",
    "a:\n  [::1]:5000:": "[::1]:5000",
    "a: b\n[c]d: e\n[f]g: h\n": "[c]d",
  },
  "text that no value starts with": {
    "a: ]\n": "]",
    "a: , b\n": ",",
    "a: {- b: c}\n": "-",
    "a: {? - b : c}\n": "-",
    "a: b ]\nc: [,]\n": ",]",
    "a: {\n": "{",
    "a: [\n\n\n": "[",
  },
  "text after a bar or a directive": { "a: |b\n": "b", "a: > b\n": "b", "%YAML 1.1 x\n---\n": "x" },
  "a bar with 0": { "a: |0\n b\n": "0" },
  "another version of YAML": { "%YAML 1.2\n---\na: b\n": "%YAML", "%YAML x\n---\n": "x", "%YAML 1\n---\n": "\n" },
  "an unknown directive": { "%FOO\n---\na: b\n": "\n" },
  "text after a directive": { "%YAML 1.1\na: b\n": "a:" },
  "a tag that is not complete": {
    "%TAG !e!\n---\n": "\n",
    "%TAG x y\n---\n": "x",
    "a: !<b c\n": " ",
    "a: !x!y c\n": "!x!y",
    "a: !%zz b\n": "%zz",
    "a: !b{ c\n": "{",
  },
  "a character that YAML reserves": { "a: @b\n": "@b", "a: `b`\n": "`b`", "a: %b\n": "%b" },
  "too many brackets": { [`${"[".repeat(10_001)}`]: "[" },
};

/** What is said of a text, and the part of it that is marked. */
function problemOf(text: string): readonly [fault: string, marked: string] {
  const [problem] = openRegistries(text).doc.problems;
  assert.ok(problem, text);
  return [problem.fault, text.slice(problem.span.start, problem.span.end)];
}

describe("what is wrong with a text that k3s can't read", () => {
  for (const [kind, texts] of Object.entries(kinds))
    it(`is said in the same words and marked: ${kind}`, () => {
      const faults = new Set<string>();
      for (const [text, marked] of Object.entries(texts)) {
        const problem = problemOf(text);
        assert.equal(problem[1], marked, JSON.stringify(text));
        faults.add(problem[0]);
      }
      assert.deepEqual([...faults].length, 1, [...faults].join(" / "));
    });

  it("is said in other words for each kind", () => {
    const faults = Object.values(kinds).map((texts) => problemOf(Object.keys(texts)[0] ?? "")[0]);
    assert.equal(new Set(faults).size, faults.length);
    for (const fault of faults) assert.match(fault, /^[A-Z].{15}/);
  });

  it("is logged without the name of an anchor, which may be a password", () => {
    for (const text of ["a: *hunter2\n", "a: *hunter2: b\n"])
      assert.ok(!JSON.stringify(openRegistries(text).doc.problems[0]?.logged).includes("hunter2"), text);
  });
});
