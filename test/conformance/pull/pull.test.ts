import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { vectorsIn } from "../vectors.ts";
import { inputs } from "./inputs.ts";
import { differences, type PullVector } from "./vectors.ts";

const own = vectorsIn<PullVector>(new URL("vectors.jsonl", import.meta.url));
// The recorded results that the project was given; there only on the machines where it is built.
const shared = fileURLToPath(new URL("../../../../shared/vectors/pull.jsonl", import.meta.url));

describe("what containerd does to pull an image", () => {
  it("was recorded for the files that k3s writes now; if not, run `npm run conformance:record`", () => {
    const given = own.map(({ ref, invalid, runs, ...input }) => input);
    assert.deepEqual(given, inputs);
  });

  it("was recorded for at least 150 files and 250 pulls, by two lines of containerd", () => {
    assert.ok(new Set(own.map(({ input }) => input)).size >= 150);
    assert.ok(own.length >= 250);
    assert.deepEqual([...new Set(own.map(({ containerd }) => containerd))], ["1.7", "2.0"]);
  });

  it("is what a plan has: the same requests in the same order, with the same TLS settings and credentials", () => {
    for (const vector of own) assert.deepEqual(differences(vector), [], `${vector.name}, ${vector.k3s}`);
  });

  if (existsSync(shared))
    it("is what a plan has, shared vectors", () => {
      for (const vector of vectorsIn<PullVector>(shared)) assert.deepEqual(differences(vector), [], vector.name);
    });
});
