import assert from "node:assert/strict";
import { formatPlace, keepsRepeated } from "../../src/core/file/format.ts";
import { properName } from "../../src/core/file/keyNames.ts";

describe("the format of registries.yaml", () => {
  const places: readonly (readonly [path: string, place: string])[] = [
    ["", "level root"],
    ["mirrors", "entries mirror"],
    ["mirrors docker.io", "level mirror"],
    ["mirrors docker.io endpoint", "value endpoint"],
    ["mirrors docker.io endpoint 0", "nothing"],
    ["mirrors docker.io endpoints", "nothing"],
    ["mirrors docker.io rewrite", "value rewrite"],
    ["configs", "entries config"],
    ["configs x.example.com auth", "level auth"],
    ["configs x.example.com auth auth", "value auth"],
    ["configs x.example.com tls ca_file", "value ca_file"],
    ["auths x.example.com username", "value username"],
    ["registries", "nothing"],
  ];
  for (const [path, expected] of places)
    it(`has ${expected} at "${path}"`, () => {
      const place = formatPlace(path === "" ? [] : path.split(" "));
      const name = place?.is === "level" ? place.level : place?.is === "entries" ? place.of : place?.key.name;
      assert.equal(place ? `${place.is} ${name}` : "nothing", expected);
    });

  it("finds misspelt keys where it is told how to read them", () => {
    const place = formatPlace(["mirror", "docker.io", "endpoints"], properName);
    assert.equal(place?.is === "value" && place.key.name, "endpoint");
  });

  it("knows of which repeated keys k3s keeps all values", () => {
    const kept = [["configs"], ["configs", "a", "auth"], ["configs", "a", "tls"], ["mirrors", "a", "rewrite"]];
    const last = [
      ["configs", "a"],
      ["mirrors", "a"],
      ["mirrors", "a", "endpoint"],
      ["configs", "a", "auth", "auth"],
    ];
    assert.deepEqual(kept.map(keepsRepeated), [true, true, true, true]);
    assert.deepEqual(last.map(keepsRepeated), [false, false, false, false]);
    assert.equal(keepsRepeated(["auths", "a", "auth"]), false);
  });
});
