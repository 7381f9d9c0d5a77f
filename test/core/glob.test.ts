import assert from "node:assert/strict";
import { globCovers } from "../../src/core/text/glob.ts";
import { nearestName } from "../../src/core/text/nearest.ts";

describe("globs", () => {
  const cases: readonly (readonly [pattern: string, covered: readonly string[], not: readonly string[]])[] = [
    ["registries.yaml", ["registries.yaml", "a/b/registries.yaml"], ["registries.yml", "xregistries.yaml"]],
    ["vendor", ["vendor/registries.yaml", "a/vendor/b/registries.yaml", "vendor"], ["vendors/registries.yaml"]],
    ["vendor/", ["vendor/registries.yaml", "a/vendor/x"], ["vendor", "a/vendor"]],
    ["/vendor", ["vendor/registries.yaml"], ["a/vendor/registries.yaml"]],
    ["./vendor", ["vendor/registries.yaml"], ["a/vendor/registries.yaml"]],
    ["a/b", ["a/b", "a/b/c"], ["x/a/b", "a/bc"]],
    ["*.yaml", ["registries.yaml", "a/b.yaml", "x.yaml/b"], ["a.yml", "yaml"]],
    ["a/*.yaml", ["a/b.yaml", "a/.yaml"], ["a/b/c.yaml", "b.yaml"]],
    ["a/*/c", ["a/b/c"], ["a/c", "a/b/b/c"]],
    ["a/**/c", ["a/c", "a/b/c", "a/b/b/c", "a/b/c/d"], ["ac", "c"]],
    ["**/c", ["c", "a/b/c"], ["a/bc"]],
    ["**/examples/**", ["examples/a", "x/examples/y/z"], ["examples", "x/examples"]],
    ["**", ["a", "a/b"], []],
    ["a/**", ["a/b", "a/b/c"], ["a", "b/a"]],
    ["registries.????", ["registries.yaml"], ["registries.yml", "registries./aml"]],
    ["[ab]{c}.y", ["[ab]{c}.y"], ["a{c}.y", "ac.y"]],
    ["a+(b)|c$^.", ["a+(b)|c$^."], ["ab"]],
    ["?.yaml", ["é.yaml", "😀.yaml"], ["ab.yaml"]],
    ["*a*b*", ["xaxbx", "ab", "aab"], ["ba", "xa"]],
    ["", [], ["a", ""]],
    ["/", [], ["a"]],
  ];
  for (const [pattern, covered, not] of cases)
    it(pattern || "the empty pattern", () => {
      for (const path of covered) assert.ok(globCovers(pattern, path), `${pattern} does not cover ${path}`);
      for (const path of not) assert.ok(!globCovers(pattern, path), `${pattern} covers ${path}`);
    });

  it("take no time over patterns made to take long", () => {
    const started = performance.now();
    assert.ok(!globCovers(`${"*a".repeat(200)}b`, `${"a".repeat(2000)}`));
    assert.ok(!globCovers(`${"**/".repeat(100)}x`, `${"a/".repeat(200)}a`));
    assert.ok(performance.now() - started < 500);
  });
});

describe("the name that was meant", () => {
  const names = ["unknown-key", "yaml-syntax", "password-not-json", "password-not-quoted"];
  for (const [written, meant] of [
    ["unknown-keys", "unknown-key"],
    ["unkown-key", "unknown-key"],
    ["UNKNOWN_KEY", "unknown-key"],
    ["yaml-snytax", "yaml-syntax"],
    ["pasword-not-quotde", "password-not-quoted"],
    ["key", undefined],
    ["", undefined],
    ["something-else", undefined],
    ["x".repeat(10_000), undefined],
  ] as const)
    it(`${written.slice(0, 20)} → ${meant}`, () => assert.equal(nearestName(written, names), meant));

  it("is the longest of equally near ones, in any order", () => {
    for (const order of [
      ["gcr.io", "ghcr.io"],
      ["ghcr.io", "gcr.io"],
    ])
      for (const written of ["ghr.io", "gchr.io"]) assert.equal(nearestName(written, order, 1), "ghcr.io");
  });
});
