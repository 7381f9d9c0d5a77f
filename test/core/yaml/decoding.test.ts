import assert from "node:assert/strict";
import { goQuote } from "../../../src/core/containerd/goQuote.ts";
import { decodeBytes } from "../../../src/core/yaml/source.ts";
import { bracketKeyAt } from "../../../src/core/yaml/unquotedKey.ts";

describe("a file in UTF-16", () => {
  it("is refused at half a pair, from the first to the last", () => {
    for (const unit of [0xdc00, 0xdfff]) {
      const { text, refused } = decodeBytes(Uint8Array.of(0xfe, 0xff, 0, 0x61, unit >> 8, unit & 0xff));
      assert.deepEqual([text, refused?.message], ["\ufeffa", "unexpected low surrogate area"]);
    }
  });
});

describe("a string as Go quotes it", () => {
  it("has hexadecimal digits for what can't be printed, by the size of the code", () => {
    assert.equal(goQuote("\x7f\x80\u{e0001}"), '"\\x7f\\u0080\\U000e0001"');
  });
});

describe("a key in brackets", () => {
  it("is found from its first character on", () => {
    assert.deepEqual(bracketKeyAt("[a]: b", 0), { start: 0, end: 3 });
    assert.equal(bracketKeyAt("  [a]: b", 1), undefined);
  });
});
