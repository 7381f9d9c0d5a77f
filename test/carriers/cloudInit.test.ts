import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { type CarrierFile, openCarrier } from "../../src/core/carriers/openCarrier.ts";
import { writeRegion } from "../../src/core/carriers/writeRegion.ts";
import { wrapRegistries } from "../../src/core/deploy/wrapRegistries.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { fixCarrier, lintCarrier, offeredCarrierFixes } from "../../src/core/lint/lintCarrier.ts";
import { applyEdits } from "../../src/core/text/span.ts";
import { readText, root } from "../project/files.ts";
import { installed } from "../tools/install.ts";
import { hostileTexts } from "./hostileTexts.ts";

const cases = ["encodings", "permissions", "map"];

/** What an item wrote: its text and mode; `null` where cloud-init failed. */
type Written = readonly [string, number] | null;

function open(text: string): CarrierFile {
  return openCarrier("user-data.yaml", text, { gunzip: (bytes) => gunzipSync(bytes) });
}

describe("cloud-init itself", function () {
  this.timeout(120_000);
  let python = "";
  before(function () {
    python = installed("cloud-init-python", this);
  });

  function asked<T>(texts: readonly string[], ...args: readonly string[]): T {
    const script = join(root, "test/carriers/writeFiles.py");
    const options = { input: JSON.stringify(texts), encoding: "utf8" } as const;
    const { stdout, stderr } = spawnSync(python, [script, ...args], options);
    assert.notEqual(stdout, "", stderr);
    return JSON.parse(stdout);
  }

  function run(texts: readonly string[]): readonly (readonly Written[])[] {
    return asked(texts);
  }

  function compare(texts: readonly string[]): void {
    for (const [index, items] of run(texts).entries()) {
      const { regions } = open(texts[index] ?? "");
      assert.equal(regions.length, items.length);
      for (const [place, { arriving, facts }] of regions.entries()) {
        if (facts.native) assert.equal(items[place], null);
        else if (facts.wrongTypes?.some(({ problem }) => problem === "unknown-encoding"))
          assert.equal(Buffer.from(String(items[place]?.[0]), "base64").toString(), arriving);
        else assert.deepEqual(items[place], [arriving, facts.mode], `${index} ${place}`);
      }
    }
  }

  it("writes the text and the mode that we say", () => {
    compare(cases.map((name) => readText(`test/carriers/cases/cloud-init/${name}.yaml`)));
  });

  it("writes them after every fix and edit", () => {
    const texts = cases.flatMap((name) => {
      const carrier = open(readText(`test/carriers/cases/cloud-init/${name}.yaml`));
      const linted = lintCarrier(carrier);
      const fixed = linted.findings.flatMap((finding) =>
        offeredCarrierFixes(linted, finding).map(({ edits }) => applyEdits(carrier.text, edits)),
      );
      const edited = carrier.regions.flatMap((_, index) => {
        const written = writeRegion(carrier, index, [{ start: 0, end: 0, text: "# seen\n" }]);
        return written === undefined ? [] : [written.carrier.text];
      });
      return [fixCarrier(linted).text, ...fixed, ...edited];
    });
    assert.ok(texts.length > 20);
    compare(texts);
  });

  it("writes the very text that is made a part of it, and finds it valid", () => {
    const texts = Object.values(hostileTexts).flatMap((text) => {
      const made = wrapRegistries(openRegistries(text), "cloud-init");
      return made.ok ? [{ text, made: made.text }] : [];
    });
    assert.ok(texts.length > 30);
    const wanted = texts.map(({ text }) => [[text, 0o600]]);
    assert.deepEqual(run(texts.map(({ made }) => made)), wanted);
    const wrong = "#cloud-config\nwrite_files:\n  - path: /etc/rancher/k3s/registries.yaml\n    permissions: 600\n";
    const [known, ...faults] = asked<readonly (string | null)[]>([wrong, ...texts.map(({ made }) => made)], "schema");
    assert.match(known ?? "", /permissions/);
    assert.deepEqual(
      faults.filter((fault) => fault !== null),
      [],
    );
  });
});
