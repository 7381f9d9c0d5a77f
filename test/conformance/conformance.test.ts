import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readRegistry } from "../../src/core/file/goDecode.ts";
import { parseFirstDocument } from "../../src/core/yaml/parser.ts";
import { decodeBytes } from "../../src/core/yaml/source.ts";
import { inputs } from "./inputs.ts";
import { bytesOf, type ReadingVector, vectorsIn } from "./vectors.ts";

function verdict(bytes: Uint8Array): unknown {
  const reading = readRegistry(parseFirstDocument(decodeBytes(bytes)));
  return reading.ok ? JSON.parse(JSON.stringify(reading.registry)) : reading.error;
}

describe("reading as k3s does", () => {
  const vectors = vectorsIn<ReadingVector>(new URL("vectors.jsonl", import.meta.url));

  it("has a recorded vector for each input", () => {
    assert.ok(inputs.length >= 250);
    assert.deepEqual(
      vectors.map(({ name }) => name),
      inputs.map(({ name }) => name),
    );
    assert.equal(new Set(inputs.map(({ name }) => name)).size, inputs.length, "two inputs have one name");
  });

  for (const vector of vectors)
    it(vector.name, () => {
      assert.deepEqual(verdict(bytesOf(vector)), vector.error ?? vector.parsed);
    });
});

// The recorded results that the project was given; there only on the machines where it is built.
const shared = fileURLToPath(new URL("../../../shared", import.meta.url));
describe("reading as k3s does, shared vectors", () => {
  for (const set of ["k3s", "corpus", "mutated"]) {
    const file = `${shared}/vectors/${set}.jsonl`;
    if (!existsSync(file)) continue;
    it(`${set}: every verdict and every value is the same`, () => {
      const different = vectorsIn<ReadingVector>(file).filter((vector) => {
        const bytes = set === "corpus" ? readFileSync(`${shared}/corpus/${vector.name}`) : bytesOf(vector);
        try {
          assert.deepEqual(verdict(bytes), vector.error ?? vector.parsed);
          return false;
        } catch {
          return true;
        }
      });
      assert.deepEqual(
        different.map(({ name }) => name),
        [],
      );
    });
  }
});
