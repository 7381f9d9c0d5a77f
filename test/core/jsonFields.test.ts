import assert from "node:assert/strict";
import fc from "fast-check";
import { withField } from "../../src/core/json/fields.ts";

describe("a field of a JSON text", () => {
  it("is replaced or added, and all else stays as it is written", () => {
    assert.equal(withField('{ "a" : "x", "b": 1.50 }', "a", "y"), '{ "a" : "y", "b": 1.50 }');
    assert.equal(withField('{"a":[{"b":1}]}', "b", "y"), '{"a":[{"b":1}], "b": "y"}');
    assert.equal(withField("{}", "b", '"\n'), '{"b": "\\"\\n"}');
    assert.equal(withField('{\n  "a": null\n}\n', "a", "y"), '{\n  "a": "y"\n}\n');
    assert.equal(withField('{"\\u0061": 1}', "a", "y"), '{"\\u0061": "y"}');
  });

  it("is written only into an object, and never over a list or an object", () => {
    for (const json of ["[]", '"a"', "{", "", '{"a": {}}', '{"a": []}'])
      assert.equal(withField(json, "a", "y"), undefined);
  });

  it("is there afterwards, and no other one has changed", () => {
    const plain = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.constant(null)));
    fc.assert(
      fc.property(plain, fc.string(), fc.string(), fc.boolean(), (object, name, value, pretty) => {
        fc.pre(name !== "__proto__" && !Object.hasOwn(object, "__proto__"));
        const json = withField(JSON.stringify(object, null, pretty ? 2 : 0), name, value);
        assert.deepEqual(JSON.parse(json ?? ""), { ...object, [name]: value });
      }),
    );
  });
});
