import assert from "node:assert/strict";
import { readTokenTimes } from "../../src/core/credentials/jsonWebToken.ts";

function token(claims: unknown): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "none" })}.${part(claims)}.Tk9ULUEtU0lHTkFUVVJF`;
}

describe("the times of a JSON Web Token", () => {
  it("are those of its claims", () => {
    assert.deepEqual(readTokenTimes(token({ exp: 1000, iat: 400 })), { expires: 1000, lifetime: 600 });
    assert.deepEqual(readTokenTimes(token({ exp: 1000, nbf: 400 })), { expires: 1000, lifetime: 600 });
    assert.deepEqual(readTokenTimes(`${token({ exp: 1000, note: "ÿÿ>>??" })}\n`), {
      expires: 1000,
      lifetime: undefined,
    });
    assert.deepEqual(readTokenTimes(token({ exp: 1000, iat: 2000 })), { expires: 1000, lifetime: undefined });
  });

  it("are not there in other texts, and in tokens without an end", () => {
    for (const text of [
      "",
      "eyJ",
      "eyJhIjoxfQ.eyJh.x",
      "eyJhIjoxfQ.eyJhIjox.x",
      token({}),
      token({ exp: "1000" }),
      token({ exp: -1 }),
      token({ exp: 1e300 }),
      token(null),
      token([]),
      `a.${token({ exp: 1 })}`,
    ])
      assert.equal(readTokenTimes(text), undefined, text);
  });
});
