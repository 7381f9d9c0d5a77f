import assert from "node:assert/strict";
import { credentialsOf, fixture, problemOf } from "./fixture.ts";

const folder = "acr-credential";

/** Of each credential what there is to choose by, and the pair. */
function pairs(name: string): readonly (readonly (string | undefined)[])[] {
  return credentialsOf(fixture(`${folder}/${name}`)).map(({ auth, description }) => [
    description.entry,
    ...("username" in auth ? [auth.username, auth.password] : []),
  ]);
}

describe("a credential of Azure Container Registry", () => {
  it("of az acr token create is one of two passwords; that which ends says when", () => {
    assert.deepEqual(pairs("token-create.json"), [
      ["password1", "fake-token", "fake/acr+password-one"],
      ["password2", "fake-token", "fake/acr+password-two"],
    ]);
    const [first, second] = credentialsOf(fixture(`${folder}/token-create.json`));
    assert.deepEqual(first?.description, { account: "fake-token", entry: "password1" });
    assert.deepEqual(first?.warnings, []);
    assert.equal(second?.description.expires, Date.parse("2027-01-02T03:04:05Z") / 1000);
    assert.match((second?.warnings ?? []).join(), /expires on 2027-01-02 03:04 UTC/);
    assert.deepEqual(first?.hosts, []);
  });

  it("of az acr token credential generate has one password, as it gives the others no value", () => {
    assert.deepEqual(pairs("token-credential-generate.json"), [["password1", "fake-token", "fake/acr+password-one"]]);
  });

  it("of the admin user is one of two passwords", () => {
    assert.deepEqual(pairs("credential-show.json"), [
      ["password", "fakeregistry", "fake/acr+admin-one"],
      ["password2", "fakeregistry", "fake/acr+admin-two"],
    ]);
  });

  it("may be a disabled token, which is said", () => {
    const [credential] = credentialsOf(fixture(`${folder}/token-disabled.json`));
    assert.match((credential?.warnings ?? []).join(), /disabled/);
  });

  it("may be a service principal, whose password ends", () => {
    assert.deepEqual(pairs("service-principal.json"), [
      [undefined, "fake-app-id-0000-0000-0000", "fake~principal.password"],
    ]);
    const [credential] = credentialsOf(fixture(`${folder}/service-principal.json`));
    assert.deepEqual(credential?.description, { account: "fake-app-id-0000-0000-0000" });
    assert.match((credential?.warnings ?? []).join(), /expires, by default after a year/);
  });

  it("of az acr login --expose-token has the registry, and ends in about 3 hours", () => {
    const text = fixture(`${folder}/expose-token.json`);
    const [credential] = credentialsOf(text);
    assert.deepEqual(credential?.hosts, ["fakeregistry.azurecr.io"]);
    assert.equal(credential?.description.expires, 1767330245);
    assert.match((credential?.warnings ?? []).join(), /about 3 hours.*kubelet's credential provider for ACR/);
    const { username, ...older } = JSON.parse(text);
    assert.deepEqual(credential?.auth, { username, password: older.accessToken });
    assert.deepEqual(credentialsOf(JSON.stringify(older)), credentialsOf(text), "the user is always the same");
  });

  it("is refused without passwords, which Azure shows but once", () => {
    assert.match(problemOf(fixture(`${folder}/token-show.json`)), /az acr token credential generate/);
    assert.match(problemOf('{"passwords": [], "username": "fake"}'), /az acr token credential generate/);
    assert.match(problemOf(fixture(`${folder}/service-principal-without-password.json`)), /az ad sp credential reset/);
  });
});
