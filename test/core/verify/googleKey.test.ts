import assert from "node:assert/strict";
import { createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import { type KeyCheck, keyCheck, type Sign, verifyKey } from "../../../src/core/verify/googleKey.ts";
import type { Request } from "../../../src/core/verify/send.ts";
import type { VerdictKind } from "../../../src/core/verify/verdict.ts";
import { fakeKeyFile } from "../fakeKey.ts";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const signature: Sign = (text, key) => sign("RSA-SHA256", Buffer.from(text), key).toString("base64url");

function checkOf(fields: Readonly<Record<string, unknown>> = {}): KeyCheck {
  const made = keyCheck(fakeKeyFile({ private_key: privateKey, ...fields }));
  assert.ok(made.ok, made.ok ? "" : made.problem);
  return made.check;
}

describe("the check of a Google key", () => {
  it("sends an assertion that the key signs, and nothing else of it", () => {
    const check = checkOf();
    const { method, url, body = "", headers } = check.request(1_700_000_000, signature);
    assert.deepEqual([method, url], ["POST", "https://oauth2.googleapis.com/token"]);
    const [, assertion = ""] =
      /^grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=(.*)$/.exec(body) ?? [];
    const [header = "", claims = "", signed = ""] = assertion.split(".");
    const read = (part: string): object => JSON.parse(Buffer.from(part, "base64url").toString());
    assert.deepEqual(read(header), { alg: "RS256", typ: "JWT", kid: "0123456789abcdef0123456789abcdef01234567" });
    assert.deepEqual(read(claims), {
      iss: "puller@fake-project.iam.gserviceaccount.com",
      scope: "https://www.googleapis.com/auth/devstorage.read_only",
      aud: "https://oauth2.googleapis.com/token",
      iat: 1_700_000_000,
      exp: 1_700_000_060,
    });
    const valid = verify(
      "RSA-SHA256",
      Buffer.from(`${header}.${claims}`),
      createPublicKey(privateKey),
      Buffer.from(signed, "base64url"),
    );
    assert.ok(valid);
    assert.equal(headers["content-type"], "application/x-www-form-urlencoded");
  });

  const grant = (text: string): object => ({ error: "invalid_grant", error_description: text });
  const answers: readonly (readonly [status: number, body: object, verdict: VerdictKind, reason: RegExp])[] = [
    [200, { access_token: "ya29.x" }, "accepted", /accepts the key of puller@fake-project/],
    [400, grant("Invalid JWT Signature."), "refused", /deleted or disabled/],
    [400, grant("Invalid grant: account not found"), "refused", /no longer exists/],
    [400, grant("The account has been deleted"), "refused", /no longer exists/],
    [400, grant("Robot is disabled."), "refused", /is disabled/],
    [
      401,
      { error: "disabled_client", error_description: "The OAuth client was disabled." },
      "refused",
      /or its key is disabled/,
    ],
    [
      401,
      { error: "deleted_client", error_description: "The OAuth client was deleted." },
      "refused",
      /no longer exists/,
    ],
    [
      400,
      grant("Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."),
      "unknown",
      /clock/,
    ],
    [400, grant("something new"), "refused", /The answer says: "something new"/],
    [429, {}, "unknown", /rate/],
    [503, {}, "unknown", /503/],
    [302, {}, "unknown", /redirects/],
    [418, {}, "unknown", /418/],
  ];
  for (const [status, body, verdict, reason] of answers)
    it(`finds ${verdict} in ${status} ${JSON.stringify(body)}`, async () => {
      const sent: Request[] = [];
      const send = async (request: Request) => {
        sent.push(request);
        return { status, headers: {}, body: JSON.stringify(body) };
      };
      const found = await verifyKey(checkOf(), send, signature, 0);
      assert.equal(found.verdict, verdict);
      assert.match(found.reasons.join(" "), reason);
      assert.equal(sent.length, 1);
      assert.doesNotMatch(JSON.stringify(found), /eyJ|PRIVATE|ya29/);
    });

  it("sends nothing with a key that can't sign, and tells a failed request", async () => {
    const never = (): never => assert.fail("sent");
    assert.equal((await verifyKey(checkOf(), never, () => undefined, 0)).verdict, "refused");
    const failed = await verifyKey(checkOf(), async () => ({ failure: "no-such-host" }), signature, 0);
    assert.equal(failed.verdict, "unknown");
  });

  it("is refused for a token address that is not Google's", () => {
    for (const token_uri of [
      "http://oauth2.googleapis.com/token",
      "https://evil.example.net/token",
      "https://oauth2.googleapis.com.evil.example.net/token",
      "https://oauth2.googleapis.com:8443/token",
      "https://a:b@oauth2.googleapis.com/token",
      "https://oauth2.googleapis.com/token?to=evil",
      "https://evilgoogleapis.com/token",
      "file:///etc/passwd",
      "",
      7,
    ]) {
      const made = keyCheck(fakeKeyFile({ private_key: privateKey, token_uri }));
      assert.ok(!made.ok, String(token_uri));
    }
    assert.equal(checkOf({ token_uri: "https://accounts.google.com/o/oauth2/token" }).host, "accounts.google.com");
  });
});
