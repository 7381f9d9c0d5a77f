import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse, parseAllDocuments } from "yaml";
import { openCarrier } from "../../src/core/carriers/openCarrier.ts";
import type { SettingsRole } from "../../src/core/deploy/ansibleRoles.ts";
import { type WrapForm, wrapForms, wrapRegistries } from "../../src/core/deploy/wrapRegistries.ts";
import type { MirrorReading } from "../../src/core/file/goDecode.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { filesBelow, readText } from "../project/files.ts";
import { hostileTexts } from "./hostileTexts.ts";

const corpus = fileURLToPath(new URL("../../../shared/corpus", import.meta.url));

/** Every case of the rules, the real files where they are, and texts that are hard to write in another. */
const texts: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [...filesBelow("test/rules"), ...(existsSync(corpus) ? filesBelow("../shared/corpus") : [])]
      .filter((name) => name.endsWith(".yaml"))
      .map((name) => [name, readText(name)]),
  ),
  ...hostileTexts,
};

type Kind = Exclude<WrapForm, "rancher" | "capi" | SettingsRole>;

/** Where the text is in what is made, for a reader of YAML that knows nothing of us. */
const places: Readonly<Partial<Record<Kind, readonly (string | number)[]>>> = {
  k3d: ["registries", "config"],
  "cloud-init": ["write_files", 0],
  ansible: [1, "ansible.builtin.copy", "content"],
  "ansible-playbook": [0, "tasks", 4, "block", 0, "ansible.builtin.copy", "content"],
  "ansible-variable": ["registries_config_yaml"],
  "ansible-techno-tim": ["custom_registries_yaml"],
  kairos: ["stages", "boot", 0, "files", 0],
  butane: ["storage", "files", 0, "contents", "inline"],
};
const names: Readonly<Record<Kind, string>> = {
  k3d: "k3d.yaml",
  "k3d-running": "k3d.sh",
  "cloud-init": "user-data.yaml",
  ansible: "tasks.yml",
  "ansible-playbook": "playbook.yml",
  "ansible-variable": "group_vars/all.yml",
  "ansible-techno-tim": "group_vars/all.yml",
  kairos: "kairos.yaml",
  butane: "registries.bu",
  terraform: "registries.tf",
  nixos: "registries.nix",
};

/** Why a text may be refused, by the start of the sentence, and what it must contain then. */
const signs: readonly (readonly [string, RegExp])[] = [
  ["k3s can't read this registries.yaml: ", /(?:)/],
  ['This registries.yaml has neither "mirrors" nor "configs".', /(?:)/],
  ['This registries.yaml contains "$", which k3d', /\$/],
  ['This registries.yaml contains "{{", which Kairos', /\{\{/],
  ['This registries.yaml contains "{', /endraw|^\{/],
  ["Ansible would write this text differently in a block.", /^\s*\{|^\ufeff/],
  ["The nodes would not get this text unchanged.", /\{\{[\s\S]*\r\n/],
];

function withLineEnd(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}

/** What Jinja makes of a string that is raw. */
function rendered(text: string): string {
  return text.replace(/^\{% raw %\}([\s\S]*)\{% endraw \+%\}/, "$1");
}

function readBack(form: Kind, text: string): string | undefined {
  const path = places[form];
  if (path === undefined) return openCarrier(names[form], text).regions[0]?.arriving;
  const [document] = parseAllDocuments(text, { version: "1.1" });
  const found: unknown = document?.getIn(path);
  if (typeof found === "string") return rendered(found);
  const item = document?.getIn(path, true) as { toJSON(): { readonly content: string; readonly encoding?: string } };
  const { content, encoding } = item.toJSON();
  return encoding === "b64" ? Buffer.from(content, "base64").toString() : content;
}

for (const form of Object.keys(names) as Kind[])
  describe(`a registries.yaml in ${form}`, () => {
    it("arrives as it is, or is refused with a reason", () => {
      const reasons = new Map<string, string[]>();
      let made = 0;
      for (const [name, text] of Object.entries(texts)) {
        const result = wrapRegistries(openRegistries(text), form);
        if (!result.ok) {
          const { reading } = openRegistries(text);
          if (reading.ok && /neither/.test(result.problem))
            assert.equal(Object.keys({ ...reading.registry.mirrors, ...reading.registry.configs }).length, 0, name);
          const reason = result.problem.replace(/registries\.yaml: .*\. Fix/s, "registries.yaml: …. Fix");
          reasons.set(reason, [...(reasons.get(reason) ?? []), name]);
          continue;
        }
        made++;
        const arrived = readBack(form, result.text);
        if (arrived !== text) assert.equal(arrived, withLineEnd(text), name);
        const { regions } = openCarrier(names[form], result.text);
        assert.deepEqual(
          regions.map(({ arriving, expressions }) => [arriving, expressions.length]),
          [[arrived, 0]],
          name,
        );
        const { facts } = regions[0] ?? {};
        // k3s-ansible sets the mode itself, and the file says so.
        if (facts?.mode !== undefined) assert.equal(facts.mode, form === "ansible-variable" ? 0o644 : 0o600);
      }
      assert.ok(made > 300, `${made}`);
      for (const [reason, refused] of reasons) {
        const sign = signs.find(([start]) => reason.startsWith(start))?.[1];
        assert.ok(sign !== undefined, `${reason} ${refused}`);
        const windows = form === "k3d-running" && reason.startsWith("The nodes") ? /\r\n/ : sign;
        for (const name of refused) assert.match(texts[name] ?? "", windows, name);
      }
    });
  });

describe("a registries.yaml that a tool would change", () => {
  it("is refused with the sign that is in it", () => {
    let refused = 0;
    for (const form of wrapForms)
      for (const value of ["{{ x }}", "{% x %}", "{# x #}", "{% endraw %}", "$x"]) {
        const text = `configs:\n  r.example.com:\n    auth:\n      username: u\n      password: "a ${value}"\n`;
        const result = wrapRegistries(openRegistries(text), form);
        const [, sign] = (!result.ok && /contains "(.*?)"/.exec(result.problem)) || [];
        if (sign === undefined) continue;
        refused++;
        assert.ok(text.includes(sign), `${form}: ${sign} for ${value}`);
      }
    assert.ok(refused >= 16, `${refused}`);
  });
});

describe("a registries.yaml as a manifest of Rancher", () => {
  it("has the same mirrors and hosts, and the credentials in Secrets", () => {
    let made = 0;
    for (const [name, text] of Object.entries(texts)) {
      const file = openRegistries(text);
      const result = wrapRegistries(file, "rancher");
      if (!result.ok) continue;
      made++;
      const documents = parseAllDocuments(result.text).map((document) => document.toJSON());
      const [cluster, ...secrets] = documents;
      const { mirrors = {}, configs = {} } = cluster.spec?.rkeConfig.registries ?? {};
      const { reading } = file;
      assert.ok(reading.ok, name);
      const arrived = Object.entries<Partial<MirrorReading>>(mirrors).map(
        ([registry, { endpoint = [], rewrite = {} }]) => [registry, endpoint, Object.entries(rewrite)],
      );
      const wanted = Object.entries(reading.registry.mirrors).map(([registry, { endpoint, rewrite }]) => [
        registry,
        endpoint,
        Object.entries(rewrite),
      ]);
      assert.deepEqual(arrived, wanted, name);
      for (const [host, { auth, tls }] of Object.entries(reading.registry.configs)) {
        const { authConfigSecretName, insecureSkipVerify } = configs[host] ?? {};
        assert.equal(insecureSkipVerify ?? false, tls?.insecure_skip_verify ?? false, name);
        const secret = secrets.find(({ metadata }) => metadata.name === authConfigSecretName);
        if (auth?.username) {
          assert.equal(secret.stringData.username, auth.username, name);
          assert.equal(secret.stringData.password, auth.password, name);
        } else if (auth?.identity_token) {
          assert.equal(secret.stringData.identityToken, auth.identity_token, name);
        } else if (auth?.auth) {
          const { username, password } = secret.stringData;
          assert.equal(`${username}:${password}`, Buffer.from(auth.auth, "base64").toString(), name);
        }
      }
      const names = secrets.map(({ metadata }) => metadata.name);
      assert.equal(new Set(names).size, names.length, name);
    }
    assert.ok(made > 200, `${made}`);
  });

  it("gives back the mirrors and the hosts", () => {
    const { regions } = openCarrier("cluster.yaml", made("rancher", several));
    assert.equal(regions.length, 1);
    assert.deepEqual(
      regions[0]?.file.mirrors.map(({ registry }) => registry),
      ["docker.io"],
    );
    assert.deepEqual(
      regions[0]?.file.configs.map(({ host }) => host),
      ["a.example.com", "a-example.com:443"],
    );
  });

  it("refuses files on the nodes, and says what Rancher takes instead", () => {
    const file = openRegistries("configs:\n  a.example.com:\n    tls:\n      ca_file: /etc/ssl/ca.crt\n");
    const result = wrapRegistries(file, "rancher");
    assert.match(result.ok ? "" : result.problem, /"tls" of a\.example\.com.*"caBundle"/);
  });
});

describe("the settings of a registries.yaml for a role of Ansible", () => {
  it("are the same, and what the role would change is refused", () => {
    const reasons = new Set<string>();
    let made = 0;
    for (const [name, text] of Object.entries(texts))
      for (const role of ["ansible-pyratlabs", "ansible-lablabs"] as const) {
        const file = openRegistries(text);
        const result = wrapRegistries(file, role);
        if (!result.ok) {
          reasons.add(result.problem.replace(/quote .*,/, "quote …,"));
          continue;
        }
        made++;
        const [document] = parseAllDocuments(result.text, { version: "1.1" });
        const { k3s_registries, rke2_custom_registry_mirrors, rke2_custom_registry_configs } = document?.toJSON() ?? {};
        const found = k3s_registries ?? {
          mirrors: Object.fromEntries(
            rke2_custom_registry_mirrors.map(
              ({ name, rewrite = "{}", ...mirror }: Readonly<Record<string, string>>) => [
                name,
                { ...mirror, rewrite: parse(rewrite) },
              ],
            ),
          ),
          configs: Object.fromEntries(
            rke2_custom_registry_configs.map(({ endpoint, config }: Readonly<Record<string, string>>) => [
              endpoint,
              config,
            ]),
          ),
        };
        assert.ok(file.reading.ok);
        const escaped = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
        const json = JSON.stringify(found).replace(/[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g, escaped);
        const { reading } = openRegistries(json);
        assert.deepEqual(reading.ok && reading.registry, file.reading.registry, `${role} ${name}`);
      }
    assert.ok(made > 600, `${made}`);
    for (const start of [
      'The role has no variable for "auths"',
      "The template of lablabs.rke2",
      "This registries.yaml contains",
    ])
      assert.ok(
        [...reasons].some((reason) => reason.startsWith(start)),
        start,
      );
    assert.ok(![...reasons].some((reason) => reason.startsWith("The role would not write")));
  });
});

const credential = (host: string): string => `  "${host}":\n    auth: {username: u, password: 'p@ss'}\n`;
const one = `mirrors:\n  docker.io:\n    endpoint: ["https://a.example.com"]\nconfigs:\n${credential("a.example.com")}`;
const several = one + credential("a-example.com:443");

function made(form: WrapForm, text: string): string {
  const result = wrapRegistries(openRegistries(text), form);
  assert.ok(result.ok, result.ok ? "" : result.problem);
  return result.text;
}

describe("a registries.yaml as a manifest of Cluster API", () => {
  it("has the settings of the provider for one registry", () => {
    const text = made("capi", one);
    assert.deepEqual(
      openCarrier("plane.yaml", text).regions.map(({ carrier, file }) => [
        carrier,
        file.configs.map(({ host }) => host),
      ]),
      [["capi-rke2", ["a.example.com"]]],
    );
    const [, secret] = parseAllDocuments(text).map((document) => document.toJSON());
    assert.deepEqual(secret.stringData, { username: "u", password: "p@ss" });
  });

  it("has the file itself in a Secret for several, of which the provider writes one", () => {
    const text = made("capi", several);
    const [plane, secret] = parseAllDocuments(text).map((document) => document.toJSON());
    const { name, key } = plane.spec.files[0].contentFrom.secret;
    assert.equal(secret.metadata.name, name);
    assert.equal(secret.stringData[key], several);
    assert.deepEqual(
      openCarrier("plane.yaml", text).regions.map(({ arriving }) => arriving),
      [several],
    );
  });

  it("refuses what the provider's Jinja would replace", () => {
    const result = wrapRegistries(openRegistries(one.replace("p@ss", "{{ a }}")), "capi");
    assert.match(result.ok ? "" : result.problem, /Jinja/);
  });
});

describe("what can't be made a part of another file", () => {
  for (const form of wrapForms)
    it(`is refused without its secrets: ${form}`, () => {
      for (const text of [
        "",
        "# nothing\n",
        "configs:\n  a: {auth: {password: [hunter2-secret]}}\n",
        "mirrors: hunter2-secret\n",
      ]) {
        const result = wrapRegistries(openRegistries(text), form);
        assert.ok(!result.ok, text);
        assert.doesNotMatch(result.problem, /hunter2/);
      }
    });
});
