import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { ruleSummary } from "../../src/cli/rulePages.ts";
import { openCarrier } from "../../src/core/carriers/openCarrier.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { fixAll } from "../../src/core/lint/fixing.ts";
import { lint, lintFile } from "../../src/core/lint/lint.ts";
import { lintCarrier, offeredCarrierFixes } from "../../src/core/lint/lintCarrier.ts";
import type { Rule } from "../../src/core/lint/rule.ts";
import { rules } from "../../src/core/lint/rules/index.ts";
import { applyEdits } from "../../src/core/text/span.ts";
import { filesBelow, readText, root } from "../project/files.ts";
import { testSettings } from "../rules/settings.ts";

const headings = ["## What it finds", "## Why it matters", "## Which versions", "## How to fix it", "## Example"];

/**
 * The example of a rule that only judges how other files carry a registries.yaml: such a file. Its language is that of the
 * code block, as in `sh bad`, and says what the file is called.
 */
function carrierExample(page: string): { readonly language: string; readonly file: string } {
  const language = /```(\w+) bad\n/.exec(page)?.[1] ?? "yaml";
  return { language, file: `example.${language === "hcl" ? "tf" : language}` };
}

/** The findings in the cases of carriers; each is linted once for all rules. */
const inCarriers = filesBelow("test/carriers/cases")
  .filter((file) => !/\.(?:expected|fixed)$/.test(file))
  .flatMap((file) => lintCarrier(openCarrier(file, readText(file), { gunzip: (bytes) => gunzipSync(bytes) })).findings);

function severitiesInCarriers({ id }: Rule): readonly string[] {
  return inCarriers.filter((finding) => finding.id === id).map(({ severity }) => severity);
}

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

  for (const rule of rules) {
    const { id, severity, check } = rule;
    describe(id, () => {
      const page = readText(`docs/rules/${id}.md`);

      it("says what, why and how, and names its source", async () => {
        const { summary } = await import(`../../src/core/lint/rules/${id}.ts`);
        assert.equal(ruleSummary(id), summary);
        for (const heading of headings) assert.ok(page.includes(heading), heading);
        assert.match(page, /^Source: /m);
      });

      it("states the severities that findings of its cases have", () => {
        const [, usual = "", others = ""] = /\. Severity: (\w+)(?:, in some cases ([\w, ]+))?\.$/m.exec(page) ?? [];
        assert.equal(usual, severity);
        const stated = [usual, ...others.split(/, | or /)].filter((one) => one !== "");
        const found = new Set([...(check === undefined ? [] : severitiesInCases(id)), ...severitiesInCarriers(rule)]);
        assert.deepEqual([...found].sort(), stated.sort());
      });

      if (check === undefined) {
        it("has an example of a carrier that the rule finds, and that its fix turns into the other", () => {
          const { language, file } = carrierExample(page);
          const bad = example(page, `${language} bad`);
          const fixed = example(page, `${language} fixed`);
          assert.ok(bad !== undefined);
          const linted = lintCarrier(openCarrier(file, bad));
          const found = linted.findings.find((finding) => finding.id === id);
          assert.ok(found);
          const [fix] = offeredCarrierFixes(linted, found);
          assert.equal(fix && applyEdits(bad, fix.edits), fixed);
          if (fixed === undefined) return;
          const left = lintCarrier(openCarrier(file, fixed)).findings.filter((finding) => finding.id === id);
          assert.deepEqual(left, []);
        });
        return;
      }

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
  }
});
