import assert from "node:assert/strict";
import { secretSpans } from "../../src/core/display/secretSpans.ts";
import { openRegistries } from "../../src/core/file/openRegistries.ts";
import { lint } from "../../src/core/lint/lint.ts";
import { lineColumnsIn } from "../../src/core/text/lines.ts";
import { decodeBytes } from "../../src/core/yaml/source.ts";

/** Counts from the start of the text. */
function counted(text: string, offset: number): { readonly line: number; readonly column: number } {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

describe("places in a text", () => {
  it("are those that counting gives, for every offset and line end", () => {
    for (const text of ["", "a", "a\nb\r\nc\rd\n", "\n\n", "\r\n", "\u{1f600}\nx"]) {
      const lineColumnOf = lineColumnsIn(text);
      for (let offset = 0; offset <= text.length; offset++)
        if (text.slice(offset - 1, offset + 1) !== "\r\n")
          assert.deepEqual(lineColumnOf(offset), counted(text, offset));
    }
  });

  it("leave a byte-order mark out", () => {
    const lineColumnOf = lineColumnsIn("\ufeffab\nc");
    assert.deepEqual(
      [0, 1, 2, 4].map(lineColumnOf),
      [
        [1, 1],
        [1, 1],
        [1, 2],
        [2, 1],
      ].map(([line, column]) => ({ line, column })),
    );
  });
});

describe("bytes that are no text", () => {
  it("are a syntax error where they start, and a password that breaks off there is none", () => {
    const bytes = Buffer.concat([
      Buffer.from("configs:\n  a.io:\n    auth:\n      password: 'abc"),
      Buffer.from([0xff, 0x27]),
    ]);
    const source = decodeBytes(bytes);
    assert.equal(source.cutOff, true);
    const findings = lint(openRegistries(source));
    assert.deepEqual(
      findings.map(({ id }) => id),
      ["yaml-syntax"],
    );
    assert.match(findings[0]?.message ?? "", /invalid leading UTF-8 octet/);
  });

  it("do not matter after the first document, as to k3s", () => {
    const bytes = Buffer.concat([Buffer.from(`mirrors: {}\n---\n${"# x\n".repeat(400)}`), Buffer.from([0xff])]);
    assert.deepEqual(
      lint(openRegistries(decodeBytes(bytes))).filter(({ id }) => id === "yaml-syntax"),
      [],
    );
  });
});

describe("the places of secrets", () => {
  const secretsIn = (text: string): readonly string[] =>
    secretSpans(openRegistries(text).doc).map(({ start, end }) => text.slice(start, end));

  it("are values under their keys, misspelt and commented out too, users in URLs and key material", () => {
    const text = [
      "mirrors:",
      "  a.io:",
      "    endpoint: ['https://u:p@b.io/v2']",
      "configs:",
      "  b.io:",
      "    auth: {username: u, pasword: one, identity_token: two}",
      "    # auth: {username: u, password: three}",
      "    tls: {key_file: '-----BEGIN PRIVATE KEY-----'}",
      "",
    ].join("\n");
    assert.deepEqual(secretsIn(text), ["u:p", "one", "two", "three}", "'-----BEGIN PRIVATE KEY-----'"]);
  });

  it("are everything after the first document", () => {
    assert.deepEqual(secretsIn("mirrors: {}\n---\npassword: x\n"), ["---\npassword: x\n"]);
  });
});
