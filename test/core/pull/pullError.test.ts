import assert from "node:assert/strict";
import { type PullErrorKind, pullErrorSigns } from "../../../src/core/pullErrors/errorKinds.ts";
import { readPullError, readPullErrors, speaksOfPulls } from "../../../src/core/pullErrors/pullError.ts";
import type { FailureClass } from "../../../src/core/pullErrors/shownFailure.ts";
import { postedErrors } from "./errorTexts.ts";

/** A line as containerd 2 and the kubelet of today write it. */
function event(image: string, error: string): string {
  return `  Warning  Failed  12s (x3 over 55s)  kubelet  Failed to pull image "${image}": failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${error}`;
}

/** The same in containerd's own log. */
function logLine(image: string, error: string): string {
  const whole = `rpc error: code = Unknown desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${error}`;
  return `time="2026-11-25T10:00:00Z" level=error msg="PullImage \\"${image}\\" failed" error=${JSON.stringify(whole)}`;
}

/** The same as crictl prints it. */
function crictl(image: string, error: string): string {
  const whole = `rpc error: code = Unknown desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${error}`;
  return `E1125 10:00:00.1 1 log.go:32] "PullImage from image service failed" err=${JSON.stringify(whole)} image="${image}"\nFATA[0001] pulling image: ${whole}`;
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
    [
      `failed to do request: Head "${manifest}": proxyconnect tcp: dial tcp 10.0.0.9:3128: connect: connection refused`,
      "proxy",
    ],
    [
      `failed to do request: Head "${manifest}": proxyconnect tcp: tls: failed to verify certificate: x509: certificate signed by unknown authority`,
      "proxy",
    ],
    [`failed to do request: Head "${manifest}": Proxy Authentication Required`, "proxy"],
    [
      `failed to do request: Head "htps://mirror.example.com/v2/team/app/manifests/1.2": unsupported protocol scheme "htps"`,
      "invalid-address",
    ],
    ['parse "https://mirror.example.com/v2/%zz/team/app/manifests/1.2": invalid URL escape "%zz"', "invalid-address"],
    [
      `failed to do request: Head "${manifest}": tls: failed to verify certificate: x509: unhandled critical extension`,
      "certificate-invalid",
    ],
    [
      `failed to do request: Head "${manifest}": x509: certificate specifies an incompatible key usage`,
      "certificate-invalid",
    ],
    [`failed to do request: Head "${manifest}": remote error: tls: expired certificate`, "client-certificate-refused"],
    [`failed to do request: Head "${manifest}": remote error: tls: handshake failure`, "tls-refused"],
    [`failed to do request: Head "${manifest}": remote error: tls: unrecognized name`, "tls-refused"],
    [`failed to do request: Head "${manifest}": tls: server selected unsupported protocol version 301`, "tls-refused"],
    [
      'failed to do request: Head "https://htps/m.example.com/v2/team/app/manifests/1.2?ns=registry.example.com%3A5000": dial tcp: lookup htps on 10.0.0.10:53: no such host',
      "misspelt-scheme",
    ],
    [
      'failed to do request: Head "https://https/m.example.com/v2/team/app/manifests/1.2?ns=registry.example.com%3A5000": dial tcp: lookup https: Temporary failure in name resolution',
      "misspelt-scheme",
    ],
    [
      "unexpected status from HEAD request to https://127.0.0.1:6443/v2/team/app/manifests/1.2?ns=registry.example.com%3A5000: 500 Internal Server Error",
      "embedded-registry-miss",
      500,
    ],
    [
      "pulling from host 127.0.0.1:9345 failed with status code https://127.0.0.1:9345/v2/team/app/manifests/1.2?ns=registry.example.com%3A5000: 404 Not Found",
      "embedded-registry-miss",
      404,
    ],
    [
      "failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://ghcr.io/token?scope=repository%3Ateam%2Fapp%3Apull&scope=repository%3Aowner%2Fhub%2Fteam%2Fapp%3Apull&service=ghcr.io: 403 Forbidden",
      "two-scopes",
      403,
    ],
    [
      "failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://us-docker.pkg.dev/v2/token?scope=repository%3Alibrary%2Fnginx%3Apull&scope=repository%3Ap%2Fr%2Flibrary%2Fnginx%3Apull&service=us-docker.pkg.dev: 404 Not Found",
      "two-scopes",
      404,
    ],
    [
      "failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://harbor.example.com/service/token?scope=repository%3Apause%3Apull&scope=repository%3Ak8s%2Fpause%3Apull&service=harbor-registry: 500 Internal Server Error",
      "two-scopes",
      500,
    ],
    // Other registries give out a token for what they have.
    [
      "failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://auth.example.com/token?scope=repository%3Ateam%2Fapp%3Apull&scope=repository%3Aowner%2Fteam%2Fapp%3Apull&service=a: 403 Forbidden",
      "anonymous-token-refused",
      403,
    ],
    [
      "unexpected status from HEAD request to https://123456789012.dkr.ecr.eu-west-1.amazonaws.com/v2/a/manifests/1: 403 Forbidden - Server message: denied: Your authorization token has expired. Reauthenticate and try again.",
      "credential-expired",
      403,
    ],
    [`unexpected status from HEAD request to ${manifest}: 429 Too Many Requests`, "rate-limited", 429],
    [
      "failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://auth.docker.io/token?scope=repository%3Alibrary%2Fnginx%3Apull&service=registry.docker.io: 429 Too Many Requests",
      "rate-limited",
      429,
    ],
    [
      'failed commit on ref "layer-sha256:aa": unexpected commit digest sha256:bb, expected sha256:aa: failed precondition',
      "wrong-content",
    ],
    [
      'failed commit on ref "manifest-sha256:aa": "manifest-sha256:aa" failed size validation: 906 != 1570: failed precondition',
      "wrong-content",
    ],
    [
      'media type "application/vnd.docker.distribution.manifest.v1+prettyjws" is no longer supported since containerd v2.1, please rebuild the image as "application/vnd.docker.distribution.manifest.v2+json"',
      "old-manifest",
    ],
    [
      "write /var/lib/rancher/k3s/agent/containerd/io.containerd.content.v1.content/ingest/a/data: no space left on device",
      "disk-full",
    ],
    [
      "could not fetch content descriptor sha256:aa (application/vnd.oci.image.config.v1+json) from remote: unable to fetch descriptor (sha256:aa) which reports content size of zero: invalid argument",
      "wrong-content",
    ],
    [
      `failed to do request: Head "${manifest}": dial tcp: lookup registry.example.com on 10.0.0.10:53: read udp 10.0.0.5:40000->10.0.0.10:53: i/o timeout`,
      "no-such-host",
    ],
    [`failed to do request: Head "${manifest}": dial tcp: lookup registry.example.com: i/o timeout`, "no-such-host"],
    [`failed to do request: Head "${manifest}": tls: oversized record received with length 20527`, "no-tls"],
    [`failed to do request: Head "${manifest}": http2: client connection lost`, "connection-broken"],
    [`failed to do request: Head "${manifest}": stream error: stream ID 1; INTERNAL_ERROR`, "connection-broken"],
    [`failed to do request: Head "${manifest}": http: server closed idle connection`, "connection-broken"],
    [`failed to do request: Head "${manifest}": use of closed network connection`, "connection-broken"],
    ["unknown blob", "not-found"],
    ["context canceled", "cancelled"],
    [
      'connection error: desc = "transport: Error while dialing: dial unix /run/k3s/containerd/containerd.sock: connect: connection refused"',
      "containerd-not-running",
    ],
  ];
  for (const [error, kind, status] of kinds)
    it(`is of its kind by what it says: ${kind}, ${error.slice(0, 60)}`, () => {
      for (const form of [event, logLine, crictl])
        assert.deepEqual(
          readPullErrors(form(image, error)).map((one) => [one.kind, one.image?.text, one.status]),
          [[kind, image, status]],
          form.name,
        );
    });

  const ofNodes: readonly (readonly [text: string, kind: PullErrorKind])[] = [
    [
      "  Warning  FailedToRetrieveImagePullSecret  3s (x8 over 91s)  kubelet  Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.",
      "pull-secret-missing",
    ],
    [
      'E1125 10:00:00.000001    1204 kubelet_pods.go:1004] "Unable to retrieve pull secret, the image pull may not succeed." pod="a/b" secret="" err="secret \\"regcred\\" not found"',
      "pull-secret-missing",
    ],
    [
      'Nov 25 10:00:00 node k3s[1]: time="2026-11-25T10:00:00Z" level=fatal msg="Error: failed to parse system-default-registry: registries must be valid RFC 3986 URI authorities: registry.example.com/hub"',
      "system-default-registry",
    ],
    ['  Warning  Failed  3s  kubelet  Failed to pull image "docker.io/library/nginx:1": pull QPS exceeded', "pull-qps"],
    [
      '  Warning  ErrImageNeverPull  3s  kubelet  Container image "nginx:1" is not present with pull policy of Never',
      "never-pulled",
    ],
    [
      'level=info msg="trying next host" error="unexpected status from HEAD request to https://127.0.0.1:6443/v2/a/manifests/1?ns=docker.io: 500 Internal Server Error" host="127.0.0.1:6443"',
      "embedded-registry-miss",
    ],
    [
      'level=info msg="trying next host - response was http.StatusNotFound" host="127.0.0.1:6443"',
      "embedded-registry-miss",
    ],
    ['Error: Get "https://127.0.0.1:6443/api/v1/pods": 500 Internal Server Error', "server-error"],
  ];
  for (const [text, kind] of ofNodes)
    it(`is of its kind in events and logs of nodes: ${kind}, ${text.trim().slice(0, 50)}`, () => {
      assert.deepEqual(
        readPullErrors(text).map((one) => one.kind),
        [kind],
      );
    });

  it("is of a misspelt scheme only where the host is one", () => {
    const host = (name: string): string =>
      event(image, `failed to do request: Head "https://${name}/x": dial tcp: lookup ${name}: no such host`);
    for (const name of ["htps", "http", "https", "htp", "htttps", "httpss", "hhttps", "ttps", "httsp", "hptts", "ftp"])
      assert.equal(readPullError(host(name))?.kind, "misspelt-scheme", name);
    for (const name of ["hub", "host", "proxy", "ps", "tp", "hps", "harbor", "https.example.com", "htps:5000"])
      assert.equal(readPullError(host(name))?.kind, "no-such-host", name);
  });

  const failures: readonly (readonly [error: string, failure: FailureClass | undefined])[] = [
    [refused, "no-answer"],
    ["failed to authorize: failed to fetch anonymous token: unexpected status: 403 Forbidden", "no-answer"],
    [
      "pull access denied, repository does not exist or may require authorization: authorization failed: no basic auth credentials",
      "no-answer",
    ],
    [`failed to authorize: failed to fetch oauth token: Get "https://auth.example.com/token": EOF`, "no-answer"],
    [`unexpected status from HEAD request to ${manifest}: 403 Forbidden`, "status"],
    [`unexpected status from HEAD request to ${manifest}: 401 Unauthorized`, "status"],
    [
      `pulling from host registry.example.com:5000 failed with status code [manifests 1.2]: 500 Internal Server Error`,
      "status",
    ],
    [`unexpected status from HEAD request to ${manifest}: 429 Too Many Requests`, "status"],
    [`${image}: not found`, "not-found"],
    // No registry was tried.
    ['unable to load CA cert "/etc/ca.pem"', undefined],
  ];
  for (const [error, failure] of failures)
    it(`tells how the registry failed that containerd reports: ${failure}, ${error.slice(0, 60)}`, () => {
      for (const form of [event, logLine, crictl])
        assert.equal(readPullError(form(image, error))?.failure, failure, form.name);
      const line = `level=info msg="trying next host" error=${JSON.stringify(error)} host="registry.example.com:5000"`;
      assert.equal(readPullError(line)?.failure, undefined);
      // A log has the lines of single registries first.
      assert.equal(readPullErrors(`${line}\n${logLine(image, error)}`).at(-1)?.failure, failure);
    });

  it("tells the containerd of the node, where the text names one", () => {
    const versions: readonly (readonly [text: string, line: 1 | 2 | undefined])[] = [
      ["Container Runtime Version:  containerd://2.0.4-k3s3", 2],
      ["Container Runtime Version:  containerd://1.7.23-k3s2", 1],
      ["Kubelet Version:            v1.32.2+k3s1", 2],
      ["Kubelet Version:            v1.32.1+rke2r1", 1],
      ["k3s version v1.31.5+k3s1 (56ec5dd4)", 1],
      ["containerd github.com/k3s-io/containerd v2.1.4-k3s1", 2],
      ["node-1   Ready   v1.34.1+k3s1   Ubuntu 24.04   containerd://2.1.4-k3s1", 2],
      // Nodes that differ, and the tag of an image.
      ["node-1   Ready   v1.30.4+k3s1\nnode-2   Ready   v1.33.3+k3s1", undefined],
      ["rancher/k3s-upgrade:v1.32.2-k3s1", undefined],
      ["v1.32.2", undefined],
    ];
    for (const [text, line] of versions)
      assert.equal(readPullError(`${text}\n${event(image, refused)}`)?.containerd, line, text);
  });

  it("is found in the journal of a node whose file can't be read, with the line", () => {
    const text =
      'Nov 25 10:00:00 node k3s[1]: time="2026-11-25T10:00:00Z" level=info msg="Waiting to retrieve agent configuration; server is not ready: yaml: unmarshal errors:\\n  line 5: cannot unmarshal !!map into string"';
    const [error, ...more] = readPullErrors(text);
    assert.equal(error?.kind, "file-unreadable");
    assert.equal(error?.line, 5);
    assert.deepEqual(more, []);
    const server = "Waiting to retrieve agent configuration; server is not ready:";
    for (const [reason, line] of [
      ["yaml: line 12: did not find expected key", 12],
      ["yaml: unmarshal errors line 7: cannot unmarshal !!map into string", 7],
      ["yaml: unmarshal errors: line 3: cannot unmarshal !!str, line 9: cannot unmarshal !!seq", 3],
      ["yaml: control characters are not allowed", undefined],
    ] as const)
      assert.equal(readPullError(`level=info msg="${server} ${reason}"`)?.line, line, reason);
  });

  it("tells the image that ctr resolves, the host that a name is looked up for, and the status by its name in Go", () => {
    const resolving = `${image}: resolving      |--------| \nelapsed: 0.1 s  total: 0.0 B\nctr: 401 Unauthorized`;
    assert.equal(readPullError(resolving)?.image?.text, image);
    for (const named of [`image=${image}`, `image="${image}"`])
      assert.equal(readPullError(`level=error msg="401 Unauthorized" ${named}`)?.image?.text, image, named);
    for (const lookup of ["lookup r.example.com on 10.0.0.1:53: no such host", "lookup r.example.com: no such host"])
      assert.equal(readPullError(`dial tcp: ${lookup}`)?.host, "r.example.com", lookup);
    const next = (name: string): string =>
      `level=info msg="trying next host - response was http.Status${name}" host=a.io`;
    for (const [name, status] of [
      ["NotFound", 404],
      ["Unauthorized", 401],
      ["Forbidden", 403],
      ["InternalServerError", 500],
    ] as const)
      assert.equal(readPullError(next(name))?.status, status, name);
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
      plain.replace(image, `\u001b[1m${image}\u001b[0m`),
      plain.replaceAll("\n", "\r\n"),
    ];
    for (const variant of variants) assert.deepEqual(readPullErrors(variant), expected, variant);
  });

  it("is one for each entry of a log, however entries begin", () => {
    for (const begin of [
      "  Warning  Failed  3s  kubelet  ",
      "  3s  Warning  Failed  pod/a  ",
      "Nov 25 10:00:00 node k3s[1]: ",
      "2026-11-25T10:00:00Z ",
      "2026/11/25 10:00:00 ",
      'time="2026-11-25T10:00:00Z" level=error msg=',
      "level=error msg=",
      '{"level":"error","msg":"',
      "E1125 10:00:00.1 1 log.go:32] ",
      "ERRO[2026-11-25T10:00:00] ",
      "ctr: ",
      "Error: ",
      "$ ",
      "root@node:~# ",
    ]) {
      const text = `${begin}401 Unauthorized\n${begin}dial tcp: lookup r.example.com: no such host`;
      assert.deepEqual(
        readPullErrors(text).map(({ kind }) => kind),
        ["unauthorized", "no-such-host"],
        begin,
      );
    }
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
    for (const ns of ["docker.io", "registry.example.com%3A5000"]) {
      const url = `https://mirror.example.com/v2/a/manifests/1?ns=${ns}`;
      const status = readPullError(event(image, `unexpected status from HEAD request to ${url}: 403 Forbidden`));
      assert.equal(status?.mirrorOf, decodeURIComponent(ns));
    }
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
    for (const command of [
      "ctr images pull",
      "ctr i pull",
      "k3s ctr -n k8s.io image pull",
      "ctr -a /run/c.sock -n x i pull",
    ])
      assert.equal(readPullError(`$ ${command} ${image}\n${image}: ${refused}`)?.client, "ctr", command);
    for (const command of ["crictl pull", "ctr-images pull", "ctr images ls"])
      assert.equal(readPullError(`$ ${command} ${image}\n${image}: ${refused}`)?.client, undefined, command);
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
    const told = [...kinds, ...ofNodes].map(([, kind]) => kind);
    const tested = new Set([...postedErrors.map(({ kind }) => kind), ...told]);
    const missing = pullErrorSigns.map(([kind]) => kind).filter((kind) => !tested.has(kind));
    assert.deepEqual(missing, ["containerd-stopped", "invalid-reference", "backoff"]);
  });
});
