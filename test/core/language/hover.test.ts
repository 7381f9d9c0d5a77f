import assert from "node:assert/strict";
import { hover } from "../../../src/core/language/hover.ts";
import { say } from "../../../src/core/text/phrase.ts";
import { fakeKey } from "../fakeKey.ts";

/** What is said at the first place of some words. */
function at(text: string, words: string): string {
  const found = hover(text, text.indexOf(words));
  return (found?.lines ?? []).map((line) => say(line)).join("\n");
}

const file = `mirrors:
  docker.io:
    endpoint:
      - "https://user:hunter2@mirror.example.com?token=hunter2"
      - localhost:5000/cache
      - "https://bad host"
    rewrite:
      "^a": b
configs:
  europe-west3-docker.pkg.dev:
    auth:
      username: _json_key
      password: '${JSON.stringify(fakeKey())}'
  mirror.example.com:
    auth:
      username: AWS
      password: hunter2
    tls:
      insecure_skip_verify: true
`;

describe("hover", () => {
  it("tells of a key what it does, since when, and what holds without it", () => {
    const text = at(file, "rewrite:");
    assert.match(text, /regular expressions/);
    assert.match(text, /since v1\.21\.0/);
    assert.match(text, /left out: names stay as they are/);
    assert.match(at(file, "insecure_skip_verify"), /left out: false/);
  });

  it("covers the key alone", () => {
    const found = hover(file, file.indexOf("rewrite:") + 3);
    assert.equal(file.slice(found?.start, found?.end), "rewrite");
  });

  it("tells of a mirror's key the registry and what is tried, in order", () => {
    const text = at(file, "docker.io:");
    assert.match(text, /^Docker Hub\.$/m);
    assert.match(text, /order: https:\/\/mirror\.example\.com\/v2, http:\/\/localhost:5000\/cache\.$/m);
    assert.match(text, /https:\/\/registry-1\.docker\.io\/v2 is tried last/);
  });

  it("tells only of endpoints that k3s tries, each once", () => {
    const misspelt = at("mirrors:\n  quay.io:\n    endpoints:\n      - https://a.example.com\n", "quay.io");
    assert.doesNotMatch(misspelt, /a\.example\.com/);
    const twice = "mirrors:\n  quay.io:\n    endpoint: [https://a.example.com, a.example.com, https://quay.io]\n";
    assert.match(at(twice, "quay.io"), /order: https:\/\/a\.example\.com\/v2\.$/m);
  });

  it("tells where Google's host is", () => {
    assert.match(at(file, "europe-west3"), /Artifact Registry: Frankfurt, Germany/);
  });

  it("tells where an endpoint is contacted, without user and query", () => {
    const text = at(file, '"https://user');
    assert.match(text, /^Contacted at https:\/\/mirror\.example\.com\/v2\.$/m);
    assert.match(text, /credential under mirror\.example\.com/);
    assert.doesNotMatch(text, /hunter2|user:/);
    assert.match(at(file, "localhost"), /Contacted at http:\/\/localhost:5000\/cache\.[\s\S]*takes the place of \/v2/);
    assert.match(at(file, '"https://bad'), /ignores this endpoint/);
  });

  it("tells of a Google key its account, project and id", () => {
    const key = fakeKey();
    for (const words of ["_json_key", "'{"]) {
      const text = at(file, words);
      assert.match(text, /key of a Google service account/);
      assert.ok(text.includes(`Account: ${key["client_email"]}`), text);
      assert.ok(text.includes(`Project: ${key["project_id"]}`), text);
      assert.doesNotMatch(text, /PRIVATE/);
    }
  });

  it("tells when a token ends", () => {
    assert.match(at(file, "hunter2\n"), /expires 12 hours/);
  });

  it("has nothing to tell outside, nor of keys that k3s does not read", () => {
    for (const [text, offset] of [
      ["", 0],
      ["mirrors:\n", 99],
      ["mirrors:\n", -1],
      ["constructor: 1\n", 2],
    ] as const)
      assert.equal(hover(text, offset), undefined);
  });
});
