import assert from "node:assert/strict";
import Ajv from "ajv-draft-04";
import { rules } from "../../src/core/lint/rules/index.ts";
import { readText } from "../project/files.ts";
import { bad, cli, folderWith, good } from "./cli.ts";

/** Microsoft's copy of the OASIS schema. */
const schema = JSON.parse(readText("node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"));
const validate = new Ajv({
  strict: false,
  allErrors: true,
  // The schema has a pattern that is none in Unicode mode.
  unicodeRegExp: false,
  formats: {
    uri: (text) => URL.canParse(text),
    "uri-reference": (text) => URL.canParse(text, "file:///") && !/[\s\\]/.test(text),
    "date-time": (text) => !Number.isNaN(Date.parse(text)),
  },
}).compile(schema);

describe("k3s-registries lint --format sarif", function () {
  this.timeout(60_000);

  async function logOf(folder: string, args: readonly string[], input?: string) {
    const { stdout, status } = await cli(folder, ["lint", "--format", "sarif", ...args], { input: input ?? "" });
    const log = JSON.parse(stdout);
    const isValid: boolean = validate(log);
    assert.ok(isValid, JSON.stringify(validate.errors, null, 2));
    return { run: log.runs[0], status };
  }

  it("is valid SARIF 2.1.0: with findings, with related places, without any, and for what can't be read", async () => {
    const repeated = "mirrors:\n  a.example.com:\n    endpoint: [https://b.example.com]\n  a.example.com: {}\n";
    const folder = folderWith({
      "a b/régistries#1.yaml": bad,
      "good.yaml": good,
      "repeated.yaml": `${repeated}mirrors: {}\n`,
    });
    const { run, status } = await logOf(folder, ["a b/régistries#1.yaml", "repeated.yaml", "-", "nothing"], bad);
    assert.equal(status, 2);
    assert.equal(run.invocations[0].executionSuccessful, false);
    assert.deepEqual(
      run.tool.driver.rules.map(({ id }: { id: string }) => id),
      rules.map(({ id }) => id),
    );
    const result = run.results.find(({ ruleId }: { ruleId: string }) => ruleId === "endpoint-not-list");
    assert.equal(run.tool.driver.rules[result.ruleIndex].id, "endpoint-not-list");
    assert.deepEqual(result.locations, [
      {
        physicalLocation: {
          artifactLocation: { uri: "a%20b/r%C3%A9gistries%231.yaml" },
          region: { startLine: 3, startColumn: 15, endLine: 3, endColumn: 41 },
        },
      },
    ]);
    assert.match(result.partialFingerprints["k3sRegistries/v1"], /^[\da-f]{32}$/);
    const [{ artifactChanges }] = result.fixes;
    assert.deepEqual(artifactChanges[0].replacements, [
      {
        deletedRegion: { startLine: 3, startColumn: 14, endLine: 3, endColumn: 41 },
        insertedContent: { text: ' ["https://mirror.example.com"]' },
      },
    ]);
    const empty = await logOf(folder, ["good.yaml"]);
    assert.deepEqual(empty.run.results, []);
    assert.equal(empty.run.invocations[0].executionSuccessful, true);
    assert.equal(empty.status, 0);
  });

  it("describes each rule with what code scanning needs: help, tags, precision, and a number for those about secrets", async () => {
    const { run } = await logOf(folderWith({ "good.yaml": good }), ["good.yaml"]);
    for (const rule of run.tool.driver.rules) {
      assert.match(rule.name, /^[A-Z]\w+$/);
      for (const { text } of [rule.shortDescription, rule.fullDescription])
        assert.match(text, /^\S[^\n]{10,}\.$/, rule.id);
      assert.ok(rule.fullDescription.text.length > rule.shortDescription.text.length, rule.id);
      assert.match(rule.help.text, /^\S.+\.\n\nhttps:\/\//, rule.id);
      assert.match(rule.help.markdown, /## How to fix it/);
      assert.doesNotMatch(rule.help.markdown, /\]\((?!https:)/, rule.id);
      assert.ok(["very-high", "high", "medium", "low"].includes(rule.properties.precision));
      assert.equal(rule.properties.tags.includes("security"), "security-severity" in rule.properties);
    }
    const exposed = run.tool.driver.rules.find(({ id }: { id: string }) => id === "secret-exposed");
    assert.equal(exposed.properties["security-severity"], "7.5");
  });

  it("names a finding the same when lines are added, and differently from its equals", async () => {
    const twice =
      "mirrors:\n  a.io: {endpoint: ftp://x}\nconfigs:\n  a.io: {auth: {pasword: x1}}\n  b.io: {auth: {pasword: x1}}\n";
    const folder = folderWith({ "a.yaml": twice, "b.yaml": `# more\n\n${twice.replaceAll("x1", "y2")}` });
    const names = async (file: string): Promise<readonly string[]> =>
      (await logOf(folder, [file])).run.results.map(
        ({ partialFingerprints }: { partialFingerprints: Record<string, string> }) =>
          partialFingerprints["k3sRegistries/v1"],
      );
    const first = await names("a.yaml");
    assert.ok(first.length > 2);
    assert.equal(new Set(first).size, first.length);
    // The secrets differ, and are not in the names.
    assert.deepEqual(await names("b.yaml"), first);
  });

  it("names files outside of the folder by their whole address", async () => {
    const folder = folderWith({ "a/x.txt": "", "b/registries.yaml": bad });
    const { run } = await logOf(`${folder}/a`, ["../b", `${folder}/b/registries.yaml`]);
    for (const { locations } of run.results)
      assert.equal(locations[0].physicalLocation.artifactLocation.uri, `file://${folder}/b/registries.yaml`);
  });

  it("is refused by the schema when something is wrong", () => {
    assert.ok(!validate({ version: "2.1.0", runs: [{ tool: {} }] }));
  });
});
