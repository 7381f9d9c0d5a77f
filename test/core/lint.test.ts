import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { isRegistriesFile } from "../../src/core/file/recognise.ts";
import { disableInFile, disableNextLine, isOnlyComment } from "../../src/core/lint/disable.ts";
import { fixAll } from "../../src/core/lint/fixing.ts";
import { lint } from "../../src/core/lint/lint.ts";

import { applyEdits } from "../../src/core/text/span.ts";

const ids = (text: string, settings = {}): readonly string[] =>
  lint(openRegistries(text), settings).map(({ id }) => id);

const fileOf = (text: string) => openRegistries(text);

describe("lint", () => {
  const nullMirror = "mirrors:\n  docker.io:\n";

  it("takes severities from the settings", () => {
    assert.deepEqual(
      lint(openRegistries(nullMirror), { severities: { "missing-mirror-endpoint": "error" } })[0]?.severity,
      "error",
    );
    assert.deepEqual(ids(nullMirror, { severities: { "missing-mirror-endpoint": "off" } }), []);
  });

  it("compares 300 pairs of rewrites in a file, and no more", () => {
    const mirror = (n: number): string =>
      `  r${n}.example.com:\n    endpoint: [https://m.example.com]\n    rewrite:\n      ^app${n}$: x\n      ^app[0-9]+$: y${n}\n`;
    for (const count of [299, 300, 301]) {
      const text = `mirrors:\n${Array.from({ length: count }, (_, n) => mirror(n)).join("")}`;
      assert.equal(ids(text).filter((id) => id === "rewrite-order").length, Math.min(count, 300));
    }
  });

  it("quotes no token that was pasted in the place of a key, a host or an endpoint", () => {
    const token = "ghp_CANARY0123456789abcdefCANARY012345";
    const text = [
      `mirrors: {${token}: {endpoint: ["https://m.example.com/${token}", "${token}"]}, "https://${token}": {endpoints: []}}`,
      `configs: {"https://${token}/x": {auth: {${token}: x, username: ${token}}}, ${token}: ${token}}`,
      `${token}: 1`,
    ].join("\n");
    const findings = lint(openRegistries(text));
    assert.ok(findings.length > 5);
    const shown = findings.map(({ message, related, fixes }) => ({
      message,
      related,
      titles: fixes.map(({ title }) => title),
    }));
    assert.doesNotMatch(JSON.stringify(shown), /CANARY/);
  });

  it("is quiet about mirrors without endpoint where the embedded registry runs", () => {
    assert.deepEqual(ids(nullMirror, { embeddedRegistry: true }), []);
  });

  it("honours a disable comment for the ids it names, in LF and CRLF", () => {
    for (const eol of ["\n", "\r\n"]) {
      const text = "mirrors:\n  # k3s-registries-disable-next-line missing-mirror-endpoint\n  docker.io:\n  quay.io:\n";
      assert.equal(lint(openRegistries(text.replaceAll("\n", eol))).length, 1);
    }
    assert.equal(
      lint(openRegistries("mirrors:\n  # k3s-registries-disable-next-line unknown-key\n  docker.io:\n")).length,
      1,
    );
  });

  it("writes that comment, and adds to one that is there", () => {
    const text = "mirrors:\n  docker.io: {endpoints: [https://a.example.com], rewrites: {}}\n";
    const [first] = lint(openRegistries(text));
    assert.ok(first);
    const once = applyEdits(text, [disableNextLine(text, first)]);
    assert.deepEqual(ids(once), []);
    const other = "mirrors:\n  # k3s-registries-disable-next-line yaml-syntax\n  docker.io:\n";
    const [found] = lint(openRegistries(other));
    assert.ok(found);
    assert.deepEqual(ids(applyEdits(other, [disableNextLine(other, found)])), []);
  });

  it("honours a comment for the whole file above its first entry, and nowhere else", () => {
    const rest = "mirrors:\n  docker.io:\n  quay.io:\n";
    for (const eol of ["\n", "\r\n", "\r"]) {
      const head = "\ufeff# ours\n\n# k3s-registries-disable unknown-key, missing-mirror-endpoint\n---\n";
      assert.deepEqual(ids((head + rest).replaceAll("\n", eol)), []);
    }
    assert.deepEqual(ids(`# k3s-registries-disable\n${rest}`), []);
    assert.equal(ids(`# k3s-registries-disable unknown-key\n${rest}`).length, 2);
    assert.equal(ids(`${rest}# k3s-registries-disable missing-mirror-endpoint\n`).length, 2);
  });

  it("writes that comment below those at the top, and changes nothing else", () => {
    const rest = "mirrors:\n  docker.io:\n";
    const disabled = "# k3s-registries-disable missing-mirror-endpoint\n";
    for (const [before, after] of [
      [rest, disabled + rest],
      [`\ufeff${rest}`, `\ufeff${disabled}${rest}`],
      [`\ufeff# ours\n${rest}`, `\ufeff# ours\n${disabled}${rest}`],
      [`# ours\n\n# of mirrors\n${rest}`, `# ours\n${disabled}\n# of mirrors\n${rest}`],
      [`---\n${rest}`, `${disabled}---\n${rest}`],
      [
        `# k3s-registries-disable-next-line unknown-key\n${rest}`,
        `${disabled}# k3s-registries-disable-next-line unknown-key\n${rest}`,
      ],
      [
        `# k3s-registries-disable unknown-key\n${rest}`,
        `# k3s-registries-disable unknown-key, missing-mirror-endpoint\n${rest}`,
      ],
    ] as const)
      for (const eol of ["\n", "\r\n"]) {
        const text = before.replaceAll("\n", eol);
        const edited = applyEdits(text, [disableInFile(text, "missing-mirror-endpoint")]);
        assert.equal(edited, after.replaceAll("\n", eol));
        assert.deepEqual(ids(edited), []);
      }
    assert.equal(applyEdits("# all", [disableInFile("# all", "x")]), "# all\n# k3s-registries-disable x");
  });

  it("writes the comment for a line behind a byte-order mark, and at the very start", () => {
    for (const mark of ["", "\ufeff"]) {
      const text = `${mark}mirrors: {docker.io: }\n`;
      const [found] = lint(openRegistries(text));
      assert.ok(found);
      const edited = applyEdits(text, [disableNextLine(text, found)]);
      assert.ok(edited.startsWith(`${mark}# k3s-`));
      assert.deepEqual(ids(edited), []);
    }
  });

  it("sees where that comment would change what k3s reads", () => {
    for (const [text, isOnly] of [
      ["mirrors:\n  docker.io:\n", true],
      ["\ufeff---\nmirrors:\n", true],
      ["mirrors: [\n", true],
      ["\ufeff\ufeff", false],
    ] as const)
      assert.equal(isOnlyComment(fileOf(text), disableInFile(text, "unknown-key")), isOnly, JSON.stringify(text));
    const marks = "\ufeff\ufeffmirrors:\n  docker.io:\n";
    assert.ok(!isOnlyComment(fileOf(marks), disableNextLine(marks, { id: "invisible-character", start: 1 })));
  });

  it("fixes the findings of one rule alone", () => {
    const text = "mirrors:\n  docker.io:\n    endpoints: [m.example.com]\n    rewrites: {}\n";
    const fixed = fixAll(text, {}, "unknown-key");
    assert.equal(fixed, text.replace("endpoints", "endpoint").replace("rewrites", "rewrite"));
    assert.deepEqual(ids(fixed), ["endpoint-without-scheme"]);
  });

  it("shows nothing of a password in its messages or titles", () => {
    const passwords = [
      "{CANARY",
      "'CANARY'x'",
      "@CANARY",
      '{"CANARY": 1}',
      "CANARY #x",
      "&CANARY",
      "[CANARY",
      "|CANARY",
      "CANARY: x",
    ];
    for (const username of ["_json_key", "u"])
      for (const password of passwords) {
        const text = `configs:\n  a.io:\n    auth:\n      username: ${username}\n      password: ${password}\n`;
        const shown = lint(openRegistries(text)).map(({ message, fixes, related }) => [
          message,
          fixes.map(({ title }) => title),
          related,
        ]);
        assert.doesNotMatch(JSON.stringify(shown), /CANARY/);
      }
  });

  it("says of a value under a misspelt key that k3s ignores it, not that k3s can't read it", () => {
    for (const [field, severity] of [
      ["user: {name: robot}", "warning"],
      ["user:\n        name: robot", undefined],
      ["username: {name: robot}", "error"],
      ["username:\n        name: robot", "error"],
      ["passwd: [s3cret-word]", "warning"],
      ["password: [s3cret-word]", "error"],
    ] as const) {
      const found = lint(openRegistries(`configs:\n  a.example.com:\n    auth:\n      ${field}\n`)).find(({ id }) =>
        /^(?:username|password)-not-quoted$/.test(id),
      );
      assert.equal(found?.severity, severity, field);
      assert.equal(/hangs|does not start/.test(found?.message ?? ""), severity === "error", field);
    }
  });

  it("offers no mirror where mirrors is no map", () => {
    const [hint] = lint(
      openRegistries("mirrors:\n- a\nconfigs:\n  a.io:\n    auth: {username: u, password: 'p'}\n"),
    ).filter(({ id }) => id === "missing-mirror-endpoint");
    assert.deepEqual(hint?.fixes, []);
  });
});

describe("recognition", () => {
  it("knows registries.yaml of k3s, and leaves other tools' files alone", () => {
    assert.ok(isRegistriesFile("/a/registries.yaml", "mirrors:\n"));
    assert.ok(isRegistriesFile("/a/registries.yml", '{"configs": {}}'));
    assert.ok(isRegistriesFile("/etc/rancher/rke2/registries.yaml", ""));
    assert.ok(!isRegistriesFile("/a/registries.yaml", "registries:\n  - name: x\n"));
    assert.ok(!isRegistriesFile("/a/registries.yaml", "apiVersion: v1\nkind: List\nmirrors: []\n"));
    assert.ok(!isRegistriesFile("/a/other.yaml", "mirrors:\n"));
    assert.ok(isRegistriesFile("/a/registries.yaml", "> mirrors:\n>   docker.io:\n"));
    assert.ok(isRegistriesFile("/a/registries.yaml", "# x\n\n    mirrors:\n      docker.io:\n"));
    for (const other of [
      "registries:\n  config: |\n    mirrors:\n      docker.io:\n",
      "write_files:\n- path: /etc/rancher/k3s/registries.yaml\n  content: |\n    mirrors:\n      docker.io:\n",
      "k3s_registries:\n  mirrors:\n    docker.io:\n",
      "---\n- name: mirrors\n  template:\n    src: registries.yaml.j2\n",
      "dockerRegistries:\n  - name: x\n",
    ])
      assert.ok(!isRegistriesFile("/a/registries.yaml", other), other);
    for (const ours of [
      '"harbor.example.com":\n  endpoint:\n    - https://harbor.example.com\n',
      "# mirrors\nregistry.example.com:5000:\r\n  # ours\r\n  auth:\r\n    username: robot\r\n",
      "localhost:\n    rewrite:\n",
      "docker.io: {endpoint: [https://a.example.com]}\n",
      "registries:\n  mirrors:\n    docker.io:\n      endpoint: []\n",
      "registries:\n    # of the cluster\n    configs:\n        a.example.com:\n            authConfigSecretName: a\n",
      "privateRegistriesConfig:\n  configs: {}\n",
      "spec:\n  rkeConfig:\n    registries:\n      mirrors:\n        docker.io:\n",
    ])
      assert.ok(isRegistriesFile("/a/registries.yaml", ours), ours);
    for (const other of [
      // argocd-image-updater
      "registries:\n- name: Docker Hub\n  prefix: docker.io\n  api_url: https://registry-1.docker.io\n  credentials: secret:a/b#c\n",
      // skopeo sync
      "registry.example.com:\n  images:\n    busybox: []\n  credentials:\n    username: a\n  tls-verify: true\n",
      "docker.io:\n  auths:\n",
      "registries:\n  config: |\n    configs:\n      a.example.com:\n",
      "dockerRegistry:\n  configs:\n    a: b\n",
      "server:\n  tls:\n    enabled: true\n",
      "registries:\n  docker.io:\n    auth: a\n",
      `${" ".repeat(5000)}\n`.repeat(50),
    ])
      assert.ok(!isRegistriesFile("/a/registries.yaml", other), other.slice(0, 200));
    assert.ok(isRegistriesFile("", "configs:\n  a.io:\n    auth:\n"));
    assert.ok(!isRegistriesFile("", "configs:\n  a: b\n"));
  });
});

/** Recorded results of k3s' own parser; they lie beside the project where it is developed. */
const vectors = fileURLToPath(new URL("../../../shared/vectors/k3s.jsonl", import.meta.url));

describe("k3s' verdicts", () => {
  it("are ours for every recorded text", function () {
    this.timeout(30_000);
    if (!existsSync(vectors)) this.skip();
    const lines = readFileSync(vectors, "utf8")
      .split("\n")
      .filter((line) => line !== "");
    const differing = lines
      .map((line) => JSON.parse(line) as { name: string; input?: string; error?: string })
      .filter(({ input, error = "" }) => {
        if (input === undefined) return false;
        const doc = openRegistries(input).doc;
        const refused = /^yaml: (?!unmarshal)/.test(error);
        const found = lint(openRegistries(input)).some(
          ({ id, severity }) =>
            severity === "error" &&
            (id === "yaml-syntax" || id === "password-not-quoted" || id === "password-multiline"),
        );
        return refused && !doc.template && !found;
      });
    assert.deepEqual(
      differing.map(({ name }) => name),
      [],
    );
  });

  it("leave what k3s reads free of syntax errors", function () {
    if (!existsSync(vectors)) this.skip();
    const lines = readFileSync(vectors, "utf8")
      .split("\n")
      .filter((line) => line !== "");
    const alarms = lines
      .map((line) => JSON.parse(line) as { name: string; input?: string; error?: string })
      .filter(({ input, error }) => input !== undefined && error === undefined && ids(input).includes("yaml-syntax"));
    assert.deepEqual(
      alarms.map(({ name }) => name),
      [],
    );
  });
});
