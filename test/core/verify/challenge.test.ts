import assert from "node:assert/strict";
import { answeredChallenge, parseChallenges } from "../../../src/core/verify/challenge.ts";

/** Challenges as `scheme name=value …`. */
function parsed(header: string): readonly string[] {
  return parseChallenges(header).map(({ scheme, parameters }) =>
    [scheme, ...[...parameters].map(([name, value]) => `${name}=${value}`)].join(" "),
  );
}

describe("a challenge", () => {
  const cases: readonly (readonly [header: string, expected: readonly string[]])[] = [
    [
      'Bearer realm="https://a/t",service="a",scope="repository:x/y:pull,push"',
      ["bearer realm=https://a/t service=a scope=repository:x/y:pull,push"],
    ],
    ['bearer scope="s" , SERVICE = "a",Realm="r"', ["bearer scope=s service=a realm=r"]],
    ["Bearer realm=https://a/t?x=1,service=a", ["bearer realm=https://a/t?x=1 service=a"]],
    ['BASIC realm="Sonatype Nexus Repository Manager"', ["basic realm=Sonatype Nexus Repository Manager"]],
    ["Basic", ["basic"]],
    ['Basic realm="a", Bearer realm="b",service="c"', ["basic realm=a", "bearer realm=b service=c"]],
    ['Negotiate abc==, Bearer realm="b"', ["negotiate abc==", "bearer realm=b"]],
    [String.raw`Basic realm="a \"b\" \\ c"`, [String.raw`basic realm=a "b" \ c`]],
    ['Basic realm="never closed, Bearer realm=', ["basic realm=never closed, Bearer realm="]],
    ['Basic realm=""', ["basic realm="]],
    ['Bearer realm="a",realm="b"', ["bearer realm=b"]],
    ['=,="x" Basic', ["x", "basic"]],
    ["", []],
    [",,;;", []],
  ];
  for (const [header, expected] of cases)
    it(`is read from ${JSON.stringify(header)}`, () => assert.deepEqual(parsed(header), expected));

  it("is answered as containerd does: Bearer before Basic, nothing else", () => {
    assert.equal(answeredChallenge('Basic realm="a", Bearer realm="b"')?.scheme, "bearer");
    assert.equal(answeredChallenge('Digest realm="a", BASIC realm="b"')?.scheme, "basic");
    assert.equal(answeredChallenge('Digest realm="a"'), undefined);
    assert.equal(answeredChallenge(undefined), undefined);
  });

  it("is read from long headers in bounded time", () => {
    const start = performance.now();
    for (const piece of ["Basic ", 'a="', "a=", '"', "\\", "a=b,", " ", 'a="\\'])
      assert.ok(parseChallenges(piece.repeat(1_000_000)).length <= 20);
    assert.ok(performance.now() - start < 2000);
  });
});
