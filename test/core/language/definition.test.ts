import assert from "node:assert/strict";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { definition } from "../../../src/core/language/definition.ts";
import { cursorIn } from "./cursor.ts";

/** What the cursor's place leads to: the keys or hosts, each with the line that it stands in. */
function from(marked: string): readonly string[] {
  const { text, offset } = cursorIn(marked);
  const found = definition(openRegistries(text), offset);
  for (const { span, selection } of found?.targets ?? [])
    assert.ok(span.start <= selection.start && selection.end <= span.end);
  if (found) assert.ok(found.origin.start <= offset && offset <= found.origin.end);
  return (found?.targets ?? []).map(
    ({ selection: { start, end } }) => `${text.slice(0, start).split("\n").length} ${text.slice(start, end)}`,
  );
}

describe("go to definition", () => {
  it("leads from an endpoint to the entry of configs for its host and port, to the letter", () => {
    const file = (endpoint: string): string =>
      `mirrors:\n  docker.io:\n    endpoint:\n      - ${endpoint}\nconfigs:\n  a.example.com:\n    auth: {username: u}\n  a.example.com:5000:\n    auth: {username: u}\n`;
    assert.deepEqual(from(file("https://a.exa¦mple.com")), ["6 a.example.com"]);
    assert.deepEqual(from(file('"https://a.exa¦mple.com:5000/v2"')), ["8 a.example.com:5000"]);
    assert.deepEqual(from(file("¦http://user@a.example.com:5000")), ["8 a.example.com:5000"]);
    for (const other of ["https://a.exa¦mple.com:443", "https://A.exa¦mple.com", "https://b.exa¦mple.com", "¦bad host"])
      assert.deepEqual(from(file(other)), [], other);
  });

  it("knows under which names k3s looks for Docker Hub: one for TLS, and one for the credential where they differ", () => {
    const file = (endpoint: string, configs: string): string =>
      `mirrors: {quay.io: {endpoint: [${endpoint}]}}\nconfigs:\n${configs}`;
    const [name, host] = ["  docker.io: {auth: {username: u}}\n", "  registry-1.docker.io: {tls: {}}\n"];
    assert.deepEqual(from(file("doc¦ker.io", name)), ["3 docker.io"]);
    assert.deepEqual(from(file("doc¦ker.io", host)), ["3 registry-1.docker.io"]);
    assert.deepEqual(from(file("doc¦ker.io", name + host)), ["3 docker.io", "4 registry-1.docker.io"]);
    assert.deepEqual(from(file("https://regi¦stry-1.docker.io", name)), ["3 docker.io"]);
    assert.deepEqual(from(file("https://index¦.docker.io", name + host)), []);
  });

  it("leads from a mirror's key to the entry for its default endpoint", () => {
    const configs = (key: string): string => `configs:\n  ${key}:\n    auth: {username: u}\n`;
    assert.deepEqual(from(`mirrors:\n  quay¦.io:\n${configs("quay.io")}`), ["4 quay.io"]);
    assert.deepEqual(from(`mirrors:\n  docker¦.io:\n${configs("registry-1.docker.io")}`), ["4 registry-1.docker.io"]);
    assert.deepEqual(from(`mirrors:\n  "¦*":\n${configs('"*"')}`), []);
    assert.deepEqual(from(`mirrors:\n  quay¦.io:\n${configs("ghcr.io")}`), []);
  });

  it("leads from a key of configs to all that uses it", () => {
    const file =
      "mirrors:\n  quay.io:\n    endpoint: [https://a.example.com, 'http://a.example.com:80']\n  a.example.com:\n    endpoint: [a.example.com/x]\nconfigs:\n  a.exam¦ple.com: {auth: {username: u}}\n";
    assert.deepEqual(from(file), ["3 a.example.com", "4 a.example.com", "5 a.example.com"]);
    assert.deepEqual(from("configs:\n  a.exam¦ple.com: {auth: {username: u}}\n"), []);
    assert.deepEqual(from("mirrors: {a.example.com: }\nauths:\n  a.exam¦ple.com: {username: u}\n"), []);
  });

  it("leads from an alias to its anchor", () => {
    const file = "x-list: &list\n  - https://a.example.com\nmirrors:\n  quay.io:\n    endpoint: *li¦st\n";
    assert.deepEqual(from(file), ["1 &list"]);
    assert.deepEqual(from("a: !!str &x b.example.com\nmirrors: {q.io: {endpoint: [*¦x]}}\n"), ["1 &x"]);
  });

  it("finds an anchor in a half-typed file, and none in a lone &", () => {
    assert.deepEqual(from("x: [&l a.example.com]\nmirrors:\n  q.io: *¦l\n  rewri\nconfigs:\n"), ["1 &l"]);
    for (const marked of ["¦&", "&¦ a", "a: *¦", "a: *b¦"]) assert.deepEqual(from(marked), []);
  });

  it("finds entries that are merged, repeated, or in a file that is half typed", () => {
    const merged = "base: &b\n  a.example.com: {auth: {username: u}}\nmirrors: {q.io: {endpoint: [a.exam¦ple.com]}}\n";
    assert.deepEqual(from(`${merged}configs:\n  <<: *b\n`), ["2 a.example.com"]);
    assert.deepEqual(from(`${merged}configs:\n  a.example.com: {}\n  a.example.com: {}\n`), ["6 a.example.com"]);
    assert.deepEqual(
      from("mirrors:\n  q.io:\n    endpoint:\n      - https://a.exam¦ple.com\n    rewri\nconfigs:\n  a.example.com:\n"),
      ["7 a.example.com"],
    );
  });

  it("has nowhere to go from keys of the format, secrets and blank places", () => {
    for (const marked of ["¦", "mir¦rors:\n", "configs:\n  a.example.com:\n    auth: {password: a.exam¦ple.com}\n"])
      assert.deepEqual(from(marked), []);
  });
});
