import assert from "node:assert/strict";
import { copied, copiedScalar, generated, translatedLayer } from "../../src/core/carriers/translatedLayer.ts";
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
function translate() {
  const root = readOtherYaml(settings).roots[0];
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
        key: copiedScalar(settings, key),
        value: { kind: "map" as const, at: secret.key, entries: [password, verify] },
      },
    ];
  });
  const configs = { key: generated("configs", hosts), value: { kind: "map" as const, at: hosts, entries } };
  const copy = { key: copiedScalar(settings, mirrors.key), value: copied(settings, mirrors.value, (name) => name) };
  const span = { start: hosts.start, end: mirrors.value.end };
  return { span, layer: translatedLayer({ kind: "map", at: span, entries: [configs, copy] }, span) };
}

const outer = (part: string): string => {
  const { layer } = translate();
  const start = layer.text.indexOf(part);
  assert.ok(start >= 0, part);
  const span = layer.outerSpan({ start, end: start + part.length });
  return settings.slice(span.start, span.end);
};

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

  it("can't be edited through the generated text", () => {
    assert.equal(translate().layer.outerEdits([{ start: 0, end: 0, text: "x" }]), undefined);
  });
});
