import assert from "node:assert/strict";
import { applyEdits } from "../../src/core/text/span.ts";
import { parseYaml } from "../../src/core/yaml/document.ts";
import { canMove, type Operation, operationEdits } from "../../src/core/yaml/edit.ts";

function after(text: string, ...operations: readonly Operation[]): string {
  return applyEdits(text, operationEdits(parseYaml(text), operations));
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
    assert.equal(after(repeated, { remove: ["a", "b"], occurrence: 0 }), "a:\n  c: 2\n  b: 3\n");
    assert.equal(after(repeated, { remove: ["a", "b"] }), "a:\n  b: 1\n  c: 2\n");
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
    assert.ok(canMove(parseYaml(text), ["mirrors", "configs"], ["configs"]));
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
    const flow = parseYaml("mirrors: {a.io: {auth: {username: u}}}\n");
    assert.ok(!canMove(flow, ["mirrors", "a.io", "auth"], ["configs", "a.io", "auth"]));
    const anchored = parseYaml("mirrors:\n  a.io:\n    auth: &x\n      username: u\n");
    assert.ok(!canMove(anchored, ["mirrors", "a.io", "auth"], ["configs", "a.io", "auth"]));
    const taken = parseYaml("mirrors:\n  a.io:\n    auth: u\nconfigs:\n  a.io:\n    auth: v\n");
    assert.ok(!canMove(taken, ["mirrors", "a.io", "auth"], ["configs", "a.io", "auth"]));
  });
});
