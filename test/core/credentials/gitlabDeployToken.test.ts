import assert from "node:assert/strict";
import { credentialsOf, fixture, leftOf, problemOf } from "./fixture.ts";

const folder = "gitlab-deploy-token";

describe("a deploy token of GitLab", () => {
  it("has its username, token and end", () => {
    const [credential] = credentialsOf(fixture(`${folder}/created.json`));
    assert.deepEqual(credential?.auth, { username: "gitlab+deploy-token-1", password: "gldt-fakeFAKEfakeFAKEfake" });
    const expires = Date.parse("2027-01-02T00:00:00Z") / 1000;
    assert.deepEqual(credential?.description, { account: "gitlab+deploy-token-1", expires });
    assert.deepEqual(credential?.hosts, [], "a GitLab of one's own has another registry");
    assert.match((credential?.warnings ?? []).join(), /expires on 2027-01-02/);
  });

  it("without the scope that a registry wants is warned of", () => {
    const [credential] = credentialsOf(fixture(`${folder}/without-scope.json`));
    assert.match((credential?.warnings ?? []).join(), /lacks the scope read_registry/);
    assert.equal(credential?.description.expires, undefined);
  });

  it("is refused when it was revoked, has expired, or is not in the file, as in a listing", () => {
    assert.match(problemOf(fixture(`${folder}/revoked.json`)), /revoked/);
    assert.match(problemOf(fixture(`${folder}/expired.json`)), /has expired/);
    assert.match(problemOf(fixture(`${folder}/listing.json`)), /shows it only at creation/);
  });

  it("may be one of several, of which only some can be used", () => {
    const [good, old] = ["created", "revoked"].map((name) => JSON.parse(fixture(`${folder}/${name}.json`)));
    const text = JSON.stringify([good, old, { ...good, username: "fake-user" }]);
    assert.deepEqual(
      credentialsOf(text).map(({ description }) => description.entry),
      ["gitlab+deploy-token-1", "fake-user"],
    );
    assert.match(leftOf(text).join(), /revoked/);
  });
});
