import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { judgeCorpus } from "./judge.ts";

// Real files that the project was given; there only on the machines where it is built.
const folder = fileURLToPath(new URL("../../../shared/corpus", import.meta.url));

(existsSync(folder) ? describe : describe.skip)("the shared corpus", () => {
  const files = existsSync(folder) ? judgeCorpus(folder) : [];

  it("has no false finding and no missed cause", () => {
    assert.deepEqual(
      files.filter(({ fault }) => fault !== undefined).map(({ name, fault }) => `${name}: ${fault}`),
      [],
    );
  });
});
