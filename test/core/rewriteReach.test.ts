import assert from "node:assert/strict";
import { conflictBetween, matches, searchBudget } from "../../src/core/file/rewrites/patternSearch.ts";
import { withoutBackslashes } from "../../src/core/file/rewrites/plainPattern.ts";
import { isRepositoryName, nameMatchedByAll } from "../../src/core/file/rewrites/repositoryName.ts";
import { ReadRewrite } from "../../src/core/file/rewrites/rewrite.ts";
import { tomlText } from "../../src/core/file/rewrites/tomlText.ts";

function rewrite(pattern: string, replacement = "x/$0"): ReadRewrite {
  return new ReadRewrite([], pattern, replacement, false);
}

const patterns = [
  "(.*)",
  "^a/",
  "^a/b$",
  "^[a-m]+/[0-9]",
  "^[^/]+$",
  "^[^/]+/[^/]+$",
  "b$",
  "\\bb\\b",
  "^(?:a|b)/(?:0|1)$",
  "a:b",
  "^A",
  "^a{2,3}",
  "[._-]",
  "^$",
];

/** All texts of up to four characters out of few. */
function texts(): readonly string[] {
  const letters = ["a", "b", "0", "/", "-", "."];
  const two = letters.flatMap((a) => letters.map((b) => a + b));
  const three = two.flatMap((a) => letters.map((b) => a + b));
  return [letters, two, three, two.flatMap((a) => two.map((b) => a + b))].flat();
}

describe("names that patterns match", () => {
  const all = texts().filter(isRepositoryName);
  const matched = new Map(patterns.map((pattern) => [pattern, all.filter((name) => matches(rewrite(pattern), name))]));

  it("are repositories' names, which all of the patterns match", () => {
    for (const a of patterns)
      for (const b of patterns)
        for (const withSlash of [false, true]) {
          const [first, second] = [rewrite(a), rewrite(b)];
          const programs = [first, second].map(({ program }) => program).filter((program) => program !== undefined);
          const found = nameMatchedByAll(programs, withSlash, { steps: 100_000 });
          if (found === "none") {
            const both = matched.get(a)?.filter((name) => matched.get(b)?.includes(name)) ?? [];
            const missed = both.find((name) => !withSlash || name.includes("/"));
            assert.equal(missed, undefined, `${a} and ${b}`);
          } else {
            assert.ok(typeof found === "object", `${a} and ${b}: ${found}`);
            assert.ok(isRepositoryName(found.name) && matches(first, found.name) && matches(second, found.name));
            assert.ok(!withSlash || found.name.includes("/"));
          }
        }
  });

  it("are those of distribution/reference", () => {
    for (const name of ["nginx", "library/nginx", "a/b-c/d_e.f", "a__b", "a---b", "0"])
      assert.ok(isRepositoryName(name), name);
    for (const name of ["", "/a", "a/", "a//b", "A", "a___b", "a..b", "-a", "a.", "a:b", "a b", "é"])
      assert.ok(!isRepositoryName(name), name);
  });
});

describe("rewrites of the same image", () => {
  it("are found with the image and both results", () => {
    const conflict = conflictBetween(
      rewrite("^rancher/(.*)", "one/$1"),
      rewrite("(.*)", "two/$1"),
      true,
      searchBudget(),
    );
    assert.deepEqual(conflict, { repository: "rancher/app", first: "one/app", second: "two/rancher/app" });
  });

  it("do not conflict when they change it alike, or not at all", () => {
    assert.equal(
      conflictBetween(rewrite("^a/(.*)", "x/a/$1"), rewrite("(.*)", "x/$1"), true, searchBudget()),
      undefined,
    );
    assert.equal(conflictBetween(rewrite("^a/(.*)", "a/$1"), rewrite("(.*)", "x/$1"), true, searchBudget()), undefined);
  });
});

describe("what k3s writes without escaping", () => {
  it("is read as TOML 1.0 reads a text in double quotes", () => {
    assert.equal(tomlText("^a/(.*)$ é\t"), "^a/(.*)$ é\t");
    assert.equal(tomlText("\\\\.\\u0041\\n"), "\\.A\n");
    for (const text of ["\\.", "\\d", "\\/", '"', "\\", "a\nb", "\\ud800", "\\x41", "\u007f"])
      assert.equal(tomlText(text), undefined);
  });

  it("is written without backslashes where that is the same expression", () => {
    const plain: Readonly<Record<string, string | undefined>> = {
      "^lib\\.x/(\\w+)": "^lib[.]x/([A-Za-z0-9_]+)",
      "[\\w\\-.]+\\/\\d": "[A-Za-z0-9_.-]+/[0-9]",
      "\\[a\\]": "[[]a]",
      "\\Aa\\z": "^a$",
      "\\bfoo": undefined,
      "[\\D]": undefined,
      "\\S+": undefined,
      "(\\w": undefined,
    };
    for (const [pattern, expected] of Object.entries(plain))
      assert.equal(withoutBackslashes(pattern), expected, pattern);
  });
});
