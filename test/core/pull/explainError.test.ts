import assert from "node:assert/strict";
import type { RegistriesFile } from "../../../src/core/file/file.ts";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { rules } from "../../../src/core/lint/rules/index.ts";
import type { PullErrorKind } from "../../../src/core/pullErrors/errorKinds.ts";
import { pullErrorSigns } from "../../../src/core/pullErrors/errorKinds.ts";
import { errorMeaning } from "../../../src/core/pullErrors/errorMeaning.ts";
import { rulesOfError } from "../../../src/core/pullErrors/errorRules.ts";
import { type ErrorExplanation, explainErrors } from "../../../src/core/pullErrors/explainError.ts";
import { outsideCauses } from "../../../src/core/pullErrors/outsideCauses.ts";
import { type PullError, readPullErrors } from "../../../src/core/pullErrors/pullError.ts";
import { applyEdits } from "../../../src/core/text/span.ts";
import { postedErrors } from "./errorTexts.ts";

function event(image: string, error: string): string {
  return `Failed to pull image "${image}": failed to resolve reference "${image}": ${error}`;
}

function explain(pasted: string, file: string, settings = {}): ErrorExplanation {
  const [first] = explainErrors(readPullErrors(pasted), opened(file), settings);
  assert.ok(first, pasted);
  return first;
}

/** All that is said of an error, in English. */
function words({ headline, remarks, causes, outside }: ErrorExplanation): string {
  return [headline, ...remarks, ...causes.flatMap(({ text, details }) => [text, ...details]), ...outside].join("\n");
}

const host = "registry.example.com";
const image = `${host}/team/app:1`;
const manifest = `https://${host}/v2/team/app/manifests/1`;
const request = (error: string): string => event(image, `failed to do request: Head "${manifest}": ${error}`);
const mirrored = (error: string): string =>
  event(
    "docker.io/library/nginx:1",
    `failed to do request: Head "https://mirror.example.com/v2/library/nginx/manifests/1?ns=docker.io": ${error}`,
  );
const mirror = (endpoint: string): string => `mirrors:\n  docker.io:\n    endpoint:\n      - ${endpoint}\n`;
const auth = (key: string, fields = "username: bob, password: x"): string =>
  `configs:\n  ${key}:\n    auth: {${fields}}\n`;
const tls = (key: string, fields: string): string => `configs:\n  ${key}:\n    tls: {${fields}}\n`;

interface Case {
  readonly kind: PullErrorKind;
  readonly error: string;
  /** A file that leads to the error, and what is found in it: a rule's id, or words. */
  readonly leads: string;
  readonly cause: string | RegExp;
  /** Where it stands. */
  readonly at: string | undefined;
  /** A file that does not. */
  readonly fine: string;
}

const anonymous = "failed to authorize: failed to fetch anonymous token: unexpected status: 403 Forbidden";
const refused = "failed to authorize: failed to fetch oauth token: unexpected status: 401 Unauthorized";
const google = "us-docker.pkg.dev";
const waiting = (error: string): string =>
  `level=info msg="Waiting to retrieve agent configuration; server is not ready: ${error}"`;

const cases: readonly Case[] = [
  {
    kind: "anonymous-token-refused",
    error: event(image, anonymous),
    leads: auth("https://registry.example.com"),
    cause: "registry-key-not-host",
    at: "https://registry.example.com",
    fine: auth("other.example.com"),
  },
  {
    kind: "anonymous-token-refused",
    error: mirrored(anonymous),
    leads: mirror("https://mirror.example.com") + auth("docker.io"),
    cause: "credential-not-for-endpoint",
    at: "docker.io",
    fine: mirror("https://mirror.example.com") + auth("mirror.example.com"),
  },
  {
    kind: "anonymous-denied",
    error: event(
      `${google}/p/r/i:1`,
      'Unauthenticated requests do not have permission "artifactregistry.repositories.downloadArtifacts"',
    ),
    leads: auth(`${google}`, "password: x"),
    cause: "incomplete-credential",
    at: "password",
    fine: auth("other.example.com"),
  },
  {
    kind: "no-basic-credentials",
    error: mirrored("no basic auth credentials"),
    leads: mirror("https://mirror.example.com"),
    cause: /mirror\.example\.com gets no credential/,
    at: "https://mirror.example.com",
    fine: mirror("https://mirror.example.com") + auth("mirror.example.com"),
  },
  {
    kind: "rate-limited",
    error: event(
      "docker.io/library/nginx:1",
      "unexpected status code https://registry-1.docker.io/v2/library/nginx/manifests/1: 429 Too Many Requests - Server message: toomanyrequests",
    ),
    leads: auth("index.docker.io"),
    cause: "docker-hub-host",
    at: "index.docker.io",
    fine: auth("registry-1.docker.io"),
  },
  {
    kind: "unauthorized",
    error: request("401 Unauthorized"),
    leads: auth("Registry.example.com"),
    cause: "uppercase-host",
    at: "Registry.example.com",
    fine: auth("other.example.com"),
  },
  {
    kind: "access-denied",
    error: event(
      image,
      "pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
    ),
    leads: `auths:\n  ${host}: {username: a, password: b}\n`,
    cause: "deprecated-auths",
    at: "auths",
    fine: auth("other.example.com"),
  },
  {
    kind: "token-refused",
    error: event(`${google}/p/r/i:1`, refused),
    leads: auth(google, "username: _json_key, password: 'no key'"),
    cause: "password-not-json",
    at: "'no key'",
    fine: auth("other.example.com", "username: _json_key, password: 'no key'"),
  },
  {
    kind: "token-refused",
    error: event(image, refused),
    leads: auth(host),
    cause: /This is the credential that registry\.example\.com gets/,
    at: "auth",
    fine: auth("other.example.com"),
  },
  {
    kind: "permission-denied",
    error: event(
      `${google}/p/r/i:1`,
      'denied: Permission "artifactregistry.repositories.downloadArtifacts" denied on resource "projects/p/locations/us/repositories/r" (or it may not exist)',
    ),
    leads: auth(google, "username: _json_key_base64, password: x"),
    cause: /This is the credential that us-docker\.pkg\.dev gets/,
    at: "auth",
    fine: "",
  },
  {
    kind: "forbidden",
    error: request("403 Forbidden"),
    leads: auth(host, "username: bob, password: <password>"),
    cause: "placeholder-value",
    at: "<password>",
    fine: auth("other.example.com", "username: bob, password: <password>"),
  },
  {
    kind: "certificate-unknown-authority",
    error: request("tls: failed to verify certificate: x509: certificate signed by unknown authority"),
    leads: tls(host, "ca_file: ca.pem"),
    cause: "tls-path-not-absolute",
    at: "ca.pem",
    fine: tls("other.example.com", "ca_file: ca.pem"),
  },
  {
    kind: "certificate-unknown-authority",
    error: request("x509: certificate signed by unknown authority"),
    leads: tls(host, "cert_file: /c.pem, key_file: /k.pem, ca_file: /ca.pem"),
    cause: /^This is the ca_file of registry\.example\.com/,
    at: "ca_file",
    fine: tls(host, "cert_file: /c.pem, key_file: /k.pem"),
  },
  {
    kind: "certificate-unknown-authority",
    error: mirrored("x509: certificate signed by unknown authority"),
    leads: mirror("https://mirror.example.com"),
    cause: /No ca_file is set for mirror\.example\.com/,
    at: "https://mirror.example.com",
    fine: mirror("https://mirror.example.com") + tls("mirror.example.com", "ca_file: /ca.pem"),
  },
  {
    kind: "client-certificate-refused",
    error: request("remote error: tls: certificate required"),
    leads: tls(host, "cert_file: /a.pem"),
    cause: "client-certificate-pair",
    at: "cert_file",
    fine: tls("other.example.com", "cert_file: /a.pem"),
  },
  {
    kind: "client-certificate-refused",
    error: request("remote error: tls: certificate required"),
    leads: tls(host, "cert_file: /a.pem, key_file: /k.pem"),
    cause: /^These are the files for registry\.example\.com/,
    at: "tls",
    fine: tls(host, "ca_file: /a.pem"),
  },
  {
    kind: "client-certificate-refused",
    error: request("remote error: tls: certificate required"),
    leads: tls(host, "ca_file: /a.pem"),
    cause: /^No client certificate .* for registry\.example\.com/,
    at: "tls",
    fine: tls(host, "cert_file: /a.pem, key_file: /k.pem"),
  },
  {
    kind: "certificate-other-name",
    error: mirrored("x509: certificate is valid for a.example.com, not mirror.example.com"),
    leads: mirror("https://mirror.example.com"),
    cause: /containerd tries this endpoint/,
    at: "https://mirror.example.com",
    fine: mirror("https://other.example.com"),
  },
  {
    kind: "http-answer",
    error: mirrored("http: server gave HTTP response to HTTPS client"),
    leads: mirror("https://mirror.example.com"),
    cause: /write http:\/\/ before it/,
    at: "https://mirror.example.com",
    fine: mirror("http://mirror.example.com"),
  },
  {
    kind: "http-answer",
    error: request("http: server gave HTTP response to HTTPS client"),
    leads: `mirrors:\n  ${host}:\n    endpoint: ["http://${host}"]\n`,
    cause: /this node did not try http:\/\/registry\.example\.com/,
    at: `"http://${host}"`,
    fine: mirror("http://mirror.example.com"),
  },
  {
    kind: "https-expected",
    error: mirrored("Client sent an HTTP request to an HTTPS server").replace("https://mirror", "http://mirror"),
    leads: mirror("http://mirror.example.com"),
    cause: /Write https:\/\/ before it/,
    at: "http://mirror.example.com",
    fine: mirror("https://mirror.example.com"),
  },
  {
    kind: "no-tls",
    error: mirrored("tls: first record does not look like a TLS handshake"),
    leads: mirror("https://mirror.example.com"),
    cause: /write http:\/\/ before it/,
    at: "https://mirror.example.com",
    fine: mirror("http://mirror.example.com"),
  },
  ...(
    [
      "no such host",
      "connect: connection refused",
      "i/o timeout",
      "net/http: TLS handshake timeout",
      "connect: no route to host",
      "EOF",
    ] as const
  ).map(
    (error, index): Case => ({
      kind:
        (["no-such-host", "connection-refused", "timeout", "tls-timeout", "unreachable", "connection-broken"] as const)[
          index
        ] ?? "backoff",
      error: mirrored(`dial tcp: ${error}`).replace("dial tcp: EOF", "EOF"),
      leads: mirror("https://mirror.example.com"),
      cause: /containerd tries this endpoint/,
      at: "https://mirror.example.com",
      fine: mirror("https://other.example.com"),
    }),
  ),
  {
    kind: "no-such-host",
    error: event(
      "ghcr.io/a/b:1",
      'failed to do request: Head "https://ghcr.io/v2/a/b/manifests/1": dial tcp: lookup ghcr.io: no such host',
    ),
    leads: `mirrors:\n  ghcr.io/a:\n    endpoint: ["https://mirror.example.com"]\n`,
    cause: "registry-key-not-host",
    at: "ghcr.io/a",
    fine: "",
  },
  {
    kind: "not-found",
    error: event("docker.io/library/nginx:1", "docker.io/library/nginx:1: not found"),
    leads: `${mirror("https://mirror.example.com")}    rewrite:\n      "^library/(.*)": hub/$1\n`,
    cause: /This rewrite changes library\/nginx to hub\/nginx/,
    at: '"^library/(.*)"',
    fine: "",
  },
  {
    kind: "not-found",
    error: event("docker.io/library/nginx:1", "docker.io/library/nginx:1: not found"),
    leads: mirror("https://mirror.example.com/hub"),
    cause: "endpoint-path",
    at: "https://mirror.example.com/hub",
    fine: "",
  },
  {
    kind: "html-answer",
    error: mirrored("unexpected media type text/html for sha256:00: not found"),
    leads: mirror("https://mirror.example.com/hub"),
    cause: "endpoint-path",
    at: "https://mirror.example.com/hub",
    fine: mirror("https://other.example.com"),
  },
  {
    kind: "file-unreadable",
    error: waiting("yaml: unmarshal errors:\\n  line 3: cannot unmarshal !!str `https:/...` into []string"),
    leads: mirror("").replace("\n      - ", " https://mirror.example.com"),
    cause: "endpoint-not-list",
    at: "https://mirror.example.com",
    fine: mirror("https://mirror.example.com"),
  },
  {
    kind: "file-unreadable",
    error: waiting("yaml: line 3: mapping values are not allowed in this context"),
    leads: "mirrors:\n  docker.io\n    endpoint: []\n",
    cause: "yaml-syntax",
    at: ":",
    fine: mirror("https://mirror.example.com"),
  },
  {
    kind: "hosts-file-invalid",
    error: 'level=error msg="failed to decode hosts.toml" error="failed to parse TOML: (24, 2): duplicated tables"',
    leads: `${mirror("https://mirror.example.com")}    rewrite:\n      '^lib\\.x/(.*)': hub/$1\n`,
    cause: "rewrite-backslash",
    at: "'^lib\\.x/(.*)'",
    fine: mirror("https://mirror.example.com"),
  },
  {
    kind: "containerd-stopped",
    error: 'level=fatal msg="containerd exited: exit status 1"',
    leads: auth(host, 'username: a, password: "a\\ab"'),
    cause: "control-character",
    at: '"a\\ab"',
    fine: auth(host),
  },
  {
    kind: "invalid-base64",
    error: event(image, "illegal base64 data at input byte 4"),
    leads: auth(host, "auth: dckr_pat_x"),
    cause: "auth-not-base64",
    at: "dckr_pat_x",
    fine: auth("other.example.com", "auth: dckr_pat_x"),
  },
  {
    kind: "invalid-decoded-auth",
    error: event(image, 'invalid decoded auth: "hunter2"'),
    leads: auth(host, "auth: aHVudGVyMg=="),
    cause: "auth-not-base64",
    at: "aHVudGVyMg==",
    fine: auth("other.example.com", "auth: aHVudGVyMg=="),
  },
  {
    kind: "ca-file",
    error: event(image, 'unable to read CA cert "/etc/ca.pem": open /etc/ca.pem: no such file or directory'),
    leads: tls(host, "ca_file: /etc/ca.pem"),
    cause: /These are the files for registry\.example\.com/,
    at: "tls",
    fine: tls("other.example.com", "ca_file: /etc/ca.pem"),
  },
  {
    kind: "client-certificate-file",
    error: event(image, 'unable to read CERT file "/var/x": is a directory'),
    leads: tls(host, "cert_file: /c.pem"),
    cause: "client-certificate-pair",
    at: "cert_file",
    fine: tls("other.example.com", "cert_file: /c.pem"),
  },
];

function opened(text: string | undefined): RegistriesFile | undefined {
  return text === undefined ? undefined : openRegistries(text);
}

describe("The explanation of a pull's error", () => {
  for (const { kind, error, leads, cause, at, fine } of cases)
    it(`finds what in the file leads to it: ${kind}, ${String(cause)}`, () => {
      const found = explain(error, leads);
      assert.equal(found.kind, kind);
      const is = ({ ruleId, text }: ErrorExplanation["causes"][number]): boolean =>
        typeof cause === "string" ? ruleId === cause : cause.test(text);
      const one = found.causes.find(is);
      assert.ok(one, words(found));
      assert.equal(one.span && leads.slice(one.span.start, one.span.end), at);
      assert.ok(!explain(error, fine).causes.some(is), words(explain(error, fine)));
    });

  it("offers the fix of what it found, which mends the file", () => {
    const file = auth("https://registry.example.com");
    const [first] = explain(event(image, anonymous), file).causes;
    assert.equal(first?.fixes[0]?.title, "Rename the key to registry.example.com");
    assert.equal(applyEdits(file, first?.fixes[0]?.edits ?? []), auth("registry.example.com"));
  });

  it("says so when the file as it is now does not lead to the error", () => {
    const anonymousPull = explain(event(image, anonymous), auth(host));
    assert.match(anonymousPull.causes[0]?.text ?? anonymousPull.headline, /has not read the current file/);
    assert.match(anonymousPull.outside[0] ?? anonymousPull.headline, /was not restarted/);
    assert.match(
      words(explain(waiting("yaml: line 3: did not find expected key"), auth(host))),
      /which k3s can read now/,
    );
  });

  it("leaves out what the pull has nothing to do with", () => {
    const file = `${auth(host)}  https://other.example.com:\n    auth: {username: a, password: b}\n`;
    assert.ok(!explain(event(image, anonymous), file).causes.some(({ ruleId }) => ruleId !== undefined));
    const unknownImage = explain("failed to fetch anonymous token: unexpected status: 403 Forbidden", file);
    assert.deepEqual(
      unknownImage.causes.map(({ ruleId }) => ruleId),
      ["registry-key-not-host"],
    );
  });

  it("leaves to a rule what it finds at an entry", () => {
    const pasted = request("x509: certificate signed by unknown authority");
    const ids = (fields: string): readonly (string | undefined)[] =>
      explain(pasted, tls(host, fields)).causes.map(({ ruleId }) => ruleId);
    assert.deepEqual(ids("ca_file: /etc/ca.pem"), [undefined]);
    assert.deepEqual(ids("ca_file: <path>"), [undefined, undefined]);
    assert.deepEqual(ids("ca_file: ca.pem"), [undefined, "tls-path-not-absolute"]);
  });

  it("says once why a registry gets no credential", () => {
    const unauthorized = event(image, `unexpected status from HEAD request to ${manifest}: 401 Unauthorized`);
    const causesOf = (pasted: string, file: string): readonly string[] =>
      explain(pasted, file).causes.map(({ text, details }) => [text, ...details].join(" "));
    assert.deepEqual(causesOf(unauthorized, "mirrors: {}\n"), [
      `${host} gets no credential: "configs" has no entry for it.`,
    ]);
    assert.deepEqual(causesOf(unauthorized, `configs:\n  ${host}: {}\n`), [
      `${host} gets no credential: its entry in "configs" has none.`,
    ]);
    assert.deepEqual(causesOf(event(image, refused), "mirrors: {}\n"), [
      `This file sets no credential for ${host}. The one that was sent is from imagePullSecrets or another file.`,
    ]);
    const [unused, ...more] = explain(unauthorized, `auths:\n  ${host}: {username: bob, password: x}\n`).causes;
    assert.equal(unused?.ruleId, "deprecated-auths");
    assert.deepEqual(more, []);
  });

  it("leaves out the faults of mirrors that it does not go by", () => {
    const pasted = event(image, `${image}: not found`);
    const file = mirror("https://mirror.example.com/hub");
    const own = file.replace("docker.io", host);
    const ids = (text: string): readonly (string | undefined)[] =>
      explain(pasted, text).causes.map((one) => one.ruleId);
    assert.ok(ids(own).includes("endpoint-path"));
    assert.ok(!ids(file).includes("endpoint-path"));
  });

  it("finds the registry where no image is named, by the host that was asked", () => {
    const asked = (name: string): string => `level=info msg="trying next host" error="401 Unauthorized" host="${name}"`;
    const two =
      'mirrors:\n  docker.io: {endpoint: ["https://first.example.com"]}\n  quay.io: {endpoint: ["https://mirror.example.com"]}\n';
    for (const name of ["first.example.com", "mirror.example.com"]) {
      const [cause] = explain(asked(name), two).causes;
      assert.match(cause ? cause.text : "", new RegExp(`^${name} gets no credential`));
      assert.equal(two.slice(cause?.span?.start, cause?.span?.end), `"https://${name}"`);
    }
    for (const [name, key] of [
      ["quay.io", "quay.io"],
      ["registry-1.docker.io", "registry-1.docker.io"],
    ] as const)
      assert.match(words(explain(asked(name), auth(key))), new RegExp(`This is the credential that ${name} gets`));
  });

  it("tells the user whose credential is refused, and none where there is none", () => {
    const login = event(image, refused);
    assert.match(words(explain(login, auth(host))), /^User: bob$/m);
    const token = words(explain(login, auth(host, "identity_token: x")));
    assert.match(token, /This is the credential that registry\.example\.com gets/);
    assert.doesNotMatch(token, /User:/);
  });

  it("says that the node works with another file where k3s can't read this one", () => {
    const earlier = /k3s can't read the current file/;
    assert.match(words(explain(event(image, anonymous), "mirrors: [")), earlier);
    assert.doesNotMatch(words(explain(event(image, anonymous), auth(host))), earlier);
    const unread = waiting("yaml: line 1: did not find expected node content");
    assert.doesNotMatch(words(explain(unread, "mirrors: [")), earlier);
  });

  it("says in a sentence of each kind what it means, and what leads to it besides the file", () => {
    const [some] = readPullErrors(event(image, anonymous));
    assert.ok(some);
    const without = new Set<PullErrorKind>(["invalid-reference", "backoff"]);
    const kinds = new Set([...pullErrorSigns.map(([kind]) => kind), ...(Object.keys(errorMeaning) as PullErrorKind[])]);
    for (const kind of kinds) {
      assert.match(errorMeaning[kind], /^.{15,}\.$/, kind);
      const error: PullError = { ...some, kind, forToken: true };
      const outside = outsideCauses(error, { registry: undefined, fileIsReadable: true, fileIsUnread: false });
      assert.equal(outside.length === 0, without.has(kind), kind);
      for (const cause of outside) assert.match(cause, /^.{15,}[.?]$/, kind);
    }
  });

  it("knows that no error of a certificate comes from a host whose certificate is not checked", () => {
    const file = `${mirror("https://mirror.example.com")}configs:\n  ${host}: {tls: {insecure_skip_verify: true}}\n  mirror.example.com: {tls: {insecure_skip_verify: true}}\n`;
    const errors = [
      "certificate signed by unknown authority",
      "certificate has expired or is not yet valid: current time 2026-06-12T03:05:25Z is after 2026-06-07T05:48:45Z",
      "certificate is valid for a.example.com, not b.example.com",
      "cannot validate certificate for 10.0.0.5 because it doesn't contain any IP SANs",
      "certificate is not valid for any names, but wanted to match b.example.com",
      "certificate relies on legacy Common Name field, use SANs instead",
      "certificate is not trusted",
      "unhandled critical extension",
    ];
    for (const error of errors)
      for (const form of [request, mirrored]) {
        const found = explain(form(`tls: failed to verify certificate: x509: ${error}`), file);
        const [first] = found.causes;
        assert.match(first?.text ?? found.headline, /This node has not read the current file/, error);
        assert.equal(first?.span && file.slice(first.span.start, first.span.end), "tls");
        assert.doesNotMatch(
          words(explain(form(`x509: ${error}`), mirror("https://mirror.example.com"))),
          /skip_verify/,
        );
      }
    const token = `failed to authorize: failed to fetch oauth token: Get "https://auth.example.com/token?service=a": x509: certificate has expired`;
    assert.match(words(explain(event(image, token), file)), /This node has not read the current file/);
    // The server for tokens of either may have shown it, and one of them is checked.
    const mixed = file.replace("mirror.example.com: {tls: {insecure_skip_verify: true}}", "other.example.com: {}");
    assert.doesNotMatch(
      words(explain(event("docker.io/library/nginx:1", token), mixed)),
      /has not read the file as it is/,
    );
  });

  describe("by the registry that it names", () => {
    const nginx = "docker.io/library/nginx:1";
    const two = `${mirror("https://first.example.com")}      - http://second.example.com:5000\n`;
    const at = (url: string, error: string): string => event(nginx, `failed to do request: Head "${url}": ${error}`);
    const own = "https://registry-1.docker.io/v2/library/nginx/manifests/1";
    const second = "http://second.example.com:5000/v2/library/nginx/manifests/1?ns=docker.io";
    const first = "https://first.example.com/v2/library/nginx/manifests/1?ns=docker.io";
    const lines = { 1: "v1.31.5+k3s1", 2: "v1.32.2+k3s1" };
    const noAnswer = ["dial tcp: i/o timeout", "x509: certificate signed by unknown authority", "EOF"];

    for (const error of noAnswer)
      it(`concludes from a failed connection or login that mirrors before it were not tried: ${error}`, () => {
        for (const [url, untried] of [
          [own, "https://first.example.com, http://second.example.com:5000"],
          [second, "https://first.example.com"],
        ] as const) {
          const pasted = at(url, error);
          const [cause] = explain(pasted, two, { target: { version: [1, 32, 2] } }).causes;
          assert.ok(cause);
          assert.ok(cause.text.startsWith(`This node did not try ${untried}. `), cause.text);
          assert.equal(two.slice(cause.span?.start, cause.span?.end), "https://first.example.com");
          assert.deepEqual(explain(`${lines[2]}\n${pasted}`, two).causes[0]?.text, cause.text);
          // What the log says of the node counts more than the target.
          const old = explain(`${lines[1]}\n${pasted}`, two, { target: { version: [1, 32, 2] } });
          assert.match(
            old.causes[0]?.text ?? old.headline,
            /^The error names .* answered "not found" before it, or the node/,
          );
          const any = explain(pasted, two);
          assert.match(any.causes[0]?.text ?? any.headline, /^With containerd 2 .* With containerd 1, /);
        }
      });

    it("concludes the same from a login that was refused, and from the token server of Docker Hub", () => {
      const login =
        "failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://auth.docker.io/token?scope=repository%3Alibrary%2Fnginx%3Apull&service=registry.docker.io: 401 Unauthorized";
      assert.match(words(explain(`${lines[2]}\n${event(nginx, login)}`, two)), /This node did not try https:\/\/first/);
      const hostless = event(
        nginx,
        "pull access denied, repository does not exist: authorization failed: no basic auth credentials",
      );
      assert.doesNotMatch(words(explain(`${lines[2]}\n${hostless}`, two)), /did not try/);
    });

    it("is about the first registry where containerd 2 reports a refused login without a host", () => {
      const hostless = event(
        nginx,
        "pull access denied, repository does not exist: authorization failed: no basic auth credentials",
      );
      const second = words(explain(`${lines[2]}\n${hostless}`, two));
      assert.match(second, /first\.example\.com gets no credential/);
      assert.doesNotMatch(second, /second\.example\.com gets/);
      assert.match(words(explain(`${lines[1]}\n${hostless}`, two)), /second\.example\.com:5000 gets no credential/);
      // Of several, one that lacks a credential.
      const some = `${two}configs:\n  first.example.com: {auth: {username: a, password: b}}\n`;
      const old = words(explain(`${lines[1]}\n${hostless}`, some));
      assert.match(old, /registry-1\.docker\.io gets no credential/);
      assert.doesNotMatch(old, /the node sent none/);
      assert.match(words(explain(`${lines[2]}\n${hostless}`, some)), /for first\.example\.com, but the node sent none/);
    });

    it("thinks of the node first where it has not read the file", () => {
      const untried = explain(`${lines[2]}\n${at(own, "i/o timeout")}`, two);
      assert.match(untried.outside[0] ?? untried.headline, /was not restarted/);
      const other = explain(`${lines[2]}\n${at(first, "i/o timeout")}`, two);
      assert.match(other.outside[0] ?? other.headline, /firewall/);
      // A status may hide that those before it failed.
      const status = `unexpected status from HEAD request to ${own}: 403 Forbidden`;
      const hidden = explain(`${lines[2]}\n${event(nginx, status)}`, two);
      assert.doesNotMatch(hidden.outside[0] ?? hidden.headline, /was not restarted/);
      const skipped = explain(request("x509: certificate has expired"), tls(host, "insecure_skip_verify: true"));
      assert.match(skipped.outside[0] ?? skipped.headline, /was not restarted/);
    });

    it("speaks of TLS files that are missing only where one is", () => {
      const file = tls(host, "ca_file: /etc/ca.pem");
      assert.doesNotMatch(words(explain(request("EOF"), file)), /reads the TLS files/);
      const missing = event(image, 'unable to read CA cert "/etc/ca.pem": open /etc/ca.pem: no such file or directory');
      assert.match(words(explain(missing, file)), /reads the TLS files of all/);
    });

    it("knows a file with which no registry is tried", () => {
      const file = tls(host, "ca_file: ca.pem");
      const [cause] = explain(request("EOF"), file).causes;
      assert.match(
        cause?.text ?? explain(request("EOF"), file).headline,
        /tries no registry at all\. This node has not read/,
      );
      assert.deepEqual(
        cause?.details.map((detail) => /^ca_file is not an absolute path/.test(detail)),
        [true],
      );
    });

    it("concludes less from a status, which counts more than a failed connection", () => {
      const pasted = event(nginx, `unexpected status from HEAD request to ${own}: 403 Forbidden`);
      assert.match(
        words(explain(`${lines[2]}\n${pasted}`, two)),
        /failed before registry-1\.docker\.io, or the node has not read/,
      );
      assert.match(
        words(explain(`${lines[1]}\n${pasted}`, two)),
        /The error names registry-1\.docker\.io\. So either .* answered "not found"/,
      );
      assert.doesNotMatch(words(explain(pasted, two)), /did not try/);
    });

    it("does not say that a mirror was not tried whose own failure is in the log", () => {
      const line = `level=info msg="trying next host" error="failed to do request: Head \\"${first}\\": EOF" host=first.example.com`;
      const all = explainErrors(readPullErrors(`${lines[2]}\n${at(own, "i/o timeout")}\n${line}`), openRegistries(two));
      assert.deepEqual(
        all.map(({ kind }) => kind),
        ["timeout", "connection-broken"],
      );
      for (const found of all) assert.doesNotMatch(words(found), /did not try|not tried/);
    });

    it("concludes that those after it failed too, and how", () => {
      const refusedThere = at(first, "connection refused");
      assert.match(
        words(explain(`${lines[2]}\n${refusedThere}`, two)),
        /The connection or login to http:\/\/second\.example\.com:5000, https:\/\/registry-1\.docker\.io failed too/,
      );
      assert.match(words(explain(`${lines[1]}\n${refusedThere}`, two)), /reports only first\.example\.com/);
      const status = event(nginx, `unexpected status from HEAD request to ${first}: 503 Service Unavailable`);
      assert.match(words(explain(`${lines[2]}\n${status}`, two)), /reports only first\.example\.com/);
    });

    it("tells what not found without a host hides", () => {
      const pasted = event(nginx, `${nginx}: not found`);
      const all = "https://first\\.example\\.com, http://second\\.example\\.com:5000, https://registry-1\\.docker\\.io";
      assert.match(
        words(explain(`${lines[2]}\n${pasted}`, two)),
        new RegExp(`At least one of these .*: ${all}\\. .* hides`),
      );
      assert.match(
        words(explain(`${lines[1]}\n${pasted}`, two)),
        new RegExp(`each registry .* gave this answer: ${all}`),
      );
      assert.match(words(explain(pasted, two)), /containerd 2 \(since .*, containerd 1 does not/);
      assert.doesNotMatch(words(explain(pasted, "")), /containerd/);
    });

    it("says nothing of mirrors where one line of a log or another program is read", () => {
      for (const pasted of [
        `level=info msg="trying next host" error="failed to do request: Head \\"${own}\\": EOF" host=registry-1.docker.io`,
        `ctr: ${at(own, "EOF")}`,
        `Error response from daemon: ${at(own, "EOF")}`,
      ])
        assert.doesNotMatch(words(explain(pasted, two)), /not try|has not read|reports|hides/, pasted);
    });

    it("never says that the registry that was asked last is shown", () => {
      for (const { text } of postedErrors)
        for (const found of explainErrors(readPullErrors(text), openRegistries(two)))
          assert.doesNotMatch(words(found), /asked last/);
    });
  });

  it("tells why the embedded registry lacks an image, without being told that the nodes have one", () => {
    const pasted = event(
      "docker.io/example/app:1",
      "unexpected status from HEAD request to https://127.0.0.1:6443/v2/example/app/manifests/1?ns=docker.io: 500 Internal Server Error",
    );
    for (const form of [pasted, pasted.replace("127.0.0.1:6443", "127.0.0.1:9345")]) {
      const found = words(explain(form, mirror("http://172.20.0.1:5000")));
      assert.match(found, /found no node that shares this image/);
      assert.match(found, /With this entry, the nodes share their images of docker\.io/);
      assert.match(found, /under "mirrors" in its own registries\.yaml/);
      assert.doesNotMatch(found, /containerd does not try \S+ for this image/);
    }
    assert.match(words(explain(pasted, auth(host))), /containerd does not try \S+ for this image/);
    // The node shows that registry its certificate, and needs no credential.
    const url = "https://127.0.0.1:6443/v2/example/app/manifests/1?ns=docker.io";
    for (const refusal of ["no basic auth credentials", "401 Unauthorized"])
      assert.deepEqual(
        explain(
          event("docker.io/example/app:1", `failed to do request: Head "${url}": ${refusal}`),
          mirror("https://mirror.example.com"),
        ).causes,
        [],
      );
  });

  it("leads from a token for two repositories to the endpoint with the path", () => {
    const token = (host: string, status: string): string =>
      event(
        "docker.io/library/nginx:1",
        `failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://${host}/v2/token?scope=repository%3Alibrary%2Fnginx%3Apull&scope=repository%3Ap%2Fr%2Flibrary%2Fnginx%3Apull&service=a: ${status}`,
      );
    const file = mirror(`https://${google}/v2/p/r`) + auth(google, "username: _json_key_base64, password: x");
    const [cause] = explain(token(google, "403 Forbidden"), file).causes;
    assert.deepEqual([cause?.ruleId, cause?.fixes[0]?.title], ["endpoint-path-token", "Move p/r/ to rewrite"]);
    const github = explain(token("ghcr.io", "403 Forbidden"), mirror("https://ghcr.io/v2/p/r"));
    assert.equal(github.causes[0]?.ruleId, "endpoint-path-token");
    const harbor = explain(
      token("harbor.example.com", "500 Internal Server Error").replace("/v2/token", "/service/token"),
      mirror("https://harbor.example.com/v2/p"),
    );
    assert.match(harbor.headline, /one token for two repositories/);
    assert.match(words(harbor), /containerd tries this endpoint/);
  });

  it("tells what it can without a file, and what to look for in one", () => {
    for (const { text } of postedErrors)
      for (const found of explainErrors(readPullErrors(text), undefined)) {
        assert.ok(found.headline.length > 10);
        assert.deepEqual(found.causes, []);
        assert.ok(found.lookFor.length <= 6);
        assert.doesNotMatch(words(found), /this file|which k3s can read now/i);
      }
    const [alone] = explainErrors(readPullErrors(event(image, refused)), undefined);
    assert.ok(alone?.lookFor.includes("placeholder-value"));
    assert.ok(!alone?.lookFor.includes("username-not-json-key"));
    assert.match(alone?.outside.join("\n") ?? "", /imagePullSecrets/);
    // Nothing says that the node has not read its file.
    assert.doesNotMatch(alone?.outside[0] ?? "", /was not restarted/);
    const [ofGoogle] = explainErrors(readPullErrors(event(`${google}/p/r/i:1`, refused)), undefined);
    assert.ok(ofGoogle?.lookFor.includes("username-not-json-key"));
    const [ctr] = explainErrors(readPullErrors(`ctr: ${request("EOF")}`), undefined);
    assert.deepEqual(ctr?.lookFor, []);
    // What holds of all registries is suspected of any, what holds of one of that alone.
    const suspects = (name: string): boolean =>
      explainErrors(readPullErrors(event(name, "no basic auth credentials")), undefined).some(({ lookFor }) =>
        lookFor.includes("docker-hub-host"),
      );
    assert.deepEqual([suspects("docker.io/library/nginx:1"), suspects(image)], [true, false]);
    const [unread] = explainErrors(readPullErrors(waiting("yaml: line 3: did not find expected key")), undefined);
    assert.ok(unread && unread.outside.length > 0);
    assert.doesNotMatch(words(unread), /older than the file|k3s can read now/);
    const own = event(
      "docker.io/library/nginx:1",
      'failed to do request: Head "https://registry-1.docker.io/v2/library/nginx/manifests/1": i/o timeout',
    );
    const said = (pasted: string, settings = {}): string =>
      explainErrors(readPullErrors(pasted), undefined, settings).map(words).join("\n");
    assert.match(
      said(`v1.33.4+k3s1\n${own}`),
      /If registries\.yaml has a mirror for docker\.io, this node did not try it/,
    );
    assert.match(said(own, { target: { version: [1, 33, 4] } }), /docker\.io, this node did not try it/);
    assert.match(said(`v1.30.4+k3s1\n${own}`), /has a mirror for docker\.io, that mirror answered "not found"/);
    assert.match(said(own), /docker\.io, nodes with containerd 2 .* did not try it/);
    assert.doesNotMatch(
      said(own.replace("manifests/1", "manifests/1?ns=docker.io").replace("registry-1.docker.io", "m.example.com")),
      /If registries/,
    );
    assert.doesNotMatch(said(`ctr: ${own}`), /If registries/);
    assert.match(
      said(event("nginx", "docker.io/library/nginx:latest: not found")),
      /With containerd 2 .* may have failed/,
    );
    // With a file, its own faults are said.
    assert.deepEqual(explain(event(image, refused), "").lookFor, []);
  });

  it("finds what makes a mirror fail whose error is not shown", () => {
    const pasted = event(
      "docker.io/library/nginx:1",
      'failed to do request: Head "https://registry-1.docker.io/v2/library/nginx/manifests/1": i/o timeout',
    );
    const file = mirror("https://mirror.example.com/hub") + auth("https://mirror.example.com");
    assert.deepEqual(
      explain(pasted, file).causes.map(({ ruleId }) => ruleId),
      [undefined, "registry-key-not-host", "endpoint-path"],
    );
  });

  it("names the causes of Google for its registries alone", () => {
    assert.match(words(explain(event(`${google}/p/r/i:1`, refused), "")), /roles\/artifactregistry\.reader/);
    const other = words(explain(event(image, refused), ""));
    assert.doesNotMatch(other, /Google|artifactregistry/);
    assert.match(other, /has expired/);
    assert.doesNotMatch(words(explain(event(`quay.io/a/b:1`, "429 Too Many Requests"), "")), /Docker Hub/);
  });

  it("says that ctr and Docker do not go by the file, and finds nothing in it", () => {
    for (const pasted of [`ctr: ${request("EOF")}`, `Error response from daemon: Head "${manifest}": denied: denied`]) {
      const found = explain(pasted, auth("https://registry.example.com"));
      assert.match(words(found), /does not use registries\.yaml/);
      assert.deepEqual(found.causes, []);
    }
    assert.doesNotMatch(words(explain(request("EOF"), auth(host))), /\bctr\b|Docker|RKE2 itself/);
  });

  it("knows the mirror that the settings of the nodes switch off or on", () => {
    const own = explain(event("docker.io/library/nginx:1", "i/o timeout"), mirror("https://mirror.example.com"), {
      disableDefaultEndpoint: true,
    });
    assert.match(words(own), /containerd tries this endpoint/);
  });

  it("takes a mirror for every registry, and tokens of another host", () => {
    const any = explain(
      'level=info msg="trying next host" error="401 Unauthorized" host="mirror.example.com"\nPullImage "quay.io/a/b:1" failed',
      'mirrors:\n  "*":\n    endpoint: ["https://mirror.example.com"]\n',
    );
    assert.match(words(any), /mirror\.example\.com gets no credential/);
    const realm = explain(
      event(
        image,
        "failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://auth.example.com/token?service=x: 401 Unauthorized",
      ),
      auth(host),
    );
    assert.match(words(realm), /This is the credential that registry\.example\.com gets/);
    assert.doesNotMatch(words(realm), /containerd does not try \S+ for this image/);
  });

  it("knows that a registry without a token server gets no identity token", () => {
    const pasted = event(
      image,
      "pull access denied, repository does not exist: authorization failed: no basic auth credentials",
    );
    const found = words(explain(pasted, auth(host, "identity_token: x")));
    assert.match(found, /An identity token works only with a token server/);
    assert.doesNotMatch(found, /the node sent none/);
  });

  it("thinks of the address for tokens first where a token was asked for", () => {
    const [runtime] = postedErrors.filter(({ source }) => source.endsWith("rke2/issues/2317"));
    const file = 'mirrors:\n  "172.16.1.208":\n    endpoint:\n      - "http://172.16.1.208"\n';
    const found = explain(runtime?.text ?? "", file);
    assert.match(found.outside[0] ?? found.headline, /a token server at another address/);
    assert.match(words(found), /RKE2 itself pulls its runtime image/);
    // It goes by the file.
    assert.ok(found.causes.length > 0);
    assert.match(words(found), /was not restarted/);
  });

  it("explains every posted error with every kind of file, and never fails", () => {
    const files = [
      "",
      "\ufeffmirrors:\r\n  docker.io:\r\n",
      "mirrors: [",
      "- a",
      "{{ x }}",
      "configs: {{ toYaml .x }}",
      `x: &x {auth: {username: a, password: b}}\nconfigs:\n  ${host}: *x\n  quay.io: {<<: *x}\n`,
      ...cases.filter((_, index) => index % 5 === 0).map(({ leads }) => leads),
    ];
    for (const { text } of postedErrors)
      for (const file of files)
        for (const { headline, causes } of explainErrors(readPullErrors(text), opened(file))) {
          assert.ok(headline.length > 10);
          for (const { span } of causes)
            assert.ok(!span || (span.start >= 0 && span.start <= span.end && span.end <= file.length));
        }
  });

  it("has no secret in it, neither of the file nor of the pasted text", () => {
    const canary = "CANARYs3cr3t9f8e7dX";
    const files = [
      auth(host, `username: ${canary}, password: ${canary}`),
      auth(host, `auth: ${canary}`),
      auth(host, `identity_token: ${canary}`),
      auth(`user:${canary}@${host}`),
      auth(`https://user:${canary}@${host}`),
      mirror(`https://user:${canary}@mirror.example.com`),
      mirror(`https://mirror.example.com/hub?token=${canary}#${canary}`),
      tls(host, `ca_file: ${canary}, cert_file: /${canary}`),
      `${mirror("https://mirror.example.com")}    rewrite:\n      "^library/(.*)": "${canary}/$1"\n`,
      `mirrors:\n  user:${canary}@docker.io:\n    endpoint: ["https://mirror.example.com"]\n`,
      `configs:\n  ${host}:\n    auth: "${canary}"\n`,
      `# password: ${canary}\nconfigs:\n  ${host}: {auth: {username: a, password: {${canary}: 1}}}\n`,
    ];
    const errors = [
      ...cases.map(({ error }) => error),
      `Authorization: Bearer ${canary}\n${request("401 Unauthorized")}`,
      request("EOF").replace("https://", `https://user:${canary}@`),
      event(image, `invalid decoded auth: "${canary}"`),
    ];
    for (const file of files)
      for (const error of errors)
        for (const found of explainErrors(readPullErrors(error), opened(file))) {
          const { causes, ...rest } = found;
          const shown = `${words(found)}${JSON.stringify(rest)}${causes.flatMap(({ fixes }) => fixes.map(({ title }) => title)).join("\n")}`;
          assert.ok(!shown.includes(canary), `${file}\n${error}\n${shown}`);
        }
  });

  it("names only rules that there are", () => {
    const ids = new Set(rules.map(({ id }) => id));
    for (const [kind] of pullErrorSigns) for (const id of rulesOfError[kind]) assert.ok(ids.has(id), id);
  });
});
