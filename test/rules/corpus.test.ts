import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { fixAll } from "../../src/core/lint/fixing.ts";
import { type Finding, type LintSettings, lint } from "../../src/core/lint/lint.ts";
import { rules } from "../../src/core/lint/rules/index.ts";
import { lineColumnsIn } from "../../src/core/text/lines.ts";
import { applyEdits, type Span, type TextEdit } from "../../src/core/text/span.ts";
import { testSettings } from "./settings.ts";

/** `UPDATE=1` writes what is found as what is expected; read the difference before it is committed. */
const update = process.env["UPDATE"] === "1";
const corpus = fileURLToPath(new URL(".", import.meta.url));

/**
 * A line for a finding: place, severity, id, message, and its fixes; `(unused)` marks what editors show faded, and `(safe)`
 * the fixes that fix-all applies. Then one for each place that has to do with it.
 */
function describeFinding(text: string, finding: Finding): string {
  const lineColumnOf = lineColumnsIn(text);
  const place = (span: Span): string => {
    const [start, end] = [lineColumnOf(span.start), lineColumnOf(span.end)];
    return `${start.line}:${start.column}-${end.line}:${end.column}`;
  };
  const fixes = finding.fixes.map((fix) => ` {${fix.title}${fix.safe ? " (safe)" : ""}}`).join("");
  const related = finding.related.map(({ span, message }) => `  ${place(span)} ${message}\n`).join("");
  return `${place(finding)} ${finding.severity}${finding.unused ? " (unused)" : ""} ${finding.id}: ${finding.message}${fixes}\n${related}`;
}

/** The lines that edits take out and put in, from the first that differs to the last. */
function describeEdits(text: string, edits: readonly TextEdit[]): string {
  const [before, after] = [text, applyEdits(text, edits)].map((whole) => whole.split(/\r\n|\n|\r/)) as [
    string[],
    string[],
  ];
  let first = 0;
  while (first < Math.min(before.length, after.length) && before[first] === after[first]) first++;
  let last = 0;
  while (last < Math.min(before.length, after.length) - first && before.at(-1 - last) === after.at(-1 - last)) last++;
  const changed = (lines: readonly string[], mark: string): string =>
    lines
      .slice(first, lines.length - last)
      .map((line) => `${mark} ${line}`.trimEnd().concat("\n"))
      .join("");
  return changed(before, "-") + changed(after, "+");
}

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
  it("have a folder of cases each, and a summary", () => {
    const folders = readdirSync(corpus, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    assert.deepEqual(folders.map(({ name }) => name).sort(), rules.map(({ id }) => id).sort());
    for (const { id, summary } of rules) assert.notEqual(summary, "", id);
  });
});

for (const rule of rules) {
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
