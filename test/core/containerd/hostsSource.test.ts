import assert from "node:assert/strict";
import { hostsFiles } from "../../../src/core/containerd/hostsFiles.ts";
import { hostsSource } from "../../../src/core/containerd/hostsSource.ts";
import { readRegistry } from "../../../src/core/file/goDecode.ts";
import { parseTarget, type Target } from "../../../src/core/file/release.ts";
import { parseFirstDocument } from "../../../src/core/yaml/parser.ts";
import { sourceOf } from "../../../src/core/yaml/source.ts";

/** The key whose hosts.toml counts for a registry, or what is wrong with that file, for mirrors of these keys. */
function sourceFor(registry: string, keys: readonly string[], endpoint = "https://m.io", target: Target = {}): unknown {
  const mirrors = keys
    .map((key) => `  ${JSON.stringify(key)}:\n    endpoint: [${JSON.stringify(endpoint)}]\n`)
    .join("");
  return sourceIn(`mirrors:\n${mirrors}`, registry, target);
}

function sourceIn(text: string, registry: string, target: Target = {}): unknown {
  const reading = readRegistry(parseFirstDocument(sourceOf(text)));
  assert.ok(reading.ok);
  const { file, fault } = hostsSource(hostsFiles(reading.registry, { target }).files, registry, target);
  return file?.registry ?? fault;
}

describe("the hosts.toml of a registry", () => {
  for (const [registry, keys, expected] of [
    ["r.io", ["r.io"], "r.io"],
    ["r.io", ["s.io"], undefined],
    ["r.io", ["*"], "*"],
    ["r.io", ["*", "r.io"], "r.io"],
    ["r.io", ["_default"], "_default"],
    ["r.io:5000", ["r.io"], undefined],
    ["r.io:5000", ["r.io:5000"], "r.io:5000"],
    ["r.io:5000", ["r.io_5000_"], "r.io_5000_"],
    ["r.io:5000", ["r.io:5000", "r.io_5000_"], "r.io_5000_"],
    ["[fd00::1]:5000", ["r.io/../[fd00::1]_5000_"], "r.io/../[fd00::1]_5000_"],
    ["r.io", ["r.io/"], "r.io/"],
    ["r.io", ["r.io/."], "r.io/."],
    ["r.io", ["./r.io"], "./r.io"],
    ["r.io", ["x/../r.io"], "x/../r.io"],
    ["r.io", ["../certs.d/r.io"], "../certs.d/r.io"],
    ["r.io", ["../../containerd/certs.d/r.io"], undefined],
    ["r.io", ["../r.io"], undefined],
    ["r.io", ["../../../certs.d/r.io"], undefined],
    // Of two keys of one folder, the plain one counts.
    ["r.io", ["r.io/", "r.io"], "r.io"],
    // A folder without a hosts.toml is not the folder of all others.
    ["r.io", ["r.io/team", "*"], undefined],
    ["r.io", ["r.iox/team", "*"], "*"],
  ] as const)
    it(`of ${registry} is ${expected ?? "none"} where mirrors has ${keys.join(" and ")}`, () => {
      assert.equal(sourceFor(registry, keys), expected);
    });

  it("has hosts with one colon, also from Go 1.26 on", () => {
    const target = parseTarget("k3s v1.36.0");
    assert.ok(target);
    assert.equal(sourceFor("r.io:5000", ["r.io:5000"], "https://m.io:5000", target), "r.io:5000");
    assert.equal(sourceFor("r.io", ["r.io"], "https://::1:5000", target), undefined);
  });

  const mirror = 'mirrors: {r.io: {endpoint: ["https://m.io"]}}\n';
  for (const [name, text, expected] of [
    ["an address with a quote", "mirrors: {r.io: {endpoint: ['https://m\"x.io']}}\n", "escape"],
    ["a second address with a quote", "mirrors: {r.io: {endpoint: ['https://m.io', 'https://m\"x.io']}}\n", "escape"],
    ["a pattern with a backslash", "mirrors: {r.io: {endpoint: ['https://m.io'], rewrite: {'\\d': x}}}\n", "escape"],
    ["a name with a backslash", "mirrors: {r.io: {endpoint: ['https://m.io'], rewrite: {x: '\\1'}}}\n", "escape"],
    ["a rewrite of the registry alone", "mirrors: {r.io: {endpoint: ['https://r.io'], rewrite: {'\\d': x}}}\n", "r.io"],
    ["a file with a bell", `${mirror}configs: {m.io: {tls: {ca_file: "\\a", cert_file: b, key_file: c}}}\n`, "escape"],
    [
      "a second file with one",
      `${mirror}configs: {m.io: {tls: {ca_file: a, cert_file: "\\a", key_file: c}}}\n`,
      "escape",
    ],
    ["a third one", `${mirror}configs: {m.io: {tls: {ca_file: a, cert_file: b, key_file: "\\a"}}}\n`, "escape"],
    ["a file of the registry with one", `${mirror}configs: {r.io: {tls: {ca_file: "\\a"}}}\n`, "escape"],
    ["a file with a quote, which is escaped", `${mirror}configs: {m.io: {tls: {ca_file: 'a"b'}}}\n`, "r.io"],
  ] as const)
    it(`${expected === "escape" ? "can't" : "can"} be read with ${name}`, () => {
      assert.equal(sourceIn(text, "r.io"), expected);
    });

  it("can't be read by containerd 1.7 where an address has a bracket", () => {
    const [old, now] = [parseTarget("k3s v1.30.4"), parseTarget("k3s v1.33.5")];
    assert.ok(old && now);
    assert.equal(sourceFor("r.io", ["r.io"], "https://[fd00::1]:5000", old), "bracket");
    assert.equal(sourceFor("r.io", ["r.io"], "https://[fd00::1]:5000", now), "r.io");
    assert.equal(sourceFor("r.io", ["*"], "https://[fd00::1]:5000", old), "bracket");
  });
});
