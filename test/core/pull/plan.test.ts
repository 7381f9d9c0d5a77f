import assert from "node:assert/strict";
import { openCarrier } from "../../../src/core/carriers/openCarrier.ts";
import type { NodeOptions } from "../../../src/core/containerd/hostsFiles.ts";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { parseTarget } from "../../../src/core/file/release.ts";
import { parseImage } from "../../../src/core/images/reference.ts";
import { credentialLines } from "../../../src/core/pull/credential.ts";
import { pullPlan } from "../../../src/core/pull/plan.ts";
import type { PullPlan } from "../../../src/core/pull/pullPlan.ts";
import { planSummary } from "../../../src/core/pull/summary.ts";

function planOf(image: string, text: string, options: NodeOptions = {}): PullPlan {
  const reading = parseImage(image);
  assert.ok(reading.ok);
  const plan = pullPlan(openRegistries(text), reading.image, options);
  assert.ok(plan.ok);
  return plan.plan;
}

/** A plan in lines: kind, URL, credential. */
function linesOf({ attempts }: PullPlan): readonly string[] {
  return attempts.map(({ kind, requests, credential }) => {
    const urls = requests.map(({ url }) => url).join(" or ");
    const sent = "user" in credential ? `${credential.kind} ${credential.user} of ${credential.host}` : credential.kind;
    return `${kind} ${urls} ${sent}`;
  });
}

function notesOf({ notes, attempts }: PullPlan): readonly string[] {
  return [...notes, ...attempts.flatMap((attempt) => attempt.notes)].map(({ text }) => text);
}

const k3s = (version: string): NodeOptions => {
  const target = parseTarget(`k3s ${version}`);
  assert.ok(target);
  return { target };
};

describe("a credential that k3s does not use", () => {
  it("is named as the reason why a registry gets none", () => {
    const text = "auths:\n  a.example.com: {username: robot, password: s3cret}\n";
    const [attempt] = planOf("a.example.com/app", text).attempts;
    assert.ok(attempt?.credential.kind === "anonymous");
    assert.equal(attempt.credential.reason, 'k3s reads "auths" but never uses it.');
  });
});

describe("a pull that ends before any request", () => {
  const faultOf = (tls: string): PullPlan["stopped"] =>
    planOf("a.example.com/app", `configs:\n  a.example.com:\n    tls: {${tls}}\n`).stopped;

  it("names the half of a client certificate that is there", () => {
    for (const [there, missing] of [
      ["cert_file", "key_file"],
      ["key_file", "cert_file"],
    ] as const) {
      const fault = faultOf(`${there}: /etc/ssl/client.pem`);
      assert.ok(fault?.text.startsWith(`${there} is set without ${missing}, `), fault?.text);
      assert.deepEqual(fault?.path, ["configs", "a.example.com", "tls", there]);
    }
  });

  it("names the path that is not absolute", () => {
    const fault = faultOf("cert_file: /etc/ssl/client.pem, key_file: client.key");
    assert.ok(fault?.text.startsWith("key_file is not an absolute path, "), fault?.text);
  });
});

describe("the plan of a pull", () => {
  it("asks Docker Hub anonymously where the file says nothing", () => {
    const plan = planOf("nginx", "");
    assert.deepEqual(linesOf(plan), [
      "registry https://registry-1.docker.io/v2/library/nginx/manifests/latest anonymous",
    ]);
    assert.equal(plan.mirror, undefined);
  });

  it("asks the endpoints in their order, with rewrites and the registry's name, and the registry last without them", () => {
    const text = [
      "mirrors:",
      "  docker.io:",
      "    endpoint:",
      "      - https://mirror.example.com:5000",
      "      - http://10.0.0.5/cache",
      "    rewrite:",
      '      "^library/(.*)": "hub/$1"',
      "configs:",
      "  mirror.example.com:5000:",
      "    auth: {username: puller, password: fake-password}",
    ].join("\n");
    const plan = planOf("nginx:1.27", text);
    assert.deepEqual(linesOf(plan), [
      "mirror https://mirror.example.com:5000/v2/hub/nginx/manifests/1.27?ns=docker.io user puller of mirror.example.com:5000",
      "mirror http://10.0.0.5/cache/hub/nginx/manifests/1.27?ns=docker.io anonymous",
      "registry https://registry-1.docker.io/v2/library/nginx/manifests/1.27 anonymous",
    ]);
    assert.deepEqual(plan.mirror, { registry: "docker.io", path: ["mirrors", "docker.io"] });
    assert.deepEqual(plan.attempts[1]?.path, ["mirrors", "docker.io", "endpoint", 1]);
    assert.deepEqual(plan.attempts[0]?.requests[0]?.rewrite, ["mirrors", "docker.io", "rewrite", "^library/(.*)"]);
  });

  it("tells what builds can't do with the mirror", () => {
    const bare = "mirrors:\n  docker.io: {endpoint: [m.example.com, https://n.example.com]}\n";
    const about = (text: string, options: NodeOptions, pattern: RegExp): number =>
      notesOf(planOf("nginx", text, options)).filter((note) => pattern.test(note)).length;
    const targets = { "v1.29.1+k3s1": 1, "v1.29.1": 1, "v1.29.1+k3s2": 0, "v1.25.3": 0 };
    for (const [version, count] of Object.entries(targets))
      assert.equal(about(bare, k3s(version), /without a scheme/), count, version);
    const wildcard = 'mirrors:\n  "*":\n';
    const embedded = (version: string): NodeOptions => ({ ...k3s(version), embeddedRegistry: true });
    assert.equal(about(wildcard, embedded("v1.33.7+k3s3"), /Spegel/), 1);
    assert.equal(about(wildcard, embedded("v1.33.8"), /Spegel/), 0);
    assert.equal(about("mirrors:\n  docker.io:\n", embedded("v1.33.7"), /Spegel/), 0);
  });

  it("asks an endpoint without a scheme as the builds do that hand it to containerd as it is", () => {
    const asked = (endpoints: string, options: NodeOptions): readonly string[] =>
      planOf("quay.io/a/b:1", `mirrors:\n  quay.io: {endpoint: [${endpoints}]}\n`, options).attempts.map(
        ({ requests }) => requests[0]?.url.replace(/\/a\/b.*$/, "") ?? "",
      );
    const listed = "m.example.com, https://n.example.com, 'm.example.com:5000', '10.0.0.5:5000', 'localhost:5000'";
    const [named, own] = ["https://n.example.com/v2", "https://quay.io/v2"];
    const [port, local] = ["https://m.example.com:5000/v2", "localhost:5000/v2"];
    const broken = ["v1.26.13+k3s1", "v1.27.10+k3s1", "v1.28.6+k3s1", "v1.29.1+k3s1"].map(k3s);
    for (const options of broken) {
      assert.deepEqual(asked(listed, options), ["https://m.example.com", named, port, `https://${local}`, own]);
      // Go finds a path in a name and a scheme before a port, but no URL in a number before a port.
      assert.deepEqual(asked("m.example.com/v2", options), ["https://m.example.com/v2", own]);
      assert.deepEqual(asked("m.example.com/hub", options), ["https://m.example.com/hub", own]);
      assert.deepEqual(asked("'10.0.0.5:5000'", options), [own]);
      assert.match(
        planOf("quay.io/a/b:1", "mirrors: {quay.io: {endpoint: ['10.0.0.5:5000']}}", options).noMirror?.text ?? "",
        /has no usable endpoint/,
      );
    }
    const right = ["https://m.example.com/v2", named, port, "https://10.0.0.5:5000/v2", `http://${local}`, own];
    const rke2 = { target: { product: "rke2", version: [1, 29, 1], build: 1 } } as const;
    for (const options of [{}, rke2, ...["v1.29.1", "v1.29.1+k3s2", "v1.28.6+k3s2", "v1.29.0+k3s1"].map(k3s)])
      assert.deepEqual(asked(listed, options), right);
  });

  it("knows no TLS settings of an endpoint that a build reads no host in, but its credential", () => {
    const text =
      "mirrors:\n  quay.io: {endpoint: [m.example.com]}\nconfigs:\n  m.example.com: {auth: {username: u, password: fake-password}, tls: {ca_file: /ca.pem}}\n";
    const [first] = planOf("quay.io/a/b:1", text, k3s("v1.29.1+k3s1")).attempts;
    assert.equal(first?.tls, undefined);
    assert.equal(first?.credential.kind, "user");
    assert.ok(planOf("quay.io/a/b:1", text, k3s("v1.29.1+k3s2")).attempts[0]?.tls);
  });

  it("rewrites names for the registry itself in releases before hosts.toml, and for none before there were rewrites", () => {
    const text = (endpoints: string): string =>
      `mirrors:\n  docker.io: {endpoint: [${endpoints}], rewrite: {"^library/(.*)": "hub/$1"}}\n`;
    const asked = (endpoints: string, options: NodeOptions): readonly string[] =>
      planOf("nginx:1", text(endpoints), options).attempts.map(({ requests }) =>
        requests.map(({ url }) => url.replace(/^https:..|.manifests.*$/g, "")).join(" or "),
      );
    const hub = "registry-1.docker.io/v2";
    for (const version of ["v1.21.0", "v1.25.16+k3s4", "v1.28.5"])
      assert.deepEqual(asked("https://m.example.com", k3s(version)), [
        "m.example.com/v2/hub/nginx",
        `${hub}/hub/nginx`,
      ]);
    assert.deepEqual(asked("https://registry-1.docker.io", k3s("v1.28.5")), [`${hub}/hub/nginx`]);
    assert.deepEqual(asked("https://m.example.com", k3s("v1.20.8")), [
      "m.example.com/v2/library/nginx",
      `${hub}/library/nginx`,
    ]);
    for (const options of [{}, k3s("v1.28.6"), k3s("v1.33.1")])
      assert.deepEqual(asked("https://m.example.com", options), ["m.example.com/v2/hub/nginx", `${hub}/library/nginx`]);
  });

  it("takes the mirror of * for a registry without an entry, and only for one", () => {
    const text =
      'mirrors:\n  "*": {endpoint: ["https://all.example.com"]}\n  quay.io: {endpoint: ["https://q.example.com"]}\n';
    assert.deepEqual(linesOf(planOf("gcr.io/p/i:1", text)), [
      "mirror https://all.example.com/v2/p/i/manifests/1?ns=gcr.io anonymous",
      "registry https://gcr.io/v2/p/i/manifests/1 anonymous",
    ]);
    assert.equal(planOf("gcr.io/p/i:1", text).mirror?.registry, "*");
    assert.deepEqual(linesOf(planOf("quay.io/p/i:1", text)), [
      "mirror https://q.example.com/v2/p/i/manifests/1?ns=quay.io anonymous",
      "registry https://quay.io/v2/p/i/manifests/1 anonymous",
    ]);
  });

  it("does not take the mirror of * for a registry that has settings of its own", () => {
    const text =
      'mirrors:\n  "*": {endpoint: ["https://all.example.com"]}\nconfigs:\n  gcr.io: {auth: {username: u, password: fake}}\n';
    assert.deepEqual(linesOf(planOf("gcr.io/p/i:1", text)), [
      "registry https://gcr.io/v2/p/i/manifests/1 user u of gcr.io",
    ]);
  });

  it("folds the registry itself, listed last, into the default endpoint, without its rewrites", () => {
    const text =
      'mirrors:\n  gcr.io:\n    endpoint: ["https://m.example.com", "https://gcr.io"]\n    rewrite: {"^p/": "q/"}\n';
    const plan = planOf("gcr.io/p/i:1", text);
    assert.deepEqual(linesOf(plan), [
      "mirror https://m.example.com/v2/q/i/manifests/1?ns=gcr.io anonymous",
      "registry https://gcr.io/v2/p/i/manifests/1 anonymous",
    ]);
    assert.match(notesOf(plan).join("\n"), /Listed last/);
    const withoutRewrites = text.slice(0, text.indexOf("    rewrite"));
    assert.doesNotMatch(notesOf(planOf("gcr.io/p/i:1", withoutRewrites)).join("\n"), /Listed last/);
  });

  it("leaves the registry itself out when the default endpoint is disabled, unless it has an entry in configs", () => {
    const mirror = 'mirrors:\n  gcr.io: {endpoint: ["https://m.example.com"]}\n';
    const options = { disableDefaultEndpoint: true };
    assert.deepEqual(
      planOf("gcr.io/p/i", mirror, options).attempts.map(({ kind }) => kind),
      ["mirror"],
    );
    const both = `${mirror}configs:\n  gcr.io: {auth: {username: u, password: fake}}\n`;
    assert.deepEqual(
      planOf("gcr.io/p/i", both, options).attempts.map(({ kind }) => kind),
      ["mirror", "registry"],
    );
  });

  it("asks the node's embedded registry first, without a rewrite", () => {
    const text =
      'mirrors:\n  docker.io:\n    endpoint: ["https://m.example.com"]\n    rewrite: {"^library/": "hub/"}\n';
    const [first, second] = planOf("nginx", text, { embeddedRegistry: true }).attempts;
    assert.equal(first?.requests[0]?.url, "https://127.0.0.1:6443/v2/library/nginx/manifests/latest?ns=docker.io");
    assert.deepEqual(first?.credential, { kind: "node" });
    assert.equal(second?.requests[0]?.repository, "hub/nginx");
    const said = (attempt: typeof first): string => attempt?.notes.map((note) => note.text).join("\n") ?? "";
    assert.match(said(first), /embedded registry/);
    assert.doesNotMatch(said(second), /embedded registry/);
  });

  it("shows each repository that several rewrites can make, since none goes first", () => {
    const text =
      'mirrors:\n  gcr.io:\n    endpoint: ["https://m.example.com"]\n    rewrite: {"^p/": "a/", "/i$": "/b"}\n';
    const plan = planOf("gcr.io/p/i", text);
    assert.deepEqual(
      plan.attempts[0]?.requests.map(({ repository }) => repository),
      ["a/i", "p/b"],
    );
    assert.match(notesOf(plan).join("\n"), /Several rewrites match/);
  });

  it("leaves out the mirrors of a hosts.toml that is no TOML, as containerd does", () => {
    const text = "mirrors:\n  gcr.io:\n    endpoint: [\"https://m.example.com\"]\n    rewrite: {'^lib\\.x/': 'a/'}\n";
    const plan = planOf("gcr.io/p/i", text);
    assert.deepEqual(
      plan.attempts.map(({ kind }) => kind),
      ["registry"],
    );
    assert.match(plan.noMirror ? plan.noMirror.text : "", /can't read the mirror's hosts\.toml/);
  });

  it("asks with a digest, and a port of the node by https first", () => {
    const digest = `sha256:${"0".repeat(64)}`;
    assert.deepEqual(linesOf(planOf(`localhost:5000/x@${digest}`, "")), [
      `registry https://localhost:5000/v2/x/manifests/${digest} anonymous`,
    ]);
  });

  it("says which TLS settings count, and that https is tried first", () => {
    const text = [
      'mirrors: {gcr.io: {endpoint: ["http://m.example.com:8080"]}}',
      "configs:",
      "  m.example.com:8080:",
      "    tls: {ca_file: /etc/ssl/ca.pem, insecure_skip_verify: true}",
    ].join("\n");
    const plan = planOf("gcr.io/p/i", text);
    assert.deepEqual(plan.attempts[0]?.tls, {
      path: ["configs", "m.example.com:8080", "tls"],
      files: [{ key: "ca_file", text: "/etc/ssl/ca.pem" }],
      skipsVerification: true,
    });
    assert.match(notesOf(plan).join("\n"), /tries https first/);
  });

  it("tells of endpoints that k3s ignores", () => {
    const text = 'mirrors: {gcr.io: {endpoint: ["https://bad host", "https://m.example.com", "m.example.com"]}}\n';
    const plan = planOf("gcr.io/p/i", text);
    assert.equal(plan.attempts.length, 2);
    assert.deepEqual(
      plan.notes.flatMap(({ path }) => (path ? [path] : [])),
      [
        ["mirrors", "gcr.io", "endpoint", 0],
        ["mirrors", "gcr.io", "endpoint", 2],
      ],
    );
    const said = plan.notes.flatMap(({ path, text: note }) => (path ? [note] : []));
    assert.match(said[0] ?? "", /it is not a URL/);
    assert.match(said[1] ?? "", /already contains it/);
  });

  it("tells of a scheme that containerd does not know", () => {
    const plan = planOf("gcr.io/p/i", 'mirrors: {gcr.io: {endpoint: ["ftp://m.example.com"]}}\n');
    assert.match(notesOf(plan).join("\n"), /scheme/);
  });

  it("names a mirror that was meant for the image", () => {
    const text = 'mirrors: {"registry.example.com": {endpoint: ["https://m.example.com"]}}\n';
    assert.match(
      notesOf(planOf("registry.example.com:5000/x", text)).join("\n"),
      /registry\.example\.com does not apply/,
    );
    for (const image of ["other.example.com/x", "registry.example.com/x"])
      assert.doesNotMatch(notesOf(planOf(image, text)).join("\n"), /does not apply/, image);
  });

  it("says why no mirror counts", () => {
    const any = 'mirrors: {"*": {endpoint: ["https://m.example.com"]}}\n';
    for (const [image, text, words, at] of [
      ["nginx", "", /^The file has no mirrors\.$/, undefined],
      ["nginx", "mirrors: {gcr.io: {}}", /no entry for docker\.io or "\*"/, undefined],
      ["gcr.io/p/i", "mirrors: {gcr.io: {}}", /has no usable endpoint/, ["mirrors", "gcr.io"]],
      ["gcr.io/p/i", 'mirrors: {"*": {}}', /"\*" does not apply to gcr\.io\.$/, ["mirrors", "*"]],
      [
        "gcr.io/p/i",
        `${any}configs: {gcr.io: {auth: {username: u, password: p}}}`,
        /"\*" does not apply to gcr\.io, because the file has settings/,
        ["configs", "gcr.io"],
      ],
      [
        "gcr.io/p/i",
        'mirrors: {gcr.io: {endpoint: ["https://m.example.com"], rewrite: {"a\\\\.b": c}}}',
        /ignores this mirror/,
        ["mirrors", "gcr.io"],
      ],
    ] as const) {
      const { mirror, noMirror } = planOf(image, text);
      assert.equal(mirror, undefined, text);
      assert.match(noMirror ? noMirror.text : "", words);
      assert.deepEqual(noMirror?.path, at, text);
    }
  });

  it("is summed up in a sentence", () => {
    const summary = (text: string, options?: NodeOptions): string => planSummary(planOf("nginx", text, options));
    const mirrors = 'mirrors: {docker.io: {endpoint: ["https://a.example.com", "https://b.example.com"]}}\n';
    assert.equal(summary(""), "containerd tries only the registry itself, without a credential.");
    assert.equal(
      summary(mirrors),
      "containerd tries 2 endpoints of the mirror, then the registry itself. None of them gets a credential.",
    );
    assert.equal(
      summary(`${mirrors}configs: {a.example.com: {auth: {username: u, password: p}}}`, { embeddedRegistry: true }),
      "containerd tries the node's embedded registry, then 2 endpoints of the mirror, then the registry itself. 2 of them get no credential.",
    );
  });

  it("always asks someone: where no endpoint can be used, k3s writes no hosts.toml, and the registry itself is asked", () => {
    for (const endpoint of ['endpoint: ["https://bad host"]', "endpoint: []", ""])
      for (const key of ["docker.io", '"*"']) {
        const text = `mirrors: {${key}: {${endpoint}}}\n`;
        assert.deepEqual(
          planOf("nginx", text, { disableDefaultEndpoint: true }).attempts.map(({ kind }) => kind),
          ["registry"],
        );
      }
  });

  it("tells how a registry on the node itself is asked where no hosts.toml tells it", () => {
    const told = (image: string, text = "", options: NodeOptions = {}): string =>
      notesOf(planOf(image, text, options)).join("\n");
    assert.match(told("localhost:5000/x"), /containerd tries .* over https first, .*, then over http/);
    assert.match(told("localhost:5000/x", "", k3s("v1.30.4")), /over https first/);
    assert.match(told("localhost:5000/x", 'mirrors: {"*": {endpoint: ["https://a.example.com"]}}'), /over https first/);
    assert.match(told("localhost:443/x"), /containerd does not check the certificate/);
    assert.equal(told("localhost:80/x"), "");
    const written = 'mirrors: {"localhost:5000": {endpoint: ["https://a.example.com"]}}';
    assert.doesNotMatch(told("localhost:5000/x", written), /certificate/);
  });

  it("tells of a release that does not go on after the mirror of *", () => {
    const text = 'mirrors: {"*": {endpoint: ["https://m.example.com"]}}\n';
    assert.match(notesOf(planOf("gcr.io/p/i", text, k3s("v1.32.2"))).join("\n"), /v1\.32\.3 fixes that/);
    assert.doesNotMatch(notesOf(planOf("gcr.io/p/i", text, k3s("v1.32.3"))).join("\n"), /fixes that/);
  });

  it("gives no plan for a file that k3s can't read", () => {
    const reading = parseImage("nginx");
    assert.ok(reading.ok);
    const plan = pullPlan(openRegistries("mirrors:\n\t- x\n"), reading.image);
    assert.equal(plan.ok, false);
  });
});

describe("the credential of a pull", () => {
  const credentialOf = (configs: string, options: NodeOptions = {}, image = "gcr.io/p/i") =>
    planOf(image, `configs:\n${configs}`, options).attempts.at(-1)?.credential;
  const reasonOf = (configs: string, options: NodeOptions = {}, image = "gcr.io/p/i"): string => {
    const credential = credentialOf(configs, options, image);
    return credential && "reason" in credential ? `${credential.kind}: ${credential.reason}` : String(credential?.kind);
  };

  it("is a user before an identity token before auth", () => {
    const all = "  gcr.io: {auth: {username: u, password: p, identity_token: t, auth: dTpw}}\n";
    assert.equal(credentialOf(all)?.kind, "user");
    assert.equal(credentialOf("  gcr.io: {auth: {identity_token: t, auth: dTpw}}\n")?.kind, "identity-token");
    const basic = credentialOf("  gcr.io: {auth: {auth: dTpw}}\n");
    assert.equal(basic && "user" in basic ? basic.user : undefined, "u");
  });

  it("is none without a user, without a password, without an entry, and says why", () => {
    assert.match(reasonOf("  gcr.io: {auth: {password: p}}\n"), /^anonymous: The password has no username/);
    assert.match(reasonOf("  gcr.io: {auth: {username: u}}\n"), /^anonymous: The username has no password/);
    assert.match(reasonOf("  gcr.io: {auth: {}}\n"), /^anonymous: Its "auth" is empty/);
    assert.match(reasonOf("  gcr.io: {tls: {insecure_skip_verify: true}}\n"), /^anonymous: Its entry/);
    assert.match(reasonOf("  quay.io: {auth: {username: u, password: p}}\n"), /^anonymous: "configs" has no entry/);
    assert.match(reasonOf('  "*": {auth: {username: u, password: p}}\n'), /^anonymous: containerd never uses/);
    const two = credentialOf('  quay.io: {tls: {ca_file: /c.pem}}\n  "*": {auth: {username: u, password: p}}\n');
    assert.deepEqual(two && "path" in two ? two.path : undefined, ["configs", "*", "auth"]);
    assert.match(reasonOf("  gcr.io: {auth: {auth: not-base64}}\n"), /^unreadable: /);
  });

  it("is not known where a template fills it in, and is where one fills in others", () => {
    const other = "  quay.io: {auth: {username: '{{ user }}', password: '{{ password }}'}}\n";
    assert.equal(credentialOf(other, {}, "quay.io/a")?.kind, "template");
    assert.equal(credentialOf(`${other}  gcr.io: {auth: {username: u, password: p}}\n`)?.kind, "user");
  });

  it("is not known for a host that a tool fills in", () => {
    const text = `mirrors:\n  docker.io:\n    endpoint: ["https://{{ registry }}:5000", "https://a.example.com"]\nconfigs:\n  "{{ registry }}:5000":\n    auth: {username: u, password: p}\n`;
    const carried = `- copy:\n    dest: /etc/rancher/k3s/registries.yaml\n    content: |\n${text.replace(/^(?=.)/gm, "      ")}`;
    const file = openCarrier("tasks.yml", carried).regions[0]?.file;
    const image = parseImage("nginx");
    assert.ok(file && image.ok);
    const made = pullPlan(file, image.image, {});
    assert.ok(made.ok);
    assert.deepEqual(
      made.plan.attempts.map(({ credential }) => [credential.kind, credentialLines(credential).join(" ")]),
      [
        ["unknown", "A tool fills in this host, so the file does not tell which credential it gets."],
        ["anonymous", '"configs" has no entry for a.example.com, unless a tool fills in that host.'],
        ["anonymous", '"configs" has no entry for registry-1.docker.io, unless a tool fills in that host.'],
      ],
    );
    assert.match(planSummary(made.plan), /2 of them get no credential/);
  });

  it("of docker.io counts for Docker Hub since the releases of July 2025", () => {
    const hub = "  docker.io: {auth: {username: u, password: p}}\n";
    assert.equal(credentialOf(hub, k3s("v1.33.3"), "nginx")?.kind, "user");
    assert.match(reasonOf(hub, k3s("v1.33.2"), "nginx"), /^anonymous: Only v1\.31\.11/);
    const either = credentialOf(hub, {}, "nginx");
    assert.match(either && "sentences" in either ? either.sentences.join(" ") : "", /v1\.33\.3/);
  });

  it("points at the entry that was meant for the host", () => {
    const auth = "auth: {username: u, password: p}";
    for (const [configs, words, at] of [
      [`{m.example.com: {${auth}}}`, /under m\.example\.com is not for m\.example\.com:5000/, "m.example.com"],
      [`{gcr.io: {${auth}}}`, /under gcr\.io is not for m\.example\.com:5000/, "gcr.io"],
    ] as const) {
      const text = `mirrors: {gcr.io: {endpoint: ["https://m.example.com:5000"]}}\nconfigs: ${configs}\n`;
      const credential = planOf("gcr.io/p/i", text).attempts[0]?.credential;
      assert.ok(credential?.kind === "anonymous");
      assert.match(credential.reason, words);
      assert.deepEqual(credential.path?.slice(0, 2), ["configs", at]);
    }
    const two = [
      'mirrors: {gcr.io: {endpoint: ["https://n.example.com:5000", "https://m.example.com:5000"]}}',
      `configs: {m.example.com: {${auth}}}`,
    ].join("\n");
    assert.deepEqual(
      planOf("gcr.io/p/i", two).attempts.map(({ credential }) => "path" in credential && credential.path),
      [undefined, ["configs", "m.example.com"], undefined],
    );
  });

  it("is told of where one registry of several gets one, and not where none does", () => {
    const sent = /sends a credential only after a 401/;
    const mirror = 'mirrors: {gcr.io: {endpoint: ["https://m.example.com"]}}\n';
    const some = `${mirror}configs: {m.example.com: {auth: {username: u, password: p}}}\n`;
    assert.match(notesOf(planOf("gcr.io/p/i", some)).join("\n"), sent);
    assert.doesNotMatch(notesOf(planOf("gcr.io/p/i", mirror)).join("\n"), sent);
  });

  it("never tells a secret, wherever it was pasted", () => {
    const token = "ghp_CANARY0123456789abcdefCANARY012345";
    const text = [
      `mirrors: {gcr.io: {endpoint: ["https://user:${token}@m.example.com/${token}@x", "${token}"], rewrite: {"^p": "${token}"}}}`,
      `configs: {m.example.com: {auth: {username: ${token}, password: ${token}}, tls: {ca_file: ${token}}}, ${token}: {auth: {username: u, password: p}}}`,
      `auths: {${token}: {username: ${token}}}`,
    ].join("\n");
    const shown = JSON.stringify(planOf("gcr.io/p/i", text), (name, value) => (name === "path" ? undefined : value));
    assert.doesNotMatch(shown, /CANARY/);
  });

  it("says of a credential what its own entry has, not that of another host", () => {
    const text = [
      "mirrors:",
      "  quay.io:",
      "    endpoint: [https://one.example.com, https://two.example.com]",
      "configs:",
      "  other.example.com:",
      "    auth: {username: oauth2accesstoken, password: ya29.fake}",
      "  one.example.com:",
      "    auth: {username: puller, password: fake-password}",
      "  two.example.com:",
      "    auth: {username: oauth2accesstoken, password: ya29.fake}",
    ].join("\n");
    const [one, two] = planOf("quay.io/team/app", text).attempts.map(({ credential }) =>
      "sentences" in credential ? credential.sentences.join(" ") : credential.kind,
    );
    assert.match(one ?? "", /^A user with a password or token\.$/);
    assert.match(two ?? "", /access token/i);
  });

  it("warns of a credential that is sent by http, but not to the node itself, and of none where none is sent", () => {
    const readable = /anyone on the network path can read/;
    const notesFor = (endpoint: string, auth: string): string =>
      notesOf(
        planOf(
          "quay.io/app",
          `mirrors:\n  quay.io:\n    endpoint: [${endpoint}]\nconfigs:\n  ${endpoint.split("/")[2]}:\n    auth: ${auth}\n`,
        ),
      ).join("\n");
    for (const auth of ["{username: u, password: fake}", "{identity_token: fake}"]) {
      assert.match(notesFor("http://10.0.0.5:5000", auth), readable);
      assert.doesNotMatch(notesFor("https://10.0.0.5:5000", auth), readable);
      assert.doesNotMatch(notesFor("http://127.0.0.1:5000", auth), readable);
      assert.doesNotMatch(notesFor("http://localhost:5000", auth), readable);
    }
    assert.doesNotMatch(notesFor("http://10.0.0.5:5000", "{username: u}"), readable);
  });
});
