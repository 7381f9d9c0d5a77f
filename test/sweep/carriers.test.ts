import assert from "node:assert/strict";
import { openCarrier } from "../../src/core/carriers/openCarrier.ts";
import { carrierProviders } from "./carrierProviders.ts";
import { type CarrierText, carrierTexts } from "./carriers.ts";
import { type CommandFolder, carrierRuns, commandFolder } from "./commands.ts";
import { shownTexts } from "./providers.ts";

const files = carrierTexts().map((file) => ({ ...file, carrier: openCarrier(file.path, file.text) }));
const leaks: string[] = [];

function check(where: string, { name, parts }: CarrierText, shown: string): void {
  const part = parts.find((one) => shown.includes(one));
  if (part === undefined) return;
  const line = shown.split("\n").find((text) => text.includes(part)) ?? shown;
  leaks.push(`${where}\t${name}\t${part}\t${line.slice(0, 200)}`);
}

describe("a secret in a file that carries a registries.yaml", function () {
  this.timeout(180_000);
  let folder: CommandFolder;
  before(() => {
    folder = commandFolder();
  });
  after(() => {
    folder.remove();
  });
  beforeEach(() => {
    leaks.length = 0;
  });

  it("is in a region or around it", () => {
    const without = files.filter(({ carrier }) => carrier.regions.length === 0);
    assert.deepEqual(
      without.map(({ name, text }) => `${name}\n${text}`),
      [],
    );
    for (const { name, text, parts } of files) assert.ok(parts.length > 0 && text !== "", name);
  });

  for (const [name, provider] of Object.entries(carrierProviders))
    it(`is not shown by ${name}`, () => {
      for (const file of files) check(name, file, shownTexts(provider(file.carrier)).join("\n"));
      assert.deepEqual(leaks, []);
    });

  it("is not printed by any command", async () => {
    for (const [index, file] of files.entries())
      for (const [run, shown] of await folder.runCarrier(file.path, file.text, carrierRuns(index)))
        check(run, file, shown);
    assert.deepEqual(leaks, []);
  });
});
