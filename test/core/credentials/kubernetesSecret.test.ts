import assert from "node:assert/strict";
import fc from "fast-check";
import { controlCharacterIn } from "../../../src/core/credentials/controlCharacter.ts";
import { credentialKind, readCredentials } from "../../../src/core/credentials/readCredentials.ts";
import { fakeKey } from "../fakeKey.ts";
import { credentialsOf, fixture, leftOf, problemOf } from "./fixture.ts";

function secret(path: string): string {
  return fixture(`kubernetes-secret/${path}`);
}

/** Each credential as its entry, host, user and password. */
function pairs(text: string): readonly (readonly string[])[] {
  return credentialsOf(text).map(({ auth, hosts, description }) => [
    description.entry ?? "",
    hosts.join(" "),
    ...("username" in auth ? [auth.username, auth.password] : ["identity token", auth.identityToken]),
  ]);
}

const pull = ["fake-pull-secret", "registry.example.com", "fake-user", 'fake:pull "secret"'];
const basic = ["fake-basic", "", "fake-basic-user", "fake-basic-pass"];
const legacy = ["fake-legacy", "registry.example.com", "fake-old-user", "fake-old-pass"];

describe("a Secret of Kubernetes", () => {
  it("of kubectl has the pairs of its registries, under its name", () => {
    for (const [path, wanted] of [
      ["pull.yaml", [pull]],
      ["pull.json", [["fake-hub", "docker.io", "fake-hub-user", "fake-hub-pass"]]],
      ["legacy.yaml", [legacy]],
      ["basic.yaml", [basic]],
      ["rancher.yaml", [["fake-rancher", "", "fake-rancher-user", "fake-rancher-pass"]]],
    ] as const) {
      assert.equal(credentialKind(secret(path)), "kubernetes-secret", path);
      assert.deepEqual(pairs(secret(path)), wanted);
      assert.deepEqual(credentialsOf(secret(path))[0]?.warnings, []);
      assert.equal(credentialsOf(secret(path))[0]?.kind, "kubernetes-secret");
    }
  });

  it("with several registries names the server in each entry", () => {
    for (const [path, name] of [
      ["from-podman.yaml", "fake-from-podman"],
      ["kustomized.yaml", /^fake-generated-\w+/.exec(pairs(secret("kustomized.yaml"))[0]?.[0] ?? "")?.[0] ?? "?"],
    ] as const)
      assert.deepEqual(
        pairs(secret(path)).map(([entry]) => entry),
        ["docker.io", "localhost:5000", "quay.io", "quay.io/fake-team/app"].map((server) => `${name}: ${server}`),
      );
  });

  it("with a Google key tells it as one", () => {
    const [key] = credentialsOf(secret("google.yaml"));
    assert.equal(key?.kind, "google-key");
    assert.deepEqual(key?.hosts, ["europe-west3-docker.pkg.dev"]);
    assert.equal(key?.description.entry, "fake-google");
    assert.equal(key?.description.keyId, fakeKey()["private_key_id"]);
  });

  it("is read among others: in documents, and in a List", () => {
    for (const path of ["documents.yaml", "list.yaml", "list.json"]) {
      assert.equal(credentialKind(secret(path)), "kubernetes-secret", path);
      assert.deepEqual([...pairs(secret(path))].sort(), [basic, legacy, pull], path);
    }
    const items = [{ metadata: { name: "one" }, data: { username: btoa("fake"), password: btoa("pass") } }];
    assert.deepEqual(pairs(JSON.stringify({ apiVersion: "v1", kind: "SecretList", items })), [
      ["one", "", "fake", "pass"],
    ]);
    const mixed = `kind: ConfigMap\ndata: {password: x}\n---\n${secret("basic.yaml")}---\nkind: Secret\ndata: {tls.key: eA==}\n`;
    assert.deepEqual(pairs(mixed), [basic]);
    assert.deepEqual(leftOf(mixed), []);
    const beside = `kind: Deployment\nspec: {{ .Values.spec }}\na: "\n---\n${secret("basic.yaml")}`;
    assert.equal(credentialKind(beside), "kubernetes-secret");
    assert.deepEqual(pairs(beside), [basic]);
  });

  it("may be written by hand: stringData, anchors, CRLF, a byte-order mark, folded base64", () => {
    const config = '{"auths":{"quay.io":{"username":"fake","password":"pass"}}}';
    const wanted = [["hand", "quay.io", "fake", "pass"]];
    const head = "apiVersion: v1\nkind: Secret\nmetadata:\n  name: hand\ntype: kubernetes.io/dockerconfigjson\n";
    const folded = btoa(config).replace(/.{20}/g, "$&\n    ");
    for (const text of [
      `${head}stringData:\n  .dockerconfigjson: '${config}'\n`,
      `${head}stringData:\n  .dockerconfigjson: |\n    ${config}\n`,
      `${head}data:\n  .dockerconfigjson: ${btoa(config)}\n`,
      `${head}data:\n  .dockerconfigjson: ${folded}\n`,
      `${head}data:\n  .dockerconfigjson: |\n    ${folded}\n`,
      `${head}data:\n  .dockerconfigjson: '${config}'\n`,
      `${head}data:\n  .dockerconfigjson: b2xk\nstringData:\n  .dockerconfigjson: '${config}'\n`,
      `a: &a\n  .dockerconfigjson: ${btoa(config)}\n${head}data:\n  <<: *a\n`,
      `# comment\n---\n${head}data: {".dockerconfigjson": "${btoa(config)}"}\n...\n`,
    ])
      for (const form of [text, text.replaceAll("\n", "\r\n"), `\ufeff${text}`]) {
        assert.equal(credentialKind(form), "kubernetes-secret", form);
        assert.deepEqual(pairs(form), wanted, form);
      }
    assert.deepEqual(
      pairs("kind: Secret\ntype: kubernetes.io/basic-auth\nstringData:\n  username: fake\n  password: 0123\n"),
      [["", "", "fake", "0123"]],
    );
    const json = `{"kind": "Secret", "metadata": {"name": "hand"}, "data": {".dockerconfigjson": "${btoa(config)}",}}`;
    assert.deepEqual(pairs(json), wanted);
  });

  it("that is encrypted, sealed or kept elsewhere is refused by name", () => {
    for (const path of ["sops.yaml", "sops-all.yaml"]) {
      assert.equal(credentialKind(secret(path)), "kubernetes-secret", path);
      assert.match(problemOf(secret(path)), /encrypted with SOPS.*sops --decrypt/);
    }
    assert.equal(credentialKind(secret("sealed.yaml")), "kubernetes-secret");
    assert.match(
      problemOf(secret("sealed.yaml")),
      /^fake-pull-secret: Only the controller in the cluster can decrypt a SealedSecret/,
    );
    const external = [
      "apiVersion: external-secrets.io/v1beta1",
      "kind: ExternalSecret",
      "metadata:",
      "  name: fake-external",
      "spec:",
      "  target:",
      "    template:",
      "      type: kubernetes.io/dockerconfigjson",
      "      data:",
      "        .dockerconfigjson: '{{ .config }}'",
      "",
    ].join("\n");
    assert.equal(credentialKind(external), "kubernetes-secret");
    assert.match(problemOf(external), /^fake-external: An ExternalSecret only refers to the secret/);
    assert.deepEqual(pairs(`${secret("sealed.yaml")}\n---\n${secret("pull.yaml")}`), [pull]);
    assert.match(
      leftOf(`${secret("sealed.yaml")}\n---\n${secret("pull.yaml")}`).join(),
      /^fake-pull-secret: Only the controller .* a SealedSecret/,
    );
  });

  it("that is a template is refused", () => {
    for (const value of [
      '{{ template "imagePullSecret" . }}',
      "{{ .Values.config }}",
      '"{{ .Values.config | b64enc }}"',
      "\u0024{CONFIG}",
    ]) {
      const text = `apiVersion: v1\nkind: Secret\ntype: kubernetes.io/dockerconfigjson\ndata:\n  .dockerconfigjson: ${value}\n`;
      assert.equal(credentialKind(text), "kubernetes-secret", text);
      assert.match(problemOf(text), /is a template.*helm template/, text);
    }
    const statement = `{{- if .Values.pull }}\n${secret("pull.yaml")}{{- end }}\n`;
    assert.equal(credentialKind(statement), "kubernetes-secret");
    assert.match(problemOf(statement), /is a template/);
    const name = secret("pull.yaml").replace("fake-ns", '"{{ .Release.Namespace }}"');
    assert.deepEqual(pairs(name), [pull]);
  });

  it("names what is wrong with its values", () => {
    const of = (data: string): string => `kind: Secret\nmetadata: {name: bad}\n${data}\n`;
    for (const [text, message] of [
      [of("data: {.dockerconfigjson: plain text}"), /^bad: The value of \.dockerconfigjson is not base64/],
      [of("data: {.dockerconfigjson: }"), /^bad: The value of \.dockerconfigjson is empty/],
      [of("data: {username: fake!, password: ZmFrZQ==}"), /^bad: The value of username is not base64/],
      [of("data: {username: ZmFrZQ==, password: 'no base64'}"), /^bad: The value of password is not base64/],
      [of("stringData: {username: '', password: ''}"), /^bad: The username and the password of this Secret are empty/],
      [of("stringData: {username: fake, password: ''}"), /^bad: The entry has a username but no password/],
      [of("stringData: {.dockerconfigjson: '{\"auths\":'}"), /^bad: The JSON is cut off/],
      [of("stringData: {.dockerconfigjson: '[]'}"), /^bad: This Docker config contains no credential/],
      [of('stringData: {.dockerconfigjson: \'{"auths":{"quay.io":{}}}\'}'), /^bad: quay\.io: The entry is empty/],
    ] as const) {
      assert.equal(credentialKind(text), "kubernetes-secret", text);
      assert.match(problemOf(text), message, text);
    }
    const broken = 'apiVersion: v1\nkind: Secret\ndata:\n  password: "x\n';
    assert.equal(credentialKind(broken), "kubernetes-secret");
    assert.match(problemOf(broken), /not valid YAML \(line \d+, column \d+\)/);
  });

  it("warns of a password with the line break of echo", () => {
    const text = `kind: Secret\ndata: {username: ${btoa("fake")}, password: ${btoa("pass\n")}}\n`;
    assert.match((credentialsOf(text)[0]?.warnings ?? []).join(), /spaces or a line break around it/);
  });

  it("is told from other manifests", () => {
    for (const text of [
      "kind: Secret\ndata: {tls.crt: eA==, tls.key: eA==}\n",
      "kind: Secret\ndata: {username: eA==, password: eA==, host: eA==, port: eA==}\n",
      "kind: ConfigMap\ndata: {username: x, password: x}\n",
      "kind: ConfigMap\ndata:\n  a: |\n    kind: Secret\n    password: x\n",
      "kind: Deployment\nspec: {volumes: [{secret: {secretName: x}}]}\n",
      "# kind: Secret with .dockerconfigjson\na: 1\n",
      "configs:\n  quay.io:\n    auth: {username: x, password: x}\n",
      "",
    ])
      assert.equal(credentialKind(text), undefined, text);
  });

  it("gives back any user and password that were put into it", () => {
    const text = fc
      .string({ unit: "grapheme", minLength: 1 })
      .filter((one) => !/^\0|\0$|^<token>$|^_json_key/.test(one));
    const base64 = (value: string): string => Buffer.from(value).toString("base64");
    fc.assert(
      fc.property(text, text, (username, password) => {
        fc.pre(controlCharacterIn(username + password) === undefined && !username.includes(":"));
        const data = `  username: ${base64(username)}\n  password: "${base64(password)}"\n`;
        assert.deepEqual(pairs(`kind: Secret\nmetadata:\n  name: any\ndata:\n${data}`), [
          ["any", "", username, password],
        ]);
        const json = JSON.stringify({ kind: "Secret", metadata: { name: "any" }, stringData: { username, password } });
        if (!/\{\{|\{%|\{#|%%|<%|###|\$\{/.test(json)) assert.deepEqual(pairs(json), [["any", "", username, password]]);
      }),
    );
  });

  it("of any content never throws", () => {
    const text = secret("documents.yaml");
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(20), fc.string(), (start, length, insert) => {
        readCredentials(text.slice(0, start) + insert + text.slice(start + length));
      }),
    );
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (data, stringData, metadata) => {
        readCredentials(JSON.stringify({ kind: "Secret", password: "", metadata, data, stringData, items: data }));
        readCredentials(
          JSON.stringify({
            kind: "Secret",
            metadata,
            data: { ".dockerconfigjson": data, username: data, password: data },
          }),
        );
      }),
    );
  });

  it("that grows when it is read is refused", () => {
    const lines = ["kind: Secret", "a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
    for (let i = 1; i < 12; i++)
      lines.push(
        `a${i}: &a${i} [${Array(10)
          .fill(`*a${i - 1}`)
          .join(", ")}]`,
      );
    const bomb = `${lines.join("\n")}\ndata: {username: eA==, password: *a11}\n`;
    assert.match(problemOf(bomb), /too large/);
    assert.match(problemOf("kind: Secret\ndata: &a {username: eA==, password: *a}\n"), /too large/);
    assert.match(problemOf(`kind: Secret\npassword: ${"[".repeat(5000)}${"]".repeat(5000)}\n`), /too large/);
    const many = Array.from({ length: 3000 }, (_, index) => secret("basic.yaml").replace("fake-basic", `b${index}`));
    assert.equal(credentialsOf(many.join("---\n")).length, 3000);
  }).timeout(60_000);
});
