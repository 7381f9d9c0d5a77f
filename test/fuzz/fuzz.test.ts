import assert from "node:assert/strict";
import { fuzz } from "./run.ts";

describe("all that is made of a file", () => {
  it("of 1,000 generated, spliced and damaged ones nothing fails (more with npm run fuzz)", () => {
    for (const { failures } of fuzz(1000, 20261128, false)) assert.deepEqual(failures, []);
  }).timeout(120_000);
});
