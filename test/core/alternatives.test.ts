import assert from "node:assert/strict";
import { alternatives } from "../../src/core/credentials/alternatives.ts";
import type { Credential } from "../../src/core/credentials/credential.ts";

function credential(account: string, ...hosts: readonly string[]): Credential {
  return {
    kind: "docker-config",
    auth: { username: account, password: "x" },
    hosts,
    description: { account },
    warnings: [],
  };
}

function groups(...credentials: readonly Credential[]): readonly (readonly (string | undefined)[])[] {
  return alternatives(credentials).map((group) => group.map(({ description }) => description.account));
}

describe("credentials of one file", () => {
  it("stand side by side when their registries differ", () => {
    assert.deepEqual(groups(credential("a", "a.io"), credential("b", "b.io"), credential("c", "c.io")), [
      ["a"],
      ["b"],
      ["c"],
    ]);
  });

  it("are alternatives when they share a registry, or name none", () => {
    assert.deepEqual(groups(credential("a", "a.io"), credential("n"), credential("b", "a.io"), credential("m")), [
      ["a", "b"],
      ["n", "m"],
    ]);
  });

  it("are alternatives through one that has the registries of both", () => {
    assert.deepEqual(groups(credential("a", "a.io"), credential("b", "b.io"), credential("c", "b.io", "a.io")), [
      ["a", "b", "c"],
    ]);
  });
});
