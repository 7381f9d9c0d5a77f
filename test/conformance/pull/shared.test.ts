import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { vectorsIn } from "../vectors.ts";
import { differences, type PullVector } from "./vectors.ts";

// The recorded results that the project was given; there only on the machines where it is built.
const file = fileURLToPath(new URL("../../../../shared/vectors/pull.jsonl", import.meta.url));

describe("what containerd does to pull an image, shared vectors", () => {
  if (!existsSync(file)) return;
  it("a plan has the same requests in the same order, with the same TLS settings and credentials", () => {
    for (const vector of vectorsIn<PullVector>(file)) assert.deepEqual(differences(vector), [], vector.name);
  });
});
