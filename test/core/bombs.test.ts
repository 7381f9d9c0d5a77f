import assert from "node:assert/strict";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { lint } from "../../src/core/lint/lint.ts";
import { maxAliased, maxDepth } from "../../src/core/text/limits.ts";
import { readableParts } from "../../src/core/yaml/documents.ts";
import type { Node } from "../../src/core/yaml/node.ts";
import { yamlValues } from "../../src/core/yaml/values.ts";
import { readers } from "../bench/readers.ts";

function levels(count: number, first: string, level: (index: number) => string): string {
  return first + Array.from({ length: count }, (_, index) => level(index + 1)).join("");
}

const keyFile = (inner: string): string => `{"type": "service_account", "private_key": "x", "a": ${inner}`;

/** Texts that are short and stand for much, or that are deeper than a stack. */
const bombs: Readonly<Record<string, string>> = {
  "merges of one map": levels(40, "a0: &a0 {k: v}\n", (i) => `a${i}: &a${i} {<<: [*a${i - 1}, *a${i - 1}]}\n`),
  "many levels of merges": levels(
    400,
    "a0: &a0 {k: v}\n",
    (i) => `a${i}: &a${i} {<<: [*a${i - 1}, *a${i - 1}], k${i}: v}\n`,
  ),
  "merges under mirrors": levels(
    40,
    "mirrors:\n  a0: &a0 {endpoint: []}\n",
    (i) => `  a${i}: &a${i} {<<: [*a${i - 1}, *a${i - 1}]}\n`,
  ),
  "merges of an image": levels(
    40,
    "apiVersion: v1\nkind: Pod\na0: &a0 {image: docker.io/a/b:1}\n",
    (i) => `a${i}: &a${i} {<<: [*a${i - 1}, *a${i - 1}, *a${i - 1}]}\n`,
  ),
  "merges into services": `${levels(40, "services:\n  a0: &a0 {image: docker.io/a/b:1}\n", (i) => `  a${i}: &a${i} {<<: [*a${i - 1}, *a${i - 1}]}\n`)}`,
  "a chain of merges": levels(2000, "a0: &a0 {k: v}\n", (i) => `a${i}: &a${i} {<<: *a${i - 1}, k${i}: v}\n`),
  "lists of aliases": levels(40, "a0: &a0 [x]\n", (i) => `a${i}: &a${i} [*a${i - 1}, *a${i - 1}]\n`),
  "endpoints of aliases": `x: &x [${"a, ".repeat(1000)}]\nmirrors:\n${"  r: {endpoint: *x}\n".repeat(1000)}`,
  "an alias in itself": "a: &a [*a]\nmirrors: &m {<<: *m}\n",
  "merges in merges": `mirrors: ${"{<<: ".repeat(9000)}{}${"}".repeat(9000)}`,
  "open lists": "[".repeat(30_000),
  "open maps": "{".repeat(30_000),
  "closed lists": `mirrors: ${"[".repeat(9000)}${"]".repeat(9000)}`,
  "closed maps": `mirrors: ${"{a: ".repeat(9000)}${"}".repeat(9000)}`,
  "dashes on a line": "- ".repeat(30_000),
  "question marks": "? ".repeat(30_000),
  "deep indentation": Array.from({ length: 1000 }, (_, index) => `${" ".repeat(index)}a:\n`).join(""),
  "deep lists and a fault": `${Array.from({ length: 1000 }, (_, index) => `${" ".repeat(index)}-\n`).join("")}: : :\n`,
  "flow keys": `{${"[a, ".repeat(3000)}`,
  "many anchors": `x:\n${levels(10_000, "", (i) => `  - &a${i} x\n`)}`,
  "a huge key": `mirrors:\n  ? ${"k".repeat(1_000_000)}\n  : {endpoints: []}\n`,
  "a huge value": `mirrors: ${"v".repeat(1_000_000)}\n`,
  tags: `mirrors: ${"!a ".repeat(10_000)}`,
  "deep JSON": keyFile('{"a": '.repeat(30_000)),
  "deep lists in JSON": keyFile(`${"[".repeat(30_000)}${"]".repeat(30_000)}}`),
  "a deep docker config": `{"auths": {"a": ${"{".repeat(30_000)}`,
  "a deep docker config that is closed": `{"auths": {"a": ${'{"a": '.repeat(20_000)}1${"}".repeat(20_000)}}}`,
  "a deep Secret": `apiVersion: v1\nkind: Secret\ntype: kubernetes.io/dockerconfigjson\ndata: ${"[".repeat(9000)}${"]".repeat(9000)}\n`,
  "a Secret of aliases": levels(
    40,
    "kind: Secret\ntype: kubernetes.io/dockerconfigjson\na0: &a0 [x]\n",
    (i) => `a${i}: &a${i} [*a${i - 1}, *a${i - 1}]\n`,
  ),
  "a password of brackets": `configs:\n  a:\n    auth:\n      password: '${"[".repeat(30_000)}'\n`,
  "a password of deep JSON": `configs:\n  a:\n    auth:\n      username: _json_key\n      password: '${keyFile("[".repeat(30_000))}'\n`,
  "a password without quotes": `configs:\n  a:\n    auth:\n      password: ${"{".repeat(30_000)}\n`,
  "groups of a pattern": `mirrors:\n  a:\n    rewrite:\n      '${"(".repeat(5000)}a${")".repeat(5000)}': b\n`,
  "repetitions of a pattern": `mirrors:\n  a:\n    rewrite:\n      '${"(".repeat(8)}a${"{1,1000})".repeat(8)}': b\n`,
  "open templates": "{{ ".repeat(30_000),
  "deep sets of Nix": `{ environment.etc."registries.yaml".text = "";\n${"{ a = ".repeat(30_000)}`,
  "a set of Nix with a long name": `# registries.yaml\n"${"a".repeat(200_000)}" = { ${"b = ''c''; ".repeat(20_000)}`,
  "sets in a set of Nix with many names": `# registries.yaml\n${"a.".repeat(50_000)}b = { ${"c = { d = 1; }; ".repeat(10_000)}`,
  "blocks in a block of Terraform with many labels": `# registries.yaml\n${"a ".repeat(50_000)}{\n${"b {\n}\n".repeat(20_000)}`,
  "strings in a block of Terraform with a long label": `# registries.yaml\na "${"b".repeat(200_000)}" {\n${'c = "d\\ne"\n'.repeat(20_000)}`,
  "a long error": `Failed to pull image "${"[".repeat(30_000)}`,
};

describe("a text that stands for more than it is", function () {
  // Each is read in a part of a second; what grows without bound takes minutes, or all memory.
  this.timeout(60_000);

  for (const [name, text] of Object.entries(bombs))
    it(`is read by all that read texts: ${name}`, () => {
      // Opened once for all of them, as an editor does.
      const file = openRegistries(text);
      for (const kind of Object.values(readers))
        for (const [reader, read] of Object.entries(kind))
          assert.doesNotThrow(() => read.run(text, () => file), `${reader} of ${name}`);
      for (const { message, related } of lint(file))
        for (const said of [message, ...related.map((one) => one.message)]) assert.ok(said.length <= 4000, name);
    });

  it("is followed as far as its aliases stand for so many values, and not at all past that", () => {
    const shared = (count: number): string => `x: &x [${"a, ".repeat(999)}a]\ny: [${"*x, ".repeat(count)}]\n`;
    const inside = openRegistries(shared(Math.floor(maxAliased / 1001))).doc;
    assert.equal(inside.beyond, undefined);
    assert.equal(inside.value(["y", 0]).kind, "list");
    const past = openRegistries(shared(Math.ceil(maxAliased / 1001) + 1)).doc;
    assert.equal(past.beyond, "aliases");
    assert.equal(past.value(["y", 0]).kind, "null");
    assert.deepEqual(past.properties(["x"]), { tag: undefined, anchor: "x", referenced: true });
  });

  it("is kept down to so many levels", () => {
    const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
    assert.equal(openRegistries(nested(maxDepth)).doc.beyond, undefined);
    const doc = openRegistries(nested(maxDepth + 10)).doc;
    assert.equal(doc.beyond, "depth");
    let depth = 0;
    for (let node: Node | undefined = doc.node([])?.node; node?.kind === "list"; node = node.items[0]) depth++;
    assert.equal(depth, maxDepth + 1);
    assert.equal(yamlValues(nested(maxDepth + 10)).ok, false);
  });

  it("has the fields of a map worked out once, however often they are merged", () => {
    const text = levels(6, "a0: &a0 {k: v}\n", (i) => `a${i}: &a${i} {<<: [*a${i - 1}, *a${i - 1}]}\n`);
    const [part] = [...readableParts(text, () => true)];
    const fields = part?.fieldsOf(part.fieldsOf(part.root).get("a6"));
    assert.deepEqual([...(fields?.keys() ?? [])], ["k"]);
    assert.equal(part?.fieldsOf(part.fieldsOf(part.root).get("a6")), fields);
  });
});
