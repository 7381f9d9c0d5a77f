import assert from "node:assert/strict";
import { type PullErrorKind, pullErrorSigns } from "../../../src/core/pull/errorKinds.ts";
import { readPullError, readPullErrors, speaksOfPulls } from "../../../src/core/pull/pullError.ts";
import { postedErrors } from "./errorTexts.ts";

/** A line as containerd 2 and the kubelet of today write it. */
function event(image: string, error: string): string {
  return `  Warning  Failed  12s (x3 over 55s)  kubelet  Failed to pull image "${image}": failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${error}`;
}

const image = "registry.example.com:5000/team/app:1.2";
const manifest = "https://registry.example.com:5000/v2/team/app/manifests/1.2";
const refused = `failed to do request: Head "${manifest}": dial tcp 10.0.0.5:5000: connect: connection refused`;

describe("The error of a pull", () => {
  for (const { source, text, kind, image, host } of postedErrors)
    it(`is read as it was posted: ${kind} (${source.replace("https://github.com/", "")})`, () => {
      const error = readPullError(text);
      assert.deepEqual({ kind: error?.kind, image: error?.image?.text, host: error?.host }, { kind, image, host });
    });

  const kinds: readonly (readonly [error: string, kind: PullErrorKind, status?: number])[] = [
    [
      `failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://us-docker.pkg.dev/v2/token?scope=repository%3Ap%2Fr%2Fi%3Apull&service=us-docker.pkg.dev: 403 Forbidden`,
      "anonymous-token-refused",
      403,
    ],
    [
      `failed to authorize: failed to fetch anonymous token: Get "https://gitlab.example.com/jwt/auth?scope=repository%3Aa%2Fb%3Apull&service=container_registry": tls: failed to verify certificate: x509: certificate signed by unknown authority`,
      "certificate-unknown-authority",
    ],
    [
      `failed to authorize: failed to fetch oauth token: unexpected status from POST request to https://auth.docker.io/token: 401 Unauthorized`,
      "token-refused",
      401,
    ],
    [
      `failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://us-docker.pkg.dev/v2/token?scope=repository%3Ap%2Fnone%2Fi%3Apull&service=us-docker.pkg.dev: 404 Not Found`,
      "token-not-found",
      404,
    ],
    [
      `failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://registry.example.com:5000/service/token: 503 Service Unavailable`,
      "token-server-error",
      503,
    ],
    [`unexpected status from HEAD request to ${manifest}: 401 Unauthorized`, "unauthorized", 401],
    [`unexpected status from HEAD request to ${manifest}: 403 Forbidden`, "forbidden", 403],
    [`unexpected status from HEAD request to ${manifest}: 500 Internal Server Error`, "server-error", 500],
    [`${image}: not found`, "not-found"],
    ['unable to read CA cert "/etc/ca.pem": open /etc/ca.pem: no such file or directory', "ca-file"],
    ['unable to load CA cert "/etc/ca.pem"', "ca-file"],
    [
      'unable to read CERT file "/var/lib/rancher/k3s/agent/etc/containerd/certs.d/a": read /var: is a directory',
      "client-certificate-file",
    ],
    ["illegal base64 data at input byte 4", "invalid-base64"],
    ['invalid decoded auth: "hunter2"', "invalid-decoded-auth"],
    [
      `failed to do request: Head "${manifest}": tls: failed to verify certificate: x509: cannot validate certificate for 10.0.0.5 because it doesn't contain any IP SANs`,
      "certificate-no-name",
    ],
    [
      `failed to do request: Head "${manifest}": x509: certificate is not valid for any names, but wanted to match registry.example.com`,
      "certificate-no-name",
    ],
    [
      `failed to do request: Head "${manifest}": tls: failed to verify certificate: x509: certificate is valid for a.example.com, not registry.example.com`,
      "certificate-other-name",
    ],
    [`failed to do request: Head "${manifest}": remote error: tls: certificate required`, "client-certificate-refused"],
    [
      `failed to do request: Head "http://registry.example.com:5000/v2/team/app/manifests/1.2": unexpected status code 400 Bad Request: Client sent an HTTP request to an HTTPS server.`,
      "https-expected",
      400,
    ],
    [
      `failed to do request: Head "${manifest}": dial tcp: lookup registry.example.com on 10.0.0.10:53: no such host`,
      "no-such-host",
    ],
    [`failed to do request: Head "${manifest}": dial tcp 10.0.0.5:5000: connect: no route to host`, "unreachable"],
    [`failed to do request: Head "${manifest}": context deadline exceeded`, "timeout"],
    [`failed to do request: Head "${manifest}": EOF`, "connection-broken"],
    [
      `pull access denied, repository does not exist or may require authorization: server message: denied: requested access to the resource is denied`,
      "access-denied",
    ],
    [
      `unexpected media type text/html for sha256:6066282cb389d5bee17ec9f08335850ece266457a557511d3f5e78eabc34df21: not found`,
      "html-answer",
    ],
  ];
  for (const [error, kind, status] of kinds)
    it(`is of its kind by what it says: ${kind}, ${error.slice(0, 60)}`, () => {
      const read = readPullErrors(event(image, error));
      assert.deepEqual(
        read.map((one) => [one.kind, one.image?.text, one.status]),
        [[kind, image, status]],
      );
    });

  it("is found in the journal of a node whose file can't be read, with the line", () => {
    const text =
      'Nov 25 10:00:00 node k3s[1]: time="2026-11-25T10:00:00Z" level=info msg="Waiting to retrieve agent configuration; server is not ready: yaml: unmarshal errors:\\n  line 5: cannot unmarshal !!map into string"';
    const [error, ...more] = readPullErrors(text);
    assert.equal(error?.kind, "file-unreadable");
    assert.equal(error?.line, 5);
    assert.deepEqual(more, []);
  });

  it("is the same however a terminal broke its line", () => {
    const whole = event(image, refused);
    const expected = readPullErrors(whole);
    assert.equal(expected.length, 1);
    for (let width = 15; width < 130; width += 7) {
      const broken = whole.trim().replace(new RegExp(`(.{${width}})`, "g"), "$1\n");
      assert.deepEqual(readPullErrors(broken), expected, broken);
    }
  });

  it("is the same in quotes of quotes, in JSON and with colours", () => {
    const plain = `failed to resolve reference "${image}": ${refused}`;
    const expected = readPullErrors(plain);
    const quoted = (text: string): string => JSON.stringify(text);
    const variants = [
      `time="2026-11-25T10:00:00Z" level=error msg="PullImage \\"${image}\\" failed" error=${quoted(plain)}`,
      `E1125 10:00:00.1 1 log.go:32] "PullImage from image service failed" err=${quoted(`rpc error: desc = ${plain}`)}`,
      JSON.stringify({ level: "error", ts: 1, msg: plain }),
      JSON.stringify({ log: quoted(quoted(plain)) }),
      `\u001b[31m${plain}\u001b[0m`,
      plain.replaceAll("\n", "\r\n"),
    ];
    for (const variant of variants) assert.deepEqual(readPullErrors(variant), expected, variant);
  });

  it("is each different one of a log, once, and not the waiting after it", () => {
    const other = event(
      "docker.io/library/nginx:latest",
      'failed to do request: Head "https://registry-1.docker.io/v2/library/nginx/manifests/latest": net/http: TLS handshake timeout',
    );
    const text = [
      event(image, refused),
      "  Warning  Failed  1s  kubelet  Error: ImagePullBackOff",
      other,
      event(image, refused),
    ].join("\n");
    assert.deepEqual(
      readPullErrors(text).map(({ kind, host }) => [kind, host]),
      [
        ["connection-refused", "registry.example.com:5000"],
        ["tls-timeout", "registry-1.docker.io"],
      ],
    );
    assert.deepEqual(
      readPullErrors('Normal  BackOff  9s  kubelet  Back-off pulling image "nginx"').map(({ kind, image }) => [
        kind,
        image?.text,
      ]),
      [["backoff", "docker.io/library/nginx:latest"]],
    );
  });

  it("tells the host that was asked, for what, and for which registry as a mirror", () => {
    const mirror = readPullError(
      event(
        "docker.io/library/nginx:1",
        'failed to do request: Head "https://mirror.example.com/v2/library/nginx/manifests/1?ns=docker.io": EOF',
      ),
    );
    assert.deepEqual([mirror?.host, mirror?.mirrorOf, mirror?.forToken], ["mirror.example.com", "docker.io", false]);
    const token = readPullError(
      event(
        image,
        "failed to authorize: failed to fetch oauth token: unexpected status from POST request to https://auth.example.com/token: 401 Unauthorized",
      ),
    );
    assert.deepEqual([token?.host, token?.scheme, token?.forToken], ["auth.example.com", "https", true]);
  });

  it("tells the repository of Google's that may not be read", () => {
    const error = readPullError(
      'denied: Permission "artifactregistry.repositories.downloadArtifacts" denied on resource "projects/my-project/locations/europe-west3/repositories/images" (or it may not exist)',
    );
    assert.deepEqual(error?.repository, { project: "my-project", location: "europe-west3", repository: "images" });
  });

  it("tells who pulled, where others settings count", () => {
    assert.equal(readPullError(`ctr: ${refused}`)?.client, "ctr");
    assert.equal(readPullError(`Error response from daemon: Head "${manifest}": denied: denied`)?.client, "docker");
    assert.equal(readPullError(event(image, refused))?.client, undefined);
  });

  it("is told from errors of other things by the words beside it", () => {
    const terse = ["https://github.com/k3s-io/k3s/issues/5502", "https://github.com/goharbor/harbor/issues/17502"];
    for (const { source, text } of postedErrors) assert.equal(speaksOfPulls(text), !terse.includes(source), text);
    for (const text of [
      "bash: kubectx: not found",
      "dial tcp 10.0.0.1:5432: connect: connection refused",
      "npm ERR! 503 Service Unavailable",
    ])
      assert.ok(!speaksOfPulls(text), text);
  });

  it("is not there in other text, however long and odd", () => {
    for (const text of [
      "",
      "\n\n",
      "mirrors:\n  docker.io:\n",
      "Successfully pulled image",
      "\\".repeat(5000),
      '"'.repeat(5000),
      "a".repeat(1_000_000),
    ])
      assert.deepEqual(readPullErrors(text), []);
    assert.equal(readPullErrors(`${"x".repeat(3_000_000)}\n${event(image, refused)}`).length, 1);
  });

  it("has no secret in it, wherever one was pasted", () => {
    const canary = "CANARY-s3cr3t-9f8e7d";
    const lines = [
      `Authorization: Bearer ${canary}`,
      `Authorization: Basic ${canary}`,
      `failed to do request: Head "https://user:${canary}@registry.example.com/v2/a/manifests/1": EOF`,
      `failed to do request: Head "https://${canary}@registry.example.com/v2/a/manifests/1?ns=${canary}@docker.io": EOF`,
      `Failed to pull image "user:${canary}@registry.example.com/a:1": EOF": EOF`,
      `level=info msg="trying next host" error="401 Unauthorized" host="admin:${canary}@registry.example.com"`,
      `failed to fetch oauth token: unexpected status from GET request to https://a.example.com/token?account=${canary}&password=${canary}: 401 Unauthorized`,
      `invalid decoded auth: "${canary}"`,
      `yaml: line 5: cannot unmarshal !!str \`${canary}\` into registries.AuthConfig`,
      `crictl pull --creds user:${canary} registry.example.com/a:1\nno basic auth credentials`,
      `crictl pull --auth ${canary} registry.example.com/a:1\nno basic auth credentials`,
      `Failed to pull image "ghcr.io/a/b:ghp_${canary}000000": 401 Unauthorized`,
      `dial tcp: lookup ghp_${canary}0000: no such host`,
      `password=${canary} ${event(image, refused)}`,
    ];
    for (const line of lines) {
      const errors = readPullErrors(line);
      assert.ok(!JSON.stringify(errors).includes(canary), `${line}\n${JSON.stringify(errors)}`);
    }
    assert.ok(lines.filter((line) => readPullErrors(line).length > 0).length > 10);
  });

  it("has every kind among the texts that are tested", () => {
    const tested = new Set([...postedErrors.map(({ kind }) => kind), ...kinds.map(([, kind]) => kind)]);
    const missing = pullErrorSigns.map(([kind]) => kind).filter((kind) => !tested.has(kind));
    assert.deepEqual(missing, ["containerd-stopped", "invalid-reference", "backoff"]);
  });
});
