import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { fixAll } from "../../src/core/lint/fixing.ts";
import { lint, lintFile } from "../../src/core/lint/lint.ts";
import { rules } from "../../src/core/lint/rules/index.ts";
import { applyEdits } from "../../src/core/text/span.ts";
import { filesBelow, readText, root } from "../project/files.ts";
import { testSettings } from "../rules/settings.ts";

const headings = ["## What it finds", "## Why it matters", "## Which versions", "## How to fix it", "## Example"];

/** A page's example is `yaml bad`, `yaml fixed` and, where it needs them, `json settings`. */
function example(page: string, kind: string): string | undefined {
  return new RegExp(`\`\`\`${kind}\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1];
}

/** The severities of a rule's findings in its cases, which are linted here, but for those whose settings change them. */
function severitiesInCases(id: string): readonly string[] {
  return filesBelow(`test/rules/${id}`)
    .filter((file) => file.endsWith(".yaml") && !file.endsWith(".fixed.yaml"))
    .flatMap((file) => {
      const settings = file.replace(/\.yaml$/, ".settings.json");
      const json = existsSync(join(root, settings)) ? readText(settings) : "{}";
      if (JSON.parse(json).severities?.[id] !== undefined) return [];
      return lintFile(openRegistries(readText(file)), testSettings(json), id).findings.map(({ severity }) => severity);
    });
}

describe("the rule pages", () => {
  it("are one for each rule", () => {
    const pages = filesBelow("docs/rules").map((file) => file.replace(/^docs\/rules\/(.*)\.md$/, "$1"));
    assert.deepEqual(pages.sort(), ["README", ...rules.map(({ id }) => id)].sort());
  });

  for (const { id, summary, severity } of rules)
    describe(id, () => {
      const page = readText(`docs/rules/${id}.md`);

      it("says what, why and how, and names its source", () => {
        assert.ok(page.includes(summary));
        for (const heading of headings) assert.ok(page.includes(heading), heading);
        assert.match(page, /^Source: /m);
      });

      it("states the severities that findings of its cases have", () => {
        const [, usual = "", others = ""] = /\. Severity: (\w+)(?:, in some cases ([\w, ]+))?\.$/m.exec(page) ?? [];
        assert.equal(usual, severity);
        const stated = [usual, ...others.split(/, | or /)].filter((one) => one !== "");
        const found = new Set(severitiesInCases(id));
        assert.deepEqual([...found].sort(), stated.sort());
      });

      it("has an example that the rule finds, and that its fix turns into the other", () => {
        const bad = example(page, "yaml bad");
        const fixed = example(page, "yaml fixed");
        const settings = testSettings(example(page, "json settings") ?? "{}");
        assert.ok(bad !== undefined);
        const found = lint(openRegistries(bad), settings).find((finding) => finding.id === id);
        assert.ok(found);
        const [fix] = found.fixes;
        if (!fix) {
          assert.equal(fixed, undefined, "an example is fixed that has no fix");
          return;
        }
        assert.equal(applyEdits(bad, fix.edits), fixed);
        for (const mended of fix.safe ? [fixed ?? "", fixAll(bad, settings)] : [fixed ?? ""])
          assert.deepEqual(
            lint(openRegistries(mended), settings).filter(
              (finding) => finding.id === id && finding.severity !== "hint",
            ),
            [],
          );
      });
    });
});
