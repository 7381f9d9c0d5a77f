import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { openRegistries } from "../../../src/core/file/openRegistries.ts";
import { type OutlineSymbol, outline } from "../../../src/core/language/symbols.ts";

const flat = (symbols: readonly OutlineSymbol[]): OutlineSymbol[] =>
  symbols.flatMap((symbol) => [symbol, ...flat(symbol.children)]);

describe("the outline of a registries.yaml", () => {
  it("has sections, hosts, endpoints and what a host has", () => {
    const text =
      "mirrors:\n  docker.io:\n    endpoint:\n      - https://user:canary@a.example/v2\nconfigs:\n  a.example:\n    auth:\n      password: canary\n";
    const names = flat(outline(openRegistries(text))).map(({ name, detail }) => `${name}|${detail}`);
    assert.deepEqual(names, [
      "mirrors|1",
      "docker.io|https://a.example",
      "endpoint|",
      "https://a.example|",
      "configs|1",
      "a.example|auth",
      "auth|",
    ]);
  });

  it("shows no text that stands in a host's place and is none", () => {
    assert.ok(
      !JSON.stringify(outline(openRegistries('configs:\n  "user:canary@a.example":\n    auth: {}\n'))).includes(
        "canary",
      ),
    );
  });

  it("has named symbols that hold their selection, for every fixture of the rules", () => {
    const folder = new URL("../../rules/", import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".yaml"));
    assert.ok(files.length > 100);
    for (const name of files) {
      const text = readFileSync(new URL(name, folder), "utf8");
      for (const { name: shown, span, selection } of flat(outline(openRegistries(text)))) {
        assert.ok(shown !== "" && span.start <= selection.start && selection.end <= span.end, name);
        assert.ok(span.start >= 0 && span.end <= text.length, name);
      }
    }
  });
});
