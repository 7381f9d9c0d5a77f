import fc from "fast-check";
import { checkText } from "./check.ts";
import { fuzzedTexts } from "./texts.ts";

describe("lint and fixes of damaged files", () => {
  it("never throw, and come to an end within six rounds (1,000 texts; more with npm run fuzz)", () => {
    fc.assert(
      fc.property(fuzzedTexts(), (text) => checkText(text)),
      { numRuns: 1000, seed: 20261124 },
    );
  }).timeout(60_000);
});
