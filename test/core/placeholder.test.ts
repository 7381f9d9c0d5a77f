import assert from "node:assert/strict";
import { type Placeholder, type PlaceholderUse, placeholder } from "../../src/core/text/placeholder.ts";

const uses: readonly PlaceholderUse[] = ["credential", "host", "possible value", "possible host", "possible endpoint"];

/** The letters of the uses in which a text is a placeholder: c and h; v, n and e for what is only possible. */
const found = (text: string): string => uses.map((use, at) => (placeholder(text, use) ? "chvne"[at] : "")).join("");

describe("a placeholder", () => {
  for (const [text, expected] of [
    ["$REGISTRY", "chvne"],
    ["$" + "{REGISTRY}", "chvne"],
    ["$(cat token)", "chvne"],
    ["$1234", "vne"],
    ["<password>", "chvne"],
    ["<>", "vne"],
    ["{HOST}", "chvne"],
    ["{host}.example.com", "hne"],
    ["%HOST%", "chvne"],
    ["%%host%%", "vne"],
    ["https://m.example.com/a%20b", "n"],
    ["@TOKEN@", "cvn"],
    ["@@token@@", "vne"],
    ["https://@@host@@/v2", "ne"],
    ["__TOKEN__", "chvne"],
    ["[TOKEN]", "cvn"],
    ["###TOKEN###", "cvne"],
    ["https://###host###", "ne"],
    ["xxx", "chvne"],
    ["https://xxx.example.com", "hne"],
    ["?????", "cvn"],
    ["https://m...", "vne"],
    ["changeme", "chvne"],
    ["your-registry.example.com", "hvne"],
    ["paste-it-here", "cvn"],
    ["PASSWORD", "cvn"],
    ["a $ b", "n"],
    ["hunter2", ""],
    ["$hunter2!", "hne"],
    ["docker.io", ""],
    ["https://u:p@m.example.com:5000/v2", ""],
  ] as const)
    it(`is or is not: ${text}`, () => {
      assert.equal(found(text), expected);
    });

  it("is a variable that nothing expands, or words to replace", () => {
    const kinds: readonly (readonly [string, Placeholder])[] = [
      ["$TOKEN", "variable"],
      ["<token>", "words"],
    ];
    for (const [text, kind] of kinds) assert.equal(placeholder(text, "credential"), kind);
  });

  it("is none for certain in a long text", () => {
    assert.equal(placeholder(`<${"a".repeat(100)}>`, "credential"), undefined);
    assert.equal(placeholder(`<${"a".repeat(500)}>`, "host"), undefined);
  });
});
