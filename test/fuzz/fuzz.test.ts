import assert from "node:assert/strict";
import { fuzz } from "./run.ts";

describe("all that is made of a file", () => {
  it("of 1,000 generated, spliced and damaged ones nothing fails (more with npm run fuzz)", () => {
    for (const { failures } of fuzz(1000, 20261128)) assert.deepEqual(failures, []);
  }).timeout(120_000);
});

describe("all that is made of a file that carries a registries.yaml", () => {
  it("of 300 generated, spliced and damaged ones nothing fails (more with npm run fuzz -- --carriers)", () => {
    for (const { failures } of fuzz(300, 20261129, { carriers: true })) assert.deepEqual(failures, []);
  }).timeout(120_000);
});
