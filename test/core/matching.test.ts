import assert from "node:assert/strict";
import { shownKey } from "../../src/core/display/shown.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { keyFault, plainHost } from "../../src/core/hosts/registryKey.ts";

describe("keys of registries", () => {
  it("are a host and port, or have one fault", () => {
    for (const good of ["docker.io", "localhost:5000", "[fd00::1]:5000", "10.0.0.5", "*", "*.example.com"])
      assert.equal(keyFault(good), undefined, good);
    const faults = {
      "": "empty",
      " ": "empty",
      "https://a.example.com": "scheme",
      "http:/a.example.com": "scheme",
      "https//a.example.com": "scheme",
      "//a.example.com": "scheme",
      "a.example.com/": "path",
      "a.example.com/v2": "path",
      "a.example.com ": "blank",
      "someone@a.example.com": "user",
    };
    for (const [key, fault] of Object.entries(faults)) assert.equal(keyFault(key), fault, key);
  });

  it("give up what is around their host", () => {
    for (const key of ["https://a.example.com:5000/v2/", "  a.example.com:5000", "u:p@a.example.com:5000/x@y"])
      assert.equal(plainHost(key), "a.example.com:5000", key);
    assert.equal(plainHost("HTTPS://A.example.com"), "A.example.com");
    assert.equal(shownKey("https://u:NOT-A-PASSWORD@a.example.com/x"), "https://…@a.example.com/x");
    assert.equal(shownKey("u:NOT-A-PASSWORD@a.example.com"), "…@a.example.com");
  });
});

describe("matching", () => {
  const auth = "    auth: {username: someone, password: NOT-A-PASSWORD}\n";
  const found = (endpoints: readonly string[], keys: readonly string[], registry = "docker.io"): readonly string[] => {
    const mirrors = `mirrors:\n  ${registry}:\n    endpoint:\n${endpoints.map((url) => `      - ${url}\n`).join("")}`;
    const configs = `configs:\n${keys.map((key) => `  ${key}:\n${auth}`).join("")}`;
    const { mismatches, misplaced, unaddressed } = openRegistries(mirrors + configs).matching;
    return [
      ...[...mismatches.values()].map(({ difference }) => difference),
      ...[...misplaced.keys()].map(() => "misplaced"),
      ...[...unaddressed.values()].map(({ near }) => (near ? "near" : "unaddressed")),
    ];
  };

  it("tells what differs between a key and an endpoint", () => {
    assert.deepEqual(found(["https://a.example.com:5000"], ["a.example.com:5000"]), []);
    assert.deepEqual(found(["https://a.example.com:5000"], ["a.example.com"]), ["missing-port"]);
    assert.deepEqual(found(["https://a.example.com:443"], ["a.example.com"]), ["default-port"]);
    assert.deepEqual(found(["https://a.example.com"], ["a.example.com:443"]), ["default-port"]);
    assert.deepEqual(found(["https://a.example.com:1"], ["a.example.com:2"]), ["port"]);
    assert.deepEqual(found(["https://A.example.com"], ["a.example.com"]), ["case"]);
    assert.deepEqual(found(["https://a.example.com"], ["a.example.com."]), ["dot"]);
    assert.deepEqual(found(["https://[fd00::1]:5000"], ['"[fd00::1]"']), ["missing-port"]);
  });

  it("finds settings of the registry instead of its mirror, unless the registry is asked too", () => {
    assert.deepEqual(found(["https://a.example.com"], ["docker.io"]), ["misplaced"]);
    assert.deepEqual(found(["https://a.example.com"], ["registry-1.docker.io"]), ["misplaced"]);
    assert.deepEqual(found(["https://a.example.com", "https://docker.io"], ["docker.io"]), []);
    assert.deepEqual(found(["https://a.example.com"], ["docker.io", "a.example.com"]), []);
    assert.deepEqual(found(["https://a.example.com"], ["docker.io"], '"*"'), []);
    assert.deepEqual(found(["https://$MIRROR"], ["docker.io"]), []);
  });

  it("finds settings of a host that nothing names only where one endpoint lacks them", () => {
    assert.deepEqual(found(["https://a.example.com"], ["b.example.com"]), ["unaddressed"]);
    assert.deepEqual(found(["https://a.example.com", "https://c.example.com"], ["b.example.com"]), []);
    assert.deepEqual(found(["https://a.example.com"], ["b.example.com", "c.example.com"]), []);
    assert.deepEqual(found(["https://a.example.com"], ["ghcr.io"]), []);
    assert.deepEqual(found(["https://mirror.gcr.io"], ["b.example.com"]), []);
    assert.deepEqual(found(["https://mirror.example.com", "https://c.example.com"], ["mirror"]), ["near"]);
  });
});
