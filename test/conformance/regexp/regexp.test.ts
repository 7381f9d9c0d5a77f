import assert from "node:assert/strict";
import { patternStart, readPattern } from "../../../src/core/file/rewrites/pattern.ts";
import { replaceAll } from "../../../src/core/regexp/match.ts";
import { compilePattern } from "../../../src/core/regexp/program.ts";
import { parseReplacement } from "../../../src/core/regexp/replacement.ts";
import { vectorsIn } from "../vectors.ts";
import { inputs, type RegexpInput } from "./inputs.ts";

interface Vector extends RegexpInput {
  readonly error?: string;
  readonly groups?: readonly string[];
  readonly anchored?: boolean;
  readonly prefix?: string;
  readonly replaced?: readonly string[];
}

function shortName(text: string): string {
  return text.length <= 60 ? JSON.stringify(text) : `${JSON.stringify(text.slice(0, 40))} … (${text.length})`;
}

describe("reading regular expressions as Go does", () => {
  const vectors = vectorsIn<Vector>(new URL("vectors.jsonl", import.meta.url));

  it("has a recorded vector for each pattern and replacement", () => {
    assert.deepEqual(
      vectors.map(({ pattern, replacement, texts }) => ({ pattern, replacement, texts })),
      inputs,
    );
    const names = inputs.map(({ pattern, replacement }) => JSON.stringify([pattern, replacement]));
    assert.equal(new Set(names).size, names.length, "an input is there twice");
    assert.ok(new Set(inputs.map(({ pattern }) => pattern)).size >= 300);
    assert.ok(new Set(inputs.map(({ replacement }) => replacement)).size >= 100);
  });

  for (const vector of vectors)
    it(`${shortName(vector.pattern)} → ${shortName(vector.replacement)}`, () => {
      const reading = readPattern(vector.pattern);
      assert.equal(reading.ok ? undefined : reading.error, vector.error);
      if (!reading.ok) return;
      const { pattern } = reading;
      assert.deepEqual(pattern.groups, vector.groups ?? []);

      // Go finds less in some alternatives; that what is found here is right, the replaced texts show.
      const { anchored, prefix } = patternStart(pattern);
      if (vector.anchored) assert.ok(anchored);
      assert.ok(prefix.startsWith(vector.prefix ?? ""), `${prefix} ≠ ${vector.prefix}`);

      const program = compilePattern(pattern.root, pattern.groups.length);
      if (!program) {
        assert.ok(pattern.root.instructions > 5000 || pattern.groups.length > 100);
        return;
      }
      const pieces = parseReplacement(vector.replacement);
      vector.texts.forEach((text, index) => {
        const expected = vector.replaced?.[index] ?? "";
        assert.equal(replaceAll(program, pattern.groups, pieces, text), expected);
        const marked = replaceAll(program, [], parseReplacement("\u0001$0"), text).split("\u0001");
        if (anchored) assert.ok(marked.length <= 2 && (marked.length === 1 || marked[0] === ""));
        for (const match of marked.slice(1)) assert.ok(match.startsWith(prefix));
      });
    });
});
