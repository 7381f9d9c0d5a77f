import assert from "node:assert/strict";
import { openRegistries } from "../../src/core/file/openRegistries.ts";

function rewritesOf(lines: readonly string[]): readonly boolean[] {
  const text = `mirrors:\n  docker.io:\n    rewrite:\n${lines.map((line) => `      ${line}: x\n`).join("")}`;
  return openRegistries(text)
    .mirrors.flatMap(({ rewrites }) => rewrites)
    .map(({ program }) => program !== undefined);
}

describe("room for the patterns of a file", () => {
  const large = (count: number): readonly string[] => Array.from({ length: count }, (_, i) => `"^a{1,500}b${i}$"`);

  it("is more than a file has", () => {
    assert.ok(rewritesOf(Array.from({ length: 1000 }, (_, i) => `"^team-${i}/(.*)$"`)).every(Boolean));
  });

  it("ends among many large patterns, and the first of them fit whichever is asked for first", () => {
    const fits = rewritesOf(large(200));
    const end = fits.indexOf(false);
    assert.ok(end > 10 && end < 200);
    assert.ok(fits.slice(end).every((fit) => !fit));
    const text = `mirrors:\n  docker.io:\n    rewrite:\n${large(200)
      .map((line) => `      ${line}: x\n`)
      .join("")}`;
    const last = openRegistries(text).mirrors[0]?.rewrites.at(-1);
    assert.equal(last?.program, undefined);
    assert.equal(last?.apply("aab199"), undefined);
  });

  it("is taken once by a pattern that mirrors share through an anchor", () => {
    const mirrors = Array.from({ length: 200 }, (_, i) => `  r${i}.example.com: *all\n`).join("");
    const text = `mirrors:\n  docker.io: &all\n    rewrite:\n      "^a{1,900}$": x\n${mirrors}`;
    const { mirrors: read } = openRegistries(text);
    assert.equal(read.length, 201);
    assert.ok(read.every(({ rewrites }) => rewrites[0]?.program !== undefined));
  });
});
