import assert from "node:assert/strict";
import { parseImage } from "../../../src/core/images/reference.ts";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

/** As `reference.ParseDockerRef` of distribution gives them. */
const normalised: Readonly<Record<string, string>> = {
  nginx: "docker.io/library/nginx:latest",
  " nginx ": "docker.io/library/nginx:latest",
  "nginx:1.27": "docker.io/library/nginx:1.27",
  "rancher/pause:3.6": "docker.io/rancher/pause:3.6",
  "docker.io/nginx": "docker.io/library/nginx:latest",
  "index.docker.io/nginx": "docker.io/library/nginx:latest",
  "registry-1.docker.io/library/nginx": "registry-1.docker.io/library/nginx:latest",
  "gcr.io/p/i:1": "gcr.io/p/i:1",
  [`us-docker.pkg.dev/p/r/i@${digest}`]: `us-docker.pkg.dev/p/r/i@${digest}`,
  [`us-docker.pkg.dev/p/r/i:1@${digest}`]: `us-docker.pkg.dev/p/r/i@${digest}`,
  "localhost/x": "localhost/x:latest",
  "localhost:5000/x": "localhost:5000/x:latest",
  "[::1]:5000/x": "[::1]:5000/x:latest",
  "registry:5000/team/app:v1": "registry:5000/team/app:v1",
  "Registry/app": "Registry/app:latest",
  "REG.example.com/app": "REG.example.com/app:latest",
  "a__b/c--d": "docker.io/a__b/c--d:latest",
  "myregistry/app": "docker.io/myregistry/app:latest",
  // A host with an underscore is none; containerd reads it as a part of the name, and asks it all the same.
  "hub.my_registry.com/a": "hub.my_registry.com/a:latest",
  "hub.my__registry.com/a/b:1": "hub.my__registry.com/a/b:1",
  "nginx:5000": "docker.io/library/nginx:5000",
};

const refused = [
  "",
  "https://gcr.io/p/i",
  "gcr.io/P/i",
  "Nginx",
  "gcr.io/",
  "gcr.io//i",
  "gcr.io/p/i:",
  "gcr.io/p/i:a b",
  "gcr.io/p/i@sha256:abc",
  `gcr.io/p/i@${digest.toUpperCase()}`,
  "gcr.io/p/-i",
  "gcr.io/p/a___b",
  "-bad.example.com/i",
  "hub.my_registry.com:5000/a",
  "hub.My_registry.com/a",
  "hub.my___registry.com/a",
  "user@example.com/i",
  "a".repeat(64),
  `example.com/${"a".repeat(250)}`,
  `nginx:${"t".repeat(129)}`,
];

describe("the name of an image", () => {
  for (const [written, text] of Object.entries(normalised))
    it(`${written} is ${text.slice(0, 60)}`, () => {
      const reading = parseImage(written);
      assert.equal(reading.ok && reading.image.text, text);
    });

  it("comes apart into registry, repository, tag and digest", () => {
    const reading = parseImage(`localhost:5000/team/app:v1@${digest}`);
    assert.ok(reading.ok);
    const { registry, repository, tag, digest: read } = reading.image;
    assert.deepEqual([registry, repository, tag, read], ["localhost:5000", "team/app", undefined, digest]);
  });

  for (const written of refused)
    it(`${JSON.stringify(written.slice(0, 40))} is none`, () => {
      assert.equal(parseImage(written).ok, false);
    });
});
