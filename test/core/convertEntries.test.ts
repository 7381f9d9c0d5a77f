import assert from "node:assert/strict";
import fc from "fast-check";
import { type Conversion, convert } from "../../src/core/convert/convert.ts";
import type { Credential } from "../../src/core/credentials/credential.ts";
import { type AuthReading, type Registry, readRegistry } from "../../src/core/file/goDecode.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { parseTarget } from "../../src/core/file/release.ts";
import { lint } from "../../src/core/lint/lint.ts";
import { parseFirstDocument } from "../../src/core/yaml/parser.ts";
import { sourceOf } from "../../src/core/yaml/source.ts";
import { credentialWith, fakeKeyCredential } from "./fakeCredentials.ts";

const user = credentialWith({ username: "user", password: "it's: new #1" });
const token = credentialWith({ identityToken: "fake.identity" }, { kind: "docker-config" });
const key = fakeKeyCredential();

function converted(conversion: Conversion): Extract<Conversion, { ok: true }> {
  assert.ok(conversion.ok, conversion.ok ? "" : conversion.problem);
  return conversion;
}

function into(existing: string, credential: Credential, ...hosts: readonly string[]): string {
  return converted(
    convert({ assignments: [{ credential, hosts }], mirrors: false, existing: openRegistries(existing) }),
  ).text;
}

function read(text: string): Registry {
  const reading = readRegistry(parseFirstDocument(sourceOf(text)));
  assert.ok(reading.ok, reading.ok ? "" : reading.error);
  return reading.registry;
}

function auth(fields: Partial<AuthReading>): AuthReading {
  return { username: "", password: "", auth: "", identity_token: "", ...fields };
}

const userReading = auth({ username: "user", password: "it's: new #1" });
const tokenReading = auth({ identity_token: "fake.identity" });

function refusal(conversion: Conversion): string {
  assert.ok(!conversion.ok, "it was done");
  return conversion.problem;
}

describe("what is left of another credential", () => {
  const olds: Readonly<Record<string, string>> = {
    "block style":
      "configs: # all\n  r.io: # ours\n    auth: # who\n      auth: b2xkOm9sZA== # old\n      username: old # keep\n      identity_token: old\n    tls: # kept\n      insecure_skip_verify: true\n",
    "block style, the token last":
      "configs:\n  r.io:\n    auth:\n      identity_token: old\n  z.io:\n    auth: {username: u, password: p}\n",
    "flow style":
      "configs: {r.io: {auth: {auth: old, identity_token: 'old', username: old, password: old}, tls: {}}} # end\n",
    CRLF: "configs:\r\n    r.io:\r\n        auth:\r\n            # the old one\r\n            auth: old\r\n            identity_token: old # x\r\n",
    JSON: '{\n  "configs": {\n    "r.io": {\n      "auth": {\n        "auth": "old",\n        "identity_token": "old"\n      }\n    }\n  }\n}\n',
    "a scalar": "configs:\n  r.io:\n    tls: {}\n  z.io:\n    tls:\n      ca_file: /x\n",
    "misspelt fields":
      "configs:\n  r.io:\n    auth:\n      user: old\n      pass: old\n      token: old\n      note: mine\n",
    "a misspelt auth": "configs:\n  r.io:\n    auths:\n      username: old\n      password: old\n",
    "auth spelt out": "configs:\n  r.io:\n    authentication:\n      username: old\n      password: old\n",
    "auth in capitals": "configs:\n  r.io:\n    AUTH:\n      username: old\n      password: old\n",
    "a repeated field": "configs:\n  r.io:\n    auth:\n      auth: old\n      username: old\n      auth: old\n",
    "a repeated field in flow style": "configs: {r.io: {auth: {auth: old, username: old, auth: old, note: mine}}}\n",
    "no final line end": "configs:\n  r.io:\n    auth:\n      auth: old",
  };
  for (const [name, before] of Object.entries(olds))
    it(`is taken out: ${name}`, () => {
      for (const [credential, reading] of [
        [user, userReading],
        [token, tokenReading],
      ] as const) {
        const text = into(before, credential, "r.io");
        assert.deepEqual({ ...read(text).configs["r.io"]?.auth }, reading);
        assert.doesNotMatch(text.replace(/# (?:the old one|old)/g, ""), /\bold\b/);
        for (const kept of ["# all", "# ours", "# who", "# kept", "# end", "note: mine", "tls"])
          assert.equal(text.includes(kept), before.includes(kept), `${kept} in ${text}`);
        assert.equal(new Set(text.match(/\r?\n/g)).size, 1);
        const again = converted(
          convert({ assignments: [{ credential, hosts: ["r.io"] }], mirrors: false, existing: openRegistries(text) }),
        );
        assert.deepEqual([again.edits, again.changes[0]?.action], [[], "unchanged"]);
      }
    });
});

describe("a credential that an anchor shares", () => {
  const shared = "x: &shared\n  username: old\n  auth: b2xkOm9sZA==\n  identity_token: old\n";
  for (const [name, before] of Object.entries({
    "an alias": `${shared}configs:\n  r.io:\n    auth: *shared # who\n  s.io:\n    auth: *shared\n`,
    "an alias in flow style": `${shared}configs: {r.io: {auth: *shared}, s.io: {auth: *shared}}\n`,
    "a merge": `${shared}configs:\n  r.io:\n    auth:\n      <<: *shared\n      password: old\n  s.io:\n    auth: *shared\n`,
    "a merge alone": `${shared}configs:\n  r.io:\n    auth:\n      <<: *shared\n  s.io:\n    auth: *shared\n`,
    "a merge in flow style": `${shared}configs:\n  r.io: {auth: {<<: *shared, password: old}}\n  s.io: {auth: *shared}\n`,
    "an alias of the host":
      "configs:\n  s.io: &s\n    auth: {username: old, password: old}\n    tls: {insecure_skip_verify: yes, ca_file: /ca}\n  r.io: *s\n",
    "a merge into the host":
      "configs:\n  s.io: &s\n    auth: {auth: b2xkOm9sZA==}\n    tls: {insecure_skip_verify: yes, ca_file: /ca}\n  r.io:\n    <<: *s\n",
    "a merge into configs":
      "x: &x\n  r.io:\n    auth: {auth: b2xkOm9sZA==}\n    tls: {ca_file: /ca}\nconfigs:\n  <<: *x\n  s.io: {}\n",
    "a list of merges": `${shared}y: &y {password: old}\nconfigs:\n  r.io:\n    auth:\n      <<: [*shared, *y]\n  s.io:\n    auth: *shared\n`,
    "aliases of single fields":
      "x: &u old\ny: &p old\nconfigs:\n  r.io:\n    auth: {username: *u, password: *p}\n  s.io:\n    auth: {username: *u, password: *p}\n",
  }))
    it(`is written out where it changes: ${name}`, () => {
      for (const [credential, reading] of [
        [user, userReading],
        [token, tokenReading],
      ] as const) {
        const text = into(before, credential, "r.io");
        const [old, now] = [read(before).configs, read(text).configs];
        assert.deepEqual({ ...now["r.io"]?.auth }, reading);
        assert.deepEqual(now["r.io"]?.tls, old["r.io"]?.tls);
        assert.deepEqual(now["s.io"], old["s.io"]);
        assert.ok(text.startsWith(before.slice(0, before.indexOf("r.io"))));
      }
    });

  it("is written once when all that share it get the new one", () => {
    const before = "configs:\n  r.io:\n    auth: &a\n      username: old\n      password: old\n  s.io:\n    auth: *a\n";
    const text = into(before, user, "r.io", "s.io");
    assert.match(text, /auth: \*a\n$/);
    assert.deepEqual({ ...read(text).configs["s.io"]?.auth }, userReading);
  });

  it("is left alone, and said so, when others would change with it", () => {
    for (const before of [
      "configs:\n  r.io:\n    auth: &a {username: old, password: old}\n  s.io:\n    auth: *a\n",
      "configs:\n  r.io: &r\n    auth: {username: old, password: old}\n  s.io: *r\n",
      "configs:\n  r.io:\n    auth: {username: old, password: &p old}\n  s.io:\n    auth: {username: old, password: *p}\n",
    ]) {
      const request = {
        assignments: [{ credential: user, hosts: ["r.io"] }],
        mirrors: true,
        existing: openRegistries(before),
      };
      assert.match(refusal(convert(request)), /share the credential of r\.io through an anchor/);
    }
  });
});

describe("Docker Hub", () => {
  const keysFor = (target: string, existing = "", ...hosts: readonly string[]): Record<string, string> => {
    const conversion = converted(
      convert({
        assignments: [{ credential: user, hosts: hosts.length > 0 ? hosts : ["docker.io"] }],
        mirrors: false,
        existing: openRegistries(existing),
        target: parseTarget(target) ?? {},
      }),
    );
    return Object.fromEntries(conversion.changes.map(({ host, action }) => [host, action]));
  };

  it("has its credential under the names that the target asks for", () => {
    const hub = { "registry-1.docker.io": "added" };
    for (const target of ["any", "k3s", "k3s v1.31.0", "k3s v1.33.5", "k3d"]) assert.deepEqual(keysFor(target), hub);
    for (const target of ["rke2", "rke2 v1.31.0", "rke2 v1.33.5"])
      assert.deepEqual(keysFor(target), { ...hub, "docker.io": "added" });
  });

  it("is meant by each of its names", () => {
    for (const name of ["docker.io", "index.docker.io", "registry-1.docker.io"])
      assert.deepEqual(keysFor("k3s", "", name), { "registry-1.docker.io": "added" });
    assert.deepEqual(keysFor("k3s", "", "docker.io", "index.docker.io"), { "registry-1.docker.io": "added" });
  });

  it("keeps an entry under docker.io where the target finds it, and leaves no old credential elsewhere", () => {
    const there = "configs:\n  docker.io:\n    auth: {username: old, password: old}\n";
    assert.deepEqual(keysFor("k3s v1.33.5", there), { "docker.io": "replaced" });
    assert.deepEqual(keysFor("rke2 v1.33.5", there), { "docker.io": "replaced" });
    for (const target of ["any", "k3s v1.31.0", "rke2"])
      assert.deepEqual(keysFor(target, there), { "registry-1.docker.io": "added", "docker.io": "replaced" });
    const both = `${there}  registry-1.docker.io:\n    auth: {username: old, password: old}\n`;
    assert.deepEqual(keysFor("k3s v1.33.5", both), { "registry-1.docker.io": "replaced", "docker.io": "replaced" });
  });

  it("does not take the credential of a mirror under docker.io for its own", () => {
    const misplaced =
      "mirrors:\n  docker.io:\n    endpoint: [https://m.example.com]\nconfigs:\n  docker.io:\n    auth: {username: m, password: m}\n";
    assert.deepEqual(keysFor("k3s v1.33.5", misplaced), { "registry-1.docker.io": "added" });
  });

  it("has its mirror under docker.io", () => {
    const request = { assignments: [{ credential: user, hosts: ["registry-1.docker.io"] }], mirrors: true };
    const { mirrors } = read(converted(convert(request)).text);
    assert.deepEqual(Object.keys(mirrors), ["docker.io"]);
    assert.deepEqual(mirrors["docker.io"]?.endpoint, ["https://registry-1.docker.io"]);
  });
});

describe("conversion of several credentials", () => {
  it("gives each registry its own", () => {
    const { text, changes } = converted(
      convert({
        assignments: [
          { credential: key, hosts: ["gcr.io", "us.gcr.io"] },
          { credential: user, hosts: ["docker.io"] },
          { credential: token, hosts: ["r.azurecr.io"] },
        ],
        mirrors: true,
        existing: openRegistries("configs:\n  us.gcr.io:\n    tls: {}\n"),
      }),
    );
    const { configs, mirrors } = read(text);
    assert.equal(configs["us.gcr.io"]?.auth?.username, "_json_key");
    assert.deepEqual({ ...configs["registry-1.docker.io"]?.auth }, userReading);
    assert.deepEqual({ ...configs["r.azurecr.io"]?.auth }, tokenReading);
    assert.deepEqual(Object.keys(mirrors), ["gcr.io", "us.gcr.io", "docker.io", "r.azurecr.io"]);
    assert.deepEqual(
      changes.map(({ host, new: held }) => [host, held]),
      [
        ["gcr.io", { keyId: key.description.keyId }],
        ["us.gcr.io", { keyId: key.description.keyId }],
        ["registry-1.docker.io", { username: "user" }],
        ["r.azurecr.io", {}],
      ],
    );
  });

  it("refuses two for one registry, under whatever names", () => {
    const other = credentialWith({ username: "other", password: "p" });
    for (const [one, two] of [
      ["r.io", "r.io"],
      ["docker.io", "index.docker.io"],
    ] as const) {
      const assignments = [
        { credential: user, hosts: [one] },
        { credential: other, hosts: [two] },
      ];
      assert.match(refusal(convert({ assignments, mirrors: true })), /is selected for two credentials/);
    }
    const same = [user, user].map((credential) => ({ credential, hosts: ["r.io"] }));
    assert.equal(converted(convert({ assignments: same, mirrors: false })).changes.length, 1);
  });

  it("refuses what would keep containerd from starting, whatever quotes it stands in", () => {
    for (const password of ["a\x07", "a\x7f", "a\ud800", ""]) {
      const assignments = [{ credential: credentialWith({ username: "u", password }), hosts: ["r.io"] }];
      assert.match(refusal(convert({ assignments, mirrors: true })), /[Gg]et it again|[Ss]et another/);
    }
  });
});

describe("a Google key in base64", () => {
  it("stands under its own username and is told from another by its id", () => {
    const request = {
      assignments: [{ credential: key, hosts: ["gcr.io"] }],
      mirrors: false,
      keyForm: "base64" as const,
    };
    const { text } = converted(convert(request));
    const written = read(text).configs["gcr.io"]?.auth;
    assert.equal(written?.username, "_json_key_base64");
    assert.ok("password" in key.auth && Buffer.from(written.password, "base64").toString() === key.auth.password);
    const newer = fakeKeyCredential({ private_key_id: "feed" });
    const assignments = [{ credential: newer, hosts: ["gcr.io"] }];
    const { changes } = converted(convert({ ...request, assignments, existing: openRegistries(text) }));
    assert.deepEqual(changes[0]?.old, { keyId: key.description.keyId });
  });
});

describe("what is written", function () {
  this.timeout(60_000);

  const targets = [
    "any",
    "k3s",
    "rke2",
    "k3d",
    "k3s v1.17.4",
    "k3s v1.19.0",
    "k3s v1.29.2",
    "k3s v1.31.10",
    "k3s v1.33.5",
  ];
  const all = [...targets, "rke2 v1.31.10", "rke2 v1.33.5", "k3d v1.30.2"];
  const password = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({
      unit: fc.constantFrom(
        "'",
        '"',
        "\\",
        ": ",
        " #",
        "\n",
        "\u0085",
        "\u2028",
        "😀",
        "{",
        "}",
        "[",
        "&",
        "*",
        "!",
        "%",
        "é",
      ),
    }),
    fc.constantFrom(
      "0123",
      "1e5",
      "yes",
      "null",
      "~",
      "2001-12-14",
      "0x1F",
      ".inf",
      '{"a": 1}',
      "@x",
      "`x",
      "|",
      "> x",
      "- a",
    ),
  );
  const name = fc.oneof(
    fc.constantFrom("user", "robot$project+name", "a@b.example", "0123", "yes", "org+robot"),
    password,
  );
  const credentials = fc.oneof(
    fc.record({ username: name, password }).map((pair) => credentialWith(pair)),
    password.map((identityToken) => credentialWith({ identityToken }, { kind: "docker-config" })),
    fc.constant(key),
  );

  it("has no finding above information, for any credential and target", () => {
    fc.assert(
      fc.property(
        credentials,
        fc.constantFrom(...all),
        fc.boolean(),
        fc.constantFrom("json" as const, "base64" as const),
        (credential, targetName, mirrors, keyForm) => {
          const target = parseTarget(targetName) ?? {};
          const hosts =
            credential === key
              ? ["europe-docker.pkg.dev", "gcr.io"]
              : ["docker.io", "ghcr.io", "harbor.example.com:8443"];
          const conversion = convert({ assignments: [{ credential, hosts }], mirrors, keyForm, target });
          if (!conversion.ok) {
            assert.match(conversion.problem, /[Gg]et it again|[Ss]et another|Use a newer version/);
            return;
          }
          const findings = lint(openRegistries(conversion.text), { target })
            .filter(({ severity }) => severity === "error" || severity === "warning")
            // Of the credential itself, whoever writes it.
            .filter(({ id }) => !["short-lived-token", "placeholder-value", "invisible-character"].includes(id));
          assert.deepEqual(
            findings.map(({ id, message }) => `${id}: ${message}`),
            [],
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});
