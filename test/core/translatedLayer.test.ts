import assert from "node:assert/strict";
import { copied, copiedScalar, generated, translatedLayer } from "../../src/core/carriers/translatedLayer.ts";
import { applyEdits } from "../../src/core/text/span.ts";
import { fieldOf, pairOf, readOtherYaml } from "../../src/core/yaml/otherYaml.ts";

const settings = `name: demo
hosts:
  "registry.example.com:5000":
    secret: pull
mirrors:
  docker.io:
    endpoint:
      - https://registry.example.com:5000
      - 'https://it''s.example.com'
    rewrite: {}
`;

/** The text that a tool generates from the settings: a credential for each host, and the mirrors as they are. */
function translate(text = settings) {
  const root = readOtherYaml(text).roots[0];
  const hosts = fieldOf(root, "hosts");
  const mirrors = pairOf(root, "mirrors");
  assert.ok(hosts?.kind === "map" && mirrors?.key.kind === "scalar" && mirrors.value);
  const entries = hosts.pairs.flatMap(({ key, value }) => {
    const secret = pairOf(value, "secret");
    if (key.kind !== "scalar" || secret === undefined) return [];
    const password = { key: generated("password", secret.key), value: generated("from pull", secret.key) };
    const verify = { key: generated("skip", secret.key), value: generated("true", secret.key, true) };
    return [
      {
        key: copiedScalar(text, key),
        value: { kind: "map" as const, at: secret.key, entries: [password, verify] },
      },
    ];
  });
  const configs = { key: generated("configs", hosts), value: { kind: "map" as const, at: hosts, entries } };
  const copy = { key: copiedScalar(text, mirrors.key), value: copied(text, mirrors.value, (name) => name) };
  const span = { start: hosts.start, end: mirrors.value.end };
  return { span, layer: translatedLayer({ kind: "map", at: span, entries: [configs, copy] }, span, text) };
}

const outer = (part: string): string => {
  const { layer } = translate();
  const start = layer.text.indexOf(part);
  assert.ok(start >= 0, part);
  const span = layer.outerSpan({ start, end: start + part.length });
  return settings.slice(span.start, span.end);
};

/** The settings after an edit of the generated text; `undefined` if it is refused. */
function changed(part: string, by: string, text = settings): string | undefined {
  const { layer } = translate(text);
  const start = layer.text.indexOf(part);
  assert.ok(start >= 0, part);
  const edits = layer.outerEdits([{ start, end: start + part.length, text: by }]);
  return edits && applyEdits(text, edits);
}

describe("settings of another form", () => {
  it("are read as the text that the tool generates", () => {
    assert.equal(
      translate().layer.text,
      `configs:
  "registry.example.com:5000":
    password: 'from pull'
    skip: true
mirrors:
  docker.io:
    endpoint:
      - 'https://registry.example.com:5000'
      - 'https://it''s.example.com'
    rewrite: {}
`,
    );
  });

  it("are letter by letter where they are copied", () => {
    assert.equal(outer("docker"), "docker");
    assert.equal(outer("example.com:5000"), "example.com:5000");
    assert.equal(outer('"registry.example.com:5000"'), '"registry.example.com:5000"');
    assert.equal(outer("https://registry"), "https://registry");
  });

  it("are the whole setting where the tool writes something else", () => {
    assert.equal(outer("password: 'from"), "secret");
    assert.equal(outer("it''s"), "'https://it''s.example.com'");
    assert.equal(outer("{}"), "{}");
  });

  it("are all of the span as a whole", () => {
    const { span, layer } = translate();
    assert.deepEqual(layer.outerSpan({ start: 0, end: layer.text.length }), span);
  });

  it("lead back to the generated text, and nowhere from other keys", () => {
    const { layer } = translate();
    const at = layer.innerOffset(settings.indexOf("docker.io") + 3);
    assert.equal(layer.text.slice(at, (at ?? 0) + 6), "ker.io");
    assert.equal(layer.innerOffset(settings.indexOf("demo")), undefined);
  });

  it("can't be edited where they are not copied", () => {
    assert.equal(translate().layer.outerEdits([{ start: 0, end: 0, text: "x" }]), undefined);
    for (const part of ["password", "from pull", "true", "{}", ":\n", "  docker"])
      assert.equal(changed(part, "x"), undefined);
    assert.equal(changed("docker.io:\n", "docker.io: x\n"), undefined);
    assert.equal(changed("    rewrite: {}\n", ""), undefined);
  });

  it("are edited where they are copied, in the quotes that they have", () => {
    assert.equal(changed("docker.io", "index.docker.io"), settings.replace("docker.io", "index.docker.io"));
    assert.equal(changed('"registry.example.com:5000"', "r"), settings.replace("registry.example.com:5000", "r"));
    assert.equal(changed("https://reg", "http://reg"), settings.replace("https://reg", "http://reg"));
    assert.equal(changed("5000'", "5000/v2/'"), settings.replace("5000\n", "5000/v2/\n"));
    assert.equal(changed("mirrors", "m"), settings.replace("mirrors", "m"));
  });

  it("are edited once where several edits are in one string", () => {
    const { layer } = translate();
    const start = layer.text.indexOf("https://reg");
    const edits = [
      { start: start + 4, end: start + 5, text: "" },
      { start: start + 8, end: start + 9, text: "R" },
    ];
    const written = layer.outerEdits(edits);
    assert.equal(written?.length, 1);
    assert.equal(written && applyEdits(settings, written), settings.replace("https://reg", "http://Reg"));
    assert.equal(layer.outerEdits([...edits, { start: 0, end: 0, text: "x" }]), undefined);
  });

  it("are not edited where their form can't carry the new text for certain", () => {
    // Without quotes, these are something else for a reader, or end the string.
    for (const text of [
      "true",
      "80",
      "0x1F",
      "1e3",
      "*",
      "&a",
      "-",
      "a:",
      "a: b",
      "a #b",
      "",
      "'a",
      '"a"b',
      "~",
      "{a}",
      "a,b",
    ])
      assert.equal(changed("docker.io", text), undefined, text);
    for (const text of ["\\\\n", "'", "{{ a }}", " ", "#", "\u00e9", ","])
      assert.equal(changed("registry.example.com", `registry${text}`), undefined, text);
  });

  it("are not edited where only the quotes would change", () => {
    assert.equal(changed("docker.io", "'docker.io'"), undefined);
  });

  it("are not edited where something in them is anchored, and so is elsewhere too", () => {
    const anchored = settings.replace("docker.io:\n", "docker.io: &hub\n");
    assert.equal(changed("docker.io", "index.docker.io", anchored), undefined);
  });

  it("are not edited where a string is copied twice", () => {
    const text = "a";
    const at = { start: 0, end: 1 };
    const key = { kind: "scalar" as const, text, at, body: at };
    const layer = translatedLayer({ kind: "map", at, entries: [{ key, value: key }] }, at, text);
    assert.equal(layer.text, "a: a\n");
    const both = [
      { start: 0, end: 1, text: "b" },
      { start: 3, end: 4, text: "c" },
    ];
    assert.equal(layer.outerEdits(both), undefined);
  });
});
