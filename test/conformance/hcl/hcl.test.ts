import assert from "node:assert/strict";
import { parse } from "yaml";
import { openCarrier } from "../../../src/core/carriers/openCarrier.ts";
import { vectorsIn } from "../vectors.ts";
import { edited, type HclInput, inputs, pathOf, values } from "./inputs.ts";

interface Vector extends HclInput {
  readonly value: string;
  readonly error?: string;
}

function shortName(text: string): string {
  return text.length <= 70 ? JSON.stringify(text) : `${JSON.stringify(text.slice(0, 50))} … (${text.length})`;
}

/** A text with its expressions as they are, with what they evaluate to. */
function evaluated(input: HclInput): string | undefined {
  const [region] = openCarrier(pathOf(input), input.text).regions;
  if (region === undefined) return undefined;
  let text = region.text;
  for (const { start, end, source } of region.expressions.toReversed()) {
    // With `~`, the spaces around it are part of it.
    const value = values[source.trim()];
    assert.ok(value !== undefined, source);
    text = text.slice(0, start) + value + text.slice(end);
  }
  return text;
}

/** How line ends are written makes no difference to YAML; lines of statements are empty, or are not there. */
function comparable(text: string, hasStatements: boolean): string {
  const lines = text.replace(/\r\n/g, "\n");
  return hasStatements ? lines.replace(/^[ \t]*\n/gm, "") : lines;
}

describe("reading strings of HCL as Terraform does", () => {
  const vectors = vectorsIn<Vector>(new URL("vectors.jsonl", import.meta.url));

  it("has a recorded vector for each string, edit and fix", () => {
    assert.deepEqual(
      vectors.map(({ value: _value, error: _error, ...input }) => input),
      inputs,
    );
    assert.ok(inputs.length > 200);
  });

  for (const vector of vectors)
    it(shortName(vector.text), () => {
      assert.equal(vector.error, undefined);
      const hasStatements = /(?<!%)%\{|~\}|\{~/.test(vector.text);
      const read = evaluated(vector);
      if (vector.text.startsWith("k3s_registries = jsonencode(")) {
        assert.ok(read !== undefined);
        // Numbers are written as strings, which k3s reads the same.
        assert.deepEqual(
          parse(read),
          JSON.parse(vector.value, (_key, one) => (typeof one === "number" ? `${one}` : one)),
        );
      } else if (read === undefined) assert.ok(!vector.value.includes("\n"));
      else assert.equal(comparable(read, hasStatements), comparable(vector.value, hasStatements));
    });

  it("has the text after each edit that the region has then", () => {
    assert.ok(edited.length > 200);
    for (const { input, arriving } of edited)
      assert.equal(openCarrier(pathOf(input), input.text).regions[0]?.arriving.trimEnd(), arriving.trimEnd());
  });
});
