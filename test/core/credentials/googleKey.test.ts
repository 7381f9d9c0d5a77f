import assert from "node:assert/strict";
import { credentialKind } from "../../../src/core/credentials/readCredentials.ts";
import { credentialsOf, fixture, problemOf } from "./fixture.ts";

const folder = "google-key";

describe("files of Google's", () => {
  it("that are a key, as JSON or in base64, are the same credential", () => {
    const key = credentialsOf(fixture(`${folder}/key.json`));
    assert.equal(key[0]?.kind, "google-key");
    assert.deepEqual(credentialsOf(fixture(`${folder}/key.base64.txt`)), key);
    assert.deepEqual(credentialsOf(fixture(`${folder}/key-unpadded.base64.txt`)), key);
  });

  for (const [name, words] of [
    ["key-with-line-feeds", /private_key is broken over several lines/],
    ["authorized-user", /user's own login.*Create a key for a service account/],
    ["external-account", /workload identity.*Create a key/],
    ["external-account-authorized-user", /workforce login.*Create a key/],
    ["impersonated", /does not contain that account's key.*Create a key/],
    ["impersonated-with-key", /Its key \(source_credentials\) belongs to another account.*Create a key/],
    ["gdch", /Distributed Cloud.*Create a key/],
    ["oauth-client", /OAuth client.*Create a key/],
    ["firebase", /Firebase.*Create a key/],
  ] as const)
    it(`that can't be used are refused by name, with the way out: ${name}`, () =>
      assert.match(problemOf(fixture(`${folder}/${name}.json`)), words));

  it("that SOPS encrypted say how to decrypt them", () => {
    const encrypted = JSON.stringify({
      type: "ENC[AES256_GCM,data:ZmFrZQ==,type:str]",
      private_key: "ENC[AES256_GCM,data:ZmFrZQ==,type:str]",
      sops: { mac: "ENC[AES256_GCM,data:ZmFrZQ==,type:str]", version: "3.9.0" },
    });
    assert.equal(credentialKind(encrypted), "google-key");
    assert.match(problemOf(encrypted), /encrypted with SOPS.*sops --decrypt/);
  });
});
