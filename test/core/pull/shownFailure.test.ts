import assert from "node:assert/strict";
import { type ContainerdLine, type FailureClass, shownFailure } from "../../../src/core/pullErrors/shownFailure.ts";

/** How a registry can fail a pull, as containerd's own resolver was recorded with, and the class of each. */
const failures = {
  refused: "no-answer",
  "no basic auth": "no-answer",
  "token refused": "no-answer",
  "HTTP 404": "not-found",
  "HTTP 403": "status",
  "HTTP 500": "status",
} as const satisfies Readonly<Record<string, FailureClass>>;
type Failure = keyof typeof failures;
const names = Object.keys(failures) as Failure[];

/**
 * Whose error is shown: of the mirror (M), of the registry itself (R), or "not found" without a host (N). A row for each
 * failure of the mirror, a column for each of the registry itself, in the order above.
 */
const recorded: Readonly<Record<ContainerdLine, Readonly<Record<Failure, string>>>> = {
  1: {
    refused: "MMMMMM",
    "no basic auth": "MMMMMM",
    "token refused": "MMMMMM",
    "HTTP 404": "RRRNRR",
    "HTTP 403": "MMMMMM",
    "HTTP 500": "MMMMMM",
  },
  2: {
    refused: "MMMNRR",
    "no basic auth": "MMMNRR",
    "token refused": "MMMNRR",
    "HTTP 404": "NNNNRR",
    "HTTP 403": "MMMMMM",
    "HTTP 500": "MMMMMM",
  },
};

describe("The error that containerd shows for a pull", () => {
  for (const line of [1, 2] as const)
    for (const [row, mirror] of names.entries())
      it(`is that of containerd ${line} when the mirror fails with ${mirror} (${row + 1} of 6)`, () => {
        const shown = names.map((registry) => {
          const tried = [
            { name: "M", failure: failures[mirror] },
            { name: "R", failure: failures[registry] },
          ];
          const one = shownFailure(tried, line);
          return one?.failure === "not-found" ? "N" : one?.name;
        });
        assert.equal(shown.join(""), recorded[line][mirror]);
      });

  it("is the first of the highest class, or the first that is not 404, of any number of registries", () => {
    const tried = (["not-found", "no-answer", "status", "status"] as const).map((failure, name) => ({ failure, name }));
    assert.equal(shownFailure(tried, 1)?.name, 1);
    assert.equal(shownFailure(tried, 2)?.name, 2);
    assert.equal(shownFailure([], 2), undefined);
  });
});
