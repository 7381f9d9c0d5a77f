import assert from "node:assert/strict";
import { mergeBlocker } from "../../../src/core/convert/mergeBlocker.ts";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { readText } from "../../project/files.ts";

function obstacle(text: string): string | undefined {
  return mergeBlocker(openRegistries(text).doc);
}

describe("what stands against merging a credential into a file", () => {
  for (const text of [
    "",
    "# none\n",
    "null\n",
    "---\n",
    "--- ~\n",
    "{}\n",
    "mirrors:\n",
    "mirrors: {}\nconfigs: ~\n",
    "x: 1\n",
    // k3s reads the first document, and that one is not empty.
    "x: 1\n---\ny: 2\n",
    "---\nconfigs: {}\n---\ny: 2\n",
    "# a\n---\nmirrors: {}\n",
    "x: &x {a: b}\ny: *x\n",
  ])
    it(`nothing in ${JSON.stringify(text)}`, () => assert.equal(obstacle(text), undefined));

  for (const [text, reason] of [
    ["a: [\n", /line \d+, column \d+/],
    ["configs:\n\tx: y\n", /line 2, column 1/],
    ["- a\n", /is not a registries\.yaml/],
    ["text\n", /is not a registries\.yaml/],
    ["---\n---\nx: 1\n", /empty document/],
    ["---\r\n# none\r\n---\r\nx: 1\r\n", /empty document/],
    ["mirrors: []\n", /"mirrors" .* is not a map/],
    ["mirrors: text\n", /"mirrors" .* is not a map/],
    ["configs: [a]\n", /"configs" .* is not a map/],
    ["configs: 1\n", /"configs" .* is not a map/],
    ["configs:\n  r.io:\n    auth:\n      password: 'it's'\n", /password .*not quoted/],
    ["mirrors:\n{{ mirrors }}\n", /template/],
    [readText("test/rules/too-large-to-check/merges.yaml"), /aliases/],
  ] as const)
    it(`is said of ${JSON.stringify(text.slice(0, 60))}`, () => {
      assert.match(obstacle(text) ?? "", reason);
    });
});
