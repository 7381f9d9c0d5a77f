import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { openCarrier } from "../../../src/core/carriers/openCarrier.ts";
import type { Region } from "../../../src/core/carriers/region.ts";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { fixCarrier, lintCarrier } from "../../../src/core/lint/lintCarrier.ts";
import { vectorsIn } from "../vectors.ts";
import { inputs, type K3dInput } from "./inputs.ts";

interface Vector extends K3dInput {
  /** The string that k3d gets. */
  readonly config?: string;
  readonly written?: string;
  readonly parsed?: Readonly<Record<"mirrors" | "configs" | "auths", Readonly<Record<string, unknown>>>>;
  readonly error?: string;
}

/** What is generated for `registries.use`, and no part of the text. */
const generated = new Set(["use.yaml", "use-rewrite.yaml", "use-empty.yaml"]);

function regionOf({ name, text }: K3dInput): Region | undefined {
  return openCarrier(name, text).regions[0];
}

/** A region's text with its variables as Go's `os.Expand` replaces them. */
function evaluated({ text, expressions }: Region, environment: K3dInput["environment"]): string {
  return expressions.reduceRight(
    (read, { start, end, source }) =>
      read.slice(0, start) + (environment[source.replace(/^\$\{?|\}$/g, "")] ?? "") + read.slice(end),
    text,
  );
}

/** How Go names the field depends on its version. */
function withoutField(error: string): string {
  return error.replace(/into Go (?:struct field …|value)/, "into a value");
}

const stopsAtText = /^failed to read embedded registries config/;

describe("reading a configuration of k3d as k3d does", () => {
  const vectors = vectorsIn<Vector>(new URL("vectors.jsonl", import.meta.url));

  it("has a recorded vector for each file", () => {
    assert.deepEqual(
      vectors.map(({ config: _config, written: _written, parsed: _parsed, error: _error, ...input }) => input),
      inputs,
    );
    assert.ok(vectors.filter(({ error }) => error === undefined).length > 40);
    assert.ok(vectors.filter(({ error }) => stopsAtText.test(error ?? "")).length > 30);
  });

  for (const vector of vectors) {
    const { name, config, parsed, error, environment } = vector;
    const region = regionOf(vector);

    it(`${name}: finds the text that k3d gets`, () => {
      if (config === undefined || region === undefined) return;
      assert.equal(region.carrier, "k3d");
      assert.equal(evaluated(region, environment).trimEnd(), config.trimEnd());
    });

    it(`${name}: reads what k3d reads, and stops where it stops`, () => {
      if (config?.includes("\n") !== true) return;
      const { reading } = openRegistries(config, "k3d");
      assert.equal(reading.ok, error === undefined, error);
      if (!reading.ok) assert.ok(error?.includes(withoutField(reading.error)), `${error}: ${reading.error}`);
      if (!reading.ok || generated.has(name)) return;
      const { mirrors, configs, auths } = parsed ?? { mirrors: {}, configs: {}, auths: {} };
      assert.deepEqual(JSON.parse(JSON.stringify(reading.registry)), { mirrors, configs, auths });
    });

    it(`${name}: says so`, () => {
      if (region === undefined) return;
      const stops = lintCarrier(openCarrier(name, vector.text)).findings.filter(
        ({ severity, message }) => severity === "error" && /k3d stops|\bstops with an error|and stops/.test(message),
      );
      // What a variable brings along is not known, and whether a version of k3d will know another schema.
      if (!/\$|v1alpha9/.test(vector.text)) assert.equal(stops.length > 0, error !== undefined, error);
      for (const { message } of lintCarrier(openCarrier(name, vector.text)).findings)
        assert.doesNotMatch(message, /hangs|Waiting to retrieve/);
    });

    it(`${name}: reports a credential that k3d changes, and no other`, () => {
      if (!/^(?:username|password|identity)-(?!tag)/.test(name) || config === undefined || parsed === undefined) return;
      const asK3s = openRegistries(config).reading;
      const kept = asK3s.ok && JSON.parse(JSON.stringify(asK3s.registry.configs));
      const changes = !isDeepStrictEqual(kept, parsed.configs);
      const ids = lintCarrier(openCarrier(name, vector.text)).findings.map(({ id }) => id);
      assert.equal(
        ids.some((id) => /^k3d-(?:value|identity)/.test(id)),
        changes,
      );
    });

    it(`${name}: reads no less after all fixes`, () => {
      if (region === undefined || error !== undefined) return;
      const fixed = openCarrier(name, fixCarrier(lintCarrier(openCarrier(name, vector.text))).text).regions[0];
      assert.ok(fixed?.file.reading.ok);
    });
  }

  it("names the file whose path is the whole string, and no other", () => {
    const named = vectors.flatMap(({ name, text }) => openCarrier(name, text).links.map(({ path }) => [name, path]));
    assert.deepEqual(named, [["path.yaml", "./registries.yaml"]]);
  });

  it("lets the mirrors of the text replace those that k3d generates", () => {
    const own = vectors.find(({ name }) => name === "use.yaml")?.parsed?.mirrors["k3d-registry:5000"];
    assert.deepEqual(own, { endpoint: ["https://own.example.com"], rewrite: {} });
  });
});
