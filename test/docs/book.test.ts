import assert from "node:assert/strict";
import { containerdFiles } from "../../src/core/containerd/containerdFiles.ts";
import type { NodeOptions } from "../../src/core/containerd/hostsFiles.ts";
import type { RegistriesFile } from "../../src/core/file/file.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { parseTarget, since } from "../../src/core/file/release.ts";
import { readEndpoint } from "../../src/core/hosts/endpoint.ts";
import { parseImage } from "../../src/core/images/reference.ts";
import { lint } from "../../src/core/lint/lint.ts";
import { rules } from "../../src/core/lint/rules/index.ts";
import { pullPlan } from "../../src/core/pull/plan.ts";
import { type FailureClass, shownFailure } from "../../src/core/pullErrors/shownFailure.ts";
import { readText } from "../project/files.ts";
import { type Block, blocksOf, bookPages, codeIn, tableRows } from "./book.ts";

/**
 * The words behind ```` ```yaml ````: `reads` or `fails` (whether k3s can read it), the rules that report it, hints aside,
 * and how the nodes run (`rke2`, `v1.29.1`, `--embedded-registry`, `--disable-default-registry-endpoint`).
 */
function exampleOf({ words }: Block): {
  readonly reads: boolean;
  readonly findings: readonly string[];
  readonly options: NodeOptions;
} {
  const [, verdict, ...rest] = words;
  assert.ok(verdict === "reads" || verdict === "fails", "an example says whether k3s reads it");
  const flags = ["--embedded-registry", "--disable-default-registry-endpoint"];
  const target = rest.filter((word) => /^(?:v\d|rke2$|k3s$)/.test(word));
  const findings = rest.filter((word) => !flags.includes(word) && !target.includes(word));
  for (const id of findings)
    assert.ok(
      rules.some((rule) => rule.id === id),
      `no rule ${id}`,
    );
  return {
    reads: verdict === "reads",
    findings,
    options: {
      target: parseTarget(target.join(" ")) ?? {},
      embeddedRegistry: rest.includes("--embedded-registry"),
      disableDefaultEndpoint: rest.includes("--disable-default-registry-endpoint"),
    },
  };
}

function readingOf(text: string): RegistriesFile["reading"] {
  return openRegistries(text).reading;
}

/** A line for each registry that a pull asks: the address, and the user of the credential. */
function requestsOf(text: string, image: string, options: NodeOptions): readonly string[] {
  const reading = parseImage(image);
  assert.ok(reading.ok);
  const pull = pullPlan(openRegistries(text), reading.image, options);
  assert.ok(pull.ok);
  return pull.plan.attempts.map(({ requests, credential }) => {
    const urls = requests.map(({ url }) => url).join(" or ");
    return credential.kind === "user" ? `${urls} as ${credential.user}` : urls;
  });
}

/** What a block below an example shows is what the example gives. */
function checkResult({ words, text }: Block, example: Block): void {
  const { reads, options } = exampleOf(example);
  const [language, what = "", image = ""] = words;
  const reading = readingOf(example.text);
  if (what === "error") {
    assert.ok(!reads && !reading.ok);
    assert.equal(text, `${reading.error}\n`);
  } else if (what === "pull") {
    assert.deepEqual(text.trimEnd().split("\n"), requestsOf(example.text, image, options));
  } else {
    assert.equal(language, "toml");
    assert.ok(reading.ok);
    const file = containerdFiles(reading.registry, options, "revealed").find(({ path }) => path === what);
    assert.ok(file, `k3s writes no ${what}`);
    assert.equal(text, file.text);
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe("the pages about k3s", () => {
  for (const page of bookPages) {
    let example: Block | undefined;
    for (const block of blocksOf(page)) {
      const { words, text, line } = block;
      const place = `${page}:${line}`;
      if (words[0] === "yaml") {
        example = block;
        it(`${place}: k3s reads the example or not, and the rules find what the page says`, () => {
          const { reads, findings, options } = exampleOf(block);
          assert.equal(readingOf(text).ok, reads);
          const found = lint(openRegistries(text), options).filter(({ severity }) => severity !== "hint");
          assert.deepEqual(found.map(({ id }) => id).sort(), [...findings].sort());
        });
      } else if (words.length > 1) {
        const of = example;
        it(`${place}: shows what the example above it gives`, () => {
          assert.ok(of);
          checkResult(block, of);
        });
      }
    }
  }

  it("say what k3s makes of an endpoint", () => {
    const rows = tableRows("docs/how-k3s-reads-it/endpoints.md", "Endpoint");
    assert.ok(rows.length > 8);
    for (const [endpoints = "", result = ""] of rows)
      for (const endpoint of codeIn(endpoints)) {
        const reading = readEndpoint(endpoint);
        assert.equal(reading.ok, result !== "ignored", endpoint);
        if (!reading.ok) continue;
        const [url = ""] = codeIn(result);
        if (url === "") assert.equal(reading.address.scheme, result, endpoint);
        else assert.equal(reading.address.url, url, endpoint);
        assert.equal(reading.address.overridesPath, result.includes("override_path"), endpoint);
      }
  });

  it("say what k3s makes of a password", () => {
    const rows = tableRows("docs/how-k3s-reads-it/yaml.md", "After `password:`");
    assert.ok(rows.length > 8);
    for (const [written = "", result = ""] of rows) {
      const [value = ""] = codeIn(written);
      const reading = readingOf(
        `configs:\n  registry.example.com:\n    auth:\n      username: puller\n      password: ${value}\n`,
      );
      const [expected = ""] = codeIn(result);
      if (result.startsWith("error")) {
        assert.ok(!reading.ok, value);
        assert.equal(reading.error.replace(/\s+/g, " "), expected, value);
      } else {
        assert.ok(reading.ok, value);
        assert.equal(reading.registry.configs["registry.example.com"]?.auth?.password, expected, value);
      }
    }
  });

  it("say what k3s makes of a boolean", () => {
    const rows = tableRows("docs/how-k3s-reads-it/yaml.md", "After `insecure_skip_verify:`");
    assert.equal(rows.length, 3);
    for (const [values = "", result = ""] of rows)
      for (const value of codeIn(values)) {
        const reading = readingOf(
          `configs:\n  registry.example.com:\n    tls:\n      insecure_skip_verify: ${value}\n`,
        );
        const read = reading.ok
          ? String(reading.registry.configs["registry.example.com"]?.tls?.insecure_skip_verify)
          : "an error: the file is unreadable";
        assert.equal(read, result, value);
      }
  });

  it("say what k3s answers to frequent mistakes of syntax", () => {
    const texts: readonly string[] = [
      "mirrors:\n\tdocker.io:\n",
      "mirrors:\n  *:\n    endpoint: [https://mirror.example.com]\n",
      "mirrors:\n  [::1]:5000:\n    endpoint: [https://mirror.example.com]\n",
      "mirrors:\n  docker.io: \u0001\n",
    ];
    const rows = tableRows("docs/how-k3s-reads-it/yaml.md", "In the file");
    for (const [index, text] of texts.entries()) {
      const reading = readingOf(text);
      const [error = ""] = codeIn(rows[index]?.[1] ?? "");
      assert.ok(!reading.ok && error !== "" && reading.error.includes(error), `${rows[index]?.[0]}: ${error}`);
    }
    assert.equal(rows.at(-1)?.[1], "fine");
    for (const text of ["\ufeffmirrors:\r\n  docker.io:\r\n", '{"mirrors": {"docker.io": null}}'])
      assert.ok(readingOf(text).ok, text);
  });

  it("say which spelling of a JSON key reaches containerd", () => {
    const spellings: readonly (readonly [value: string, password: string | undefined])[] = [
      [`'{"type": "it''s"}'`, '{"type": "it\'s"}'],
      ['|\n        {"type": "x"}', '{"type": "x"}\n'],
      ['{"type": "x"}', undefined],
      ['"{"type": "x"}"', undefined],
      [String.raw`"{\"type\": \"a\nb\"}"`, '{"type": "a\nb"}'],
      [String.raw`'{\"type\": "x"}'`, String.raw`{\"type\": "x"}`],
    ];
    const rows = tableRows("docs/how-k3s-reads-it/yaml.md", "Spelling");
    assert.equal(rows.length, spellings.length);
    for (const [index, [value, password]] of spellings.entries()) {
      const [, result = ""] = rows[index] ?? [];
      const reading = readingOf(`configs:\n  registry.example.com:\n    auth:\n      password: ${value}\n`);
      assert.equal(reading.ok, password !== undefined, value);
      assert.equal(reading.ok, /^(?:correct|k3s reads it)/.test(result), result);
      if (!reading.ok) continue;
      assert.equal(reading.registry.configs["registry.example.com"]?.auth?.password, password);
      assert.equal(isJson(password ?? ""), result.startsWith("correct"), result);
    }
  });

  it("say whose error a pull shows", () => {
    const classes: Readonly<Record<string, readonly FailureClass[]>> = {
      "connection refused": ["no-answer"],
      "connection or login refused": ["no-answer"],
      "403 or 500": ["status"],
      "404": ["not-found"],
      anything: ["status", "not-found", "no-answer"],
    };
    const rows = tableRows("docs/how-k3s-reads-it/pull.md", "Mirror");
    assert.equal(rows.length, 6);
    for (const [mirror = "", itself = "", ...shown] of rows)
      for (const first of classes[mirror] ?? [])
        for (const second of classes[itself] ?? []) {
          const tried = [
            { name: "mirror", failure: first },
            { name: "registry itself", failure: second },
          ];
          const named = ([1, 2] as const).map((line) => {
            const failed = shownFailure(tried, line);
            return failed?.failure === "not-found" ? "not found" : failed?.name;
          });
          assert.deepEqual(named, shown, `${mirror}, ${itself}`);
        }
  });

  it("name the releases that the rules go by", () => {
    const page = readText("docs/how-k3s-reads-it/releases.md");
    for (const feature of [
      "escaped credentials",
      "insecure_skip_verify",
      "identity_token",
      "rewrite",
      "hosts.toml",
      "wildcard in configs",
      "duplicate endpoints are skipped",
      "containerd 2",
      "credential of docker.io",
      "https before http without a port",
      "colons in hosts refused",
    ] as const)
      assert.ok(page.includes(since(feature).replace(" and ", ", ")), `${feature}: ${since(feature)}`);
  });
});
