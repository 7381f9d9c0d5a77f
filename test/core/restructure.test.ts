import assert from "node:assert/strict";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { applyEdits } from "../../src/core/text/span.ts";
import { canJoin, canMove, canNest, canUnlist, type Operation, operationEdits } from "../../src/core/yaml/edit.ts";
import { canRemove } from "../../src/core/yaml/restructure.ts";

function after(text: string, ...operations: readonly Operation[]): string {
  return applyEdits(text, operationEdits(openRegistries(text).doc, operations));
}

describe("taking entries out", () => {
  const text = "a:\n  # of b\n  b: 1 # one\n  c:\n    - x\n    - y # why\nd: {e: 1, f: 2, g: [h, i]}\n";

  it("takes an entry's lines with the remark behind it", () => {
    assert.equal(after(text, { remove: ["a", "b"] }), text.replace("  b: 1 # one\n", ""));
    assert.equal(after(text, { remove: ["a", "c", 1] }), text.replace("    - y # why\n", ""));
    assert.equal(after(text, { remove: ["a", "c"] }), text.replace("  c:\n    - x\n    - y # why\n", ""));
  });

  it("takes a comma with an entry in flow style", () => {
    assert.equal(after(text, { remove: ["d", "e"] }), text.replace("e: 1, ", ""));
    assert.equal(after(text, { remove: ["d", "f"] }), text.replace(", f: 2", ""));
    assert.equal(after(text, { remove: ["d", "g", 1] }), text.replace(", i", ""));
    assert.equal(after(text, { remove: ["d", "g", 0] }), text.replace("h, ", ""));
  });

  it("leaves nothing empty behind, but a top-level key", () => {
    assert.equal(after("a:\n  b:\n    c: 1\n  d: 2\n", { remove: ["a", "b", "c"] }), "a:\n  d: 2\n");
    assert.equal(after("a:\n  b:\n    c: 1\nd: 2\n", { remove: ["a", "b", "c"] }), "d: 2\n");
  });

  it("takes one of a repeated key", () => {
    const repeated = "a:\n  b: 1\n  c: 2\n  b: 3\n";
    const doc = openRegistries(repeated).doc;
    const [pair] = doc.occurrences(["a", "b"]);
    assert.ok(pair);
    const withoutFirst = applyEdits(repeated, operationEdits(doc, [{ remove: ["a", "b"], pair }]));
    assert.equal(withoutFirst, "a:\n  c: 2\n  b: 3\n");
    assert.equal(after(repeated, { remove: ["a", "b"] }), "a:\n  b: 1\n  c: 2\n");
  });

  it("takes nothing where nothing is written", () => {
    const { doc } = openRegistries(text);
    for (const path of [
      ["x", "y"],
      ["a", "b", "y"],
      ["a", "c", 2],
      ["a", "c", 0, "y"],
    ]) {
      assert.ok(!canRemove(doc, path));
      assert.equal(after(text, { remove: path }), text);
    }
  });

  it("keeps CRLF, and a last line without an end", () => {
    assert.equal(after("a:\r\n  b: 1\r\n  c: 2", { remove: ["a", "c"] }), "a:\r\n  b: 1\r\n");
    assert.equal(after("a:\r\n  b: 1\r\n  c: 2", { remove: ["a", "b"] }), "a:\r\n  c: 2");
  });
});

describe("moving entries", () => {
  it("nests fields where they stand, comments included", () => {
    const text = "configs:\n  h.io:\n    # who\n    username: u # me\n    password: 'p'\n  i.io:\n    tls: {}\n";
    const move = (name: string): Operation => ({
      move: ["configs", "h.io", name],
      to: ["configs", "h.io", "auth", name],
    });
    assert.equal(
      after(text, move("username"), move("password")),
      "configs:\n  h.io:\n    # who\n    auth:\n      username: u # me\n      password: 'p'\n  i.io:\n    tls: {}\n",
    );
    assert.equal(
      after("configs:\n  h.io:\n    password: |\n      a\n\n      b\n", move("password")),
      "configs:\n  h.io:\n    auth:\n      password: |\n        a\n\n        b\n",
    );
  });

  it("brings a section to the top level", () => {
    const text = "mirrors:\n  a.io:\n    endpoint: [x]\n  configs:\n    h.io:\n      auth:\n        username: u\n";
    assert.ok(canMove(openRegistries(text).doc, ["mirrors", "configs"], ["configs"]));
    assert.equal(
      after(text, { move: ["mirrors", "configs"], to: ["configs"] }),
      "mirrors:\n  a.io:\n    endpoint: [x]\nconfigs:\n  h.io:\n    auth:\n      username: u\n",
    );
  });

  it("moves an entry into another section, with the line ends of the file", () => {
    const text = "mirrors:\r\n  a.io:\r\n    endpoint: [x]\r\n    auth:\r\n      username: u";
    assert.equal(
      after(text, { move: ["mirrors", "a.io", "auth"], to: ["configs", "a.io", "auth"] }),
      "mirrors:\r\n  a.io:\r\n    endpoint: [x]\r\nconfigs:\r\n  a.io:\r\n    auth:\r\n      username: u",
    );
  });

  it("is refused where bytes would be lost", () => {
    const flow = openRegistries("mirrors: {a.io: {auth: {username: u}}}\n").doc;
    assert.ok(!canMove(flow, ["mirrors", "a.io", "auth"], ["configs", "a.io", "auth"]));
    const anchored = openRegistries("mirrors:\n  a.io:\n    auth: &x\n      username: u\n").doc;
    assert.ok(!canMove(anchored, ["mirrors", "a.io", "auth"], ["configs", "a.io", "auth"]));
    assert.equal(after(flow.text, { move: ["mirrors", "a.io", "auth"], to: ["configs", "a.io", "auth"] }), flow.text);
    const taken = openRegistries("mirrors:\n  a.io:\n    auth: u\nconfigs:\n  a.io:\n    auth: v\n").doc;
    assert.ok(!canMove(taken, ["mirrors", "a.io", "auth"], ["configs", "a.io", "auth"]));
  });
});

describe("taking out all entries of a map", () => {
  it("takes the map too, up to where other entries go", () => {
    const text = "a:\n  b:\n    c: 1\n    d: 2\n  e:\n    f: 3\n";
    const move = (from: string, name: string): Operation => ({ move: ["a", from, name], to: ["z", from, name] });
    assert.equal(
      after(text, move("b", "c"), move("b", "d"), move("e", "f")),
      "z:\n  b:\n    c: 1\n    d: 2\n  e:\n    f: 3\n",
    );
    assert.equal(after(text, { remove: ["a", "b", "c"] }, { remove: ["a", "b", "d"] }), "a:\n  e:\n    f: 3\n");
    assert.equal(
      after("a:\n  b:\n    c: 1\n", { remove: ["a", "b", "c"] }, { set: ["a", "b", "d"], value: "2" }),
      "a:\n  b:\n    d: '2'\n",
    );
  });
});

describe("a value under a new key", () => {
  const nest = (text: string): string => after(text, { nest: ["a", "b"], under: "k" });

  it("keeps every byte of the value", () => {
    assert.equal(nest("a:\n  b: [x] # why\n"), "a:\n  b:\n    k: [x] # why\n");
    assert.equal(nest("a:\n  b: # why\n    - x\n"), "a:\n  b:\n    k: # why\n    - x\n");
    assert.equal(nest("a:\n  b:\n  - x\n\n  - y\n"), "a:\n  b:\n    k:\n    - x\n\n    - y\n");
    assert.equal(nest("a:\r\n  b:\r\n    c: 1\r\n    d: 2"), "a:\r\n  b:\r\n    k:\r\n      c: 1\r\n      d: 2");
    assert.equal(nest("{a: {b: [x], c: 1}}"), "{a: {b: {k: [x]}, c: 1}}");
  });

  it("is refused for what is empty or folded", () => {
    assert.ok(!canNest(openRegistries("a:\n  b:\n").doc, ["a", "b"]));
    assert.ok(!canNest(openRegistries("a:\n  b: x\n    y\n").doc, ["a", "b"]));
    assert.ok(!canNest(openRegistries("a:\n  b:\n    [x]\n").doc, ["a", "b"]));
  });
});

describe("a list of maps as one map", () => {
  it("loses its dashes alone", () => {
    assert.equal(after("a:\n  - b: 1\n    c: 2\n  # -\n  -   d: 3\n", { unlist: ["a"] }).includes("-   d"), true);
    assert.equal(after("a:\n- b: 1 # -\n- c:\n    - x\n", { unlist: ["a"] }), "a:\n  b: 1 # -\n  c:\n    - x\n");
  });

  it("is refused where it would be no map", () => {
    for (const list of ["- b: 1\n- b: 2\n", "- b: 1\n-   c: 2\n", "- x\n", "- {b: 1}\n", "- &x\n  b: 1\n"])
      assert.ok(!canUnlist(openRegistries(`a:\n${list}`).doc, ["a"]), list);
  });
});

describe("a repeated key", () => {
  it("is joined under its first occurrence", () => {
    assert.equal(
      after("mirrors:\n  a: 1 # x\n# between\nmirrors:\n    # y\n    b:\n        c: 2\n", { join: ["mirrors"] }),
      "mirrors:\n  a: 1 # x\n  # y\n  b:\n      c: 2\n# between\n",
    );
  });

  it("is left where bytes would be lost", () => {
    for (const text of ["m: {a: 1}\nm: {b: 2}\n", "m:\n  a: 1\nm: # why\n  b: 2\n", "m:\n  a: 1\nm:\n", "m:\n  a: 1\n"])
      assert.ok(!canJoin(openRegistries(text).doc, ["m"]), text);
  });

  it("gets a value where its entry is written", () => {
    assert.equal(
      after("mirrors:\n  a: 1\nmirrors:\n  b: 2\n", { set: ["mirrors", "a"], value: "3" }),
      "mirrors:\n  a: '3'\nmirrors:\n  b: 2\n",
    );
  });
});
