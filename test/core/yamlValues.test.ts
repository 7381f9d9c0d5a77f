import assert from "node:assert/strict";
import fc from "fast-check";
import { yamlValues } from "../../src/core/yaml/values.ts";

function documents(text: string): unknown {
  const reading = yamlValues(text);
  assert.ok(reading.ok, text);
  return reading.documents;
}

describe("the values of a YAML text", () => {
  it("are texts, lists and maps; only null is no text", () => {
    assert.deepEqual(documents("a: 1\nb: [yes, '', null, ~, \"\\n\"]\nc: {d: , e: 0o7}\nf: |\n  x\n  y\n"), [
      { a: "1", b: ["yes", "", null, null, "\n"], c: { d: null, e: "0o7" }, f: "x\ny\n" },
    ]);
  });

  it("are those of each document that has any", () => {
    assert.deepEqual(documents("a: 1\n---\n# none\n---\nb: 2\n...\n"), [{ a: "1" }, { b: "2" }]);
    assert.deepEqual(documents("# comment\n\n%YAML 1.1\n---\na: 1\r\n---\r\n{b: 2}"), [{ a: "1" }, { b: "2" }]);
    assert.deepEqual(documents("--- x\n--- |\n ---\n---"), ["x", "---\n"]);
    assert.deepEqual(documents("a: ---\nb: '\n  --- x'"), [{ a: "---", b: " --- x" }]);
    for (const text of ["", "\n", "# x", "---", "---\n---\n", "\ufeff", "\n".repeat(100_000)])
      assert.deepEqual(documents(text), []);
  });

  it("have aliases and merged maps in their place", () => {
    assert.deepEqual(documents("a: &a {x: 1, y: 2}\nb: *a\nc: {<<: *a, y: 3}\nd: {<<: [{z: 1}, *a], x: 0}\n"), [
      { a: { x: "1", y: "2" }, b: { x: "1", y: "2" }, c: { x: "1", y: "3" }, d: { z: "1", x: "0", y: "2" } },
    ]);
  });

  it("merge nothing where a merge has no map", () => {
    assert.deepEqual(documents("a: {<<: , x: 1}\nb: {<<: [~, {y: 2}], x: 1}\n"), [
      { a: { x: "1" }, b: { y: "2", x: "1" } },
    ]);
  });

  it("may have keys of any name", () => {
    const [value] = documents("__proto__: {a: 1}\nconstructor: 2\n") as readonly Record<string, unknown>[];
    assert.deepEqual(Object.keys(value ?? {}), ["__proto__", "constructor"]);
    assert.equal(({} as Record<string, unknown>)["a"], undefined);
  });

  it("are not there in a broken text, and the place is said", () => {
    assert.deepEqual(yamlValues('a: 1\n---\nb: "x'), {
      ok: false,
      fault: "syntax",
      offset: 14,
      inWords: "A quote is opened and never closed",
    });
    const reading = yamlValues("a: *b\n");
    assert.ok(!reading.ok && reading.fault === "syntax" && reading.offset === 3);
  });

  it("are not there in a text that grows too much or is too deep", () => {
    for (const text of [
      "&a [*a]",
      `a: ${"[".repeat(1000)}${"]".repeat(1000)}`,
      `[&a [${"x, ".repeat(1000)}]${", *a".repeat(300)}]`,
    ]) {
      const reading = yamlValues(text);
      assert.ok(!reading.ok && reading.fault === "too-large");
    }
  });

  it("of JSON are those of JSON, and no text makes it throw", () => {
    const texts = (value: unknown): unknown =>
      typeof value === "number" || typeof value === "boolean"
        ? String(value)
        : Array.isArray(value)
          ? value.map(texts)
          : typeof value === "object" && value !== null
            ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, texts(one)]))
            : value;
    const plain = fc.string({ unit: fc.constantFrom(..."ab :#-{}[],'\"\\é\t") });
    const json = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, plain, fc.integer(), fc.boolean(), fc.constant(null), tie("list"), tie("map")),
      list: fc.array(tie("value")),
      map: fc.dictionary(
        plain.filter((key) => key !== "<<"),
        tie("value"),
      ),
    })).map;
    fc.assert(
      fc.property(json, (value) => {
        assert.deepEqual(documents(JSON.stringify(value)), [texts(value)]);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."ab:-&*!|>{}[]'\"#%\n ") }), (text) => void yamlValues(text)),
    );
  });
});
