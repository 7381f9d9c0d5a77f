import assert from "node:assert/strict";
import { decodeBase64, encodeBase64 } from "../../src/core/text/base64.ts";

function decoded(text: string): string | number {
  const reading = decodeBase64(text);
  return reading.ok ? Buffer.from(reading.bytes).toString("latin1") : reading.offset;
}

describe("base64 as containerd reads it", () => {
  it("reads back what is encoded, of every length and byte", () => {
    for (let length = 0; length < 300; length++) {
      const bytes = Uint8Array.from({ length }, (_, i) => (i * 7 + length) & 0xff);
      const encoded = encodeBase64(bytes);
      assert.equal(encoded, Buffer.from(bytes).toString("base64"));
      assert.deepEqual(decodeBase64(encoded), { ok: true, bytes });
    }
  });

  it("skips line breaks and ignores the bits that are left over", () => {
    assert.equal(decoded("dXN\nlcj\r\npwYXN=\n"), "user:pas");
    assert.equal(decoded("dXNlcjpwYQ=\r\n=\n"), "user:pa");
    assert.equal(decoded("dXNlcjpwYR=="), "user:pa");
  });

  it("refuses at the byte that Go names", () => {
    assert.equal(decoded("dXNlcjpwYXNz"), "user:pass");
    assert.equal(decoded("dXNlcjpwYQ"), 8);
    assert.equal(decoded("dXNlcjpwYQ="), 11);
    assert.equal(decoded("dXNlcjpwYXM"), 8);
    assert.equal(decoded("dXNlcjpwYQ=x"), 10);
    assert.equal(decoded("dXNlcjpwYQ==x"), 12);
    assert.equal(decoded("dXN lcjpw"), 3);
    assert.equal(decoded("dXN-cjpw"), 3);
    assert.equal(decoded("user:pass"), 4);
    assert.equal(decoded("="), 0);
    assert.equal(decoded("d==="), 1);
    assert.equal(decoded("dXN\u00e9"), 3);
  });
});
