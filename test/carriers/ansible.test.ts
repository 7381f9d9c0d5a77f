import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { type CarrierFile, openCarrier } from "../../src/core/carriers/openCarrier.ts";
import type { Region } from "../../src/core/carriers/region.ts";
import { writeRegion } from "../../src/core/carriers/writeRegion.ts";
import { type Registry, readText as readByK3s } from "../../src/core/file/goDecode.ts";
import { fixCarrier, lintCarrier } from "../../src/core/lint/lintCarrier.ts";
import { applyEdits, type TextEdit } from "../../src/core/text/span.ts";
import { readText } from "../project/files.ts";
import { type AnsibleVersion, ansiblePlaybook } from "../tools/install.ts";

const folder = "test/carriers/cases/ansible";

/** What the expressions of the cases evaluate to. */
const values: Readonly<Record<string, string>> = {
  registry_mirror: "mirror.example.com",
  registry_user: "ci",
  registry_password: "n0t-a-secret",
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
  const reading = readByK3s(text);
  assert.ok(reading.ok, text);
  return reading.registry;
}

function pick({ arriving, facts, name, file }: Region): Pick<Region, "arriving" | "facts" | "name" | "file"> {
  return { arriving, facts, name, file };
}

/** A run of `ansible-playbook` in a folder of its own: what it is given, and the files that it writes. */
class Run {
  readonly folder = mkdtempSync(join(tmpdir(), "k3s-registries-ansible-"));
  readonly #books: string[] = [];

  constructor() {
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

  async play(version: AnsibleVersion, test: Mocha.Context): Promise<void> {
    const program = ansiblePlaybook(version, test);
    const given = { ...values, ansible_python_interpreter: join(dirname(program), "python") };
    const args = ["-i", "k3s,", "-c", "local", "-e", JSON.stringify(given), ...this.#books];
    const settings = { ANSIBLE_HOME: this.folder, ANSIBLE_GATHERING: "explicit", ANSIBLE_PIPELINING: "1" };
    const env = { ...process.env, ...settings, ANSIBLE_NOCOLOR: "1" };
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
  // https://github.com/PyratLabs/ansible-role-k3s/blob/9fb0cd4/templates/registries.yaml.j2
  return facts.native && name.endsWith("k3s_registries")
    ? `{{ lookup('template', 'map.j2', template_vars={'k3s_registries': ${variable}}, convert_data=false) }}`
    : `{{ ${variable} }}`;
}

for (const version of ["2.17", "2.19"] as const)
  describe(`ansible-core ${version} itself`, function () {
    this.timeout(300_000);
    const tasks = ["tasks", "styles"].flatMap((name) => versionsOf(`${folder}/${name}.yml`));
    const variables = ["variables", "types"].flatMap((name) => versionsOf(`${folder}/${name}.yml`));
    const path = "test/carriers/cases/jinja/registries.yaml.j2";
    const template = openCarrier(path, readText(path));
    const run = new Run();
    let written: readonly unknown[] = [];

    before(async function () {
      for (const [index, carrier] of tasks.entries()) run.book(redirected(run, carrier, `task${index}`));
      run.write("map.j2", "---\n{{ k3s_registries | to_nice_yaml(indent=2) }}\n");
      run.write("registries.yaml.j2", template.text);
      const files = variables.map(({ text }, index) => run.write(`variables${index}.yml`, text));
      const roles = variables.flatMap(({ regions }, index) => regions.map((one) => writtenByRole(one, `file${index}`)));
      run.book([
        {
          hosts: "k3s",
          tasks: [
            ...files.map((file, index) => ({ include_vars: { file, name: `file${index}` } })),
            { copy: { content: "{{ written | to_json }}", dest: run.out("variables") }, vars: { written: roles } },
            { template: { src: "registries.yaml.j2", dest: run.out("template") } },
          ],
        },
      ]);
      await run.play(version, this);
      written = JSON.parse(run.read("variables"));
    });
    after(() => run.remove());

    /** Each region of a variable, and what its role wrote. */
    function rolesWrote() {
      const regions = variables.flatMap((carrier) => {
        const { findings } = lintCarrier(carrier);
        return carrier.regions.map((region, index) => ({
          ...pick(region),
          findings: findings.filter((finding) => finding.region === index),
        }));
      });
      assert.equal(written.length, regions.length);
      return regions.map((region, index) => ({ ...region, written: String(written[index]) }));
    }

    it("writes the text of a task that we say", () => {
      for (const [index, { regions }] of tasks.entries())
        for (const [place, { name, arriving, facts }] of regions.entries()) {
          if (facts.native) {
            assert.match(run.read(`task${index}-${place}`), /^\{"/);
            continue;
          }
          const wanted = name.endsWith(".block")
            ? `# BEGIN ANSIBLE MANAGED BLOCK\n${arriving}# END ANSIBLE MANAGED BLOCK\n`
            : arriving;
          assert.equal(run.read(`task${index}-${place}`), withValues(wanted), name);
        }
    });

    it("hands on the strings as we say", () => {
      for (const { arriving, facts, name, written } of rolesWrote())
        if (!facts.native) assert.equal(written, withValues(arriving), name);
    });

    it("changes the values of maps that we report, and no others", () => {
      for (const { arriving, facts, findings, file, written } of rolesWrote()) {
        if (!facts.native) continue;
        const expected = Object.entries(registryOf(withValues(arriving)).configs);
        const found = registryOf(written).configs;
        for (const [host, { auth }] of expected)
          for (const name of ["username", "password"] as const) {
            const { start, end } = file.doc.span(["configs", host, "auth", name]);
            const isReported = findings.some(({ id, inner }) => id === `${name}-not-quoted` && inner?.start === start);
            const isChanged = found[host]?.auth?.[name] !== auth?.[name];
            assert.equal(isReported, isChanged, `${host} ${file.doc.text.slice(start, end)}`);
          }
        assert.equal(Object.keys(found).length, expected.length);
      }
    });

    it("renders the template that we say", () => {
      const lines = (text: string): readonly string[] => text.split("\n").filter((line) => line.trim() !== "");
      assert.deepEqual(lines(run.read("template")), lines(withValues(template.regions[0]?.arriving ?? "")));
    });
  });
