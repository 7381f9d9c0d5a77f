import assert from "node:assert/strict";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { yamlSyntax } from "../../../src/core/lint/rules/yaml-syntax.ts";
import { applyEdits } from "../../../src/core/text/span.ts";
import { operationEdits } from "../../../src/core/yaml/edit.ts";
import type { SyntaxFix } from "../../../src/core/yaml/syntaxFix.ts";

function fixesOf(text: string): readonly SyntaxFix[] {
  return [...(yamlSyntax.check?.(openRegistries(text), {}) ?? [])].flatMap(({ fixes }) => fixes ?? []);
}

/** What each fix makes of a text, and whether it is safe. */
function fixed(text: string): readonly (readonly [string, boolean])[] {
  return fixesOf(text).map(({ operations, safe }) => [
    applyEdits(text, operationEdits(openRegistries(text).doc, operations)),
    safe,
  ]);
}

describe("an unknown escape", () => {
  it("is in the quotes that open before it, whatever follows and is escaped between", () => {
    const rest = `# ${"x".repeat(200)}\n`;
    assert.deepEqual(
      fixed(`configs:\n  a.io: {auth: {password: "x\\"y\\!z"}}\n${rest}`),
      ['x"y!z', 'x"y\\!z'].map((value) => [`configs:\n  a.io: {auth: {password: '${value}'}}\n${rest}`, false]),
    );
  });
});

describe("tabs as indentation", () => {
  for (const [name, [before, after]] of Object.entries({
    "become two blanks each": ["mirrors:\n\ta.io:\n\t\tendpoint: [x]\n", "mirrors:\n  a.io:\n    endpoint: [x]\n"],
    "become as many as k3s reads the most with": [
      "mirrors:\n    a.io:\n\tendpoint: [x]\n",
      "mirrors:\n    a.io:\n        endpoint: [x]\n",
    ],
    "end at the next tab stop": ["mirrors:\n  a.io:\n\tendpoint: [x]\n", "mirrors:\n  a.io:\n    endpoint: [x]\n"],
    "are found below an empty first line": ["\n\nmirrors:\n\ta.io: {}\n", "\n\nmirrors:\n  a.io: {}\n"],
    "are found with CRLF": ["mirrors:\r\n\ta.io: {}\r\n", "mirrors:\r\n  a.io: {}\r\n"],
    "stay in braces": [
      "mirrors:\n\ta.io: {\n\t\tendpoint: [x]\n\t}\n",
      "mirrors:\n  a.io: {\n\t\tendpoint: [x]\n\t}\n",
    ],
    "stay in braces below an empty first line": [
      "\nmirrors:\n\ta.io: {\n\t\tendpoint: [x]\n\t}\n",
      "\nmirrors:\n  a.io: {\n\t\tendpoint: [x]\n\t}\n",
    ],
    "stay in braces of a list": ["x:\n  - {a: b,\n \tc: d}\ny:\n\tz: w\n", "x:\n  - {a: b,\n \tc: d}\ny:\n  z: w\n"],
    "stay in quotes": [
      "configs:\n\ta.io:\n\t\tauth:\n\t\t\tpassword: 'x\n\t\t\t\ty'\n",
      "configs:\n  a.io:\n    auth:\n      password: 'x\n\t\t\t\ty'\n",
    ],
    "stay in the text of a block": [
      "configs:\n  a.io:\n    auth:\n      password: |\n        x\n        \ty\n      \tusername: u\n",
      "configs:\n  a.io:\n    auth:\n      password: |\n        x\n        \ty\n        username: u\n",
    ],
    "stay in the text of a block of a list": [
      "x:\n  - |\n   e\n   \tf\ny: &y\n\tz: w\nv: *y\n",
      "x:\n  - |\n   e\n   \tf\ny: &y\n  z: w\nv: *y\n",
    ],
    "are found beside a password that breaks off": [
      "configs:\n  a.io:\n    auth:\n      password: @x\n\ttls: {}\n",
      "configs:\n  a.io:\n    auth:\n      password: @x\n    tls: {}\n",
    ],
  } as const))
    it(name, () => assert.deepEqual(fixed(before), [[after, true]]));

  it("are mended with what else is refused, and the title says so", () => {
    const text = "mirrors:\n\t*:\n\t\tendpoint: [x]\n";
    assert.deepEqual(fixed(text), [['mirrors:\n  "*":\n    endpoint: [x]\n', true]]);
    const [both] = fixesOf(text);
    const [one] = fixesOf(text.replace("*", "a.io"));
    assert.notEqual(both?.title, one?.title);
    assert.ok(one && both?.title.startsWith(one.title));
  });

  it("are safe to fix although k3s then refuses a value, if every tab width nests it the same way", () => {
    for (const [before, after, safe] of [
      ["mirrors:\n\ta.io: x\n\tb.io: y\n", "mirrors:\n  a.io: x\n  b.io: y\n", true],
      ["mirrors:\n  - a.io:\n\t  x: y\n", "mirrors:\n  - a.io:\n    x: y\n", false],
      ["mirrors: {<<: x}\na:\n\tb: c\n", "mirrors: {<<: x}\na:\n  b: c\n", false],
    ] as const)
      assert.deepEqual(fixed(before), [[after, safe]]);
  });
});

describe("keys that YAML reads as something else", () => {
  for (const [before, after] of [
    ["mirrors:\n  *:\n    endpoint: [x]\n", 'mirrors:\n  "*":\n    endpoint: [x]\n'],
    ["mirrors:\n  *.a.io:\n  *.b.io:\n", 'mirrors:\n  "*.a.io":\n  "*.b.io":\n'],
    ["mirrors: {*: {}, *.b.io: {}}\n", 'mirrors: {"*": {}, "*.b.io": {}}\n'],
    ["mirrors:\n  [::1]:5000:\n    endpoint: [x]\n", 'mirrors:\n  "[::1]:5000":\n    endpoint: [x]\n'],
    ["mirrors: { [::1]:5000: {}, [::2]:80: {} }\n", 'mirrors: { "[::1]:5000": {}, "[::2]:80": {} }\n'],
    [
      "mirrors:\n  a.io:\n    rewrite:\n      [a-z]\\d:c: d\n",
      "mirrors:\n  a.io:\n    rewrite:\n      '[a-z]\\d:c': d\n",
    ],
  ] as const)
    it(`are put into quotes: ${JSON.stringify(before)}`, () => assert.deepEqual(fixed(before), [[after, true]]));
});

describe("backslashes that YAML does not know", () => {
  const rewrite = (pair: string): string => `mirrors:\n  a.io:\n    rewrite:\n      ${pair}\n`;
  for (const [name, [before, ...after]] of Object.entries({
    "of a letter stay, or go": ['"a\\d": b', ["'a\\d': b", false], ["'ad': b", false]],
    "of a digit stay, or go": ['"a": "\\1"', ["\"a\": '\\1'", false], ["\"a\": '1'", false]],
    "of another character go, or stay": ['"a\\-b": c', ["'a-b': c", false], ["'a\\-b': c", false]],
    "of a slash or a dollar go": ['"a\\/b": "c\\$d"', ["'a/b': 'c$d'", true]],
    "stand behind a quote that is escaped": ['"x\\"\\d": c', ["'x\"\\d': c", false], ["'x\"d': c", false]],
    "stand beside a quote of the other kind": ['"it\'s\\/": c', ["'it''s/': c", true]],
  } as const))
    it(name, () => {
      const texts = after.map(([pair, safe]) => [rewrite(pair), safe]);
      assert.deepEqual(fixed(rewrite(before)), texts);
      assert.equal(new Set(fixesOf(rewrite(before)).map(({ title }) => title)).size, after.length);
    });
});

describe("a text that has no fault, or one that can't be mended", () => {
  for (const text of [
    "a: b\n",
    "a: [\n",
    'a: "\\d\n',
    'a: "\\d\\x4"\n',
    '- "a\\d" "b"\n',
    "a: *b\n",
    "configs:\n  a.io:\n    auth:\n      password: @x\n",
    `a:\n${"  *:\n".repeat(40)}`,
  ])
    it(`has no fix: ${JSON.stringify(text.slice(0, 40))}`, () => assert.deepEqual(fixesOf(text), []));
});
