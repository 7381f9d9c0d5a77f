import assert from "node:assert/strict";
import { fixAll, lint } from "../../src/core/lint/lint.ts";
import { rules } from "../../src/core/lint/rules/index.ts";
import { applyEdits } from "../../src/core/text/span.ts";
import { filesBelow, readText } from "../project/files.ts";

const headings = ["## What it finds", "## Why it matters", "## How to fix it", "## Example"];

function example(page: string, kind: string): string | undefined {
  return new RegExp(`\`\`\`yaml ${kind}\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1];
}

describe("the rule pages", () => {
  it("are one for each rule", () => {
    const pages = filesBelow("docs/rules").map((file) => file.replace(/^docs\/rules\/(.*)\.md$/, "$1"));
    assert.deepEqual(pages, ["README", ...rules.map(({ id }) => id)].sort());
  });

  for (const { id, summary } of rules)
    describe(id, () => {
      const page = readText(`docs/rules/${id}.md`);

      it("says what, why and how, and names its source", () => {
        assert.ok(page.includes(summary));
        for (const heading of headings) assert.ok(page.includes(heading), heading);
        assert.match(page, /^Source: /m);
      });

      it("has an example that the rule finds, and that its fix turns into the other", () => {
        const bad = example(page, "bad");
        const fixed = example(page, "fixed");
        assert.ok(bad !== undefined);
        const found = lint(bad).find((finding) => finding.id === id);
        assert.ok(found);
        if (fixed === undefined) assert.equal(found.fixes.length, 0, "a fix needs an example");
        else {
          assert.equal(applyEdits(bad, found.fixes[0]?.edits ?? []), fixed);
          assert.equal(fixAll(bad), fixed);
          assert.deepEqual(
            lint(fixed).filter((finding) => finding.id === id && finding.severity !== "hint"),
            [],
          );
        }
      });
    });
});
