import assert from "node:assert/strict";
import { keyDocumentation } from "../../../src/core/file/keyDocumentation.ts";
import { knownKeys, type Level } from "../../../src/core/file/schema.ts";

describe("documentation of keys", () => {
  for (const [level, keys] of Object.entries(knownKeys) as [Level, readonly string[]][])
    for (const key of keys)
      it(`tells what ${key} of ${level} does`, () => {
        assert.match(keyDocumentation(level, key)?.text ?? "", /^[A-Z].*\.$/s);
      });

  it("knows no key of another level, and none of JavaScript's objects", () => {
    for (const key of ["endpoint", "constructor", "toString", "__proto__", ""])
      assert.equal(keyDocumentation("tls", key), undefined);
  });
});
