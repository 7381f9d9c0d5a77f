import assert from "node:assert/strict";
import fc from "fast-check";
import { controlCharacterIn } from "../../../src/core/credentials/controlCharacter.ts";
import { credentialKind, readCredentials } from "../../../src/core/credentials/readCredentials.ts";
import { fakeKey, fakeKeyFile } from "../fakeKey.ts";
import { credentialsOf, fixture, leftOf, problemOf } from "./fixture.ts";

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

function config(auths: unknown, more: object = {}): string {
  return JSON.stringify({ auths, ...more });
}

/** Each credential as its host, user and password. */
function pairs(text: string): readonly (readonly string[])[] {
  return credentialsOf(text).map(({ auth, hosts }) => [
    hosts.join(" "),
    ...("username" in auth ? [auth.username, auth.password] : ["identity token", auth.identityToken]),
  ]);
}

describe("a docker config", () => {
  it("of docker login has the pairs of its registries", () => {
    const text = fixture("docker-config/docker-login.json");
    assert.equal(credentialKind(text), "docker-config");
    assert.deepEqual(
      pairs(text).filter(([host]) => host !== "europe-west3-docker.pkg.dev"),
      [
        ["ghcr.io", "fake-user", "pa:ss word:fake"],
        ["docker.io", "fake-hub-user", "dckr_pat_fakeFAKEfakeFAKEfake"],
        ["identity.example.com", "identity token", "fake-identity-token-of-the-mock-registry"],
        ["localhost:5000", "fake-local-user", "fake-local"],
      ],
    );
    assert.deepEqual(leftOf(text), []);
    assert.deepEqual(credentialsOf(text)[2]?.description, {
      account: "fake-hub-user",
      entry: "https://index.docker.io/v1/",
    });
  });

  it("tells a Google key in it as what it is", () => {
    const key = credentialsOf(fixture("docker-config/docker-login.json"))[0];
    assert.equal(key?.kind, "google-key");
    assert.deepEqual(key?.hosts, ["europe-west3-docker.pkg.dev"]);
    assert.deepEqual(key?.description, {
      account: "puller@fake-project.iam.gserviceaccount.com",
      project: "fake-project",
      keyId: fakeKey()["private_key_id"],
      entry: "europe-west3-docker.pkg.dev",
    });
    assert.deepEqual(key?.warnings, []);
    assert.ok(key && "password" in key.auth);
    assert.deepEqual(JSON.parse(key.auth.password), fakeKey());

    const [encoded] = credentialsOf(
      config({ "gcr.io": { username: "_json_key_base64", password: base64(fakeKeyFile()) } }),
    );
    assert.deepEqual(encoded?.auth, key.auth);
    const [damaged] = credentialsOf(config({ "gcr.io": { auth: base64('_json_key:{"type":"service_account"}') } }));
    assert.equal(damaged?.kind, "docker-config");
    assert.match((damaged?.warnings ?? []).join(), /The field "\w+" is missing/);
  });

  it("of podman, skopeo and buildah has hosts, and paths as entries from which to choose", () => {
    for (const tool of ["podman", "skopeo", "buildah"]) {
      const text = fixture(`docker-config/${tool}.json`);
      assert.deepEqual(pairs(text), [
        ["docker.io", `fake-${tool}`, `fake-${tool}-hub`],
        ["localhost:5000", `fake-${tool}`, `fake-${tool}-local`],
        ["quay.io", `fake-${tool}`, `fake-${tool}-secret`],
        ["quay.io", `fake-${tool}+robot`, `fake-${tool}-path:secret`],
      ]);
      const quay = credentialsOf(text).slice(2);
      assert.deepEqual(
        quay.map(({ description }) => description.entry),
        ["quay.io", "quay.io/fake-team/app"],
      );
      for (const { warnings } of quay)
        assert.match(warnings.join(), /^The file has 2 credentials for quay\.io, .* one per host/);
    }
    assert.deepEqual(
      credentialsOf(fixture("docker-config/podman-paths.json")).map(({ hosts, description }) => [
        hosts,
        description.entry,
      ]),
      [
        [["registry.example.com:5443"], "registry.example.com:5443/team-a"],
        [["registry.example.com:5443"], "registry.example.com:5443/team-b/app"],
      ],
    );
  });

  it("with one path of a host says that the whole host gets it", () => {
    const [credential] = credentialsOf(config({ "quay.io/team/app": { auth: base64("fake:pass") } }));
    assert.deepEqual(credential?.hosts, ["quay.io"]);
    assert.equal(credential?.description.entry, "quay.io/team/app");
    assert.match((credential?.warnings ?? []).join(), /is for quay\.io\/team\/app only/);
  });

  it("has one host for all ways to write it", () => {
    for (const [server, host] of [
      ["https://index.docker.io/v1/", "docker.io"],
      ["index.docker.io", "docker.io"],
      ["registry-1.docker.io", "docker.io"],
      ["docker.io", "docker.io"],
      ["https://Registry.example.com/v1/", "registry.example.com"],
      ["https://registry.example.com/v2/", "registry.example.com"],
      ["http://registry.example.com:5000", "registry.example.com:5000"],
      ["registry.example.com/v2/", "registry.example.com"],
      ["https://user@registry.example.com", "registry.example.com"],
      ["[fd00::1]:5000", "[fd00::1]:5000"],
    ] as const) {
      const [credential] = credentialsOf(config({ [server]: { auth: base64("fake:pass") } }));
      assert.deepEqual([credential?.hosts, credential?.warnings], [[host], []], server);
    }
  });

  it("leaves the host open where the server can't be one", () => {
    for (const server of ["*.example.com", "registry", "", "with blank.example.com"]) {
      const [credential] = credentialsOf(config({ [server]: { auth: base64("fake:pass") } }));
      assert.deepEqual(credential?.hosts, [], server);
      assert.equal(credential?.warnings.length, 1);
    }
  });

  it("takes the same credential under two names of a host once", () => {
    const entry = { auth: base64("fake:pass") };
    const found = credentialsOf(
      config({ "docker.io": entry, "https://index.docker.io/v1/": entry, "ghcr.io/a": entry, "ghcr.io": entry }),
    );
    assert.deepEqual(
      found.map(({ hosts, warnings }) => [hosts, warnings]),
      [
        [["docker.io"], []],
        [["ghcr.io"], []],
      ],
    );
  });

  it("whose secrets are in a helper names it, and what to run", () => {
    const store = fixture("docker-config/docker-creds-store.json");
    assert.equal(credentialKind(store), "docker-config");
    assert.match(
      problemOf(store),
      /^None of 2 entries can be used\. The first: ghcr\.io: The helper docker-credential-fakestore keeps the secret.*Run echo ghcr\.io \| docker-credential-fakestore get /,
    );
    const helpers = fixture("docker-config/docker-cred-helpers.json");
    assert.deepEqual(pairs(helpers), [["quay.io", "fake-quay", "fake-secret"]]);
    assert.match(leftOf(helpers)[0] ?? "", /^ghcr\.io: The helper docker-credential-fakestore /);
    assert.match(leftOf(helpers)[1] ?? "", /^europe-west3-docker\.pkg\.dev: The helper docker-credential-gcloud /);
    assert.match(
      problemOf('{"credsStore":"desktop"}'),
      /docker-credential-desktop list .*docker-credential-desktop get/,
    );
    assert.match(
      problemOf(config({ "ghcr.io": {} }, { credsStore: "x; rm -rf /" })),
      /A credential helper keeps the secret/,
    );
    assert.match(
      problemOf(config({ "ghcr.io; rm": {} }, { credsStore: "pass" })),
      /: A credential helper keeps the secret/,
    );
  });

  it("after logout holds no credential", () => {
    for (const tool of ["docker", "skopeo"])
      assert.match(problemOf(fixture(`docker-config/${tool}-logout.json`)), /contains no credential\. Log in/);
    assert.match(problemOf(config(null)), /contains no credential/);
    assert.match(problemOf(config({ "ghcr.io": {} })), /^ghcr\.io: The entry is empty/);
  });

  it("has tokens that expire, with a warning", () => {
    const found = credentialsOf(fixture("docker-config/docker-short-lived.json"));
    assert.match((found[0]?.warnings ?? []).join(), /Amazon ECR password.*12 hours.*kubelet's credential provider/);
    assert.match((found[1]?.warnings ?? []).join(), /Google access token.*hour.*kubelet's credential provider/);
    const [azure] = credentialsOf(
      config({ "fake.azurecr.io": { username: "00000000-0000-0000-0000-000000000000", password: "fake" } }),
    );
    assert.match((azure?.warnings ?? []).join(), /Azure access token.*kubelet's credential provider/);
    const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    const token = `${part({ alg: "none" })}.${part({ iat: 1_700_000_000, exp: 1_700_010_800 })}.Tk9ULUEtU0lHTkFUVVJF`;
    for (const entry of [{ username: "fake", password: token }, { identitytoken: token }]) {
      const [jwt] = credentialsOf(config({ "registry.example.com": entry }));
      assert.equal(jwt?.description.expires, 1_700_010_800);
      assert.match((jwt?.warnings ?? []).join(), /expires on 2023-11-15 01:13 UTC.*kubelet's credential provider/);
    }
  });

  it("names what is wrong with an entry", () => {
    for (const [entry, message] of [
      ["text", /does not have the format of docker login/],
      [[], /does not have the format of docker login/],
      [{ auth: "…" }, /not base64/],
      [{ auth: "not_base64!" }, /not base64/],
      [{ auth: base64("no colon") }, /without a colon/],
      [{ auth: base64(":fake-pass") }, /no username/],
      [{ auth: base64("fake:") }, /no password/],
      [{ auth: base64("fake:\0\0") }, /no password/],
      [{ auth: Buffer.from("fake:p\xe4ss", "latin1").toString("base64") }, /not decode to UTF-8/],
      [{ username: "fake" }, /no password/],
      [{ password: "fake" }, /no username/],
      [{ username: 1, password: 2 }, /empty/],
      [{ auth: base64("fake:pa\x07ss") }, /control character \(U\+0007\)/],
      [{ identitytoken: "fake\x00" }, /control character \(U\+0000\)/],
      [{ username: "a:b", password: "fake" }, /username contains a colon/],
      [{ registrytoken: "fake" }, /registrytoken, which registries.yaml does not support/],
    ] as const) {
      assert.match(problemOf(config({ "quay.io": entry })), message);
      const mixed = config({ "quay.io": entry, "ghcr.io": { auth: base64("fake:pass") } });
      assert.match(leftOf(mixed).join(), message);
      assert.match(leftOf(mixed).join(), /^quay\.io: /);
      assert.deepEqual(pairs(mixed), [["ghcr.io", "fake", "pass"]]);
    }
    assert.match(
      problemOf(config({ "https://index.docker.io/v1/access-token": { auth: base64("fake:eyJ") } })),
      /web login/,
    );
  });

  it("reads auth as docker does: cut at the first colon, without NULs, before username and password", () => {
    const entry = { auth: base64("fake:a:b\0\0"), username: "other", password: "other" };
    assert.deepEqual(pairs(config({ "quay.io": entry })), [["quay.io", "fake", "a:b"]]);
    const damaged = { auth: "***", username: "fake", password: "pass" };
    assert.deepEqual(pairs(config({ "quay.io": damaged })), [["quay.io", "fake", "pass"]]);
    assert.deepEqual(pairs(config({ "quay.io": { username: "<token>", password: "fake" } })), [
      ["quay.io", "identity token", "fake"],
    ]);
  });

  it("warns of base64 without its end, and of a line break that echo added", () => {
    const [unpadded] = credentialsOf(config({ "quay.io": { auth: base64("fake:pass1").replace(/=+$/, "") } }));
    assert.deepEqual(unpadded?.auth, { username: "fake", password: "pass1" });
    assert.match((unpadded?.warnings ?? []).join(), /lacks the = at the end/);
    const [echoed] = credentialsOf(config({ "quay.io": { auth: base64("fake:pass\n") } }));
    assert.match((echoed?.warnings ?? []).join(), /spaces or a line break around it/);
  });

  it("is read with a comma too many, as podman's manual has one, and says where", () => {
    const text = `{\r\n  "auths": {\r\n    "my-registry.local": {\r\n      "auth": "${base64("fake:pass")}"\r\n    },\r\n  }\r\n}\r\n`;
    const [credential] = credentialsOf(text);
    assert.deepEqual(credential?.hosts, ["my-registry.local"]);
    assert.match((credential?.warnings ?? []).join(), /an extra comma.*\(line 5, column 6\)/);
  });

  it("that is broken says where", () => {
    for (const [text, message] of [
      ['{"auths": {"quay.io": {"auth": "ZmFr', /cut off \(line 1, column \d+\)/],
      ['{\n"auths": {}}\n}', /More text follows the end.*\(line 3, column 1\)/],
      ['{"auths": {}, “x”: 1}', /typographic quotes/],
      ['{"auths": {} "x": 1}', /not valid JSON \(line 1, column 14\)/],
      [`{"auths": {${",".repeat(50)}}}`, /not valid JSON/],
    ] as const) {
      assert.equal(credentialKind(text), "docker-config", text);
      assert.match(problemOf(text), message);
    }
  });

  it("is read in base64, with a byte-order mark, and with CRLF", () => {
    const text = fixture("docker-config/podman.json");
    const wanted = credentialsOf(text);
    for (const form of [
      base64(text),
      `${base64(text).replace(/=+$/, "")}\n`,
      `${base64(text).replace(/.{76}/g, "$&\r\n")}\r\n`,
      `\ufeff${text}`,
      text.replaceAll("\n", "\r\n"),
    ]) {
      assert.equal(credentialKind(form), "docker-config");
      assert.deepEqual(credentialsOf(form), wanted);
    }
  });

  it("of an old docker is the map of servers alone", () => {
    const text = fixture("docker-config/dockercfg.json");
    assert.equal(credentialKind(text), "docker-config");
    assert.deepEqual(pairs(text), [["registry.example.com", "fake-old-user", "fake-old-pass"]]);
    assert.deepEqual(pairs(base64(text)), pairs(text));
  });

  it("of an old docker that is broken says where, or is read without its last comma", () => {
    const entry = `{\n  "registry.example.com": {\n    "auth": "${base64("fake:pass")}"\n  },\n}`;
    assert.deepEqual(pairs(entry), [["registry.example.com", "fake", "pass"]]);
    assert.match((credentialsOf(entry)[0]?.warnings ?? []).join(), /extra comma.*\(line 4, column 4\)/);
    assert.match(problemOf(entry.slice(0, 50)), /cut off \(line 3, column \d+\)/);
  });

  it("warns of what looks like a placeholder, and of a token that the registry does not take", () => {
    const auths = {
      "quay.io": { auth: base64("fake:<password>") },
      "ghcr.io": { auth: base64("fake:github_pat_fake") },
    };
    const [placeholder, token] = credentialsOf(config(auths));
    assert.match((placeholder?.warnings ?? []).join(), /looks like a placeholder/);
    assert.match((token?.warnings ?? []).join(), /rejects fine-grained tokens/);
  });

  it("that SOPS encrypted says how to decrypt it", () => {
    assert.match(problemOf(fixture("docker-config/sops.json")), /encrypted with SOPS.*sops --decrypt/);
  });

  it("is also what a credential helper prints", () => {
    const answer = { ServerURL: "https://index.docker.io/v1/", Username: "fake", Secret: "pass" };
    assert.deepEqual(pairs(JSON.stringify(answer)), [["docker.io", "fake", "pass"]]);
    assert.deepEqual(pairs('{"Secret":"fake","Username":"<token>","ServerURL":"quay.io"}'), [
      ["quay.io", "identity token", "fake"],
    ]);
    const [google] = credentialsOf('{"Secret":"fake-token","Username":"_dcg_1_5_0_token"}');
    assert.deepEqual(google?.hosts, []);
    assert.match((google?.warnings ?? []).join(), /Google access token/);
    assert.match(problemOf('{"ServerURL":"","Username":"","Secret":""}'), /contains no credential/);
  });

  it("is told from other files", () => {
    for (const text of [
      "",
      "{}",
      "[]",
      "null",
      "{",
      '{"auths": 1}',
      '{"configs":{"quay.io":{"auth":{"username":"fake","password":"fake"}}},"auths":{}}',
      '{"name":"x","dependencies":{"a.b":{"version":"1"}}}',
      fixture("kubernetes-secret/pull.yaml"),
      fakeKeyFile(),
    ])
      assert.notEqual(credentialKind(text), "docker-config", text);
  });

  it("gives back any user and password that were put into it", () => {
    const username = fc
      .string({ unit: "grapheme", minLength: 1 })
      .filter((text) => !/[:\0]/.test(text) && text !== "<token>" && !text.startsWith("_json_key"));
    const password = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => !/^\0|\0$/.test(text));
    fc.assert(
      fc.property(username, password, (user, secret) => {
        fc.pre(controlCharacterIn(user + secret) === undefined);
        const text = config({ "registry.example.com": { auth: base64(`${user}:${secret}`) } });
        assert.deepEqual(pairs(text), [["registry.example.com", user, secret]]);
      }),
    );
  });

  it("of any content never throws", () => {
    const entry = fc.oneof(
      fc.jsonValue(),
      fc.record(
        { auth: fc.oneof(fc.base64String(), fc.string()), identitytoken: fc.jsonValue() },
        { requiredKeys: [] },
      ),
    );
    const auths = fc.dictionary(fc.oneof(fc.string(), fc.domain(), fc.webUrl()), entry);
    fc.assert(
      fc.property(auths, fc.jsonValue(), fc.jsonValue(), (map, credHelpers, credsStore) => {
        readCredentials(config(map, { credHelpers, credsStore }));
        readCredentials(JSON.stringify(map));
        readCredentials(config(map).slice(0, -5));
      }),
    );
  });

  it("of great size is read in good time", () => {
    const auths = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [`quay.io/team/${index}`, { auth: base64(`fake:${index}`) }]),
    );
    assert.equal(credentialsOf(config(auths)).length, 20_000);
    const noText = Buffer.alloc(300_000, 0xff).toString("base64");
    assert.match(problemOf(config({ "quay.io": { auth: noText } })), /not decode to UTF-8/);
  }).timeout(5000);
});
