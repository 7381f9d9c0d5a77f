import assert from "node:assert/strict";
import { Ajv } from "ajv";
import { parseDocument } from "yaml";
import { rules } from "../../src/core/lint/rules/index.ts";
import { parseSettingsFile } from "../../src/core/lint/settingsFile.ts";
import { severityLevels } from "../../src/core/lint/sharedSettings.ts";
import { readText } from "./files.ts";
import { yamlServer } from "./languageServer.ts";

const schemaPath = "media/settings.schema.json";
const server = yamlServer(schemaPath);
const ajv = new Ajv({ strict: true });
for (const keyword of ["patternErrorMessage", "markdownDescription", "scope", "order", "contributes"])
  ajv.addKeyword(keyword);
ajv.addSchema({ contributes: JSON.parse(readText("package.json")).contributes }, "/package.json");
const validate = ajv.compile({ ...JSON.parse(readText(schemaPath)), $id: `/${schemaPath}` });

const targets = ["any", "k3s", "RKE2", "k3d@v1.30", "k3s v1.31.6+k3s1", "v1.30.4", "1.31.2", "1.31", "''", "' k3s '"];
const accepted = [
  "",
  "# nothing yet\n",
  "target:\nseverities:\nignores:\nembeddedRegistry:\ndisableDefaultEndpoint:\n",
  "severities: {}\nignores: []\n",
  "embeddedRegistry: true\ndisableDefaultEndpoint: false\n",
  "ignores:\n  - 'examples/**'\n  - '*.bak.yaml'\n  - a..b/..c\n  - 2024\n",
  ...targets.map((target) => `target: ${target}\n`),
  'severities:\n  unknown-key: "off"\n',
  ...severityLevels.map((severity) => `severities:\n  unknown-key: ${severity}\n`),
  `severities:\n${rules.map(({ id, severity }) => `  ${id}: ${severity}\n`).join("")}`,
];
const refused = [
  "text\n",
  "- target\n",
  "rules: {}\n",
  "ignore: []\n",
  "targets: k3s\n",
  "severities: off\n",
  "severities: [unknown-key]\n",
  "severities:\n  unknown-keys: off\n",
  "severities:\n  unknown-key: fatal\n",
  "severities:\n  unknown-key: OFF\n",
  "severities:\n  unknown-key: false\n",
  "severities:\n  unknown-key:\n",
  "severities:\n  unknown-key: { level: off }\n",
  "target: k8s\n",
  "target: k3s latest\n",
  "target: v1\n",
  "target: 1\n",
  "target: true\n",
  "target: [k3s]\n",
  `target: k3s v1.31.6+${"1".repeat(100)}\n`,
  "ignores: examples/**\n",
  "ignores: ['']\n",
  "ignores: ['!examples']\n",
  "ignores: [../other]\n",
  "ignores: [a/..]\n",
  "ignores: [..]\n",
  "ignores: [true]\n",
  "ignores: [null]\n",
  "ignores: [[a]]\n",
  "embeddedRegistry: yes\n",
  "embeddedRegistry: 'true'\n",
  "disableDefaultEndpoint: 1\n",
];

describe("the JSON Schema of the settings file", () => {
  for (const [texts, valid] of [
    [accepted, true],
    [refused, false],
  ] as const)
    it(`${valid ? "accepts" : "refuses"} what the reader does, in Ajv and in Red Hat's server`, async () => {
      for (const text of texts) {
        assert.equal(parseSettingsFile(text).problems.length === 0, valid, `the reader: ${text}`);
        assert.equal(validate(parseDocument(text).toJS()), valid, `Ajv: ${text}`);
        assert.equal((await server.problems(text)).length === 0, valid, `the server: ${text}`);
      }
    });

  it("accepts the file of the docs", async () => {
    const [, example = ""] = /```yaml\n([\s\S]*?)```/.exec(readText("docs/settings-file.md")) ?? [];
    assert.match(example, /severities:/);
    assert.deepEqual(await server.problems(example), []);
  });

  it("offers the settings, every rule and its severities", async () => {
    const settings = ["target", "severities", "ignores", "embeddedRegistry", "disableDefaultEndpoint"];
    assert.deepEqual([...(await server.offers("|\n"))].sort(), [...settings].sort());
    const ids = await server.offers("severities:\n  |\n");
    assert.deepEqual(
      [...ids].sort(),
      rules.map(({ id }) => id),
    );
    // "off" is a boolean in YAML 1.1, so the server quotes it. The reader takes both.
    const offered = (await server.offers("severities:\n  unknown-key: |\n")).map((label) => label.replaceAll('"', ""));
    assert.deepEqual([...offered].sort(), [...severityLevels].sort());
  });

  it("says what severities are, and of a rule what it finds", async () => {
    const text = "severities:\n  unknown-key: off\n";
    assert.match(await server.hover(text, "severities"), /^(?:#.*\n+)?Severities by rule ID\.\s/);
    assert.match(await server.hover(text, "unknown-key"), /A key is not one that k3s knows. Default: warning/);
  });
});
