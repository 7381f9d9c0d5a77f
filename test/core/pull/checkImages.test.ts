import assert from "node:assert/strict";
import type { NodeOptions } from "../../../src/core/containerd/hostsFiles.ts";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { parseTarget } from "../../../src/core/file/release.ts";
import type { ImageMention } from "../../../src/core/images/mention.ts";
import { type CheckedImage, checkImages } from "../../../src/core/pull/checkImages.ts";

const google = "europe-west3-docker.pkg.dev";
const ecr = "123456789012.dkr.ecr.eu-central-1.amazonaws.com";
const file = `mirrors:
  quay.io:
    endpoint: ["https://mirror.example.com"]
  registry.k8s.io:
    endpoint: ["https://with.example.com"]
configs:
  ${google}:
    auth: {username: _json_key, password: CANARY-SECRET}
  with.example.com:
    auth: {username: robot, password: CANARY-SECRET}
  half.example.com:
    auth: {password: CANARY-SECRET}
  code.example.com:
    auth: {auth: CANARY-SECRET}
  token.example.com:
    auth: {identity_token: CANARY-SECRET}
`;

type Mentioned = string | Partial<ImageMention>;

function check(text: string, images: readonly Mentioned[], options?: NodeOptions): readonly CheckedImage<number>[] {
  const mentions = images.map((image, place) => ({
    mention: {
      text: "",
      span: { start: 0, end: 0 },
      source: "kubernetes",
      openTag: false,
      pullSecret: false,
      ...(typeof image === "string" ? { text: image } : image),
    } as const,
    place,
  }));
  const result = checkImages(openRegistries(text), mentions, options);
  assert.ok(result.ok);
  assert.doesNotMatch(JSON.stringify(result), /CANARY/);
  return result.images;
}

function statusOf(image: Mentioned, text = file, options?: NodeOptions): string {
  return check(text, [image], options)
    .map(({ status }) => status)
    .join();
}

function told(image: Mentioned, text = file, options?: NodeOptions): string {
  const [found] = check(text, [image], options);
  const route = found?.route.join(" → ") ?? "";
  return found?.reason ? `${route}: ${found.reason}` : route;
}

describe("the images of a workspace, checked against a registries.yaml", () => {
  it("are pulled with a credential, by a mirror, or without either", () => {
    assert.equal(statusOf(`${google}/p/r/app:1`), "credential");
    assert.equal(statusOf("token.example.com/app:1"), "credential");
    assert.equal(statusOf("registry.k8s.io/pause:3.9"), "credential");
    assert.equal(statusOf("quay.io/a/b"), "mirror");
    assert.equal(statusOf("nginx"), "public");
    assert.equal(statusOf("registry.example.com/x"), "anonymous");
    assert.equal(statusOf("gcr.io/p/i"), "anonymous");
    const tls = "configs: {registry.example.com: {tls: {ca_file: /etc/ssl/ca.pem}}}";
    assert.equal(statusOf("registry.example.com/x", tls), "anonymous");
    assert.equal(statusOf("k8s.gcr.io/pause"), "public");
    assert.equal(told("registry.k8s.io/pause"), "with.example.com as robot → registry.k8s.io without a credential");
    assert.equal(told("quay.io/a/b"), "mirror.example.com without a credential → quay.io without a credential");
  });

  it("fail where the registry gives nothing without a credential, or nobody is asked", () => {
    assert.equal(statusOf(`${ecr}/app:1`), "refused");
    assert.match(
      told(`${ecr}/app:1`),
      /rejects every pull without a credential\. "configs" has no entry for 123456789012/,
    );
    assert.equal(statusOf("registry.redhat.io/ubi9"), "refused");
    assert.equal(statusOf("registry.access.redhat.com/ubi9"), "public");
    const mirrored = `mirrors:\n  ${ecr}:\n    endpoint: [https://cache.example.com]\n`;
    assert.equal(statusOf(`${ecr}/app:1`, mirrored), "mirror");
    const nobody = "mirrors:\n  a.example.com:\n    endpoint: []\n";
    assert.equal(statusOf("a.example.com/x", nobody), "anonymous");
    const embedded = `mirrors:\n  ${ecr}:\n`;
    assert.equal(statusOf(`${ecr}/app:1`, embedded, { embeddedRegistry: true }), "anonymous");
  });

  it("have a credential in the file that is not sent", () => {
    assert.equal(statusOf("half.example.com/x"), "unsent");
    assert.match(told("half.example.com/x"), /so containerd never sends it/);
    assert.equal(statusOf("code.example.com/x"), "refused");
    const port =
      "configs:\n  reg.example.com:\n    auth: {username: a, password: b}\nmirrors:\n  x.example.com:\n    endpoint: [https://reg.example.com:5000]\n";
    assert.equal(statusOf("x.example.com/y", port), "unsent");
    const loose = port.replace("reg.example.com:5000", "other.example.org");
    assert.equal(statusOf("x.example.com/y", loose), "mirror");
    assert.equal(statusOf("reg.example.com/y", loose.replace("username: a, ", "")), "unsent");
    const hub = "configs:\n  docker.io:\n    auth: {username: a, password: b}\n";
    const target = parseTarget("k3s v1.30.4");
    assert.equal(statusOf("nginx", hub, target ? { target } : {}), "unsent");
    const newer = parseTarget("k3s v1.33.4");
    assert.equal(statusOf("nginx", hub, newer ? { target: newer } : {}), "credential");
  });

  it("need a key for each host of Google's", () => {
    assert.match(
      told("us-docker.pkg.dev/p/r/i"),
      /The credential of europe-west3-docker\.pkg\.dev is sent to that host only/,
    );
    assert.equal(told("us-docker.pkg.dev/p/r/i", ""), "us-docker.pkg.dev without a credential");
  });

  it("may have a Secret that goes before the file", () => {
    const secret = { pullSecret: true };
    assert.equal(statusOf({ text: `${ecr}/app:1`, ...secret }), "secret");
    assert.equal(statusOf({ text: "registry.example.com/x", ...secret }), "secret");
    assert.equal(statusOf({ text: "nginx", ...secret }), "public");
    assert.equal(statusOf({ text: "Not An Image", ...secret }), "invalid");
  });

  it("stand there once, the worst first, with all their places", () => {
    const images = check(file, [
      "nginx",
      "docker.io/library/nginx:latest",
      "b",
      `${ecr}/x`,
      "Nginx",
      { text: "nginx", openTag: true },
    ]);
    assert.deepEqual(
      images.map(({ image, status, places, openTag }) => [image, status, places, openTag]),
      [
        ["Nginx", "invalid", [4], false],
        [`${ecr}/x`, "refused", [3], false],
        ["b", "public", [2], false],
        ["nginx", "public", [0, 1], false],
        ["nginx", "public", [5], true],
      ],
    );
  });

  it("are not checked against a file that k3s can't read", () => {
    const mention = {
      text: "nginx",
      span: { start: 0, end: 5 },
      source: "compose",
      openTag: false,
      pullSecret: false,
    } as const;
    const result = checkImages(openRegistries("mirrors: [CANARY-SECRET"), [{ mention, place: 0 }]);
    assert.ok(!result.ok);
    assert.match(result.problem, /can't read this file/);
    assert.doesNotMatch(JSON.stringify(result), /CANARY/);
  });

  it("show no secret that someone put into a name", () => {
    const names = [
      "https://me:CANARY-SECRET@reg.example.com/x",
      "me:CANARY-SECRET@reg.example.com/x",
      "reg.example.com/x:ghp_CANARY",
      "eyJCANARY.abc",
      "reg.example.com/x?token=CANARY",
      "x y CANARY",
    ];
    for (const { image } of check(file, names)) assert.equal(image, "…");
    for (const name of ["Nginx", "a//b", "nginx:", "reg.example.com:5000/X"])
      assert.equal(check(file, [name])[0]?.image, name);
  });
});

describe("the route of an image", () => {
  it("names the user of a credential, and one that has no name as such", () => {
    const credentials =
      "configs:\n  a.example.com: {auth: {username: robot, password: x}}\n  b.example.com: {auth: {identity_token: x}}\n";
    for (const [registry, route] of [
      ["a", "a.example.com as robot"],
      ["b", "b.example.com with a credential"],
      ["c", "c.example.com without a credential"],
    ] as const)
      assert.deepEqual(check(credentials, [`${registry}.example.com/app:1`])[0]?.route, [route]);
  });
});
