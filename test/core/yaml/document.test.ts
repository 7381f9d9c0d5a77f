import assert from "node:assert/strict";
import { keepsRepeated } from "../../../src/core/file/format.ts";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import type { YamlDocument } from "../../../src/core/yaml/document.ts";

/** The keys of a map with the texts of their values, or the kinds of those that have none. */
function fields(doc: YamlDocument, ...path: readonly (string | number)[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    doc.entries(path).map(({ key, value }) => [key, "text" in value ? String(value.text) : value.kind]),
  );
}

/** What a span covers. */
function marked(doc: YamlDocument, path: readonly (string | number)[], part?: "key" | "value"): string {
  const { start, end } = doc.span(path, part);
  return doc.text.slice(start, end);
}

describe("a document", () => {
  it("has the maps of a repeated section, auth, tls and rewrite as one, and the last of any other key", () => {
    const doc = openRegistries(
      "mirrors:\n  a:\n    rewrite: {b: c}\n    rewrite: {d: e}\n    endpoint: [x]\n    endpoint: [y]\n" +
        "configs:\n  a:\n    auth: {b: c}\n    auth: {d: e, b: f}\n    tls: {f: g}\n    tls: {h: i}\n    other: {b: c}\n    other: {d: e}\n" +
        "mirrors:\n  f: {}\n",
    ).doc;
    assert.deepEqual(fields(doc, "mirrors"), { a: "map", f: "map" });
    assert.deepEqual(doc.value(["mirrors"]), { kind: "map", flow: false, size: 2 });
    assert.deepEqual(fields(doc, "mirrors", "a", "rewrite"), { b: "c", d: "e" });
    assert.deepEqual(
      doc.items(["mirrors", "a", "endpoint"]).map(({ value }) => "text" in value && value.text),
      ["y"],
    );
    assert.deepEqual(fields(doc, "configs", "a", "auth"), { b: "f", d: "e" });
    assert.deepEqual(fields(doc, "configs", "a", "tls"), { f: "g", h: "i" });
    assert.deepEqual(fields(doc, "configs", "a", "other"), { d: "e" });
    assert.equal(doc.occurrences(["mirrors", "a", "endpoint"]).length, 2);
    assert.equal(doc.occurrences(["mirrors"]).length, 2);
    assert.equal(doc.occurrences([]).length, 0);
    for (const [path, both] of [
      [["mirrors"], true],
      [["mirrors", "a"], false],
      [["mirrors", "a", "rewrite"], true],
      [["configs", "a", "rewrite"], false],
      [["configs", "a", "tls"], true],
      [["mirrors", "a", "tls"], false],
      [["auths", "a", "auth"], false],
      [["configs", "a", "auth", "password"], false],
    ] as const)
      assert.equal(keepsRepeated(path), both, path.join("."));
  });

  it("has nothing of a repeated map before a null", () => {
    const doc = openRegistries(
      "configs:\n  a:\n    auth: {b: c}\n    auth:\n    tls: {b: c}\n    tls:\n    tls: {d: e}\n",
    ).doc;
    assert.equal(doc.value(["configs", "a", "auth"]).kind, "null");
    assert.deepEqual(fields(doc, "configs", "a", "auth"), {});
    assert.deepEqual(fields(doc, "configs", "a", "tls"), { d: "e" });
  });

  it("has what << merges in, in the order of yaml.v2", () => {
    const doc = openRegistries(
      "x: &x {a: b, c: d}\ny: {<<: *x, c: e}\nz: {<<: [*x, {a: f, g: h}]}\nw: {a: 1, <<: *x}\nv: {<<: }\n",
    ).doc;
    assert.deepEqual(fields(doc, "y"), { a: "b", c: "e" });
    assert.deepEqual(fields(doc, "z"), { a: "b", g: "h", c: "d" });
    assert.deepEqual(fields(doc, "w"), { a: "b", c: "d" });
    assert.deepEqual(fields(doc, "v"), {});
    assert.equal(doc.occurrences(["y", "c"]).length, 2);
  });

  it("has the keys of a large map, and each key once", () => {
    const keys = Array.from({ length: 20 }, (_, index) => `k${index}`);
    for (const count of [3, 8, 9, 20]) {
      const doc = openRegistries(`${keys.slice(0, count).join(": 1\n")}: 1\nk0: 2\n`).doc;
      assert.deepEqual(Object.keys(fields(doc)), keys.slice(0, count));
      assert.deepEqual(doc.value(["k0"]), { kind: "scalar", style: "plain", text: "2" });
      assert.equal(doc.occurrences(["k0"]).length, 2);
      assert.equal(doc.occurrences(["k1"]).length, 1);
      assert.equal(doc.occurrences(["k99"]).length, 0);
    }
  });

  it("has no entry for a key that is a map or a list, and one for the text of an alias", () => {
    const doc = openRegistries("? {a: b}\n: c\n? [d]\n: e\nf: &f g\n*f : h\n").doc;
    assert.deepEqual(fields(doc), { f: "g", g: "h" });
  });

  it("has an empty block where the next line is not deeper", () => {
    for (const text of ["a:\n  b: |\n  c: d\n", "a:\n  b: |\n\n  c: d\n"]) {
      const { doc } = openRegistries(text);
      assert.deepEqual(doc.value(["a", "b"]), { kind: "scalar", style: "block", text: "" });
      assert.equal(doc.value(["a", "c"]).kind, "scalar");
    }
    assert.equal(openRegistries("a:\n  - |\n  - c\n").doc.items(["a"]).length, 2);
  });

  it("tells nothing from an empty text", () => {
    const doc = openRegistries("a:\nb: ~\nc: Null\nd: ''\ne: '~'\nf: !!str\ng: !!str ~\nh: &h\n").doc;
    assert.deepEqual(fields(doc), { a: "null", b: "null", c: "null", d: "", e: "~", f: "null", g: "~", h: "null" });
    assert.deepEqual(doc.value(["d"]), { kind: "scalar", style: "single", text: "" });
    assert.equal(doc.value(["i"]).kind, "missing");
    assert.equal(doc.value(["a", "b"]).kind, "missing");
  });

  it("says where a value, its key, its properties and its comment are", () => {
    const doc = openRegistries("a:\n  b: &x !!map {c: d}   # e\n  f:\n  g: &y\nh: i#j\nk: l\t#m\nn: *x\n").doc;
    assert.equal(marked(doc, ["a", "b"]), "{c: d}");
    assert.equal(marked(doc, ["a", "b"], "key"), "b");
    assert.equal(doc.source(["a", "b"]), "{c: d}");
    assert.equal(doc.written(["a", "b"]), "&x !!map {c: d}");
    assert.equal(doc.written(["a", "b", "c"]), "d");
    assert.equal(doc.source(["a", "f"]), "");
    assert.equal(marked(doc, ["a", "f"]), "f");
    assert.equal(marked(doc, ["a", "g"]), "&y");
    assert.equal(marked(doc, ["a", "b", "missing"]), "b");
    assert.equal(marked(doc, ["missing"]), "a:");
    assert.deepEqual(openRegistries("").doc.span(["missing"]), { start: 0, end: 0 });
    assert.deepEqual(doc.properties(["a", "b"]), { tag: "tag:yaml.org,2002:map", anchor: "x", referenced: true });
    assert.deepEqual(doc.properties(["a", "g"]), { tag: undefined, anchor: "y", referenced: false });
    assert.deepEqual(doc.properties(["h"]), { tag: undefined, anchor: undefined, referenced: false });
    assert.equal(doc.properties(["missing"]).referenced, false);
    assert.equal(doc.commentAfter(["a", "b"]), "# e");
    assert.equal(doc.commentAfter(["h"]), undefined);
    assert.equal(doc.commentAfter(["k"]), "#m");
    assert.equal(doc.commentAfter(["a", "f"]), undefined);
  });

  it("has an alias that names no anchor as nothing, which refers to nothing", () => {
    for (const text of ["a: *x\n", "a: *x\nb: {{ c }}\n"]) {
      const doc = openRegistries(text).doc;
      assert.deepEqual(doc.value(["a"]), { kind: "null" }, text);
      assert.equal(doc.properties(["missing"]).referenced, false);
    }
    const merged = openRegistries("a:\n  <<: *x\n  b: c\nd:\n  <<: [*x, {e: f}]\n  g: h\n").doc;
    assert.deepEqual(
      [["a"], ["d"]].map((path) => merged.entries(path).map(({ key }) => key)),
      [["b"], ["e", "g"]],
    );
  });

  it("has template expressions as such, also where they leave no YAML", () => {
    const doc = openRegistries("a: {{ b }}\nc: '{{ d }}'\ne: x{{ f }}y\ng: {h: i}\nj:\n  - {{ k }}\nl: ''\n").doc;
    assert.deepEqual([doc.template, doc.rendersLater, doc.problems.length], [true, false, 0]);
    const kinds = Object.fromEntries(doc.entries([]).map(({ key, value }) => [key, value.kind]));
    assert.deepEqual(kinds, { a: "template", c: "template", e: "template", g: "map", j: "list", l: "scalar" });
    assert.equal(doc.items(["j"])[0]?.value.kind, "template");
    const later = openRegistries("a: {{ b }}: c\nd: {{ e: f }}\n").doc;
    assert.deepEqual([later.template, later.rendersLater, later.problems.length], [true, true, 0]);
    const masked = openRegistries("{% if x %}\na: b\n{% endif %}\n").doc;
    assert.deepEqual([masked.template, masked.rendersLater, masked.onlyCredentials], [true, true, false]);
    assert.deepEqual(fields(masked), { a: "b" });
    assert.equal(openRegistries("a: {{ e: f }}\n").doc.value(["a"]).kind, "template");
  });

  it("has a credential that breaks it as broken, with all of its text", () => {
    const head = "configs:\n  a:\n    auth:\n";
    for (const [name, value] of [
      ["password", '{"x'],
      ["password", "'it's'"],
      ["username", "@me"],
      ["identity_token", '"open'],
    ] as const) {
      const doc = openRegistries(`${head}      ${name}: ${value}\n    tls: {ca_file: /x}\n`).doc;
      const path = ["configs", "a", "auth", name];
      assert.equal(doc.value(path).kind, "broken", value);
      assert.equal(doc.source(path), value);
      assert.equal(doc.written(path), value);
      assert.equal(marked(doc, path), value);
      assert.ok(doc.onlyCredentials);
      assert.equal(doc.problems[0]?.fault, `This ${name.replace("_", " ")} breaks the YAML around it`);
      assert.match(doc.problems[0]?.logged ?? "", /^yaml: /);
      assert.deepEqual(fields(doc, "configs", "a", "tls"), { ca_file: "/x" });
    }
    const both = openRegistries(`${head}      password: {"x\nmirrors:\n\ta: b\n`).doc;
    assert.equal(both.onlyCredentials, false);
    assert.equal(both.value(["configs", "a", "auth", "password"]).kind, "broken");
    assert.equal(marked(both, ["mirrors"], "key"), "mirrors");
    assert.match(both.problems[0]?.logged ?? "", /^yaml: /);
  });
});
