import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { type CarrierFile, openCarrier } from "../../src/core/carriers/openCarrier.ts";
import type { Region } from "../../src/core/carriers/region.ts";
import { writeRegion } from "../../src/core/carriers/writeRegion.ts";
import { wrapRegistries } from "../../src/core/deploy/wrapRegistries.ts";
import type { Registry } from "../../src/core/file/goDecode.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { readText as readByK3s } from "../../src/core/file/reader.ts";
import { type CarriedFinding, fixCarrier, lintCarrier, offeredCarrierFixes } from "../../src/core/lint/lintCarrier.ts";
import { applyEdits, type TextEdit } from "../../src/core/text/span.ts";
import { readText } from "../project/files.ts";
import { type AnsibleVersion, ansiblePlaybook } from "../tools/install.ts";
import { hostileTexts } from "./hostileTexts.ts";

const folder = "test/carriers/cases/ansible";

/** What the expressions of the cases evaluate to. */
const values: Readonly<Record<string, string>> = {
  registry_mirror: "mirror.example.com",
  registry_user: "ci",
  registry_password: "n0t-a-secret",
  registry_mode: "0600",
  registries: "",
};

function withValues(text: string): string {
  return text.replace(/\{\{ (\w+) \}\}/g, (found, name: string) => values[name] ?? found);
}

/** A case as it is, and after all safe fixes and with a comment before each of its regions. */
function versionsOf(path: string): readonly CarrierFile[] {
  const carrier = openCarrier(path, readText(path));
  let changed = carrier.reopen(fixCarrier(lintCarrier(carrier)).text);
  for (const index of carrier.regions.keys())
    changed = writeRegion(changed, index, [{ start: 0, end: 0, text: "# seen\n" }])?.carrier ?? changed;
  assert.notEqual(changed.text, carrier.text);
  return [carrier, changed];
}

/** What k3s reads. */
function registryOf(text: string): Registry {
  const reading = readByK3s(text, "k3s");
  assert.ok(reading.ok, text);
  return reading.registry;
}

/** A run of `ansible-playbook` in a folder of its own: what it is given, and the files that it writes. */
class Run {
  readonly folder = mkdtempSync(join(tmpdir(), "k3s-registries-ansible-"));
  readonly #books: string[] = [];

  constructor(readonly version: AnsibleVersion) {
    mkdirSync(join(this.folder, "out"));
  }

  out(name: string): string {
    return join(this.folder, "out", name);
  }

  write(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text);
    return path;
  }

  /** Adds a playbook. JSON is YAML. */
  book(text: string | readonly unknown[]): void {
    const json = typeof text === "string" ? text : JSON.stringify(text);
    this.#books.push(this.write(`book${this.#books.length}.yml`, json));
  }

  read(name: string): string {
    return readFileSync(this.out(name), "utf8");
  }

  /** A file that is a list of strings. */
  list(name: string): readonly string[] {
    return JSON.parse(this.read(name));
  }

  async play(test: Mocha.Context): Promise<void> {
    const program = ansiblePlaybook(this.version, test);
    const given = { ...values, ansible_python_interpreter: join(dirname(program), "python") };
    const args = ["-i", "k3s,", "-c", "local", "-e", JSON.stringify(given), ...this.#books];
    const settings = { ANSIBLE_HOME: this.folder, ANSIBLE_GATHERING: "explicit", ANSIBLE_PIPELINING: "1" };
    const env = { ...process.env, ...settings, ANSIBLE_NOCOLOR: "1", GCP_KEY: key };
    // The end of what it prints says which task failed.
    await promisify(execFile)(program, args, { cwd: this.folder, env }).catch(({ stdout, stderr, message }) => {
      throw new Error(`${stdout}${stderr}` || message);
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Lets each task of a playbook write to a file of its own. */
function redirected(run: Run, { text, regions }: CarrierFile, name: string): string {
  const edits = regions.map(({ facts: { at } }, index): TextEdit => {
    const path = run.out(`${name}-${index}`);
    // A block is added to a file that exists.
    writeFileSync(path, "");
    return { start: at.start, end: at.end, text: JSON.stringify(path) };
  });
  writeFileSync(run.out("other"), "");
  return applyEdits(text, edits).replace(/\/etc\/\S+\/registries\.yaml/g, run.out("other"));
}

/** The way in which the roles write their variables, as an expression of Jinja. */
function writtenByRole({ name, facts }: Region, file: string): string {
  const variable = `${file}.${name}`;
  if (name.startsWith("rke2_"))
    return `{{ lookup('template', 'lists.j2', template_vars=${file}, convert_data=false) }}`;
  // https://github.com/PyratLabs/ansible-role-k3s/blob/9fb0cd4/templates/registries.yaml.j2
  return facts.native && name.endsWith("k3s_registries")
    ? `{{ lookup('template', 'map.j2', template_vars={'k3s_registries': ${variable}}, convert_data=false) }}`
    : `{{ ${variable} }}`;
}

/** The lines that read expressions differently; 2.19 no longer makes a map of a string that looks like one. */
const ansibleVersions = ["2.17", "2.19"] as const;

/** Writes the lists of lablabs.rke2 as that role does: values as they are, but `config` with `to_nice_yaml`. */
const lists = `mirrors:
{% for one in rke2_custom_registry_mirrors %}
  "{{ one.name }}":
    endpoint: [{% for url in one.endpoint | default([]) %}"{{ url }}",{% endfor %}]
    rewrite:
      {{ one.rewrite | default({}) }}
{% endfor %}
configs:
{% for one in rke2_custom_registry_configs %}
  {{ one.endpoint }}:
    {{ one.config | to_nice_yaml | indent(4) }}
{% endfor %}
`;

const key = JSON.stringify(
  { type: "service_account", private_key: "-----BEGIN PRIVATE KEY-----\nZmFrZQ==\n-----END PRIVATE KEY-----\n" },
  null,
  2,
);

/** What people put into a variable for a key. */
const keyVariables: Readonly<Record<string, unknown>> = {
  text: key,
  lookup: "{{ lookup('file', 'key.json') }}",
  map: JSON.parse(key),
};

/** Values that YAML 1.1, or a string in brackets, could make something else of. */
const roleText = `mirrors:
  docker.io:
    endpoint: [https://a.example.com:5000/v2, "http://b"]
    rewrite: {"^(.*)\\\\.x$": "b'c/$1", "^lib/(.*)": $1}
  x.example.com: {}
configs:
  a.example.com:5000:
    auth: {username: _json_key, password: '${JSON.stringify(JSON.parse(key))}'}
    tls: {ca_file: /etc/ssl/ca.crt, insecure_skip_verify: true}
  b: {auth: {username: 0123, password: yes}}
  c: {auth: {username: 1e3, password: '~'}}
  d: {auth: {auth: dTpw}}
  e: {auth: {identity_token: 2024-01-02}}
`;

/** A region of a variable, with the place of what its role writes. */
interface Written {
  readonly region: Region;
  readonly findings: readonly CarriedFinding[];
  readonly index: number;
}

function writtenOf(carriers: readonly CarrierFile[]): readonly Written[] {
  const all = carriers.flatMap((carrier) => {
    const { findings } = lintCarrier(carrier);
    return carrier.regions.map((region, index) => ({
      region,
      findings: findings.filter((finding) => finding.region === index),
    }));
  });
  return all.map((one, index) => ({ ...one, index }));
}

/** Files of variables as the items of a list, so that one task reads them all. */
function listed(files: readonly { readonly made: string }[]): string {
  return `list:\n${files.map(({ made }) => `  -\n${made.replace(/^(?=[^\n])/gm, "    ")}`).join("")}`;
}

const keyRules = /^ansible-/;

/** A case with the first fix of each finding of the rules of keys. */
function withKeyFixes(carrier: CarrierFile): CarrierFile {
  const linted = lintCarrier(carrier);
  const findings = linted.findings.filter(({ id }) => keyRules.test(id));
  const edits = findings.flatMap((finding) => offeredCarrierFixes(linted, finding)[0]?.edits ?? []);
  return carrier.reopen(applyEdits(carrier.text, edits));
}

describe("ansible-core itself", function () {
  this.timeout(300_000);
  const tasks = ["tasks", "styles"].flatMap((name) => versionsOf(`${folder}/${name}.yml`));
  const variables = [
    ...["variables", "types"].flatMap((name) => versionsOf(`${folder}/${name}.yml`)),
    openCarrier("lablabs.yml", readText(`${folder}/lablabs.yml`)),
  ];
  const modes = openCarrier("modes.yml", readText(`${folder}/modes.yml`));
  const path = "test/carriers/cases/jinja/registries.yaml.j2";
  const template = openCarrier(path, readText(path));
  const keys = openCarrier("keys.yml", readText(`${folder}/keys.yml`));
  const bothKeys = [keys, withKeyFixes(keys)];
  const keyVariable = openCarrier("key-variables.yml", readText(`${folder}/key-variables.yml`));
  // 2.17 makes a value of a string in brackets: the same settings, in other words.
  const wrapped = Object.values(hostileTexts).flatMap((text) => {
    const made = wrapRegistries(openRegistries(text), "ansible-variable");
    return made.ok && !text.startsWith("{") ? [{ text, made: made.text }] : [];
  });
  const wrappedTasks = Object.values(hostileTexts).flatMap((text) => {
    const made = wrapRegistries(openRegistries(text), "ansible");
    return made.ok && /\{[{%#]/.test(text) ? [{ text, made: made.text }] : [];
  });
  const inRoles = (["ansible-pyratlabs", "ansible-lablabs"] as const).map((role) => ({
    template: role === "ansible-pyratlabs" ? "map.j2" : "lists.j2",
    made: Object.values({ ...hostileTexts, key: roleText }).flatMap((text) => {
      const made = wrapRegistries(openRegistries(text), role);
      return made.ok ? [{ text, made: made.text }] : [];
    }),
  }));
  const inBlocks = Object.values(hostileTexts).flatMap((text) => {
    const made = wrapRegistries(openRegistries(text), "ansible-techno-tim");
    return made.ok && /^$|\r|\{\{|---|[^\n]$/.test(text.slice(0, -1)) ? [{ text, made: made.text }] : [];
  });
  const runs: Run[] = [];

  before(async function () {
    for (const version of ansibleVersions) {
      const run = new Run(version);
      runs.push(run);
      for (const [index, carrier] of tasks.entries()) run.book(redirected(run, carrier, `task${index}`));
      run.book(redirected(run, modes, "mode"));
      for (const [index, carrier] of [keyVariable, withKeyFixes(keyVariable)].entries())
        run.book(redirected(run, carrier, `key${index}`));
      for (const [index, { made }] of wrappedTasks.entries()) {
        const tasks = made
          .replace(/^ {4}(?:owner|group): root\n/gm, "")
          .replace("path: /etc/rancher/k3s", `path: ${run.out("etc")}`)
          .replace("/etc/rancher/k3s/registries.yaml", run.out(`wrapped${index}`));
        run.book(`- hosts: k3s\n  tasks:\n${tasks.replace(/^(?=.)/gm, "    ")}`);
      }
      run.write("map.j2", "---\n{{ k3s_registries | to_nice_yaml(indent=2) }}\n");
      run.write("lists.j2", lists);
      run.write("registries.yaml.j2", template.text);
      run.write("key.json", `${key}\n`);
      const read = (carriers: readonly CarrierFile[], name: string): readonly unknown[] =>
        carriers.map(({ text }, index) => ({
          include_vars: { file: run.write(`${name}${index}.yml`, text), name: `${name}${index}` },
        }));
      const roles = (carriers: readonly CarrierFile[], name: string): readonly string[] =>
        carriers.flatMap(({ regions }, index) => regions.map((one) => writtenByRole(one, `${name}${index}`)));
      const copy = (name: string): unknown => ({ content: "{{ written | to_json }}", dest: run.out(name) });
      run.book([
        {
          hosts: "k3s",
          tasks: [
            ...read(variables, "variables"),
            ...read(bothKeys, "keys"),
            ...[wrapped, ...inRoles.map(({ made }) => made), inBlocks].map((made, index) => ({
              include_vars: { file: run.write(`made${index}.yml`, listed(made)), name: `made${index}` },
            })),
            {
              copy: copy("wrapped"),
              vars: { written: wrapped.map((_, index) => `{{ made0.list[${index}].registries_config_yaml }}`) },
            },
            ...inRoles.map(({ template, made }, role) => {
              const variables = (index: number): string => `made${role + 1}.list[${index}]`;
              const written = made.map(
                (_, index) =>
                  `{{ lookup('template', '${template}', template_vars=${variables(index)}, convert_data=false) }}`,
              );
              return { copy: copy(`role${role}`), vars: { written } };
            }),
            ...inBlocks.map((_, index) => ({
              blockinfile: {
                path: run.out(`block${index}`),
                block: `{{ made3.list[${index}].custom_registries_yaml }}`,
                create: true,
              },
            })),
            { copy: copy("variables"), vars: { written: roles(variables, "variables") } },
            ...Object.entries(keyVariables).map(([name, gcp_key]) => ({
              copy: copy(name),
              vars: { written: roles(bothKeys, "keys"), gcp_key, gcp_key_base64: btoa(key) },
            })),
            { template: { src: "registries.yaml.j2", dest: run.out("template") } },
          ],
        },
      ]);
    }
    const played = await Promise.allSettled(runs.map((run) => run.play(this)));
    for (const result of played) if (result.status === "rejected") throw result.reason;
  });
  after(() => {
    for (const run of runs) run.remove();
  });

  it("writes the text of a task that we say", () => {
    for (const run of runs)
      for (const [index, { regions }] of tasks.entries())
        for (const [place, { name, arriving, facts }] of regions.entries()) {
          const found = run.read(`task${index}-${place}`);
          const block = `# BEGIN ANSIBLE MANAGED BLOCK\n${arriving}# END ANSIBLE MANAGED BLOCK\n`;
          if (facts.native) assert.match(found, /^\{"/);
          else assert.equal(found, withValues(name.endsWith(".block") ? block : arriving), name);
        }
  });

  it("gives files the modes that we say", () => {
    const known = modes.regions.flatMap(({ facts: { mode } }, index) => (mode === undefined ? [] : [{ mode, index }]));
    assert.equal(known.length, 5);
    for (const run of runs)
      for (const { mode, index } of known)
        assert.equal(statSync(run.out(`mode-${index}`)).mode & 0o7777, mode, `${run.version} ${index}`);
  });

  it("writes the very text that is made a part of its files", () => {
    assert.ok(wrapped.length > 30 && wrappedTasks.length > 3);
    for (const run of runs) {
      assert.deepEqual(
        run.list("wrapped"),
        wrapped.map(({ text }) => (text.endsWith("\n") ? text : `${text}\n`)),
        run.version,
      );
      assert.deepEqual(
        wrappedTasks.map((_, index) => run.read(`wrapped${index}`)),
        wrappedTasks.map(({ text }) => text),
        run.version,
      );
    }
  });

  it("writes the settings that are made variables of roles", () => {
    for (const run of runs)
      for (const [role, { made }] of inRoles.entries()) {
        assert.ok(made.length > 25, `${made.length}`);
        for (const [index, text] of run.list(`role${role}`).entries())
          assert.deepEqual(registryOf(text), registryOf(made[index]?.text ?? ""), text);
      }
  });

  it("writes the very text that is made a variable of a block", () => {
    assert.ok(inBlocks.length > 3);
    for (const run of runs)
      for (const [index, { text }] of inBlocks.entries()) {
        const ended = text.endsWith("\n") ? text : `${text}\n`;
        const block = `# BEGIN ANSIBLE MANAGED BLOCK\n${ended}# END ANSIBLE MANAGED BLOCK\n`;
        assert.equal(run.read(`block${index}`), block);
      }
  });

  it("hands on the strings as we say", () => {
    for (const run of runs)
      for (const { region, index } of writtenOf(variables))
        if (!region.facts.native)
          assert.equal(run.list("variables")[index], withValues(region.arriving), `${run.version} ${region.name}`);
  });

  it("changes the values of maps that we report, and no others", () => {
    for (const run of runs)
      for (const { region, findings, index } of writtenOf(variables)) {
        if (!region.facts.native) continue;
        const reading = registryOf(withValues(region.arriving));
        const { mirrors, configs: found } = registryOf(run.list("variables")[index] ?? "");
        const expected = Object.entries(reading.configs);
        assert.deepEqual(mirrors, reading.mirrors);
        assert.equal(Object.keys(found).length, expected.length);
        for (const [host, { auth }] of expected)
          for (const name of ["username", "password"] as const) {
            const { start } = region.file.doc.span(["configs", host, "auth", name]);
            const isReported = findings.some(({ id, inner }) => id === `${name}-not-quoted` && inner?.start === start);
            assert.equal(isReported, found[host]?.auth?.[name] !== auth?.[name], `${run.version} ${host} ${name}`);
          }
      }
  });

  it("renders the template that we say", () => {
    const lines = (text: string): readonly string[] => text.split("\n").filter((line) => line.trim() !== "");
    for (const run of runs)
      assert.deepEqual(lines(run.read("template")), lines(withValues(template.regions[0]?.arriving ?? "")));
  });

  describe("with a JSON key", () => {
    /** Whether k3s reads the key from what is written, by each version and for each kind of variable. */
    function arrives(index: number): readonly (readonly boolean[])[] {
      return runs.map((run) => Object.keys(keyVariables).map((name) => isKey(run.list(name)[index])));
    }

    it("reports what it makes of a variable in single quotes, and adds a filter to it", () => {
      const [before217, before219] = runs.map((run) => [0, 1].map((task) => isKey(run.read(`key0-${task}`))));
      const reported = writtenOf([keyVariable]).map(({ findings }) => findings.some(({ id }) => keyRules.test(id)));
      assert.deepEqual(
        reported,
        before217?.map((arrived) => !arrived),
      );
      assert.deepEqual(before219, [true, true]);
      for (const run of runs) assert.deepEqual([isKey(run.read("key1-0")), isKey(run.read("key1-1"))], [true, true]);
    });

    const written = writtenOf(bothKeys);
    const half = written.length / 2;
    for (const { region, findings, index } of written.slice(0, half)) {
      const expression = region.expressions[0]?.source ?? "";
      const quote = region.arriving[region.arriving.indexOf(expression) - 1] ?? "";
      const reports = findings.filter(({ id }) => keyRules.test(id));
      const kind = region.facts.native ? "in a map" : "in a string";
      it(`reports what it makes of ${quote.trim()}${expression}${quote.trim()} ${kind}`, () => {
        const results = arrives(index);
        const [report] = reports;
        assert.ok(reports.length < 2);
        if (report === undefined)
          assert.ok(
            Object.keys(keyVariables).some((_, variable) => results.every((version) => version[variable])),
            "it never arrives, and nothing is reported",
          );
        else if (report.severity === "error") assert.ok(!results.flat().includes(true));
        else assert.ok(results.flat().includes(false));
      });
      if (reports.length > 0)
        it(`writes the key after the fix of ${quote.trim()}${expression}${quote.trim()} ${kind}`, () => {
          for (const version of arrives(half + index)) assert.ok(version[0]);
          if (reports.some(({ id }) => id === "ansible-json-key"))
            assert.ok(
              !arrives(half + index)
                .flat()
                .includes(false),
            );
        });
    }
  });
});

/** True if the password of the one host is the key, spaces aside. */
function isKey(text: string | undefined): boolean {
  const reading = readByK3s(text ?? "", "k3s");
  const password = reading.ok ? Object.values(reading.registry.configs)[0]?.auth?.password : undefined;
  try {
    assert.deepEqual(JSON.parse(password ?? ""), JSON.parse(key));
    return true;
  } catch {
    return false;
  }
}
