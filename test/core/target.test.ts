import assert from "node:assert/strict";
import { brokenIn, describeTarget, fixedIn, parseTarget, supports } from "../../src/core/file/release.ts";

describe("targets", () => {
  it("are read as people write them, and shown with their build", () => {
    const table: readonly (readonly [text: string, shown: string])[] = [
      ["any", "k3s or RKE2, any version"],
      ["k3s", "k3s, any version"],
      ["rke2 v1.31.6", "RKE2 v1.31.6"],
      ["RKE2@1.31", "RKE2 v1.31"],
      ["v1.30.4", "k3s or RKE2 v1.30.4"],
      ["k3s v1.29.1+k3s2", "k3s v1.29.1+k3s2"],
      ["rke2 v1.31.6+rke2r1", "RKE2 v1.31.6+rke2r1"],
      ["k3s v1.29.1-rc2+k3s1", "k3s v1.29.1+k3s1"],
      // The tag of an image has a hyphen for the plus sign.
      ["k3d v1.29.1-k3s1", "k3d v1.29.1+k3s1"],
      // A build names its product.
      ["v1.29.1+k3s2", "k3s v1.29.1+k3s2"],
      ["any v1.31.6+RKE2R3", "RKE2 v1.31.6+rke2r3"],
      // A build of another product says nothing about this one.
      ["k3s v1.31.6+rke2r1", "k3s v1.31.6"],
      ["rke2 v1.31.6+k3s1", "RKE2 v1.31.6"],
      ["k3s v1.31+k3s1", "k3s v1.31"],
      ["k3s v1.31.6+abc1234", "k3s v1.31.6"],
    ];
    for (const [text, shown] of table) {
      const target = parseTarget(text);
      assert.equal(target && describeTarget(target), shown, text);
    }
    for (const text of ["", "k4s", "latest", "k3s latest", "1", "k3s 1.x", "k3s v1.29.1 +k3s1"])
      assert.equal(text === "" ? undefined : parseTarget(text), undefined, text);
  });

  it("know what single releases broke", () => {
    const mended = (target: string): string | undefined =>
      fixedIn(parseTarget(target) ?? {}, "fallback from the wildcard mirror");
    assert.equal(mended("k3s v1.32.2+k3s1"), "v1.32.3");
    assert.equal(mended("rke2 v1.28.7"), "v1.28.8");
    for (const fine of ["any", "k3s", "v1.25.3", "v1.28.8", "v1.31.5", "v1.32", "v1.33.0"])
      assert.equal(mended(fine), undefined, fine);
  });

  it("know what single builds broke, and that RKE2 has builds of its own", () => {
    const broken = (target: string): string | undefined => {
      const found = brokenIn(parseTarget(target) ?? {}, "endpoint without a scheme");
      return found && `${found.certain ? "certain" : "possible"}, ${found.first} to ${found.fixed}`;
    };
    for (const release of ["v1.26.13", "v1.27.10", "v1.28.6", "v1.29.1"]) {
      const builds = `${release}+k3s1 to ${release}+k3s2`;
      assert.equal(broken(`k3s ${release}+k3s1`), `certain, ${builds}`);
      assert.equal(broken(`${release}+k3s1`), `certain, ${builds}`);
      assert.equal(broken(`k3s ${release}`), `possible, ${builds}`);
      assert.equal(broken(release), `possible, ${builds}`);
      for (const fine of [`k3s ${release}+k3s2`, `${release}+k3s3`, `rke2 ${release}`, `rke2 ${release}+rke2r1`])
        assert.equal(broken(fine), undefined, fine);
    }
    for (const fine of ["any", "k3s", "k3s v1.24.17+k3s1", "k3s v1.28.5+k3s1", "v1.29.0", "k3s v1.28.7+k3s1", "v1.29"])
      assert.equal(broken(fine), undefined, fine);
  });

  it("have a feature in every build of a release", () => {
    for (const target of ["k3s v1.32.7", "k3s v1.32.7+k3s1", "rke2 v1.32.7+rke2r2"])
      assert.equal(supports(parseTarget(target) ?? {}, "credential of docker.io"), true, target);
  });
});
