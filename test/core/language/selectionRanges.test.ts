import assert from "node:assert/strict";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { selectionRanges } from "../../../src/core/language/selectionRanges.ts";
import { cursorIn } from "./cursor.ts";

/** What is selected step by step, each as its first and last line. */
function steps(marked: string): readonly string[] {
  const { text, offset } = cursorIn(marked);
  return (selectionRanges(openRegistries(text), [offset])[0] ?? []).map(({ start, end }) => {
    const lines = text.slice(start, end).split("\n");
    return lines.length < 2 ? (lines[0] ?? "") : `${lines[0]} … ${(lines.at(-1) || lines.at(-2) || "").trim()}`;
  });
}

describe("expand selection", () => {
  it("goes from a host to its endpoint, list, mirror, section and file", () => {
    assert.deepEqual(
      steps(
        'mirrors:\n  docker.io:\n    endpoint:\n      - "https://u@a.exam¦ple.com:5000/v2"\n      - b.example.com\n    rewrite: {a: b}\n  q.io:\nconfigs: {}\n',
      ),
      [
        "a.example.com",
        "a.example.com:5000",
        "https://u@a.example.com:5000/v2",
        '"https://u@a.example.com:5000/v2"',
        '- "https://u@a.example.com:5000/v2"',
        '- "https://u@a.example.com:5000/v2" … - b.example.com',
        "endpoint: … - b.example.com",
        "endpoint: … rewrite: {a: b}",
        "docker.io: … rewrite: {a: b}",
        "docker.io: … q.io:",
        "mirrors: … q.io:",
        "mirrors: … configs: {}",
        // The file, with its last line end.
        "mirrors: … configs: {}",
      ],
    );
  });

  it("goes from a value to its entry, map, host and section", () => {
    assert.deepEqual(
      steps(
        "configs:\n  a.example.com:\n    auth:\n      username: bo¦b\n      password: 'x'\n    tls: {}\n  b.example.com:\n",
      ),
      [
        "bob",
        "username: bob",
        "username: bob … password: 'x'",
        "auth: … password: 'x'",
        "auth: … tls: {}",
        "a.example.com: … tls: {}",
        "a.example.com: … b.example.com:",
        "configs: … b.example.com:",
        "configs: … b.example.com:",
      ],
    );
  });

  it("takes in anchors, and what stands in flow style", () => {
    assert.deepEqual(steps("mirrors: {q.io: {endpoint: &l [&e a.exa¦mple.com, b]}}"), [
      "a.example.com",
      "&e a.example.com",
      "[&e a.example.com, b]",
      "&l [&e a.example.com, b]",
      "endpoint: &l [&e a.example.com, b]",
      "{endpoint: &l [&e a.example.com, b]}",
      "q.io: {endpoint: &l [&e a.example.com, b]}",
      "{q.io: {endpoint: &l [&e a.example.com, b]}}",
      "mirrors: {q.io: {endpoint: &l [&e a.example.com, b]}}",
    ]);
  });

  it("makes out what it can of a half-typed file", () => {
    assert.deepEqual(steps("mirrors:\n  q.io:\n    endpoint:\n      - https://a.exam¦ple.com\n    rewri\nconfigs:\n"), [
      "a.example.com",
      "https://a.example.com",
      "- https://a.example.com",
      "endpoint: … - https://a.example.com",
      "q.io: … - https://a.example.com",
      "mirrors: … - https://a.example.com",
      "mirrors: … configs:",
      "mirrors: … configs:",
    ]);
    assert.deepEqual(steps("¦"), [""]);
    assert.deepEqual(steps("# a ¦comment\n"), ["# a comment … # a comment"]);
  });

  it("knows where a password ends that breaks the YAML around it", () => {
    assert.deepEqual(
      steps('configs:\n  a.io:\n    auth:\n      username: u\n      password: "a"b¦c"\n  b.io: {}\n').slice(0, 5),
      [
        '"a"bc"',
        'password: "a"bc"',
        'username: u … password: "a"bc"',
        'auth: … password: "a"bc"',
        'a.io: … password: "a"bc"',
      ],
    );
  });

  it("gives one answer for each cursor", () => {
    assert.equal(selectionRanges(openRegistries("configs: {}\n"), [0, 3, 10, -5, 99]).length, 5);
  });
});
