import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { supports } from "../../../src/core/file/release.ts";
import { explainErrors } from "../../../src/core/pullErrors/explainError.ts";
import { readPullErrors } from "../../../src/core/pullErrors/pullError.ts";
import { vectorsIn } from "../vectors.ts";
import { optionsOf, type PullVector } from "./vectors.ts";

// The recorded results that the project was given; there only on the machines where it is built.
const file = fileURLToPath(new URL("../../../../shared/vectors/pull.jsonl", import.meta.url));

/** All that is concluded from the error that a recorded pull ended with, in the form of an event. */
function conclusions(vector: PullVector, error: string): string {
  const event = `Failed to pull image "${vector.image}": failed to resolve reference "${vector.image}": ${error}`;
  const errors = readPullErrors(event);
  assert.ok(errors.length > 0, event);
  return explainErrors(errors, openRegistries(vector.input), optionsOf(vector))
    .flatMap(({ remarks, causes }) => [...remarks, ...causes.flatMap(({ text, details }) => [text, ...details])])
    .join("\n");
}

describe("the errors that containerd ends a pull with, shared vectors", () => {
  if (!existsSync(file)) return;

  it("never lead to the conclusion that the node has not read the file, which it has", () => {
    const known = new Set<string>();
    for (const vector of vectorsIn<PullVector>(file))
      for (const [script, { error, requests }] of Object.entries(vector.runs)) {
        const isFirst = supports(optionsOf(vector).target ?? {}, "containerd 2") === false;
        // Releases of one major version mostly end with the same.
        const identity = JSON.stringify([vector.input, vector.image, vector.node, isFirst, error]);
        if (error === undefined || known.has(identity)) continue;
        known.add(identity);
        const said = conclusions(vector, error);
        const label = `${vector.name} ${script}\n${requests.join("\n")}\n${error}\n${said}`;
        assert.doesNotMatch(
          said,
          /did not try|This node has not read|does not try \S+ for this image|the node sent none/,
          label,
        );
        const precursors =
          /So either (\S+(?:, \S+)*) answered "not found" before it/.exec(said)?.[1]?.split(", ") ?? [];
        assert.ok(precursors.length === 0 || isFirst, label);
        for (const url of precursors)
          assert.ok(
            requests.some((request) => request.includes(url) && request.endsWith("404")),
            label,
          );
      }
  });
});
