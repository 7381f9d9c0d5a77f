import assert from "node:assert/strict";
import { rules } from "../../../src/core/lint/rules/index.ts";
import type { PullErrorKind } from "../../../src/core/pull/errorKinds.ts";
import { pullErrorSigns } from "../../../src/core/pull/errorKinds.ts";
import { rulesOfError } from "../../../src/core/pull/errorRules.ts";
import { type ErrorExplanation, explainErrors } from "../../../src/core/pull/explainError.ts";
import { readPullErrors } from "../../../src/core/pull/pullError.ts";
import { say } from "../../../src/core/text/phrase.ts";
import { applyEdits } from "../../../src/core/text/span.ts";
import { postedErrors } from "./errorTexts.ts";

function event(image: string, error: string): string {
  return `Failed to pull image "${image}": failed to resolve reference "${image}": ${error}`;
}

function explain(pasted: string, file: string, settings = {}): ErrorExplanation {
  const [first] = explainErrors(readPullErrors(pasted), file, settings);
  assert.ok(first, pasted);
  return first;
}

/** All that is said of an error, in English. */
function words({ headline, remarks, causes, outside }: ErrorExplanation): string {
  return [headline, ...remarks, ...causes.flatMap(({ text, details }) => [text, ...details]), ...outside]
    .map((phrase) => say(phrase))
    .join("\n");
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
    cause: /mirror\.example\.com is asked without a credential/,
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
    kind: "certificate-other-name",
    error: mirrored("x509: certificate is valid for a.example.com, not mirror.example.com"),
    leads: mirror("https://mirror.example.com"),
    cause: /This is the endpoint that is asked/,
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
    cause: /registry\.example\.com is asked last/,
    at: host,
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
      cause: /This is the endpoint that is asked/,
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
    cause: /This rewrite makes hub\/nginx of library\/nginx/,
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
    cause: /The files for registry\.example\.com are named here/,
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

describe("The explanation of a pull's error", () => {
  for (const { kind, error, leads, cause, at, fine } of cases)
    it(`finds what in the file leads to it: ${kind}, ${String(cause)}`, () => {
      const found = explain(error, leads);
      assert.equal(found.kind, kind);
      const is = ({ ruleId, text }: ErrorExplanation["causes"][number]): boolean =>
        typeof cause === "string" ? ruleId === cause : cause.test(say(text));
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
    assert.match(say(anonymousPull.causes[0]?.text ?? anonymousPull.headline), /has not read the file as it is now/);
    assert.match(say(anonymousPull.outside[0] ?? anonymousPull.headline), /was not restarted/);
    const skipped = explain(
      request("x509: certificate signed by unknown authority"),
      tls(host, "insecure_skip_verify: true"),
    );
    assert.match(words(skipped), /is not checked: the node may not have read/);
    assert.match(words(explain(waiting("yaml: line 3: did not find expected key"), auth(host))), /k3s can read it now/);
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

  it("says that errors of mirrors are not shown, and where they are", () => {
    const found = explain(
      event("docker.io/library/nginx:1", "docker.io/library/nginx:1: not found"),
      mirror("https://mirror.example.com"),
    );
    assert.match(words(found), /That of https:\/\/mirror\.example\.com stands in containerd\.log/);
    const seen = explain(mirrored("EOF"), mirror("https://mirror.example.com"));
    assert.doesNotMatch(words(seen), /containerd\.log/);
  });

  it("finds what makes a mirror fail whose error is not shown", () => {
    const pasted = event(
      "docker.io/library/nginx:1",
      'failed to do request: Head "https://registry-1.docker.io/v2/library/nginx/manifests/1": i/o timeout',
    );
    const file = mirror("https://mirror.example.com/hub") + auth("https://mirror.example.com");
    assert.deepEqual(
      explain(pasted, file).causes.map(({ ruleId }) => ruleId),
      ["registry-key-not-host", "endpoint-path"],
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
      assert.match(words(found), /does not (?:count for it|read registries\.yaml)/);
      assert.deepEqual(found.causes, []);
    }
  });

  it("knows the mirror that the settings of the nodes switch off or on", () => {
    const own = explain(event("docker.io/library/nginx:1", "i/o timeout"), mirror("https://mirror.example.com"), {
      disableDefaultEndpoint: true,
    });
    assert.match(words(own), /This is the endpoint that is asked/);
  });

  it("takes a mirror for every registry, and tokens of another host", () => {
    const any = explain(
      'level=info msg="trying next host" error="401 Unauthorized" host="mirror.example.com"\nPullImage "quay.io/a/b:1" failed',
      'mirrors:\n  "*":\n    endpoint: ["https://mirror.example.com"]\n',
    );
    assert.match(words(any), /mirror\.example\.com is asked without a credential/);
    const realm = explain(
      event(
        image,
        "failed to authorize: failed to fetch oauth token: unexpected status from GET request to https://auth.example.com/token?service=x: 401 Unauthorized",
      ),
      auth(host),
    );
    assert.match(words(realm), /This is the credential that registry\.example\.com gets/);
    assert.doesNotMatch(words(realm), /is not asked for this image/);
  });

  it("thinks of the address for tokens first where a token was asked for", () => {
    const [runtime] = postedErrors.filter(({ source }) => source.endsWith("rke2/issues/2317"));
    const file = 'mirrors:\n  "172.16.1.208":\n    endpoint:\n      - "http://172.16.1.208"\n';
    const found = explain(runtime?.text ?? "", file);
    assert.match(say(found.outside[0] ?? found.headline), /another address for its tokens/);
    assert.match(words(found), /RKE2 itself pulls its runtime image/);
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
        for (const { headline, causes } of explainErrors(readPullErrors(text), file)) {
          assert.ok(say(headline).length > 10);
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
        for (const found of explainErrors(readPullErrors(error), file)) {
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
