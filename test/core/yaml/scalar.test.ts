import assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "yaml";
import { plainType } from "../../../src/core/yaml/resolve.ts";
import { doubleQuoted, keyScalar, looksTyped, singleQuoted, valueScalar } from "../../../src/core/yaml/scalar.ts";

/** Texts that YAML could take for something else. */
const awkward: readonly string[] = [
  ..."y,N,yes,No,ON,off,TRUE,false,null,Null,~,1,-1,+1,1_0,0o7,07,0x1f,0b1,1.5,1.,.5,1e3,.inf,-.Inf,.NaN,1:20,1:2:3.5".split(
    ",",
  ),
  ..."2001-12-14,2001-1-1T1:2:3Z,-,--,---,...,?,:,a: b,a:b,a #b,a#b,#,&a,*a,!a,|,>,%a,@a,`a,[a],{a},a,b,'a',\"a\",it's".split(
    ",",
  ),
  ..."\ta|a\t| a|a |a\nb|a\rb|\0|\x1b|\x7f|\x85|\u2028|\ufeff|\uffff|\ud800|😀|é|/a|_a|a.b-c|a_b|0a|a0|*.b.io|a:5000|<<|=".split(
    "|",
  ),
  "",
];

describe("a scalar that is written", () => {
  const any = fc.oneof(
    fc.constantFrom(...awkward),
    fc.string({ unit: fc.constantFrom(..."01._-+:eExobinfanyNull~ #'\"\\/@\t\n") }),
    fc.string({ unit: "binary" }),
  );
  // A lone surrogate is none of Unicode's characters: only its escape can stand for it.
  const reads = (written: string, text: string): void => {
    assert.ok(!/[\r\n]/.test(written), "it is on one line");
    for (const version of ["1.1", "1.2"] as const) assert.equal(parse(written, { version }), text);
  };

  it("is the same text to every reader, whatever is in it", () => {
    const check = (text: string): void => {
      for (const write of [singleQuoted, doubleQuoted, valueScalar]) reads(write(text), text);
      for (const version of ["1.1", "1.2"] as const)
        assert.deepEqual(Object.keys(parse(`${keyScalar(text)}: x\n`, { version })), [text]);
    };
    for (const text of awkward) check(text);
    fc.assert(fc.property(any, check), { numRuns: 200 });
  });

  it("is plain only where that is plain to see", () => {
    for (const [text, value, key] of [
      ["a", "a", "a"],
      ["_a/b.c-d", "_a/b.c-d", '"_a/b.c-d"'],
      ["/etc/ca.pem", "/etc/ca.pem", '"/etc/ca.pem"'],
      ["docker.io", "docker.io", "docker.io"],
      ["0a", "'0a'", "0a"],
      ["10.0", "'10.0'", '"10.0"'],
      ["a:5000", "'a:5000'", '"a:5000"'],
      ["Off", "'Off'", '"Off"'],
      ["offs", "offs", "offs"],
      ["e0", "'e0'", '"e0"'],
      ["1._5", "'1._5'", '"1._5"'],
      ["*", "'*'", '"*"'],
      ["it's", "'it''s'", '"it\'s"'],
      ["a\nb", '"a\\nb"', '"a\\nb"'],
      ["\u2028", '"\\u2028"', '"\\u2028"'],
      ["", "''", '""'],
    ] as const)
      assert.deepEqual([valueScalar(text), keyScalar(text)], [value, key]);
    assert.equal(singleQuoted("\x85"), '"\\u0085"');
    assert.equal(singleQuoted("é😀"), "'é😀'");
  });
});

describe("a plain scalar that other readers take for something else", () => {
  const typed =
    "y N yes NO on Off true False null Null 1 -1 +12 1_000 0 07 0o17 0x1F 0xa_b 0b1_0 1.5 -1.5e3 1. 1.e5 .5 +.5E-3 1_0.5_0 .55 .5_5 .inf -.Inf +.INF .nan .NaN 1:20 -1:2 1:20:30 1:05.5 1:59. 2001-12-14 2001-1-1 2001-12-14T1:2:3Z 2001-12-14t1";
  for (const text of [...typed.split(" "), "2001-12-14 1:2:3"])
    it(`is found: ${text}`, () => assert.ok(looksTyped(text)));

  const others =
    "a yes1 1a 0xg 0b2 0o8 1:60 1:200 a1:20 .e5 . + - 1e 1.2.3 inf nan .infx x.inf x1 --1 1-1 2001-12 201-12-14 20011-12-14 2001-123-1 2001-12-14x x2001-12-14 1:20x 10.0.0.1 sha256:1 trues";
  for (const text of others.split(" ")) it(`is none: ${text}`, () => assert.ok(!looksTyped(text)));
});

describe("the type of a plain scalar", () => {
  it("is a float with a sign, or with several digits behind the point", () => {
    for (const text of ["-.55", "+.5", "-1.25e3"]) assert.equal(plainType(text), "!!float", text);
    for (const text of ["-.", "+.x"]) assert.equal(plainType(text), "!!str", text);
    for (const text of ["01777777777777777777777", "0xffffffffffffffff"]) assert.equal(plainType(text), "!!int", text);
    for (const text of ["02000000000000000000000", "-0o2000000000000000000000"])
      assert.notEqual(plainType(text), "!!int", text);
  });
});
