import assert from "node:assert/strict";
import type { NodeOptions } from "../../../src/core/containerd/hostsFiles.ts";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { parseTarget } from "../../../src/core/file/release.ts";
import { parseImage } from "../../../src/core/images/reference.ts";
import { pullPlan } from "../../../src/core/pull/plan.ts";
import type { PullPlan } from "../../../src/core/pull/pullPlan.ts";
import { planSummary } from "../../../src/core/pull/summary.ts";

function planOf(image: string, text: string, target = "k3s v1.34.1", options: NodeOptions = {}): PullPlan {
  const reading = parseImage(image);
  assert.ok(reading.ok, image);
  const plan = pullPlan(openRegistries(text), reading.image, {
    target: parseTarget(target) ?? {},
    ...options,
  });
  assert.ok(plan.ok);
  return plan.plan;
}

/** Scheme, host and path of each manifest that is asked for, without the image, and what is known of TLS. */
function addresses(plan: PullPlan): readonly string[] {
  return plan.attempts.flatMap(({ requests, schemes, tls, skipsVerification }) =>
    requests.map(({ url, sent }) => {
      const address = url.replace(/\/library\/nginx\/manifests\/latest.*$/, "");
      const marks = [
        ...(schemes.length > 1 ? ["or http"] : []),
        ...(tls?.files ?? []).map(({ key, text }) => `${key} ${text}`),
        ...(skipsVerification ? ["unchecked"] : []),
        ...(sent ? [] : ["not sent"]),
      ];
      return [address, ...marks].join(", ");
    }),
  );
}

const hub = "https://registry-1.docker.io/v2";

describe("the addresses that containerd makes of endpoints", () => {
  const cases: readonly [endpoint: string, address: string][] = [
    ["https://m.example.com", "https://m.example.com/v2"],
    ["htps://m.example.com", "https://htps/m.example.com/v2"],
    ["ftp://m.example.com", "https://ftp/m.example.com/v2"],
    ["httpx://m.example.com", "httpx://m.example.com/v2"],
    ["https:/m.example.com", "https://https/m.example.com"],
    ["https://m.example.com:", "https://m.example.com/v2"],
    ["https://m.example.com/a/../b", "https://m.example.com/b"],
    ["https://m.example.com/..", "https://m.example.com"],
    ["https://m.example.com/./v2", "https://m.example.com/v2"],
    ["https://m.example.com/a%20b", "https://m.example.com/a%20b"],
    ["https://m.example.com/a%2Fb", "https://m.example.com/a/b"],
    ["https://m.example.com/ä", "https://m.example.com/%C3%A4"],
    ["https://mirrör.example.com", "https://mirrör.example.com/v2"],
    ["127.0.0.1:6443", "https://127.0.0.1:6443/v2"],
    ["127.0.0.1:5000", "http://127.0.0.1:5000/v2"],
    ["[::1]:5000", "http://[::1]:5000/v2"],
    ["[::1]", "https://[::1]/v2"],
  ];
  for (const [endpoint, address] of cases)
    it(`asks ${address} for ${endpoint}`, () => {
      const text = `mirrors: {docker.io: {endpoint: ["${endpoint}"]}}\n`;
      assert.deepEqual(addresses(planOf("nginx", text)), [address, hub]);
    });

  it("sends no request where the path is no URL any more, and names no secret of one that ends it", () => {
    const asked = (endpoint: string): readonly string[] =>
      addresses(planOf("nginx", `mirrors: {docker.io: {endpoint: ["${endpoint}"]}}\n`));
    assert.match(asked("https://m.example.com/a%25b")[0] ?? "", /not sent$/);
    const [first] = planOf("nginx", 'mirrors: {docker.io: {endpoint: ["https://m.example.com/a%25b"]}}').attempts;
    assert.match(first?.notes.map(({ text }) => text).join("\n") ?? "", /is not a URL/);
    assert.deepEqual(asked("https://m.example.com/a%3Fhunter2"), ["https://m.example.com/a?…", hub]);
  });

  it("rewrites nothing that is asked of the embedded registry's address", () => {
    const text = 'mirrors: {docker.io: {endpoint: ["127.0.0.1:6443"], rewrite: {"^library/": "x/"}}}\n';
    assert.deepEqual(addresses(planOf("nginx", text)), ["https://127.0.0.1:6443/v2", hub]);
  });

  it("ends the path of a rewrite at # and cleans ..", () => {
    const asked = (name: string): string | undefined =>
      planOf("nginx", `mirrors: {docker.io: {endpoint: [m.example.com], rewrite: {"^.*$": "${name}"}}}\n`).attempts[0]
        ?.requests[0]?.url;
    assert.equal(asked("g#x"), "https://m.example.com/v2/g");
    assert.equal(asked("../group/x"), "https://m.example.com/group/x/manifests/latest?ns=docker.io");
  });

  it("knows names of groups in a replacement from variables", () => {
    const asked = (pattern: string): readonly string[] | undefined =>
      planOf(
        "nginx",
        `mirrors: {docker.io: {endpoint: [m.example.com], rewrite: {"${pattern}": "x/\${name}"}}}\n`,
      ).attempts[0]?.requests.map(({ repository }) => repository);
    for (const pattern of ["^library/(?P<name>.*)$", "^library/(?<name>.*)$"])
      assert.deepEqual(asked(pattern), ["x/nginx"]);
    assert.deepEqual(asked("^library/(.*)$"), ["library/nginx"]);
  });
});

describe("the hosts.toml that containerd reads for a registry", () => {
  const mirror = (key: string): string => `mirrors: {"${key}": {endpoint: ["https://m.example.com"]}}\n`;
  const isMirrored = (image: string, text: string, target?: string): boolean =>
    addresses(planOf(image, text, target)).some((address) => address.startsWith("https://m.example.com"));

  for (const key of [
    "r.example.com/",
    "r.example.com//",
    "./r.example.com",
    "../certs.d/r.example.com",
    "_default",
    "*",
  ])
    it(`is that of the key ${key}`, () => assert.ok(isMirrored("r.example.com/a", mirror(key))));
  for (const key of ["R.example.com", "r.example.com/a", "*.example.com", "", "../r.example.com"])
    it(`is not that of the key ${key === "" ? "without characters" : key}`, () =>
      assert.ok(!isMirrored("r.example.com/a", mirror(key))));

  it("is that of a port in underscores", () =>
    assert.ok(isMirrored("r.example.com:5000/a", mirror("r.example.com_5000_"))));

  it("of a key with a slash has the TLS settings under it, but no credential", () => {
    const text = "configs: {r.example.com/: {auth: {username: u, password: p}, tls: {insecure_skip_verify: true}}}\n";
    const [attempt] = planOf("r.example.com/a", text).attempts;
    assert.equal(attempt?.skipsVerification, true);
    assert.equal(attempt?.credential.kind, "anonymous");
  });

  it("is not read by containerd 1.7 with an IPv6 address in it", () => {
    const text = 'mirrors: {docker.io: {endpoint: ["https://m.example.com", "https://[fd00::1]"]}}\n';
    assert.ok(isMirrored("nginx", text, "k3s v1.34.1"));
    assert.ok(!isMirrored("nginx", text, "k3s v1.30.6"));
    const { noMirror } = planOf("nginx", text, "k3s v1.30.6");
    assert.match(noMirror ? noMirror.text : "", /IPv6/);
  });

  it("has no endpoint of several colons from v1.36 on", () => {
    const text = 'mirrors: {docker.io: {endpoint: ["::1:5000"]}}\n';
    assert.deepEqual(addresses(planOf("nginx", text, "k3s v1.35.1")), ["https://::1:5000/v2", hub]);
    assert.deepEqual(addresses(planOf("nginx", text, "k3s v1.36.0")), [hub]);
  });

  it("makes Docker Hub's own host one with the settings of docker.io", () => {
    const text = [
      "mirrors:",
      '  docker.io: {endpoint: ["https://registry-1.docker.io"]}',
      '  "*": {endpoint: ["https://m.example.com"]}',
      "configs: {docker.io: {tls: {insecure_skip_verify: true}}}",
    ].join("\n");
    assert.deepEqual(addresses(planOf("nginx", text)), [`${hub}, unchecked`]);
  });

  it("of TLS settings of * alone counts for every host without one of its own", () => {
    const text =
      'mirrors: {ghcr.io: {endpoint: ["https://m.example.com"]}}\nconfigs: {"*": {tls: {ca_file: /ca.pem}}}\n';
    assert.deepEqual(addresses(planOf("nginx", text)), [`${hub}, ca_file /ca.pem`]);
    assert.ok(addresses(planOf("ghcr.io/a", text)).every((address) => !address.includes("ca_file")));
  });
});

describe("the registry that a mirror is asked for", () => {
  const urls = (image: string, text: string): readonly string[] =>
    planOf(image, text).attempts.flatMap(({ requests }) => requests.map(({ url }) => url));

  it("is named to every host but itself, Docker Hub's too", () => {
    const text = "mirrors: {quay.io: {endpoint: ['https://registry-1.docker.io']}}\n";
    assert.deepEqual(urls("quay.io/a/b:1", text), [
      "https://registry-1.docker.io/v2/a/b/manifests/1?ns=quay.io",
      "https://quay.io/v2/a/b/manifests/1",
    ]);
    assert.deepEqual(urls("docker.io/a/b:1", text), ["https://registry-1.docker.io/v2/a/b/manifests/1"]);
  });

  it("is asked below /v2 where its key has a path", () => {
    const text = "mirrors: {'x/../quay.io': {endpoint: ['https://m.io/path']}}\n";
    assert.deepEqual(urls("quay.io/a/b:1", text), [
      "https://m.io/path/a/b/manifests/1?ns=quay.io",
      "https://x/quay.io/v2/a/b/manifests/1?ns=quay.io",
    ]);
  });
});

describe("https and http", () => {
  const text = (endpoint: string, host: string): string =>
    `mirrors: {docker.io: {endpoint: ["${endpoint}"]}}\nconfigs: {"${host}": {tls: {insecure_skip_verify: true}}}\n`;
  const first = (file: string, target: string, image = "nginx"): string | undefined =>
    addresses(planOf(image, file, target))[0];

  it("are both tried for http with TLS settings; without a port from containerd 1.7.24 on", () => {
    const plain = text("http://m.example.com", "m.example.com");
    assert.equal(first(plain, "k3s v1.30.10"), "http://m.example.com/v2, unchecked");
    for (const target of ["k3s v1.30.11", "k3s v1.32.2", "k3s v1.34.1"])
      assert.equal(first(plain, target), "https://m.example.com/v2, or http, unchecked");
    for (const target of ["k3s v1.30.6", "k3s v1.34.1"]) {
      assert.match(first(text("http://m.example.com:5000", "m.example.com:5000"), target) ?? "", /^https:.*, or http/);
      assert.match(first(text("http://m.example.com:80", "m.example.com:80"), target) ?? "", /^http:/);
    }
  });

  it("are not both tried where TLS settings are empty", () => {
    const file = (tls: string): string =>
      `mirrors: {docker.io: {endpoint: ["http://m.io:5000"]}}\nconfigs: {"m.io:5000": {tls: ${tls}}}\n`;
    assert.equal(first(file("{}"), "k3s v1.34.1"), "http://m.io:5000/v2");
    assert.equal(first(file("{ca_file: /ca.pem}"), "k3s v1.34.1"), "https://m.io:5000/v2, or http, ca_file /ca.pem");
  });

  it("are both tried for a port of the node, without a look at the certificate", () => {
    for (const target of ["k3s v1.30.6", "k3s v1.34.1"]) {
      assert.match(first("", target, "localhost:5000/a") ?? "", /^https:.*, or http, unchecked$/);
      assert.match(first("", target, "127.0.0.1:5000/a") ?? "", /^https:.*, or http, unchecked$/);
      assert.match(first("", target, "localhost/a") ?? "", /^https:[^,]*, unchecked$/);
      assert.match(first("", target, "localhost:80/a") ?? "", /^http:[^,]*$/);
      assert.match(first("", target, "[::1]/a") ?? "", /^https:[^,]*$/);
    }
  });
});

describe("a TLS file that can't be read", () => {
  const stopped = (tls: string, host: string): string | undefined => {
    const plan = planOf(
      "nginx",
      `mirrors: {docker.io: {endpoint: [a.example.com, b.example.com]}}\nconfigs: {${host}: {tls: ${tls}}}\n`,
    );
    return plan.stopped && planSummary(plan);
  };
  const unreadable = ["{cert_file: /c.pem}", "{key_file: /k.pem}", "{ca_file: ca.pem}", "{ca_file: ~/ca.pem}"];
  for (const tls of unreadable)
    for (const host of ["a.example.com", "b.example.com", "docker.io"])
      it(`ends the whole pull: ${tls} of ${host}`, () =>
        assert.match(stopped(tls, host) ?? "", /^No registry is tried\. .* the pull fails\.$/));

  it("of a host that is not asked does no harm", () =>
    assert.equal(stopped("{ca_file: ca.pem}", "c.example.com"), undefined));
  it("may be one that the file does not tell", () => {
    const plan = planOf("nginx", "configs: {docker.io: {tls: {ca_file: '/etc/ssl/r.example.com:5000/ca.pem'}}}\n");
    assert.equal(plan.stopped, undefined);
    assert.deepEqual(plan.attempts[0]?.tls?.files, [{ key: "ca_file", text: "/etc/ssl/r.example.com:5000/ca.pem" }]);
    assert.ok(plan.notes.some(({ text }) => /tries no registry/.test(text)));
  });
});

describe("what a plan says of the way of a pull", () => {
  const said = (text: string): string =>
    planOf("nginx", text)
      .notes.concat(planOf("nginx", text).attempts.flatMap(({ notes }) => notes))
      .map(({ text }) => text)
      .join("\n");
  const credential = "configs: {docker.io: {auth: {username: u, password: p}}}\n";
  const mirror = "mirrors: {docker.io: {endpoint: [m.example.com]}}\n";
  const cases: readonly [words: RegExp, withIt: string, without: string][] = [
    [/^containerd starts with the first registry again/m, mirror, credential],
    [/401 with a WWW-Authenticate header/, credential, mirror],
    [/imagePullSecrets/, credential, mirror],
    [/token server \(Bearer\)/, "configs: {docker.io: {auth: {identity_token: t}}}\n", credential],
    [/token server \(Bearer\)/, "configs: {docker.io: {auth: {auth: OnNlY3JldA==}}}\n", mirror],
  ];
  for (const [words, withIt, without] of cases)
    it(`has ${words.source} where it matters alone`, () => {
      assert.match(said(withIt), words);
      assert.doesNotMatch(said(without), words);
    });
});
