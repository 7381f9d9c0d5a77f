import assert from "node:assert/strict";
import { hasTemplate, isTemplate, maskTemplates, startsTemplate } from "../../../src/core/yaml/template.ts";

/** Expressions of template engines in the place of a value, and what the value is read as until they are replaced. */
const expressions: readonly (readonly [text: string, masked: string])[] = [
  ["a: {{ b }}", "a: xxxxxxx"],
  ["a: {{b}}c{{d}}", "a: xxxxxcxxxxx"],
  ["a: {{\n  b }}", "a: xxxxxxxxx"],
  ["{% if x %}a: b", "          a: b"],
  ["{% if\r\n x %}a: b", "     \r\n     a: b"],
  ["{# a\nremark #}a: b", "    \n         a: b"],
  ["a: %%NAME%%", "a: xxxxxxxx"],
  ["<% if x %>a: b", "          a: b"],
  ["<%= x\n%>", "     \n  "],
  ["a: ###NAME###", "a: xxxxxxxxxx"],
  ["a: '###NAME###'", "a: 'xxxxxxxxxx'"],
  ['- "###NAME###"', '- "xxxxxxxxxx"'],
  [`a: \${NAME}`, "a: xxxxxxx"],
  [`a: \${_n:-b}`, "a: xxxxxxxx"],
  [`a: \${var.b}`, "a: xxxxxxxx"],
];

/** Texts that look like one and are none. */
const others: readonly string[] = [
  "a: {b: {c: d}}",
  "a: }} b {{",
  "a: {% b",
  "a: b %}",
  "a: {# b",
  "a: 100%%",
  "a: %% b %%",
  "a: <% b",
  "### a heading ###",
  "# ###NAME###",
  "a: b###NAME###",
  `a: \${1}`,
  "a: $NAME",
  `a: \${a\n}`,
  `a: \${a{b}`,
  `a: {{ ${"b".repeat(4100)} }}`,
];

describe("a template expression", () => {
  for (const [text, masked] of expressions)
    it(`is read as what is as long: ${JSON.stringify(text)}`, () => {
      assert.ok(hasTemplate(text));
      assert.ok(isTemplate(text));
      assert.equal(maskTemplates(text), masked);
    });

  for (const text of others)
    it(`is none: ${JSON.stringify(text.slice(0, 40))}`, () => {
      assert.ok(!hasTemplate(text));
      assert.equal(maskTemplates(text), text);
    });

  it("ends at the first end after it, however many openings without one are before", () => {
    const open = "{{%{#<%".repeat(600);
    const text = `a: ${open}${" ".repeat(4000)}{{ b }}`;
    assert.equal(maskTemplates(text), `a: ${open}${" ".repeat(4000)}xxxxxxx`);
    assert.equal(maskTemplates(`a: {{{{ b }} }}`), "a: xxxxxxxxx }}");
  });

  it("is none where it is the group of a rewrite, and one beside it", () => {
    const rewrite = `"(?P<name>.*)/(?<other>.*)": "x/\${name}/\${other}"`;
    assert.ok(!hasTemplate(rewrite));
    assert.equal(maskTemplates(rewrite), rewrite);
    assert.ok(hasTemplate(`${rewrite} \${NAME}`));
    assert.equal(maskTemplates(`${rewrite} \${NAME}`), `${rewrite} xxxxxxx`);
    assert.ok(!hasTemplate(`\${name}`, new Set(["name"])));
    assert.ok(hasTemplate(`\${name}`, new Set(["names"])));
  });

  it("in a comment changes nothing, unless it is a statement", () => {
    for (const text of ["# {{ ansible_managed }}", "a: b\n  # {{ x }} and {{ y }}\n"]) assert.ok(!isTemplate(text));
    for (const text of ["# {% if x %}", "# {{ x }}\na: {{ y }}", "a: b # {{ x }}", "a: {{ x }} # {{ y }}"])
      assert.ok(isTemplate(text));
  });

  it("at the start of a collection is told from YAML's own brackets", () => {
    for (const text of ["{{ x }}", "{% x %}", "{# x #}"]) assert.ok(startsTemplate(text));
    for (const text of ["{ {x: y} }", "{x}", "x {{ y }}", "[{{ x }}]"]) assert.ok(!startsTemplate(text));
  });
});
