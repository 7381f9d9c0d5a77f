import assert from "node:assert/strict";
import { readCredentials } from "../../src/core/credentials/readCredentials.ts";
import { parseGoUrl } from "../../src/core/hosts/goUrl.ts";

/** More than a call takes as arguments. */
const many = 200_000;

describe("lists of any length", () => {
  it("are read out of a path with an escape", () => {
    const url = parseGoUrl(`https://reg.example.com/%41${"a".repeat(many)}`);
    assert.ok(typeof url !== "string");
    assert.equal(url.path.length, many + 2);
  });

  it("are read out of a Secret", () => {
    const auths = Array.from({ length: many }, (_, i) => `"r${i}.io":{"auth":"YTpi"}`).join(",");
    const data = Buffer.from(`{"auths":{${auths}}}`).toString("base64");
    const text = `{"apiVersion":"v1","kind":"Secret","type":"kubernetes.io/dockerconfigjson","metadata":{"name":"a"},"data":{".dockerconfigjson":"${data}"}}`;
    assert.doesNotThrow(() => readCredentials(text));
  }).timeout(120_000);
});
