import assert from "node:assert/strict";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { type CarrierFile, openCarrier } from "../../src/core/carriers/openCarrier.ts";
import type { Region } from "../../src/core/carriers/region.ts";
import { writeRegion } from "../../src/core/carriers/writeRegion.ts";
import { fixCarrier, lintCarrier, offeredCarrierFixes } from "../../src/core/lint/lintCarrier.ts";
import { rules } from "../../src/core/lint/rules/index.ts";
import { lineColumnsIn } from "../../src/core/text/lines.ts";
import { applyEdits, doOverlap } from "../../src/core/text/span.ts";
import { filesBelow } from "../project/files.ts";
import { describeEdits, describeFinding } from "../rules/describe.ts";

/** `UPDATE=1` writes what is found as what is expected; read the difference before it is committed. */
const update = process.env["UPDATE"] === "1";
const root = fileURLToPath(new URL("../..", import.meta.url));
const recorded = /\.(?:expected|fixed)$/;

function open(file: string): CarrierFile {
  return openCarrier(file, readFileSync(join(root, file), "utf8"), { gunzip: (bytes) => gunzipSync(bytes) });
}

function compare(file: string, actual: string | undefined): void {
  const path = join(root, file);
  if (update && actual === undefined) rmSync(path, { force: true });
  else if (update && actual !== undefined) writeFileSync(path, actual);
  assert.equal(actual, existsSync(path) ? readFileSync(path, "utf8") : undefined);
}

/** A region: its first and last line, carrier, reader and name, and the text that arrives on the node. */
function describeRegion({ text }: CarrierFile, { span, carrier, reader, name, arriving }: Region): string {
  const lineColumnOf = lineColumnsIn(text);
  const lines = [lineColumnOf(span.start).line, lineColumnOf(Math.max(span.start, span.end - 1)).line];
  const arrives = arriving.replace(/^(?=.)/gm, "| ").replace(/(?<=[^\n])$/, "\n");
  return `${lines.join("-")} ${carrier} (${reader}): ${name}\n${arrives}`;
}

const cases = filesBelow("test/carriers/cases").filter((file) => !recorded.test(file));

describe("the cases of carriers", () => {
  it("make each rule fire that judges carriers", () => {
    const found = new Set(cases.flatMap((file) => lintCarrier(open(file)).findings.map(({ id }) => id)));
    for (const { id, check } of rules) if (check === undefined) assert.ok(found.has(id), id);
  });
});

for (const file of cases) {
  describe(file.replace("test/carriers/cases/", ""), () => {
    it("has the expected regions, findings and fixes", () => {
      const carrier = open(file);
      const linted = lintCarrier(carrier);
      const regions = carrier.regions.map((region) => describeRegion(carrier, region));
      const findings = linted.findings.map((finding) => {
        const fixes = offeredCarrierFixes(linted, finding);
        const line = describeFinding(carrier.text, {
          ...finding,
          message: finding.message,
          related: finding.related,
          fixes,
        });
        return line + fixes.map(({ edits }) => describeEdits(carrier.text, edits)).join("");
      });
      compare(`${file}.expected`, [...regions, ...findings].join(""));
    });

    it("is the expected text after all safe fixes, and at rest then", () => {
      const before = lintCarrier(open(file));
      const { text, after } = fixCarrier(before);
      compare(`${file}.fixed`, text === before.carrier.text ? undefined : text);
      assert.equal(fixCarrier(after).text, text);
    });

    it("maps every place of its regions there and back", () => {
      for (const region of open(file).regions) {
        const spans = Array.from(region.text, (_, start) => region.outerSpan({ start, end: start + 1 }));
        for (const [index, { start, end }] of spans.entries()) {
          assert.ok(start <= end, `${region.name} ${index}`);
          assert.ok(region.span.start <= start && end <= region.span.end, `${region.name} ${index}`);
        }
      }
    });

    it("is changed by an edit of a region in that region alone", () => {
      const carrier = open(file);
      for (const [index, region] of carrier.regions.entries()) {
        // A comment before each line of the region is read by nobody.
        for (const { index: start } of region.text.matchAll(/^(?=.*\S)/gm)) {
          const written = writeRegion(carrier, index, [{ start, end: start, text: "# seen\n" }]);
          if (written === undefined) continue;
          assert.ok(!doOverlap(written.edits));
          const changed = applyEdits(carrier.text, written.edits);
          const { span } = region;
          assert.equal(changed.slice(0, span.start), carrier.text.slice(0, span.start));
          assert.ok(changed.endsWith(carrier.text.slice(span.end)));
        }
      }
    });
  });
}

describe("files of other tools", () => {
  for (const file of filesBelow("test/carriers/silent"))
    it(`${file.replace("test/carriers/silent/", "")} carries nothing`, () => {
      assert.deepEqual(
        open(file).regions.map(({ name }) => name),
        [],
      );
    });
});
