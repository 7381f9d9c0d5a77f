import assert from "node:assert/strict";
import { googleHostFault } from "../../src/core/hosts/googleHostFault.ts";
import { googleRegistryHosts } from "../../src/core/hosts/googleHosts.ts";

const meant = (host: string): string | undefined => googleHostFault(host)?.meant;

describe("a host that is meant as Google's", () => {
  it("is fine when Google's own client knows it, with any case and port", () => {
    for (const { host } of googleRegistryHosts)
      for (const written of [host, host.toUpperCase(), `${host}:443`])
        assert.equal(googleHostFault(written), undefined);
  });

  it("is certainly none without -docker, without its domain, or for other packages", () => {
    for (const [host, right] of [
      ["europe-west3.pkg.dev", "europe-west3-docker.pkg.dev"],
      ["eu.pkg.dev", "europe-docker.pkg.dev"],
      ["eu-docker.pkg.dev", "europe-docker.pkg.dev"],
      ["us-docker", "us-docker.pkg.dev"],
      ["us-east1-npm.pkg.dev", "us-east1-docker.pkg.dev"],
      ["pkg.dev", undefined],
      ["docker.pkg.dev", undefined],
      ["us-artifactregistry.googleapis.com", undefined],
    ] as const) {
      assert.equal(googleHostFault(host)?.certain, true, host);
      assert.equal(meant(host), right, host);
    }
  });

  it("is never certainly none because of its location", () => {
    for (const [host, right] of [
      ["mars-north1-docker.pkg.dev", undefined],
      ["europe-west33-docker.pkg.dev", "europe-west3-docker.pkg.dev"],
      ["europe-west-3-docker.pkg.dev", "europe-west3-docker.pkg.dev"],
      ["eu-west3-docker.pkg.dev", "europe-west3-docker.pkg.dev"],
      ["us-central1-a-docker.pkg.dev", "us-central1-docker.pkg.dev"],
      ["frankfurt-docker.pkg.dev", "europe-west3-docker.pkg.dev"],
      ["docker.europe-north2.rep.pkg.dev", "europe-north2-docker.pkg.dev"],
      ["docker.us-west44.rep.pkg.dev", "docker.us-west4.rep.pkg.dev"],
    ] as const) {
      assert.equal(googleHostFault(host)?.certain, false, host);
      assert.equal(meant(host), right, host);
    }
  });

  it("is left alone below gcr.io, in examples, and where it is no host of Google's at all", () => {
    for (const host of [
      "k8s.gcr.io",
      "mirror.gcr.io",
      "k3s.gcr.io",
      "*.pkg.dev",
      "*.gcr.io",
      "region-docker.pkg.dev",
      "LOCATION-docker.pkg.dev",
      "your-region-docker.pkg.dev",
      "<region>-docker.pkg.dev",
      "a.b.pkg.dev",
      "us-docker:5000",
      "europe-docker.example.com",
      "my-docker.example.com",
      "docker",
      "docker.io",
      "",
    ])
      assert.equal(googleHostFault(host), undefined, host);
  });
});
