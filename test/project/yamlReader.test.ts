import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { build, type Plugin } from "esbuild";
import * as whole from "../../src/core/yaml/otherYaml.ts";
import { filesBelow, root } from "./files.ts";

const require = createRequire(import.meta.url);

/** The reader of other tools' YAML as the extension contains it. */
async function shippedReader(): Promise<typeof whole> {
  const { yamlReader } = require("../../scripts/yamlReader.js") as { readonly yamlReader: Plugin };
  const { outputFiles } = await build({
    entryPoints: [join(root, "src/core/yaml/otherYaml.ts")],
    bundle: true,
    write: false,
    format: "cjs",
    platform: "browser",
    mainFields: ["module", "main"],
    plugins: [yamlReader],
  });
  const module = { exports: {} };
  new Function("module", "exports", outputFiles[0]?.text ?? "")(module, module.exports);
  return module.exports as typeof whole;
}

describe("the part of yaml that is shipped", () => {
  it("reads as the whole package does", async () => {
    const shipped = await shippedReader();
    const faulty = [
      ...[
        "%YAML 1.1\n---\na: b\n",
        "%YAML 1.1\na: b\n",
        "%YAML 9.9\n---\na\n",
        "%TAG !e!\n---\na: !e!b c\n",
        "%FOO\n--- a\n",
      ],
      ...[
        "...\n",
        "a\n... b\n",
        "a: b\n...\n%YAML\n---\nc\n",
        "--- a\n--- b\n...\n...\nc",
        "a: !<x b\n",
        "a: !x! b",
        "! a",
        "a: !a%zz b\n",
      ],
      ...[
        "a: &x - b\n",
        "a: !t &x\n- b\n",
        "a: !!map [b]\n",
        "!!seq {a: b}\n",
        "a: !!str [b]\n",
        "a: ]\n",
        "a: 'b\n",
        "\ta: b\n",
        "a: b: c\n",
      ],
    ];
    const tagged = ["!!binary aGk=", "!!set {a, b}", "!!omap [a: b]", "!!int 1", "!!timestamp 2001-12-14", "!own x"];
    const texts = [
      ...faulty,
      ...["test/carriers", "test/rules", "test/conformance"]
        .flatMap((folder) => filesBelow(folder))
        .filter((file) => /\.ya?ml$/.test(file))
        .map((file) => readFileSync(join(root, file), "utf8")),
      ...tagged.flatMap((value) => [`a: ${value}\n`, `- &x ${value}\n- *x\n- <<: *x\n`]),
    ];
    assert.ok(texts.length > 500);
    for (const text of texts) assert.deepEqual(shipped.readOtherYaml(text), whole.readOtherYaml(text), text);
  });
});
