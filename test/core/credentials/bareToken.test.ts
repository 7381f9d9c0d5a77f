import assert from "node:assert/strict";
import { credentialKind } from "../../../src/core/credentials/readCredentials.ts";
import { credentialsOf, fixture, problemOf } from "./fixture.ts";

const folder = "user-password";

describe("a token on a line of its own", () => {
  it("of Google's is a whole credential that ends after an hour", () => {
    const text = fixture(`${folder}/google-access-token.txt`);
    const [credential] = credentialsOf(text);
    assert.deepEqual(credential?.auth, { username: "oauth2accesstoken", password: text.trim() });
    assert.deepEqual(credential?.description, { account: "oauth2accesstoken" });
    assert.deepEqual(credential?.hosts, []);
    assert.match((credential?.warnings ?? []).join(), /an hour.*service-account key/);
  });

  for (const [name, words] of [
    ["docker-hub", /Docker Hub access token without its account name\. Enter both/],
    ["docker-hub-organisation", /organization's name\. Enter both/],
    ["github", /GitHub token without its account name\. Enter both/],
    ["github-fine-grained", /fine-grained.*classic token with the scope read:packages/],
    ["gitlab-deploy", /deploy token without its username.*Enter both/],
    ["gitlab-personal", /GitLab token without its account name\. Enter both/],
  ] as const)
    it(`lacks the user: ${name}`, () => assert.match(problemOf(fixture(`${folder}/${name}.txt`)), words));

  it("is none of these with something after it, or in a sentence", () => {
    for (const text of [
      "ghp_fake FAKE",
      "my token is ghp_fake",
      "ghp_fake\nghp_fake",
      "ghost_writer",
      "glutton-fake",
      "ghp_",
    ])
      assert.equal(credentialKind(text), undefined, text);
  });

  it("that is an API key of Google's is refused", () => {
    assert.match(problemOf("AIzaFAKE-FAKE-FAKE"), /API key, which registries do not accept/);
  });
});
