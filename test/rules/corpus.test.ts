import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { fixAll, hasSafeFix } from "../../src/core/lint/fixing.ts";
import { type Finding, type LintSettings, lint } from "../../src/core/lint/lint.ts";
import { rules } from "../../src/core/lint/rules/index.ts";
import { applyEdits } from "../../src/core/text/span.ts";
import { describeEdits, describeFinding } from "./describe.ts";
import { testSettings } from "./settings.ts";

/** `UPDATE=1` writes what is found as what is expected; read the difference before it is committed. */
const update = process.env["UPDATE"] === "1";
const corpus = fileURLToPath(new URL(".", import.meta.url));

function identity(finding: Finding): string {
  return `${finding.id}: ${finding.message}`;
}

function count(findings: readonly Finding[], finding: Finding): number {
  return findings.filter((other) => identity(other) === identity(finding)).length;
}

function compare(path: string, actual: string | undefined): void {
  if (update && actual === undefined) rmSync(path, { force: true });
  else if (update && actual !== undefined) writeFileSync(path, actual);
  const expected = existsSync(path) ? readFileSync(path, "utf8") : undefined;
  assert.equal(actual, expected);
}

describe("the rules", () => {
  it("have a folder of cases each", () => {
    const folders = readdirSync(corpus, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    // The cases of those that judge carriers alone are in test/carriers.
    const ofFiles = rules.filter(({ check }) => check !== undefined);
    assert.deepEqual(folders.map(({ name }) => name).sort(), ofFiles.map(({ id }) => id).sort());
  });
});

for (const rule of rules.filter(({ check }) => check !== undefined)) {
  describe(`rule corpus: ${rule.id}`, () => {
    const folder = join(corpus, rule.id);
    const cases = readdirSync(folder).filter((name) => name.endsWith(".yaml") && !name.endsWith(".fixed.yaml"));

    const settingsOf = (name: string): LintSettings => {
      const path = join(folder, name.replace(/yaml$/, "settings.json"));
      return existsSync(path) ? testSettings(readFileSync(path, "utf8")) : {};
    };

    it("finds something of its severity in one case at least", () => {
      const found = cases.flatMap((name) =>
        lint(openRegistries(readFileSync(join(folder, name), "utf8")), settingsOf(name)),
      );
      assert.ok(found.some(({ id, severity }) => id === rule.id && severity === rule.severity));
      const own = found.filter(({ id }) => id === rule.id);
      // Its safe fix needs a private key of which the numbers are right, and no case has one.
      if (rule.id !== "damaged-private-key")
        assert.equal(rule.fixes === true, own.some(hasSafeFix), "`fixes` says whether it has safe fixes");
    });

    for (const name of cases) {
      const textOf = (): string => readFileSync(join(folder, name), "utf8");

      it(`${name}: findings are as expected`, () => {
        const text = textOf();
        const lines = lint(openRegistries(text), settingsOf(name)).map((finding) => describeFinding(text, finding));
        compare(join(folder, name.replace(/yaml$/, "findings")), lines.join(""));
      });

      it(`${name}: fix-all gives the expected text and leaves nothing to fix`, () => {
        const text = textOf();
        const settings = settingsOf(name);
        const fixed = fixAll(text, settings);
        compare(join(folder, name.replace(/yaml$/, "fixed.yaml")), fixed === text ? undefined : fixed);
        const rest = lint(openRegistries(fixed), settings).filter((finding) => finding.fixes.some((fix) => fix.safe));
        assert.deepEqual(rest.map(identity), []);
      });

      it(`${name}: each fix that fix-all leaves out gives the expected text`, () => {
        const text = textOf();
        const offered = lint(openRegistries(text), settingsOf(name)).flatMap(({ id, fixes }) =>
          fixes.filter(({ safe }) => !safe).map(({ edits }) => `${id}:\n${describeEdits(text, edits)}`),
        );
        compare(join(folder, name.replace(/yaml$/, "fixes")), offered.length === 0 ? undefined : offered.join(""));
      });

      it(`${name}: each fix alone mends its finding and adds none`, () => {
        const text = textOf();
        const settings = settingsOf(name);
        const findings = lint(openRegistries(text), settings);
        for (const finding of findings) {
          for (const fix of finding.fixes) {
            const after = lint(openRegistries(applyEdits(text, fix.edits)), settings);
            const title = `"${fix.title}" at ${finding.start}`;
            assert.ok(count(after, finding) < count(findings, finding), `${title}: the finding is still there`);
            // That something has no effect is no new fault: it had none before, either.
            const fresh = after.filter((other) => !other.unused && count(findings, other) === 0);
            assert.deepEqual(fresh.map(identity), [], title);
          }
        }
      });
    }
  });
}
