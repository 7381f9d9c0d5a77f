import assert from "node:assert/strict";
import { convert } from "../../../src/core/convert/convert.ts";
import { credentialsOf, fixture, problemOf } from "./fixture.ts";

const folder = "harbor-robot";

describe("a robot account of Harbor", () => {
  it("as it is when it was made has its name, secret and end", () => {
    const [credential] = credentialsOf(fixture(`${folder}/created.json`));
    assert.deepEqual(credential?.auth, {
      username: "robot$fake-project+puller",
      password: "fakeHarborSecret0123456789ABCDEF",
    });
    assert.deepEqual(credential?.description, { account: "robot$fake-project+puller", expires: 1798859045 });
    assert.deepEqual(credential?.hosts, []);
    assert.match((credential?.warnings ?? []).join(), /expires on 2027-01-02/);
  });

  it("as a whole never ends with -1", () => {
    const [credential] = credentialsOf(fixture(`${folder}/robot.json`));
    assert.deepEqual(credential?.description, { account: "robot$fake-system" });
    assert.deepEqual(credential?.warnings, []);
  });

  it("may have another prefix, and be disabled, which is said", () => {
    const [credential] = credentialsOf(fixture(`${folder}/disabled-other-prefix.json`));
    assert.equal(credential?.description.account, "bot-fake-system");
    assert.match((credential?.warnings ?? []).join("\n"), /disabled.*\n.*expires on 2026-02-01/);
  });

  it("is refused without its secret, as in a listing", () => {
    assert.match(problemOf(fixture(`${folder}/listing.json`)), /Refresh the secret/);
    assert.match(problemOf('{"name": "robot$fake", "secret": ""}'), /Refresh the secret/);
  });

  it("may be one of several", () => {
    const robots = ["created", "robot"].map((name) => JSON.parse(fixture(`${folder}/${name}.json`)));
    const entries = credentialsOf(JSON.stringify(robots)).map(({ description }) => description.entry);
    assert.deepEqual(entries, ["robot$fake-project+puller", "robot$fake-system"]);
  });

  it("is written so that nothing on the way to the node expands its $", () => {
    const [credential] = credentialsOf(fixture(`${folder}/created.json`));
    assert.ok(credential);
    const conversion = convert({ assignments: [{ credential, hosts: ["harbor.example.com"] }], mirrors: false });
    assert.ok(conversion.ok);
    assert.ok(conversion.text.includes("username: 'robot$fake-project+puller'"), conversion.text);
  });
});
