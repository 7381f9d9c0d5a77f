import assert from "node:assert/strict";
import { createRequire } from "node:module";
import Ajv from "ajv";
import { bad, cli, findingsOf, folderWith, good } from "./cli.ts";

interface Xml {
  parseStringPromise(text: string): Promise<{
    readonly testsuites: { readonly testsuite?: readonly Suite[] };
  }>;
}

interface Suite {
  readonly $: Readonly<Record<string, string>>;
  readonly testcase: readonly {
    readonly $: Readonly<Record<string, string>>;
    readonly failure?: readonly { readonly _: string; readonly $: Readonly<Record<string, string>> }[];
  }[];
}

const xml: Xml = createRequire(import.meta.url)("xml2js");
const text = { type: "string", minLength: 1 } as const;
const place = {
  type: "object",
  required: ["line", "column"],
  properties: { line: { type: "integer", minimum: 1 }, column: { type: "integer", minimum: 1 } },
} as const;
const range = { type: "object", required: ["start", "end"], properties: { start: place, end: place } } as const;
const location = { type: "object", required: ["path", "range"], properties: { path: text, range } } as const;

/** By https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format. */
const codeQuality = new Ajv().compile({
  type: "array",
  items: {
    type: "object",
    required: ["description", "check_name", "fingerprint", "severity", "location"],
    properties: {
      description: text,
      check_name: text,
      fingerprint: text,
      severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
      location: {
        type: "object",
        required: ["path", "lines"],
        properties: {
          path: { type: "string", pattern: "^(?!\\./)" },
          lines: { type: "object", required: ["begin"], properties: { begin: { type: "integer", minimum: 1 } } },
        },
      },
    },
  },
});

/** By https://github.com/reviewdog/reviewdog/tree/master/proto/rdf. */
const reviewdog = new Ajv().compile({
  type: "object",
  required: ["source", "diagnostics"],
  properties: {
    source: { type: "object", required: ["name", "url"] },
    diagnostics: {
      type: "array",
      items: {
        type: "object",
        required: ["message", "location", "severity", "code"],
        properties: {
          message: text,
          location,
          severity: { enum: ["ERROR", "WARNING", "INFO"] },
          code: { type: "object", required: ["value", "url"], properties: { value: text, url: text } },
          suggestions: {
            type: "array",
            items: { type: "object", required: ["range", "text"], properties: { range } },
          },
          related_locations: { type: "array", items: { type: "object", properties: { location, message: text } } },
        },
      },
    },
  },
});

const repeated = "mirrors:\n  a.io: {endpoint: [https://x.example.com]}\n  a.io: {}\n";

describe("formats for other tools", function () {
  this.timeout(60_000);
  const folder = folderWith({ "a&b/registries.yaml": bad, "good.yaml": good, "repeated.yaml": repeated });
  const inputs = ["a&b/registries.yaml", "good.yaml", "repeated.yaml", "-"];
  const printed = async (format: string, more: readonly string[] = []): Promise<string> =>
    (await cli(folder, ["lint", "--format", format, ...inputs, ...more], { input: bad })).stdout;

  it("gitlab is a Code Quality report, with fingerprints that differ", async () => {
    const issues = JSON.parse(await printed("gitlab"));
    const isValid: boolean = codeQuality(issues);
    assert.ok(isValid, JSON.stringify(codeQuality.errors));
    assert.deepEqual(issues[0].location, { path: "a&b/registries.yaml", lines: { begin: 3, end: 3 } });
    assert.equal(issues[0].severity, "critical");
    assert.equal(new Set(issues.map(({ fingerprint }: { fingerprint: string }) => fingerprint)).size, issues.length);
    assert.deepEqual(JSON.parse((await cli(folder, ["lint", "--format", "gitlab", "good.yaml"])).stdout), []);
  });

  it("rdjson is what reviewdog reads, in columns of bytes", async () => {
    const { diagnostics } = JSON.parse(await printed("rdjson"));
    const isValid: boolean = reviewdog({ source: { name: "", url: "" }, diagnostics });
    assert.ok(isValid, JSON.stringify(reviewdog.errors));
    assert.deepEqual(diagnostics[0].suggestions, [
      {
        range: { start: { line: 3, column: 14 }, end: { line: 3, column: 41 } },
        text: ' ["https://mirror.example.com"]',
      },
    ]);
    const related = diagnostics.find(({ code }: { code: { value: string } }) => code.value === "duplicate-key");
    assert.equal(related.related_locations[0].location.range.start.line, 3);
    const wide = 'mirrors: {"é😀.example.com": {endpoint: https://x.example.com}}\n';
    const { stdout } = await cli(folder, ["lint", "--format=rdjson", "-"], { input: wide });
    const place = JSON.parse(stdout).diagnostics.find(
      ({ code }: { code: { value: string } }) => code.value === "endpoint-not-list",
    ).location.range;
    const start = Buffer.from(wide).indexOf("https:") + 1;
    assert.deepEqual(place.start, { line: 1, column: start });
    assert.equal(place.end.column, start + "https://x.example.com".length);
  });

  it("junit has a suite for each file, and a failure for each finding", async () => {
    const { testsuites } = await xml.parseStringPromise(await printed("junit"));
    const suites = testsuites.testsuite ?? [];
    assert.deepEqual(
      suites.map(({ $ }) => `${$["name"]} ${$["tests"]} ${$["failures"]}`),
      ["a&b/registries.yaml 1 1", "good.yaml 1 0", "repeated.yaml 1 1", "- 1 1"],
    );
    const [failed, passed] = suites.map(({ testcase }) => testcase[0]);
    assert.match(
      failed?.failure?.[0]?._ ?? "",
      /^a&b\/registries\.yaml:3:15\nThe endpoint of "docker\.io" is a string/,
    );
    assert.equal(failed?.failure?.[0]?.$["type"], "error");
    assert.equal(passed?.failure, undefined);
    const odd = 'mirrors:\n  "a\\u0001\\uFFFE.io": {endpoint: x}\n';
    await xml.parseStringPromise((await cli(folder, ["lint", "--format=junit", "-"], { input: odd })).stdout);
  });

  it("json leaves out edits that touch or insert a secret, and keeps the title", async () => {
    const secret = folderWith({
      "a.yaml": "configs:\n  a.io:\n    auth:\n      username: u\n      password: @hunter2z\nmirrorz: {}\n",
    });
    const found = await findingsOf(secret, ["a.yaml"]);
    const quoted = found.find(({ id }) => id === "password-not-quoted");
    assert.deepEqual(quoted?.fixes, [{ title: "Quote the password", safe: true, edits: null }]);
    const moved = folderWith({ "b.yaml": "auths:\n  a.io:\n    password: hunter2z\n    username: u\n" });
    for (const { fixes } of await findingsOf(moved, ["b.yaml"])) assert.ok(!JSON.stringify(fixes).includes("hunter"));
    const [related] = (await findingsOf(folder, ["repeated.yaml"])).filter(({ id }) => id === "duplicate-key");
    assert.deepEqual(
      related?.related.map(({ line, message }) => [line, message]),
      [[3, "k3s uses this one."]],
    );
  });
});
