import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parse } from "smol-toml";
import { credentialsToml } from "../../src/core/containerd/configToml.ts";
import { containerdFiles } from "../../src/core/containerd/containerdFiles.ts";
import { type ContentLog, hostsFiles } from "../../src/core/containerd/hostsFiles.ts";
import { type Registry, readRegistry } from "../../src/core/file/goDecode.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { type Finding, lint } from "../../src/core/lint/lint.ts";
import { parseFirstDocument } from "../../src/core/yaml/parser.ts";
import { decodeBytes, type SourceText } from "../../src/core/yaml/source.ts";
import { bytesOf, type ReadingVector, vectorsIn } from "./vectors.ts";

interface ContainerdVector extends ReadingVector {
  readonly hostsToml?: Readonly<Record<string, string>>;
  readonly containerdAuth?: Readonly<Record<string, unknown>>;
  readonly invalidToml?: readonly string[];
  readonly logs?: readonly string[];
}

function registryOf(source: SourceText): Registry {
  const reading = readRegistry(parseFirstDocument(source));
  assert.ok(reading.ok);
  return reading.registry;
}

/** What containerd reads of the credentials, by the host that they are for. */
function readBack(toml: string): unknown {
  const { plugins = {} } = parse(toml) as { plugins?: Record<string, { registry: { configs: object } }> };
  const configs = plugins["io.containerd.cri.v1.images"]?.registry.configs ?? {};
  return Object.fromEntries(
    Object.entries(configs).map(([host, { auth }]) => {
      const { identitytoken, ...rest } = auth;
      return [host, identitytoken === undefined ? rest : { ...rest, identity_token: identitytoken }];
    }),
  );
}

function isRead(toml: string): boolean {
  try {
    parse(toml);
    return true;
  } catch {
    return false;
  }
}

/** The rules that speak of what k3s logs, and of files that containerd can't read. */
const logRules: Readonly<Record<ContentLog["kind"], readonly string[]>> = {
  "invalid-endpoint": ["invalid-endpoint-url", "placeholder-value"],
  "duplicate-endpoint": ["duplicate-endpoint"],
  "invalid-registry": ["registry-key-not-host", "placeholder-value"],
};
const tomlRules = ["rewrite-backslash", "rewrite-group-reference", "control-character", "quote-in-host"];

function isTemplate(text: string): boolean {
  return /\$\w|\$\{|\{\{/.test(text);
}

function isSpokenOf(findings: readonly Finding[], rules: readonly string[]): boolean {
  return findings.some(({ id }) => rules.includes(id));
}

/**
 * Files whose settings of docker.io lead to a hosts.toml since k3s looks an endpoint `registry-1.docker.io` up by that name
 * (`normalizeEndpointAddress` in `pkg/agent/containerd/config.go`); they were recorded with an earlier k3s.
 */
const addedSince: readonly string[] = [
  "008-eoepca-deployment-guide.yaml",
  "174-docs-deployment-guide-kubernetes-md-l118.yaml",
];

// The recorded results that the project was given; there only on the machines where it is built.
const shared = fileURLToPath(new URL("../../../shared", import.meta.url));

describe("what k3s writes for containerd, shared vectors", () => {
  for (const set of ["k3s", "corpus"]) {
    const file = `${shared}/vectors/${set}.jsonl`;
    if (!existsSync(file)) continue;
    const vectors = vectorsIn<ContainerdVector>(file)
      .filter(({ error }) => error === undefined)
      .map((vector) => ({
        ...vector,
        source: decodeBytes(set === "corpus" ? readFileSync(`${shared}/corpus/${vector.name}`) : bytesOf(vector)),
      }));

    it(`${set}: every hosts.toml is the same to the byte`, () => {
      for (const { name, source, hostsToml = {} } of vectors) {
        const files = containerdFiles(registryOf(source), {}, "revealed").filter(
          ({ registry }) => registry !== undefined,
        );
        const made = Object.fromEntries(
          files
            .filter(({ text }) => !(addedSince.includes(name) && !text.includes("[host.")))
            .map(({ path, text }) => [path.slice("certs.d/".length, -"/hosts.toml".length), text]),
        );
        assert.deepEqual(made, hostsToml, name);
      }
    });

    it(`${set}: containerd reads the same credentials out of config.toml`, () => {
      for (const { name, source, containerdAuth = {}, invalidToml = [] } of vectors) {
        const toml = credentialsToml(registryOf(source), 3);
        if (invalidToml.some((text) => text.startsWith("config.toml"))) assert.equal(isRead(toml), false, name);
        else assert.deepEqual(readBack(toml), containerdAuth, name);
      }
    });

    it(`${set}: a file is one that TOML can't read when containerd can't, and a rule says so`, () => {
      for (const { name, source, invalidToml = [] } of vectors) {
        const unread = containerdFiles(registryOf(source), {}, "revealed").filter(({ text }) => !isRead(text));
        assert.deepEqual(
          unread.map(({ path }) => path),
          invalidToml.map((text) => text.replace(/: toml: .*$/s, "")),
          name,
        );
        if (unread.length > 0) assert.ok(isSpokenOf(lint(openRegistries(source)), tomlRules), name);
      }
    });

    it(`${set}: what k3s logs is known, and a finding predicts it`, () => {
      for (const { name, source, logs = [] } of vectors) {
        const known = hostsFiles(registryOf(source)).logs;
        assert.deepEqual(
          known.map(logStart).sort(),
          logs.map((text) => text.replace(/: (?:invalid endpoint|parse) .*$/s, "")).sort(),
          name,
        );
        const findings = lint(openRegistries(source));
        // Of a text that will still be filled in, k3s' complaint today says nothing.
        for (const log of known)
          assert.ok(isSpokenOf(findings, logRules[log.kind]) || isTemplate(subject(log)), `${name}: ${log.kind}`);

        function subject(log: ContentLog): string {
          const endpoint = "index" in log ? registryOf(source).mirrors[log.registry]?.endpoint[log.index] : undefined;
          return endpoint ?? log.registry;
        }

        function logStart(log: ContentLog): string {
          const { registry } = log;
          if (log.kind === "invalid-registry") return `error: Failed to generate config for registry ${registry}`;
          const endpoint = subject(log);
          return log.kind === "duplicate-endpoint"
            ? `warning: Skipping duplicate endpoint URL ${log.index}=${endpoint} for ${registry}`
            : `warning: Ignoring invalid endpoint URL ${log.index}=${endpoint} for ${registry}`;
        }
      }
    });
  }
});
