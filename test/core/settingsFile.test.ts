import assert from "node:assert/strict";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { lint } from "../../src/core/lint/lint.ts";
import { parseSettingsFile } from "../../src/core/lint/settingsFile.ts";
import { isIgnored, overlaid } from "../../src/core/lint/sharedSettings.ts";
import { readText } from "../project/files.ts";

function problemsOf(text: string): readonly string[] {
  return parseSettingsFile(text).problems.map(({ start, end, message }) => `${text.slice(start, end)}: ${message}`);
}

describe("the shared settings file", () => {
  it("reads every setting", () => {
    const text = [
      "# shared",
      "severities:",
      "  unknown-key: off",
      "  missing-mirror-endpoint: 'error'",
      "target: rke2 v1.31.6+rke2r1",
      "ignores:",
      "  - 'examples/**'",
      "embeddedRegistry: true",
      "disableDefaultEndpoint: false",
      "",
    ];
    for (const eol of ["\n", "\r\n"])
      assert.deepEqual(parseSettingsFile(text.join(eol)), {
        settings: {
          severities: { "unknown-key": "off", "missing-mirror-endpoint": "error" },
          target: { product: "rke2", version: [1, 31, 6], build: 1 },
          ignores: ["examples/**"],
          embeddedRegistry: true,
          disableDefaultEndpoint: false,
        },
        problems: [],
      });
  });

  it("is fine when it says nothing", () => {
    for (const text of ["", "# nothing yet\n", "severities:\nignores:\n", "\ufeffignores: []\n", "---\n", "{}"])
      assert.deepEqual(parseSettingsFile(text), { settings: { ignores: [] }, problems: [] });
  });

  it("may have aliases and merges", () => {
    const text = "target: &t k3s\nseverities: &a {unknown-key: off, yaml-syntax: hint}\n";
    assert.deepEqual(parseSettingsFile(`${text}<<: {embeddedRegistry: true, target: rke2}\n`), {
      settings: {
        severities: { "unknown-key": "off", "yaml-syntax": "hint" },
        target: { product: "k3s" },
        ignores: [],
        embeddedRegistry: true,
      },
      problems: [],
    });
    const bomb = Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`).join("");
    assert.match(problemsOf(`a0: &a0 [x]\n${bomb}`).join(), /^: This file is nested too deeply, or its aliases/);
  });

  it("is not read beyond 256 kB", () => {
    const target = "target: k3s\n";
    const filled = target + "#".repeat(256 * 1024 - target.length);
    assert.deepEqual(parseSettingsFile(filled).settings.target, { product: "k3s" });
    assert.equal(parseSettingsFile(`${filled}#`).settings.target, undefined);
    assert.deepEqual(problemsOf(`${filled}#`), [": This settings file is larger than 256 kB, the limit. Shorten it."]);
  });

  it("takes a version that YAML would read as a number", () => {
    assert.deepEqual(parseSettingsFile("target: 1.30").settings.target, {
      version: [1, 30, Number.MAX_SAFE_INTEGER],
    });
    assert.deepEqual(parseSettingsFile("target: any").settings.target, {});
  });

  const wrong: readonly (readonly [text: string, problem: RegExp])[] = [
    ["severities:\n  unknown-keys: off", /^unknown-keys: "unknown-keys" is not a rule\. Did you mean "unknown-key"\?$/],
    ["severities: {nothing-like-it: off}", /^nothing-like-it: "nothing-like-it" is not a rule\.$/],
    ["severities: {__proto__: off}", /^__proto__: "__proto__" is not a rule\.$/],
    ["severities: {unknown-key: loud}", /^loud: A severity is one of off, hint, information, warning, error\.$/],
    ["severities: {unknown-key: false}", /^false: A severity is one of off/],
    ["severities: [unknown-key]", /^\[unknown-key\]: This must be a map of rules and severities/],
    ["severities: loud", /^loud: This must be a map of rules/],
    ["rules: {}", /^rules: "rules" is not a setting\. Did you mean "severities"\?$/],
    ["ignore: []", /Did you mean "ignores"\?$/],
    ["embedded-registry: true", /Did you mean "embeddedRegistry"\?$/],
    ["something: 1", /^something: "something" is not a setting\. Use severities, target, ignores/],
    ["target: k4s", /^k4s: A target is k3s, rke2 or k3d, a version, or both/],
    ["target: [k3s]", /^\[k3s\]: This must be a product/],
    ["ignores: '**'", /This must be a list of patterns/],
    ["ignores: [['a']]", /A pattern must be a string in quotes/],
    ["ignores: [[]]", /A pattern must be a string in quotes/],
    ["ignores: ['!a']", /A pattern can't start with !/],
    ["ignores: ['']", /This pattern is empty/],
    ["ignores: ['../a']", /A pattern can't contain '\.\.'/],
    ["ignores:\n  - **/a", /Put a pattern that starts with \* in quotes\.$/],
    ["ignores:\n  - *.yaml", /Put a pattern that starts with \* in quotes\.$/],
    ["embeddedRegistry: 'true'", /^'true': This must be true or false, without quotes\.$/],
    ["embeddedRegistry: yes", /^yes: This must be true or false/],
    ["target: k3s\ntarget: rke2", /^target: "target" is repeated/],
    ["severities:\n\tunknown-key: off", /This file can't be read: A tab is used for indentation\.$/],
    ["- unknown-key", /This file must contain keys such as severities/],
    ["off", /This file must contain keys such as severities/],
  ];
  for (const [text, problem] of wrong)
    it(`says what is wrong in ${JSON.stringify(text)}`, () => {
      const problems = problemsOf(text);
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? "", problem);
    });

  it("leaves all settings out of a file that can't be read or is no map", () => {
    for (const text of ["severities:\n\tunknown-key: off", "- unknown-key", "off"])
      assert.deepEqual(parseSettingsFile(text).settings, { ignores: [] });
  });

  it("lists what is wrong from top to bottom", () => {
    assert.deepEqual(
      problemsOf("severities:\n  no-rule: off\n  unknown-key: loud\n").map((problem) => problem.replace(/:.*/, "")),
      ["no-rule", "loud"],
    );
  });

  it("keeps what is right beside what is wrong", () => {
    const text =
      "severities: {unknown-key: off, yaml-syntax: loud}\nignores: [a, '!b']\ntarget: k4s\nembeddedRegistry: true";
    assert.deepEqual(parseSettingsFile(text).settings, {
      severities: { "unknown-key": "off" },
      ignores: ["a"],
      embeddedRegistry: true,
    });
  });

  it("lies over other settings: severities rule by rule, the rest whole", () => {
    const { settings } = parseSettingsFile("severities: {unknown-key: off}\ntarget: rke2");
    const base = { severities: { "unknown-key": "error", "yaml-syntax": "warning" }, embeddedRegistry: true } as const;
    assert.deepEqual(overlaid(base, settings), {
      severities: { "unknown-key": "off", "yaml-syntax": "warning" },
      embeddedRegistry: true,
      target: { product: "rke2" },
    });
    assert.deepEqual(
      lint(openRegistries("mirrorz: {}\n"), overlaid({}, settings)).filter(({ id }) => id === "unknown-key"),
      [],
    );
  });

  it("ignores files from its own folder on", () => {
    const { settings } = parseSettingsFile("ignores: ['/examples', '*.bak/']");
    assert.ok(isIgnored(settings, "examples/rancher/registries.yaml"));
    assert.ok(isIgnored(settings, "a/b.bak/registries.yaml"));
    assert.ok(!isIgnored(settings, "a/examples/registries.yaml"));
  });

  it("has its example in the documentation", () => {
    const [, example = ""] = /```yaml\n([\s\S]*?)```/.exec(readText("docs/settings-file.md")) ?? [];
    const { settings, problems } = parseSettingsFile(example);
    assert.deepEqual(problems, []);
    assert.deepEqual(Object.keys(settings).sort(), [
      "disableDefaultEndpoint",
      "embeddedRegistry",
      "ignores",
      "severities",
      "target",
    ]);
  });
});
