import assert from "node:assert/strict";
import fc from "fast-check";
import { parse } from "yaml";
import { maskedSides } from "../../src/core/convert/changePreview.ts";
import {
  type Conversion,
  type ConvertRequest,
  convert,
  googleCredentialHosts,
} from "../../src/core/convert/convert.ts";
import {
  type GoogleServiceAccountKey,
  keyCredential,
  parseGoogleServiceAccountKey,
} from "../../src/core/credentials/googleServiceAccountKey.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { googleRegistryHosts } from "../../src/core/hosts/googleHosts.ts";
import { lint } from "../../src/core/lint/lint.ts";
import type { LintSettings } from "../../src/core/lint/rule.ts";
import { applyEdits } from "../../src/core/text/span.ts";
import { fakeKeyFile } from "./fakeKey.ts";

const host = "europe-west3-docker.pkg.dev";

function keyOf(text: string): GoogleServiceAccountKey {
  const result = parseGoogleServiceAccountKey(text);
  assert.ok(result.ok, result.ok ? "" : result.problem);
  return result.key;
}

const key = keyOf(fakeKeyFile());

function convertKey({
  key,
  hosts,
  ...options
}: Omit<ConvertRequest, "assignments"> & {
  readonly key: GoogleServiceAccountKey;
  readonly hosts: readonly string[];
}): Conversion {
  return convert({ assignments: [{ credential: keyCredential(key), hosts }], ...options });
}

function converted(conversion: Conversion): Extract<Conversion, { ok: true }> {
  assert.ok(conversion.ok, conversion.ok ? "" : conversion.problem);
  return conversion;
}

/** Every character of the old text stands in the new one, in order, apart from `replaced`. */
function keepsBytes(before: string, { edits }: Extract<Conversion, { ok: true }>, replaced: string): void {
  const removed = edits.map((edit) => before.slice(edit.start, edit.end).trim()).filter((text) => text !== "");
  assert.deepEqual(removed, replaced === "" ? [] : [replaced]);
}

describe("conversion", () => {
  for (const [before, after] of [
    ["null", ""],
    ["~\n", "\n"],
    ["# none yet\nNull # k3s reads nothing\n", "# none yet\n # k3s reads nothing\n"],
    ["--- null\n", "--- \n"],
    ["--- ~\r\n", "--- \r\n"],
    ["\ufeffnull", "\ufeff"],
    ["null\n...\n", "\n"],
  ] as const)
    it(`takes the place of a document that is ${JSON.stringify(before)}`, () => {
      const { text } = converted(convertKey({ key, hosts: [host], mirrors: false, existing: openRegistries(before) }));
      assert.ok(text.startsWith(`${after}configs:`), text);
      assert.equal(text.endsWith("...\n"), before.endsWith("...\n"));
      assert.equal(
        converted(convertKey({ key, hosts: [host], mirrors: false, existing: openRegistries(text) })).text,
        text,
      );
    });

  it("is refused where k3s would refuse one value more", () => {
    // The rewrites are merged with a mirror, whose endpoint would be a rewrite that is a list.
    const existing = `mirrors:\n  ${host}: &mirror\n    rewrite: none\n  docker.io:\n    rewrite:\n      <<: *mirror\n`;
    const conversion = convertKey({ key, hosts: [host], mirrors: true, existing: openRegistries(existing) });
    assert.ok(!conversion.ok);
    assert.match(conversion.problem, /without changing other parts/);
    assert.ok(convertKey({ key, hosts: [host], mirrors: false, existing: openRegistries(existing) }).ok);
  });

  it("is refused where the mirror would stand at another place than the root", () => {
    const existing = `? quay.io:\nconfigs:\n  ${host}:\n    auth: {}\n`;
    for (const faulty of [existing, existing.replace("quay.io:", "auths: text")])
      assert.ok(!convertKey({ key, hosts: [host], mirrors: true, existing: openRegistries(faulty) }).ok, faulty);
  });

  it("writes the two sections of a new file, the key on one line in single quotes", () => {
    const { text } = converted(convertKey({ key, hosts: [host], mirrors: true }));
    assert.equal(
      text,
      `mirrors:\n  ${host}:\n    endpoint:\n      - "https://${host}"\nconfigs:\n  ${host}:\n    auth:\n` +
        `      username: _json_key\n      password: '${key.json}'\n`,
    );
  });

  it("converts the example key that is published with its values redacted", () => {
    const fields = [
      "project_id",
      "private_key_id",
      "private_key",
      "client_email",
      "client_id",
      "auth_uri",
      "token_uri",
    ];
    fields.push("auth_provider_x509_cert_url", "client_x509_cert_url");
    const example = { type: "service_account", ...Object.fromEntries(fields.map((field) => [field, "redacted"])) };
    const { text } = converted(
      convertKey({ key: keyOf(JSON.stringify(example, null, 2)), hosts: [host], mirrors: true }),
    );
    assert.deepEqual(Object.keys(parse(text)), ["mirrors", "configs"]);
    const password = `'{${Object.entries(example)
      .map(([name, value]) => `"${name}": "${value}"`)
      .join(", ")}}'`;
    assert.ok(text.endsWith(`      username: _json_key\n      password: ${password}\n`));
    assert.deepEqual(JSON.parse(parse(text).configs[host].auth.password), example);
  });

  it("leaves mirrors out when asked to, and writes CRLF where that is the line end", () => {
    const { text } = converted(convertKey({ key, hosts: [host], mirrors: false, eol: "\r\n" }));
    assert.ok(!text.includes("mirrors"));
    assert.equal(text.match(/(?<!\r)\n/g), null);
  });

  const clusters: Readonly<Record<string, LintSettings>> = {
    "any cluster": {},
    "a cluster with the embedded registry": { embeddedRegistry: true },
    "a cluster without default endpoints": { disableDefaultEndpoint: true },
    "k3s of early 2024": { target: { product: "k3s", version: [1, 29, 2] } },
    "RKE2 with containerd 2": { target: { product: "rke2", version: [1, 33, 3] } },
  };
  for (const [name, settings] of Object.entries(clusters))
    it(`writes what no rule complains of, for ${name}`, () => {
      for (const mirrors of [true, false]) {
        const { text } = converted(convertKey({ key, hosts: [host, "gcr.io", "harbor.example.com:8443"], mirrors }));
        const findings = lint(openRegistries(text), settings).filter(
          ({ severity }) => severity !== "hint" && severity !== "information",
        );
        assert.deepEqual(findings, []);
        const endpoints = lint(openRegistries(text), settings).filter(
          ({ id }) => /endpoint|mirror/.test(id) && mirrors,
        );
        assert.deepEqual(endpoints, []);
      }
    });

  it("gives back the same key, whatever is in it", function () {
    this.timeout(60_000);
    const text = fc.string({ unit: "binary" });
    const awkward = fc.string({
      unit: fc.constantFrom("'", '"', "\\", "\n", "\t", "\u0085", "\u2028", "😀", "#", ": ", "\x00", "\x7f", "{", "}"),
    });
    fc.assert(
      fc.property(
        fc.dictionary(fc.oneof(text, awkward), fc.oneof(text, awkward, fc.jsonValue()), { maxKeys: 6 }),
        (extra) => {
          const file = fakeKeyFile(
            Object.fromEntries(Object.entries(extra).map(([name, value]) => [`x${name}`, value])),
          );
          const conversion = converted(convertKey({ key: keyOf(file), hosts: [host], mirrors: true }));
          const password: unknown = parse(conversion.text).configs[host].auth.password;
          assert.equal(typeof password, "string");
          assert.deepEqual(JSON.parse(password as string), JSON.parse(file));
        },
      ),
      { numRuns: 1000 },
    );
  });

  for (const [name, before] of Object.entries({
    "block style":
      "mirrors:\n  docker.io:\n    endpoint:\n      - https://m.example.com # ours\n\n# below\nconfigs:\n  m.example.com:\n    tls:\n      insecure_skip_verify: yes\n# end\n",
    "CRLF and four blanks":
      "configs:\r\n    m.example.com:\r\n        auth:\r\n            username: 'u' # who\r\n            password: \"p\"\r\n",
    "flow style":
      '{mirrors: {docker.io: {endpoint: ["https://m.example.com"]}}, configs: {m.example.com: {tls: {}}}} # x\n',
    "JSON over lines":
      '{\n\t"mirrors": {\n\t\t"docker.io": {"endpoint": ["https://m.example.com"]}\n\t},\n\t"configs": {}\n}\n',
    "comments only": "# nothing yet\n",
    "a document start and no final line end": "---\nmirrors:\n  docker.io:\n    endpoint: [https://m.example.com]",
    "a byte-order mark": "\ufeffmirrors:\n  docker.io:\n    endpoint: [https://m.example.com]\n",
    anchors:
      "x-auth: &a {username: u, password: 'p'}\nconfigs:\n  m.example.com: {auth: *a}\n  n.example.com:\n    auth:\n      <<: *a\n",
    "null sections": "mirrors:\nconfigs: # none\n",
    "a block scalar at the end":
      "configs:\n  m.example.com:\n    auth:\n      username: u\n      password: |+\n        p\n\n",
  })) {
    it(`merges into a file with ${name} and keeps every byte`, () => {
      const conversion = converted(
        convertKey({ key, hosts: [host, "gcr.io"], mirrors: true, existing: openRegistries(before) }),
      );
      keepsBytes(before, conversion, "");
      const old = parse(before, { merge: true });
      const merged = parse(conversion.text, { merge: true });
      for (const section of ["mirrors", "configs"])
        for (const [registry, entry] of Object.entries(old?.[section] ?? {}))
          assert.deepEqual(merged[section][registry], entry);
      assert.equal(merged.configs[host].auth.password, key.json);
      assert.deepEqual(merged.mirrors["gcr.io"].endpoint, ["https://gcr.io"]);
      const ends = new Set(conversion.text.match(/\r?\n/g));
      assert.equal(ends.size, 1);
    });
  }

  it("replaces a credential in place and names both keys", () => {
    const first = converted(convertKey({ key, hosts: [host], mirrors: true })).text.replace(/$/m, " # ours");
    const newer = keyOf(fakeKeyFile({ private_key_id: "feed" }));
    const conversion = converted(
      convertKey({ key: newer, hosts: [host], mirrors: true, existing: openRegistries(first) }),
    );
    keepsBytes(first, conversion, `'${key.json}'`);
    assert.deepEqual(conversion.changes, [
      { host, action: "replaced", old: { keyId: key.keyId }, new: { keyId: "feed" } },
    ]);
  });

  it("changes nothing when the key is there already", () => {
    const { text } = converted(convertKey({ key, hosts: [host], mirrors: true }));
    const again = converted(convertKey({ key, hosts: [host], mirrors: true, existing: openRegistries(text) }));
    assert.deepEqual([again.edits, again.changes[0]?.action], [[], "unchanged"]);
  });

  const odd = [
    "mirrors:\n  ! :\n    endpoint: [https://a.example.com]\n",
    "mirrors:\n  &o:\n    endpoint: [https://a.example.com]\n",
    "mirrors:\n  &o docker.io:\n    endpoint: [https://a.example.com]\n",
    "mirrors:\n  !!str docker.io:\n    endpoint: [https://a.example.com]\n",
    "configs:\n  ! :\n    auth: {username: a, password: b}\n",
    "&o mirrors:\n  docker.io:\n    endpoint: [https://a.example.com]\n",
    "&o:\nendpoint:\nconfigs:",
    "\ufeffmirrors:\n  docker.io:\n",
    "\ufeff\ufeffmirrors:\n  docker.io:\n",
    "\ufeff",
    "null\n",
    "--- ~ # nothing yet\n",
  ];
  for (const existing of odd)
    it(`changes nothing a second time in ${JSON.stringify(existing)}`, () => {
      const { text } = converted(convertKey({ key, hosts: [host], mirrors: true, existing: openRegistries(existing) }));
      const again = converted(convertKey({ key, hosts: [host], mirrors: true, existing: openRegistries(text) }));
      assert.deepEqual([again.text, again.changes[0]?.action], [text, "unchanged"]);
    });

  it("leaves an endpoint alone that is neither a list nor empty", () => {
    for (const endpoint of ["{}", "https://a.example.com"]) {
      const existing = `mirrors:\n  ${host}:\n    endpoint: ${endpoint}\n`;
      const { text } = converted(convertKey({ key, hosts: [host], mirrors: true, existing: openRegistries(existing) }));
      assert.ok(text.startsWith(existing));
    }
  });

  it("fills a host that has no credential or an anchored one", () => {
    const before = `configs:\n  ${host}: # to come\n  gcr.io:\n    auth: *shared # keep\n`;
    const conversion = converted(
      convertKey({
        key,
        hosts: [host, "gcr.io"],
        mirrors: false,
        existing: openRegistries(`x: &shared {username: u}\n${before}`),
      }),
    );
    assert.deepEqual(googleCredentialHosts(openRegistries(conversion.text)), [host, "gcr.io"]);
    assert.ok(conversion.text.includes("# to come") && conversion.text.includes("# keep"));
  });

  it("takes only Google's credentials in a file for its own", () => {
    const { text } = converted(convertKey({ key, hosts: ["registry.example.com", host], mirrors: false }));
    const others = "  other.example.com:\n    auth: {username: u, password: 'p'}\n  gcr.io: {tls: {}}\n";
    assert.deepEqual(googleCredentialHosts(openRegistries(text + others)), ["registry.example.com", host]);
  });

  it("refuses what it can't merge into without a guess, and shows no secret in the refusal", () => {
    for (const existing of [
      "mirrors:\n\tx:\n",
      "- a\n",
      "{{ registries }}\n",
      "configs: [a]\n",
      "configs:\n  {{ host }}: {}\n",
      'configs:\n  a.io:\n    auth:\n      password: {"CANARY": 1}\n',
    ]) {
      const conversion = convertKey({ key, hosts: [host], mirrors: true, existing: openRegistries(existing) });
      if (conversion.ok) assert.ok(!conversion.preview.some(({ text }) => text.includes("CANARY")));
      else assert.ok(!conversion.problem.includes("CANARY"));
    }
    assert.ok(!convertKey({ key, hosts: [], mirrors: true }).ok);
    assert.ok(!convertKey({ key, hosts: ["https://gcr.io"], mirrors: true }).ok);
  });

  it("previews the exact edit with every secret masked", () => {
    const before =
      "configs:\n  a.example.com:\n    auth:\n      username: u\n      password: 'CANARY-1'\n      identity_token: CANARY-2\n      auth: |\n        CANARY-3\n";
    const secret = keyOf(fakeKeyFile({ private_key_id: "id", note: "CANARY-4" }));
    const { preview, edits } = converted(
      convertKey({ key: secret, hosts: [host, "a.example.com"], mirrors: true, existing: openRegistries(before) }),
    );
    assert.doesNotMatch(JSON.stringify(preview), /CANARY/);
    assert.match(applyEdits(before, edits), /CANARY-4/);
    assert.ok(preview.some(({ kind, text }) => kind === "added" && text.includes(`- "https://${host}"`)));
    assert.ok(preview.some(({ kind }) => kind === "removed"));
  });
});

describe("Google's registry hosts", () => {
  it("are 93, each once, and each with a place", () => {
    assert.equal(new Set(googleRegistryHosts.map(({ host }) => host)).size, 93);
    assert.ok(googleRegistryHosts.every(({ location }) => location !== ""));
    const count = (kind: string): number => googleRegistryHosts.filter((entry) => entry.kind === kind).length;
    assert.deepEqual(
      [count("multi-region"), count("region"), count("regional endpoint"), count("gcr.io")],
      [3, 44, 41, 5],
    );
  });
});

describe("masked sides", () => {
  const before = "configs:\n  a.example.com:\n    auth:\n      username: u\n      password: 'OLD-SECRET'\n";
  const marks = { old: "(old)", new: "(new)" };

  it("differ in the line of a password that is replaced, and show no secret", () => {
    const start = before.indexOf("'OLD");
    const edits = [{ start, end: before.length - 1, text: "'NEW-SECRET'" }];
    const sides = maskedSides(openRegistries(before), edits, marks);
    assert.equal(sides.before, before.replace("OLD-SECRET", "•••••••• (old)"));
    assert.equal(sides.after, before.replace("OLD-SECRET", "•••••••• (new)"));
  });

  it("are equal where nothing is changed", () => {
    const sides = maskedSides(openRegistries(before), [], marks);
    assert.equal(sides.before, before.replace("OLD-SECRET", "••••••••"));
    assert.equal(sides.after, sides.before);
  });
});

describe("Google's registries", () => {
  it("have a continent each, but for multi-regions and gcr.io", () => {
    for (const { host, kind, continent } of googleRegistryHosts)
      assert.equal(continent !== undefined, kind === "region" || kind === "regional endpoint", host);
    const of = (continent: string): readonly string[] =>
      googleRegistryHosts.filter((entry) => entry.continent === continent).map(({ host }) => host);
    assert.ok(of("middle east").includes("me-west1-docker.pkg.dev"));
    assert.ok(of("north america").includes("us-west8-docker.pkg.dev"));
    assert.ok(of("north america").includes("northamerica-northeast1-docker.pkg.dev"));
  });
});
