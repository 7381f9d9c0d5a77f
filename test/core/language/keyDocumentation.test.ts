import assert from "node:assert/strict";
import { formatKey, formatKeys } from "../../../src/core/file/format.ts";
import { keySentences } from "../../../src/core/file/keyDocumentation.ts";

describe("documentation of keys", () => {
  for (const { level, name } of formatKeys)
    it(`says what ${name} of ${level} does`, () => {
      for (const sentence of keySentences(level, name)) assert.match(sentence, /^[A-Z].*\.$/s);
      assert.ok(keySentences(level, name).length > 0);
    });

  it("knows no key of another level, and none of JavaScript's objects", () => {
    for (const key of ["endpoint", "constructor", "toString", "__proto__", ""]) {
      assert.equal(formatKey("tls", key), undefined);
      assert.deepEqual(keySentences("tls", key), []);
    }
  });
});
