import assert from "node:assert/strict";
import { rotate } from "../../src/core/convert/rotate.ts";
import type { Credential } from "../../src/core/credentials/credential.ts";
import { readCredentials } from "../../src/core/credentials/readCredentials.ts";
import { say } from "../../src/core/text/phrase.ts";
import { fakeKeyFile } from "./fakeKey.ts";

function keyCredentialOf(fields: Readonly<Record<string, unknown>> = {}): Credential {
  const reading = readCredentials(fakeKeyFile(fields));
  assert.ok(reading.ok);
  return reading.credentials[0] as Credential;
}

describe("rotation", () => {
  it("says which accounts are there when that of the new key is not", () => {
    const text = `configs:\n  gcr.io:\n    auth: {username: _json_key, password: '${fakeKeyFile().replaceAll("\n", " ")}'}\n`;
    const rotation = rotate(text, keyCredentialOf({ client_email: "other@fake-project.iam.gserviceaccount.com" }));
    assert.ok(!rotation.ok);
    assert.match(say(rotation.problem), /of other@fake-project\S+; there are keys of puller@fake-project/);
  });
});
